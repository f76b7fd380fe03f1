"""Why access is closed, and what a caseworker may open."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.family_access import (
    FOR_A_CASEWORKER,
    Standing,
    explain_access,
    needs_agreement,
)
from portal.domain.rights import Access, Link, Responsibility, YoungPersonsWishes, link_access

TODAY = date(2026, 11, 23)
OPEN = Link(Responsibility.YES, starts=TODAY)
UNKNOWN = Link(Responsibility.UNKNOWN)


def explain(link: Link, **circumstances: Any) -> Standing:
    plain = {"restriction_readable": True, "looked_after": False, "adopted": False, "on": TODAY}
    return explain_access(link, **{**plain, **circumstances})


@pytest.mark.parametrize(
    ("link", "circumstances", "standing"),
    [
        (OPEN, {}, Standing.OPEN),
        (UNKNOWN, {}, Standing.RESPONSIBILITY_UNKNOWN),
        (Link(Responsibility.NO), {}, Standing.NO_RESPONSIBILITY),
        (OPEN, {"looked_after": True}, Standing.LOOKED_AFTER),
        (Link(Responsibility.NO), {"looked_after": True}, Standing.LOOKED_AFTER),
        (Link(Responsibility.YES), {"adopted": True}, Standing.ADOPTED),
        (Link(Responsibility.YES), {}, Standing.NO_FILE_YET),
        (Link(Responsibility.UNKNOWN, is_self=True), {}, Standing.NO_FILE_YET),
        (Link(Responsibility.NO, is_self=True), {"looked_after": True}, Standing.LOOKED_AFTER),
        (replace(OPEN, is_restricted=True), {}, Standing.RESTRICTED),
        (
            replace(OPEN, is_restricted=True),
            {"restriction_readable": False},
            Standing.RESTRICTION_UNREADABLE,
        ),
        (replace(OPEN, is_on_record=False), {}, Standing.OFF_RECORD),
        (replace(OPEN, ends=TODAY - timedelta(1)), {}, Standing.ENDED),
        (replace(OPEN, ends=TODAY), {}, Standing.OPEN),
        (replace(OPEN, starts=TODAY + timedelta(1)), {}, Standing.BEGINS_LATER),
        (
            Link(Responsibility.NO, starts=TODAY, opened_by_caseworker=True),
            {"looked_after": True, "adopted": True},
            Standing.OPEN,
        ),
    ],
)
def test_the_reason_is_the_one_that_can_be_acted_on(
    link: Link, circumstances: dict[str, Any], standing: Standing
) -> None:
    assert explain(link, **circumstances) is standing


days = st.none() | st.dates(TODAY - timedelta(2), TODAY + timedelta(2))
links = st.builds(
    Link,
    responsibility=st.sampled_from(Responsibility),
    is_self=st.booleans(),
    is_restricted=st.booleans(),
    is_on_record=st.booleans(),
    starts=days,
    ends=days,
    opened_by_caseworker=st.booleans(),
)


@given(links, st.booleans(), st.booleans(), st.booleans())
def test_it_is_open_exactly_where_the_rule_of_rights_opens(
    link: Link, readable: bool, looked_after: bool, adopted: bool
) -> None:
    rule = link_access(
        link, born=None, looked_after=looked_after, wishes=YoungPersonsWishes(), on=TODAY
    )
    standing = explain(
        link, restriction_readable=readable, looked_after=looked_after, adopted=adopted
    )
    assert (standing is Standing.OPEN) == (rule is Access.OPEN)


@given(links, st.booleans(), st.booleans(), st.booleans())
def test_neither_a_restriction_nor_what_left_the_record_is_for_a_caseworker(
    link: Link, readable: bool, looked_after: bool, adopted: bool
) -> None:
    standing = explain(
        link, restriction_readable=readable, looked_after=looked_after, adopted=adopted
    )
    if link.is_restricted or not link.is_on_record:
        assert standing not in FOR_A_CASEWORKER


@given(links, st.booleans(), st.booleans())
def test_what_a_caseworker_may_open_is_open_once_opened(
    link: Link, looked_after: bool, adopted: bool
) -> None:
    circumstances = {"looked_after": looked_after, "adopted": adopted}
    if explain(link, **circumstances) in FOR_A_CASEWORKER:
        opened = replace(link, starts=TODAY, ends=None, opened_by_caseworker=True)
        assert explain(opened, **circumstances) is Standing.OPEN


@pytest.mark.parametrize(
    ("link", "born", "needed"),
    [
        (UNKNOWN, date(2016, 5, 14), False),
        (UNKNOWN, date(2010, 9, 1), False),  # turned 16 this school year: until 25 June 2027
        (UNKNOWN, date(2010, 8, 31), True),
        (UNKNOWN, date(2009, 9, 23), True),
        (UNKNOWN, None, False),
        (replace(UNKNOWN, is_self=True), date(2006, 1, 1), False),
    ],
)
def test_a_young_person_is_asked_from_the_day_that_the_rights_are_theirs(
    link: Link, born: date | None, needed: bool
) -> None:
    on = date(2026, 11, 23)
    assert needs_agreement(link, born=born, on=on) is needed


def test_the_day_after_the_last_friday_in_june_is_the_first_one() -> None:
    born = date(2010, 9, 23)
    assert not needs_agreement(UNKNOWN, born=born, on=date(2027, 6, 25))
    assert needs_agreement(UNKNOWN, born=date(2011, 7, 1), on=date(2027, 6, 26))
