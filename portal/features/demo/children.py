"""Invented children: who they are, apart from what happened in their case."""

from dataclasses import dataclass
from datetime import date
from random import Random

from portal.features.demo.cases import Case
from portal.features.demo.folder import Row
from portal.features.demo.names import unique_pupil_number
from portal.features.demo.school_calendar import (
    days,
    school_year,
    year_group,
    year_group_code,
)
from portal.features.demo.schools import School

_ETHNICITIES = ("WBRI", "WOTH", "MWBC", "MWAS", "AIND", "APKN", "ABAN", "BAFR", "BCRB", "OOTH", "")
_ETHNICITY_WEIGHTS = (58, 8, 5, 4, 4, 5, 4, 5, 2, 3, 2)
_LANGUAGES = ("ENG", "POL", "URD", "BNG", "ARA", "SOM", "RON", "BSL")
_LANGUAGE_WEIGHTS = (82, 4, 3, 3, 3, 2, 2, 1)


@dataclass(frozen=True, slots=True)
class Child:
    number: int
    forename: str
    surname: str
    born: date
    looked_after: bool
    school: School | None
    """None with a plan: educated at home, or not in learning."""
    caseworker: tuple[str, str]
    """E-mail and name."""
    manager: str

    @property
    def person_id(self) -> str:
        return f"P{self.number:06d}"


def choose_birth(rng: Random, case: Case, today: date) -> date:
    """Old enough to have lived the case; most are between five and sixteen."""
    youngest = case.received - days(18 * 30)
    lowest, highest = (15, 24) if case.ceased else (2, 24)
    if case.plan_made is None:
        highest = 16
    weights = [max(1, 12 - abs(age - 10)) for age in range(lowest, highest + 1)]
    age = rng.choices(range(lowest, highest + 1), weights)[0]
    born = date(school_year(today) - age, 9, 1) - days(rng.randint(1, 365))
    return min(born, youngest - days(rng.randint(0, 365)))


def person_row(child: Child, rng: Random, today: date) -> Row:
    """The child's row of `person.csv`; the youngest have no pupil number yet."""
    upn = unique_pupil_number(child.number, child.born)
    group = year_group(child.born, today)
    known = group >= 0
    cells = {
        "person_id": child.person_id,
        "caseref": f"C{child.number:06d}",
        "surname": child.surname,
        "forename": child.forename,
        "personbirthdate": child.born.isoformat(),
        "sex": rng.choice("MMMFF"),
        "ethnicity": rng.choices(_ETHNICITIES, _ETHNICITY_WEIGHTS)[0],
        "postcode": f"Q{rng.choice('ABCD')}{rng.randint(1, 9)} {rng.randint(1, 9)}ZZ",
        "upn": upn if known else "",
        "upnunknown": "" if known else "UN1",
        "ncyear": year_group_code(group),
        "language": rng.choices(_LANGUAGES, _LANGUAGE_WEIGHTS)[0],
        "lookedafter": "Y" if child.looked_after else "N",
    }
    return "person", cells
