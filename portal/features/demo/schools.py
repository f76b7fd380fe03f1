"""Invented nurseries, schools and colleges, in the area and out of it."""

from dataclasses import dataclass
from random import Random

from portal.features.demo.folder import Row
from portal.features.demo.names import e_mail, family_name, given_name

_FIRST_URN = 900_001
"""Real URNs of today end far below."""

_KINDS = (
    ("nursery", "early years", "Nursery School", -2, -1),
    ("primary", "primary", "Primary School", 0, 6),
    ("primary", "primary", "Infant School", 0, 2),
    ("primary", "primary", "Junior School", 3, 6),
    ("secondary", "secondary", "High School", 7, 11),
    ("secondary", "secondary", "Academy", 7, 13),
    ("special", "all-through", "Special School", 0, 14),
    ("alternative provision", "secondary", "Learning Centre", 5, 11),
    ("college", "16 plus", "College", 12, 20),
    ("independent special", "all-through", "School (out of area)", 3, 14),
)


@dataclass(frozen=True, slots=True)
class School:
    urn: str
    name: str
    kind: str
    phase: str
    youngest: int
    oldest: int
    coordinator_email: str

    def takes(self, group: int) -> bool:
        return self.youngest <= group <= self.oldest

    def row(self) -> Row:
        cells = {
            "urn": self.urn,
            "name": self.name,
            "type": self.kind,
            "phase": self.phase,
            "coordinator_email": self.coordinator_email,
        }
        return "settings", cells


def make_schools(rng: Random, children: int) -> tuple[School, ...]:
    """At least two of each kind, and one school for about forty-five children."""
    number = max(2 * len(_KINDS), children // 45)
    made = []
    for place in range(number):
        kind, phase, ending, youngest, oldest = _KINDS[place % len(_KINDS)]
        urn = str(_FIRST_URN + place)
        coordinator = e_mail(given_name(rng), family_name(rng), urn, "schools.demo.invalid")
        place_name = family_name(rng).removeprefix("O'")
        made.append(
            School(urn, f"{place_name} {ending}", kind, phase, youngest, oldest, coordinator)
        )
    return tuple(made)


def choose_school(rng: Random, schools: tuple[School, ...], group: int) -> School | None:
    """Somewhere that takes this year group; None for the oldest, who may have left learning."""
    fitting = [school for school in schools if school.takes(group)]
    return rng.choice(fitting) if fitting else None
