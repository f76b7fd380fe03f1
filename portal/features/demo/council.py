"""A whole invented council from one number: the folder its case system would hand over.

The same seed, day and size give the same bytes on every machine. Families are made one at a time
and forgotten, so that a council of 50,000 children needs no more memory than one of 50.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from random import Random

from portal.features.demo.case_rows import rows_of_child
from portal.features.demo.cast import CASEWORKER as CAST_CASEWORKER
from portal.features.demo.cast import CAST_MOBILES, CASTED_CHILDREN, SCHOOL, cast_families
from portal.features.demo.cast import MANAGER as CAST_MANAGER
from portal.features.demo.children import Child, choose_birth
from portal.features.demo.folder import Row, write_rows
from portal.features.demo.households import WEIGHTS as SHAPES
from portal.features.demo.households import Contact, Shape, make_adults, own_contact
from portal.features.demo.names import dice, drama_mobile, e_mail, family_name, given_name
from portal.features.demo.school_calendar import year_group
from portal.features.demo.schools import School, choose_school, make_schools
from portal.features.demo.timelines import WEIGHTS as STAGES
from portal.features.demo.timelines import Stage, tell

CHILDREN_A_CASEWORKER = 150
SMALLEST = 60
"""Fewer children could not hold every stage beside the people of the demo page."""

_SHARED_E_MAIL, _NO_REVIEW_DATE = 3, 4
"""Households that give the data-quality report something to say."""


@dataclass(frozen=True, slots=True)
class Council:
    seed: int
    today: date
    children: int
    schools: tuple[School, ...]
    caseworkers: tuple[tuple[str, str], ...]
    """E-mail and name, the demo page's own first."""
    managers: tuple[str, ...]

    def rows(self) -> Iterator[Row]:
        """Every row of every file, a family at a time."""
        for school in self.schools:
            yield school.row()
        primary = next(school for school in self.schools if school.takes(0) and school.takes(6))
        for family in cast_families(self.seed, self.today, primary, self.managers[0]):
            rng = dice(self.seed, "cast", family.child.number, "rows")
            yield from rows_of_child(family.child, family.case, rng, self.today)
            for contact in family.contacts:
                yield contact.row(family.child.person_id)
        first, household = CASTED_CHILDREN + 1, 0
        while first <= self.children:
            rng = dice(self.seed, household)
            size = min(rng.choices((1, 2, 3), (82, 15, 3))[0], self.children - first + 1)
            yield from self._household(household, range(first, first + size), rng)
            first, household = first + size, household + 1

    def _household(self, number: int, children: range, rng: Random) -> Iterator[Row]:
        shape = rng.choices(list(SHAPES), list(SHAPES.values()))[0]
        if number in (_SHARED_E_MAIL, _NO_REVIEW_DATE):
            shape = Shape.TOGETHER if number == _SHARED_E_MAIL else Shape.APART_RESTRICTED
        surname = family_name(rng)
        stride = self.children // (1000 - CAST_MOBILES) + 1
        mobile = "" if number % stride else drama_mobile(CAST_MOBILES + number // stride)
        adults = make_adults(shape, number + 100, surname, mobile, rng, self.today)
        if number == _SHARED_E_MAIL:
            adults = (adults[0], replace(adults[1], email=adults[0].email))
        if number == _NO_REVIEW_DATE:
            adults = (adults[0], replace(adults[1], restriction_review=""))
        for child_number in children:
            yield from self._child(child_number, shape, surname, adults, rng)

    def _child(
        self, number: int, shape: Shape, surname: str, adults: tuple[Contact, ...], rng: Random
    ) -> Iterator[Row]:
        stage = self._stage(number, rng)
        case = tell(stage, rng, self.today)
        born = choose_birth(rng, case, self.today)
        group = year_group(born, self.today)
        child = Child(
            number=number,
            forename=given_name(rng),
            surname=surname,
            born=born,
            looked_after=shape == Shape.FOSTER and group < 13,
            school=self._school(group, rng),
            caseworker=self.caseworkers[number % len(self.caseworkers)],
            manager=self.managers[number % len(self.caseworkers) % len(self.managers)],
        )
        yield from rows_of_child(child, case, rng, self.today)
        for adult in adults:
            yield adult.row(child.person_id)
        if group >= 12 or (group >= 7 and rng.random() < 0.1):
            own = own_contact(number, child.forename, surname, rng)
            if own is not None:
                yield own.row(child.person_id)

    def _stage(self, number: int, rng: Random) -> Stage:
        """The first children take one stage each, so that none is ever missing."""
        place = number - CASTED_CHILDREN - 1
        if place < len(Stage):
            return list(Stage)[place]
        return rng.choices(list(STAGES), list(STAGES.values()))[0]

    def _school(self, group: int, rng: Random) -> School | None:
        elsewhere = 0.03 if group < 12 else 0.12 if group < 15 else 0.4
        return None if rng.random() < elsewhere else choose_school(rng, self.schools, group)


def generate_council(seed: int, today: date, children: int) -> Council:
    """An invented council of ``children`` children as its records stand on ``today``.

    Raises ValueError below ``SMALLEST`` children.
    """
    if children < SMALLEST:
        raise ValueError(f"a demo council has at least {SMALLEST} children")
    rng = dice(seed, "staff")
    caseworkers = [(CAST_CASEWORKER.email, CAST_CASEWORKER.name)]
    for number in range(1, children // CHILDREN_A_CASEWORKER + 2):
        given, family = given_name(rng), family_name(rng)
        caseworkers.append((e_mail(given, family, number, "demo.invalid"), f"{given} {family}"))
    managers = [CAST_MANAGER.email]
    managers += [
        e_mail(given_name(rng), family_name(rng), f"m{number}", "demo.invalid")
        for number in range(1, len(caseworkers) // 5 + 1)
    ]
    schools = (SCHOOL, *make_schools(rng, children))
    return Council(seed, today, children, schools, tuple(caseworkers), tuple(managers))


def write_folder(council: Council, folder: Path) -> None:
    """Write ``council`` as the files of `sen2.md`."""
    write_rows(council.rows(), folder)
