"""Who decides: when a young person's own rights begin, and what a parent may still see.

Sources: Education Act 1996 s.8(3); Children and Families Act 2014 ss.80 and 83; SEND Code of
Practice 2015, 8.13.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from portal.domain.dates import SchoolYear, add_months, birthday

FIRST_BIRTH = date(1981, 9, 1)
"""The last Friday in June is the leaving date of 1998 and of each year after (Education (School
Leaving Date) Order 1997): nobody born earlier left by this rule."""

FIRST_YEAR_FOR_ADULTHOOD = 9
RECEPTION_COHORT_GAP = 5
LEAVING_AGE = 16
MAJORITY = 18
LAST_AGE = 25


def compulsory_school_age_ends(born: date) -> date:
    """The last Friday in June of the school year in which the person turns 16."""
    return SchoolYear.of(birthday(born, LEAVING_AGE)).leaving_date


def rights_from(born: date) -> date:
    """The first day the young person holds the rights: at 15 for July and August births."""
    return compulsory_school_age_ends(born) + timedelta(1)


def holds_own_rights(born: date, on: date) -> bool:
    return on >= rights_from(born)


def latest_birth_with_rights(on: date) -> date:
    """Whoever was born on or before this day holds their own rights: `holds_own_rights` the other
    way round, for queries."""
    year = SchoolYear.of(on)
    leavers = year.start if on > year.leaving_date else year.start - 1
    return SchoolYear(leavers - LEAVING_AGE).last_day


def latest_birth_of_age(age: int, on: date) -> date:
    """Whoever was born on or before this day is of that age: `birthday` the other way round."""
    return add_months(on, -age * 12)


def school_year_group(born: date, on: date, *, recorded: int | None = None) -> int:
    """Year group: 0 is Reception, below it the early years. The record's own comes first."""
    if recorded is not None:
        return recorded
    return SchoolYear.of(on).start - SchoolYear.of(born).start - RECEPTION_COHORT_GAP


def covers_preparing_for_adulthood(year_group: int) -> bool:
    """From Year 9 every review does (SEND Regulations 2014, regs 20(6) and 21(6))."""
    return year_group >= FIRST_YEAR_FOR_ADULTHOOD


def plan_can_run_until(born: date) -> date:
    """The end of the academic year in which the person turns 25 (s.46); the plan itself ends at the
    25th birthday unless the council keeps it (s.83)."""
    return SchoolYear.of(birthday(born, LAST_AGE)).last_day


class Responsibility(StrEnum):
    """Parental responsibility as the record says."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Link:
    """How a person stands to a child, as the record has it.

    ``opened_by_caseworker`` is the decision that a contacts file alone cannot take: where there is
    no responsibility or none is known, or the child is looked after (see
    `portal.domain.records.access`). ``starts`` is empty until a file or a caseworker has opened
    the link; ``is_on_record`` is false once a full extract came without it.
    """

    responsibility: Responsibility
    is_self: bool = False
    is_restricted: bool = False
    is_on_record: bool = True
    starts: date | None = None
    ends: date | None = None
    opened_by_caseworker: bool = False

    def runs_on(self, day: date) -> bool:
        begun = self.starts is not None and self.starts <= day
        return self.is_on_record and begun and (self.ends is None or day <= self.ends)


@dataclass(frozen=True, slots=True)
class YoungPersonsWishes:
    """What the young person, or a recorded capacity decision, says about an adult's access."""

    objected_on: date | None = None
    agreed_on: date | None = None
    capacity_recorded_on: date | None = None

    @property
    def settle_access(self) -> bool:
        """Whether there is a yes, or somebody who decides in the young person's place."""
        return self.agreed_on is not None or self.capacity_recorded_on is not None


class ParentsAccess(StrEnum):
    """What it takes for a parent to go on seeing the record. The first is how the law is read: a
    parent's access goes on until the young person objects (Code 8.13). The others are *policy*."""

    UNTIL_OBJECTION = "until_objection"
    AGREEMENT_FROM_18 = "agreement_from_18"
    AGREEMENT_FROM_RIGHTS = "agreement_from_rights"


def latest_birth_needing_agreement(on: date, rule: ParentsAccess) -> date | None:
    """Adults of whoever was born on or before this day see nothing without a yes; None: of nobody,
    whatever the age."""
    match rule:
        case ParentsAccess.UNTIL_OBJECTION:
            return None
        case ParentsAccess.AGREEMENT_FROM_18:
            return latest_birth_of_age(MAJORITY, on)
        case ParentsAccess.AGREEMENT_FROM_RIGHTS:
            return latest_birth_with_rights(on)


class Access(StrEnum):
    """What an adult may see of one child."""

    OPEN = "open"
    NEW_DOCUMENTS_WAIT = "new_documents_wait"
    RESTRICTED = "restricted"
    NOT_LINKED_NOW = "not_linked_now"
    NEEDS_CASEWORKER = "needs_caseworker"
    YOUNG_PERSON_OBJECTS = "young_person_objects"
    AGREEMENT_NEEDED = "agreement_needed"


LETS_IN = frozenset({Access.OPEN, Access.NEW_DOCUMENTS_WAIT})
"""Whoever may see the record, if perhaps not what is new in it."""


def link_access(
    link: Link,
    *,
    born: date | None,
    looked_after: bool,
    wishes: YoungPersonsWishes,
    on: date,
    rule: ParentsAccess = ParentsAccess.UNTIL_OBJECTION,
) -> Access:
    """What this person may see on a day. A restriction closes, whatever else is said.

    Before the young person's rights begin their wishes do not decide. From then on an adult's
    access goes on until they object, or under a stricter ``rule`` only where they agree. From 18,
    with neither agreement nor a recorded capacity position, new documents wait until a caseworker
    has settled it.
    """
    if link.is_restricted:
        return Access.RESTRICTED
    if link.is_on_record and link.starts is None:
        return Access.NEEDS_CASEWORKER
    if not link.runs_on(on):
        return Access.NOT_LINKED_NOW
    if link.is_self:
        return Access.OPEN
    file_is_enough = link.responsibility is Responsibility.YES and not looked_after
    if not file_is_enough and not link.opened_by_caseworker:
        return Access.NEEDS_CASEWORKER
    if born is None or not holds_own_rights(born, on):
        return Access.OPEN
    if wishes.objected_on is not None and wishes.objected_on <= on:
        return Access.YOUNG_PERSON_OBJECTS
    if wishes.settle_access:
        return Access.OPEN
    asked_of = latest_birth_needing_agreement(on, rule)
    if asked_of is not None and born <= asked_of:
        return Access.AGREEMENT_NEEDED
    return Access.NEW_DOCUMENTS_WAIT if on >= birthday(born, MAJORITY) else Access.OPEN
