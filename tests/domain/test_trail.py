"""What a family is shown of the reads of staff."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.people import FAMILY_ROLES, STAFF_ROLES, Role
from portal.domain.trail import (
    PURPOSES,
    SERVICES,
    DayOfLooks,
    Decision,
    Look,
    Read,
    ReadPurpose,
    Service,
    Showing,
    ShownPurpose,
    looks_to_show,
    showing,
)

MORNING = datetime(2026, 11, 23, 9, tzinfo=UTC)
WORK = Read(Role.CASEWORKER, ReadPurpose.CASE_WORK, MORNING)
SEND_TEAM = Look(Service.SEND_TEAM, ShownPurpose.PLAN_AND_REVIEWS)


def test_many_reads_of_one_day_are_one_look_of_each_service_and_purpose() -> None:
    reads = [
        WORK,
        Read(Role.CASEWORKER, ReadPurpose.CASE_WORK, MORNING.replace(hour=15)),
        Read(Role.COORDINATOR, ReadPurpose.SETTING_REVIEWS, MORNING.replace(day=20)),
        Read(Role.COORDINATOR, ReadPurpose.SETTING_REVIEWS, MORNING),
    ]
    school = Look(Service.SETTING, ShownPurpose.REVIEWS_AT_SETTING)
    assert looks_to_show(reads, is_restricted=False) == (
        DayOfLooks(date(2026, 11, 23), (SEND_TEAM, school)),
        DayOfLooks(date(2026, 11, 20), (school,)),
    )


def test_the_day_is_the_day_in_london() -> None:
    late = Read(Role.CASEWORKER, ReadPurpose.CASE_WORK, datetime(2026, 7, 1, 23, 30, tzinfo=UTC))
    assert [each.day for each in looks_to_show([late], is_restricted=False)] == [date(2026, 7, 2)]


def test_what_would_tell_of_another_family_member_is_shown_as_work_on_the_plan() -> None:
    """That views came in, or that somebody was let in or shut out."""
    for purpose in (
        ReadPurpose.READ_VIEWS,
        ReadPurpose.ACCESS_OPENED,
        ReadPurpose.ACCESS_CLOSED,
    ):
        read = Read(Role.CASEWORKER, purpose, MORNING)
        assert looks_to_show([read], is_restricted=False) == (
            DayOfLooks(date(2026, 11, 23), (SEND_TEAM,)),
        )


@pytest.mark.parametrize("role", FAMILY_ROLES)
def test_no_read_of_a_family_is_shown(role: Role) -> None:
    reads = [Read(role, purpose, MORNING) for purpose in ReadPurpose]
    assert looks_to_show(reads, is_restricted=False) == ()


@pytest.mark.parametrize(
    ("role", "purpose"),
    [
        (Role.CASEWORKER, "safeguarding"),
        (Role.CASEWORKER, "a purpose that nobody knows"),
        ("a role that nobody knows", ReadPurpose.CASE_WORK),
    ],
)
def test_reads_for_safeguarding_and_reads_nobody_knows_wait(role: str, purpose: str) -> None:
    assert looks_to_show([Read(role, purpose, MORNING)], is_restricted=False) == ()


def test_where_there_is_a_restriction_every_read_waits() -> None:
    assert looks_to_show([WORK], is_restricted=True) == ()


def test_every_role_of_staff_has_a_service_and_no_family_role_has() -> None:
    assert set(SERVICES) == STAFF_ROLES


def test_only_these_purposes_are_never_shown() -> None:
    """Reads by families and advisers, and exports about no one child. A new purpose is decided
    here."""
    assert set(ReadPurpose) - set(PURPOSES) == {
        ReadPurpose.PLAN_STATUS,
        ReadPurpose.WHO_HAS_LOOKED,
        ReadPurpose.GIVE_VIEWS,
        ReadPurpose.READ_DOCUMENT,
        ReadPurpose.GIVE_ADVICE,
        ReadPurpose.CHOICES,
        ReadPurpose.ROW_FILE,
        ReadPurpose.RECORDS_IN,
        ReadPurpose.RELEASE_FILE,
        ReadPurpose.SURVEY_TEXTS,
        ReadPurpose.TRAIL_CHECK,  # that the lead looked would tell that something had waited
    }


def test_a_broken_glass_is_shown_with_its_reason_and_not_as_the_own_team() -> None:
    read = Read(Role.CASEWORKER, ReadPurpose.BREAK_GLASS, MORNING)
    (day,) = looks_to_show([read], is_restricted=False)
    assert day.looks == (Look(Service.SEND_TEAM_ELSEWHERE, ShownPurpose.WRITTEN_REASON),)


def test_what_the_lead_held_stays_held_when_the_restriction_is_lifted() -> None:
    held = Read(Role.CASEWORKER, ReadPurpose.CASE_WORK, MORNING, Decision.HELD)
    assert looks_to_show([held, WORK], is_restricted=True) == ()
    assert showing(held, is_restricted=False) is Showing.HELD


READS = st.builds(
    Read,
    role=st.sampled_from([*Role, "a role that nobody knows"]),
    purpose=st.sampled_from([*ReadPurpose, "a purpose that nobody knows"]),
    at=st.integers(0, 6000).map(lambda hours: MORNING - timedelta(hours=hours)),
    decision=st.sampled_from([None, *Decision]),
)


@given(st.lists(READS, max_size=12), st.booleans())
def test_nothing_that_waits_or_is_held_changes_what_the_family_sees(
    reads: list[Read], is_restricted: bool
) -> None:
    """So the page cannot tell that anything waits."""
    shown = [read for read in reads if showing(read, is_restricted=is_restricted) is Showing.SHOWN]
    assert looks_to_show(reads, is_restricted=is_restricted) == looks_to_show(
        shown, is_restricted=is_restricted
    )


@given(READS, st.booleans())
def test_without_the_lead_nothing_of_safeguarding_or_of_a_restricted_case_is_shown(
    read: Read, is_restricted: bool
) -> None:
    is_shown = bool(looks_to_show([read], is_restricted=is_restricted))
    for_the_lead = is_restricted or read.purpose in {"safeguarding", "legal_hold"}
    if is_shown and for_the_lead:
        assert read.decision is Decision.RELEASED
    if read.decision is Decision.HELD or read.role in FAMILY_ROLES:
        assert not is_shown


@given(READS, st.booleans())
def test_a_release_shows_what_can_be_put_in_words_and_nothing_else(
    read: Read, is_restricted: bool
) -> None:
    released = Read(read.role, read.purpose, read.at, Decision.RELEASED)
    nameable = read.role in SERVICES and read.purpose in PURPOSES
    assert bool(looks_to_show([released], is_restricted=is_restricted)) == nameable
