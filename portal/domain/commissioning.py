"""What reviews and views ask for, counted for those who commission it: by kind of provision, main
need and age.

Free words cannot be counted by a machine: the caseworker who reads them says which kinds of
provision they ask for. Where a question's own choices say it, nobody has to.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from portal.domain.dates import SchoolYear, add_months
from portal.domain.views import Provenance
from portal.domain.views_questions import Choice


class Provision(StrEnum):
    """What can be asked for. Preparing for adulthood has the four areas of national guidance."""

    SPEECH_AND_LANGUAGE = "speech_and_language"
    OCCUPATIONAL_THERAPY = "occupational_therapy"
    MENTAL_HEALTH = "mental_health"
    SPECIALIST_PLACE = "specialist_place"
    SUPPORT_STAFF = "support_staff"
    TRANSPORT = "transport"
    SHORT_BREAKS = "short_breaks"
    EQUIPMENT = "equipment"
    EMPLOYMENT = "employment"
    INDEPENDENT_LIVING = "independent_living"
    FRIENDS_AND_COMMUNITY = "friends_and_community"
    ADULT_HEALTH = "adult_health"
    OTHER = "other"


class Source(StrEnum):
    """Where somebody asked for it."""

    VIEWS = "views"
    REVIEW = "review"
    ADVICE = "advice"


SAID_BY_CHOICE: Mapping[tuple[str, Choice], Provision] = {
    ("do-myself", Choice.NOT_GOING_WELL): Provision.INDEPENDENT_LIVING,
    ("friends", Choice.NOT_GOING_WELL): Provision.FRIENDS_AND_COMMUNITY,
    ("keeps-well", Choice.NOT_GOING_WELL): Provision.ADULT_HEALTH,
}
"""Choices that ask for a kind of provision by themselves: what a young person is preparing for, and
says is not going well. The other choices say how something is, and not what would help."""

_NOT_THEIR_VOICE = frozenset({Provenance.PROXY, Provenance.NOT_OBTAINED})


def kinds_by_choice(
    choices: Mapping[str, str], provenance: Provenance | None
) -> frozenset[Provision]:
    """What these coded answers ask for by themselves: nothing where somebody else chose them, as
    that is never counted as a child's answer."""
    if provenance in _NOT_THEIR_VOICE:
        return frozenset()
    found = {
        provision
        for (question, choice), provision in SAID_BY_CHOICE.items()
        if choices.get(question) == choice
    }
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class Asked:
    """A child for whom something was asked. ``need`` and ``born`` are None where the record does
    not say."""

    child_id: UUID
    provision: Provision
    need: str | None
    born: date | None


@dataclass(frozen=True, slots=True)
class Period:
    """A school year or a quarter of the calendar, by a short name for its address."""

    key: str
    first: date
    last: date

    @classmethod
    def read(cls, key: str, first: str, last: str) -> "Period":
        """A period as a release keeps it. Raises ValueError on what is no day."""
        return cls(key, date.fromisoformat(first), date.fromisoformat(last))

    def overlaps(self, other: "Period") -> bool:
        return self.first <= other.last and other.first <= self.last


QUARTERS_OFFERED, YEARS_OFFERED = 8, 3


def school_year_period(year: SchoolYear) -> Period:
    return Period(f"{year.start}-{(year.start + 1) % 100:02}", year.first_day, year.last_day)


def quarter_period(day: date) -> Period:
    """The quarter of the calendar in which this day is."""
    first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    last = add_months(first, 3) - timedelta(1)
    return Period(f"{first.year}-q{(first.month + 2) // 3}", first, last)


def offer_periods(today: date) -> list[Period]:
    """The school years and quarters that have ended, the latest first."""
    this_year = SchoolYear.of(today).start
    years = [
        school_year_period(SchoolYear(this_year - back)) for back in range(1, YEARS_OFFERED + 1)
    ]
    begin = quarter_period(today).first
    quarters = [
        quarter_period(add_months(begin, -3 * back)) for back in range(1, QUARTERS_OFFERED + 1)
    ]
    return years + quarters


def find_period(key: str, today: date) -> Period | None:
    """The period of this name, where it is offered."""
    return next((each for each in offer_periods(today) if each.key == key), None)
