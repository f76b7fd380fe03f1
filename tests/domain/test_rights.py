from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.dates import SchoolYear, birthday
from portal.domain.rights import (
    Access,
    Link,
    ParentsAccess,
    Responsibility,
    YoungPersonsWishes,
    compulsory_school_age_ends,
    covers_preparing_for_adulthood,
    holds_own_rights,
    latest_birth_needing_agreement,
    latest_birth_of_age,
    latest_birth_with_rights,
    link_access,
    plan_can_run_until,
    rights_from,
    school_year_group,
)

BIRTHS = st.dates(date(1999, 9, 1), date(2070, 8, 31))
NO_WISHES = YoungPersonsWishes()


def age_on(born: date, day: date) -> int:
    """How old somebody is, by comparing the calendar and nothing else."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


@pytest.mark.parametrize(
    ("born", "ends"),
    [
        (date(2007, 9, 23), date(2024, 6, 28)),
        (date(2010, 9, 1), date(2027, 6, 25)),
        (date(2011, 8, 31), date(2027, 6, 25)),
        (date(2011, 9, 1), date(2028, 6, 30)),
        (date(2013, 8, 31), date(2029, 6, 29)),
        (date(2008, 2, 29), date(2024, 6, 28)),
        (date(2011, 6, 25), date(2027, 6, 25)),  # turns 16 on the leaving date itself
    ],
)
def test_compulsory_school_age_ends_on_the_last_friday_in_june(born: date, ends: date) -> None:
    assert compulsory_school_age_ends(born) == ends
    assert rights_from(born) == ends + timedelta(1)


@given(BIRTHS)
def test_school_age_ends_on_the_last_friday_of_the_june_nearest_to_the_sixteenth_birthday(
    born: date,
) -> None:
    ends = compulsory_school_age_ends(born)

    assert (ends.strftime("%A %B"), (ends + timedelta(7)).month) == ("Friday June", 7)
    # By 31 August of that year the person is 16; a year before that day they were not.
    assert age_on(born, date(ends.year, 8, 31)) == 16
    assert age_on(born, date(ends.year - 1, 8, 31)) == 15


@given(BIRTHS)
def test_only_summer_births_hold_their_rights_while_still_15(born: date) -> None:
    if age_on(born, rights_from(born)) == 15:
        assert born.month in {6, 7, 8}
    if born.month in {7, 8}:
        assert age_on(born, rights_from(born)) == 15


@given(BIRTHS, st.dates(date(2014, 9, 1), date(2090, 1, 1)))
def test_rights_once_held_are_held_on_every_later_day(born: date, day: date) -> None:
    if holds_own_rights(born, day):
        assert holds_own_rights(born, day + timedelta(1))
    assert holds_own_rights(born, day) is (day > compulsory_school_age_ends(born))


@given(BIRTHS, st.dates(date(2014, 9, 1), date(2090, 1, 1)), st.integers(1, 30))
def test_who_is_of_an_age_or_holds_rights_can_be_told_by_the_birth_date_alone(
    born: date, day: date, age: int
) -> None:
    assert (born <= latest_birth_with_rights(day)) is holds_own_rights(born, day)
    assert (born <= latest_birth_of_age(age, day)) is (birthday(born, age) <= day)


@pytest.mark.parametrize("day", [date(2026, 2, 28), date(2026, 3, 1), date(2028, 2, 29)])
def test_a_29_february_birth_comes_of_age_on_1_march(day: date) -> None:
    leap = date(2008, 2, 29)
    assert (leap <= latest_birth_of_age(18, day)) is (day >= date(2026, 3, 1))
    assert latest_birth_of_age(18, date(2028, 2, 29)) == date(2010, 2, 28)


@given(BIRTHS, st.integers(1, 30))
def test_a_birthday_is_the_first_day_of_the_new_age(born: date, age: int) -> None:
    assert age_on(born, birthday(born, age)) == age
    assert age_on(born, birthday(born, age) - timedelta(1)) == age - 1


@pytest.mark.parametrize(
    ("born", "on", "group"),
    [
        (date(2014, 9, 1), date(2025, 9, 1), 6),
        (date(2015, 8, 31), date(2026, 8, 31), 6),
        (date(2015, 8, 31), date(2026, 9, 1), 7),
        (date(2015, 9, 1), date(2026, 8, 31), 5),
        (date(2021, 9, 1), date(2026, 9, 1), 0),
        (date(2022, 9, 1), date(2026, 9, 1), -1),
    ],
)
def test_a_missing_year_group_comes_from_the_birth_date(born: date, on: date, group: int) -> None:
    assert school_year_group(born, on) == group


def test_the_recorded_year_group_comes_first() -> None:
    assert school_year_group(date(2014, 9, 1), date(2025, 9, 1), recorded=5) == 5


def test_from_year_9_a_review_covers_preparing_for_adulthood() -> None:
    assert [group for group in range(7, 12) if covers_preparing_for_adulthood(group)] == [9, 10, 11]


def test_a_plan_may_be_kept_to_the_end_of_the_academic_year_of_the_25th_birthday() -> None:
    assert plan_can_run_until(date(2001, 9, 1)) == date(2027, 8, 31)
    assert plan_can_run_until(date(2001, 8, 31)) == date(2026, 8, 31)


@given(st.dates(date(2014, 9, 1), date(2090, 1, 1)))
def test_every_day_lies_in_exactly_one_school_year(day: date) -> None:
    year = SchoolYear.of(day)

    assert year.first_day <= day <= year.last_day
    assert SchoolYear.of(year.last_day + timedelta(1)).start == year.start + 1


TODAY = date(2026, 11, 23)
CHILD = date(2015, 5, 5)
SEVENTEEN = date(2009, 5, 5)
ADULT = date(2007, 5, 5)
OPEN_LINK = Link(Responsibility.YES, starts=date(2026, 1, 1))
YESTERDAY, TOMORROW = TODAY - timedelta(1), TODAY + timedelta(1)


def access(
    link: Link,
    *,
    born: date | None = CHILD,
    looked_after: bool = False,
    wishes: YoungPersonsWishes = NO_WISHES,
) -> Access:
    return link_access(link, born=born, looked_after=looked_after, wishes=wishes, on=TODAY)


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        (OPEN_LINK, Access.OPEN),
        (replace(OPEN_LINK, starts=TODAY), Access.OPEN),
        (replace(OPEN_LINK, starts=TOMORROW), Access.NOT_LINKED_NOW),
        (replace(OPEN_LINK, ends=TODAY), Access.OPEN),
        (replace(OPEN_LINK, ends=YESTERDAY), Access.NOT_LINKED_NOW),
        (replace(OPEN_LINK, is_on_record=False), Access.NOT_LINKED_NOW),
        (replace(OPEN_LINK, starts=None), Access.NEEDS_CASEWORKER),
        (replace(OPEN_LINK, responsibility=Responsibility.UNKNOWN), Access.NEEDS_CASEWORKER),
        (replace(OPEN_LINK, responsibility=Responsibility.NO), Access.NEEDS_CASEWORKER),
        (Link(Responsibility.UNKNOWN, starts=TODAY, opened_by_caseworker=True), Access.OPEN),
        (replace(OPEN_LINK, is_restricted=True), Access.RESTRICTED),
        (replace(OPEN_LINK, is_restricted=True, is_self=True), Access.RESTRICTED),
    ],
)
def test_a_link_opens_a_child_only_between_its_dates_and_without_a_restriction(
    link: Link, expected: Access
) -> None:
    assert access(link) is expected


def test_for_a_child_who_is_looked_after_a_caseworker_decides() -> None:
    assert access(OPEN_LINK, looked_after=True) is Access.NEEDS_CASEWORKER
    opened = replace(OPEN_LINK, opened_by_caseworker=True)
    assert access(opened, looked_after=True) is Access.OPEN
    assert (
        access(Link(Responsibility.NO, is_self=True, starts=TODAY), looked_after=True)
        is Access.OPEN
    )


def test_a_childs_objection_does_not_decide_before_their_rights_begin() -> None:
    assert access(OPEN_LINK, wishes=YoungPersonsWishes(objected_on=TODAY)) is Access.OPEN


def test_a_young_persons_objection_closes_at_once() -> None:
    wishes = YoungPersonsWishes(objected_on=TODAY)

    assert access(OPEN_LINK, born=SEVENTEEN) is Access.OPEN
    assert access(OPEN_LINK, born=SEVENTEEN, wishes=wishes) is Access.YOUNG_PERSON_OBJECTS
    own = Link(Responsibility.NO, is_self=True, starts=TODAY)
    assert access(own, born=SEVENTEEN, wishes=wishes) is Access.OPEN


@pytest.mark.parametrize(
    ("wishes", "expected"),
    [
        (NO_WISHES, Access.NEW_DOCUMENTS_WAIT),
        (YoungPersonsWishes(agreed_on=TODAY), Access.OPEN),
        (YoungPersonsWishes(capacity_recorded_on=TODAY), Access.OPEN),
        (YoungPersonsWishes(objected_on=TODAY, agreed_on=TODAY), Access.YOUNG_PERSON_OBJECTS),
    ],
)
def test_from_18_new_documents_wait_until_it_is_settled(
    wishes: YoungPersonsWishes, expected: Access
) -> None:
    assert access(OPEN_LINK, born=ADULT, wishes=wishes) is expected


SIXTEEN_IN_MAY = date(2011, 5, 5)
AGREES = YoungPersonsWishes(agreed_on=TODAY)
REPRESENTED = YoungPersonsWishes(capacity_recorded_on=TODAY)


@pytest.mark.parametrize(
    ("rule", "born", "wishes", "expected"),
    [
        (ParentsAccess.AGREEMENT_FROM_RIGHTS, SIXTEEN_IN_MAY, NO_WISHES, Access.OPEN),
        (ParentsAccess.AGREEMENT_FROM_RIGHTS, SEVENTEEN, NO_WISHES, Access.AGREEMENT_NEEDED),
        (ParentsAccess.AGREEMENT_FROM_RIGHTS, SEVENTEEN, AGREES, Access.OPEN),
        (ParentsAccess.AGREEMENT_FROM_RIGHTS, SEVENTEEN, REPRESENTED, Access.OPEN),
        (ParentsAccess.AGREEMENT_FROM_18, SEVENTEEN, NO_WISHES, Access.OPEN),
        (ParentsAccess.AGREEMENT_FROM_18, ADULT, NO_WISHES, Access.AGREEMENT_NEEDED),
        (ParentsAccess.AGREEMENT_FROM_18, ADULT, AGREES, Access.OPEN),
        (ParentsAccess.AGREEMENT_FROM_18, None, NO_WISHES, Access.OPEN),
    ],
)
def test_under_a_stricter_rule_a_parent_needs_a_yes(
    rule: ParentsAccess, born: date | None, wishes: YoungPersonsWishes, expected: Access
) -> None:
    found = link_access(
        OPEN_LINK, born=born, looked_after=False, wishes=wishes, on=TODAY, rule=rule
    )
    assert found is expected


def test_the_law_as_it_is_read_asks_nobody_for_a_yes() -> None:
    assert latest_birth_needing_agreement(TODAY, ParentsAccess.UNTIL_OBJECTION) is None


DAYS = st.dates(date(2014, 9, 1), date(2030, 1, 1))


@given(
    st.builds(
        Link,
        responsibility=st.sampled_from(Responsibility),
        is_self=st.booleans(),
        is_restricted=st.just(True),
        is_on_record=st.booleans(),
        starts=st.none() | DAYS,
        ends=st.none() | DAYS,
        opened_by_caseworker=st.booleans(),
    ),
    st.none() | BIRTHS,
    DAYS,
)
def test_a_restriction_closes_whatever_else_is_recorded(
    link: Link, born: date | None, on: date
) -> None:
    agreed = YoungPersonsWishes(agreed_on=on, capacity_recorded_on=on)

    found = link_access(link, born=born, looked_after=False, wishes=agreed, on=on)
    assert found is Access.RESTRICTED
