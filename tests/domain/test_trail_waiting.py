"""What waits for the safeguarding lead, by day."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.dates import london_day
from portal.domain.people import Role
from portal.domain.trail import Decision, Read, ReadPurpose, Showing, showing
from portal.domain.trail_waiting import DayAsShown, by_day
from tests.domain.test_trail import READS

MORNING = datetime(2026, 11, 23, 9, tzinfo=UTC)


def test_lines_are_grouped_by_day_and_by_where_they_stand() -> None:
    late = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    waits = Read(Role.CASEWORKER, ReadPurpose.CASE_WORK, MORNING)
    held = Read(Role.CASEWORKER, ReadPurpose.CASE_WORK, MORNING, Decision.HELD)
    summer = Read(Role.CASEWORKER, ReadPurpose.SAFEGUARDING, late)
    grouped = by_day([(waits, 1), (held, 2), (summer, 3), (waits, 4)], is_restricted=True)
    assert list(grouped) == [
        DayAsShown(date(2026, 7, 2), Showing.WAITS, 1),
        DayAsShown(date(2026, 11, 23), Showing.HELD, 1),
        DayAsShown(date(2026, 11, 23), Showing.WAITS, 2),
    ]


def test_what_is_shown_by_itself_is_not_for_the_lead() -> None:
    work = Read(Role.CASEWORKER, ReadPurpose.CASE_WORK, MORNING)
    assert by_day([(work, 1)], is_restricted=False) == {}


@given(st.lists(READS, max_size=12), st.booleans())
def test_every_line_that_waits_is_there_once_and_nobody_is_in_the_wrong_group(
    reads: list[Read], is_restricted: bool
) -> None:
    grouped = by_day(((read, n) for n, read in enumerate(reads)), is_restricted=is_restricted)
    placed = [n for group in grouped.values() for _, n in group]
    assert len(placed) == len(set(placed))
    for n, read in enumerate(reads):
        standing = showing(read, is_restricted=is_restricted)
        assert n in placed or standing in {Showing.NEVER, Showing.SHOWN}
    for day, group in grouped.items():
        assert day.lines == len(group)
        assert {london_day(read.at) for read, _ in group} == {day.day}


@given(st.dates(), st.sampled_from(Showing), st.integers(0, 10**6))
def test_a_day_comes_back_from_a_form_as_it_went(day: date, standing: Showing, lines: int) -> None:
    shown = DayAsShown(day, standing, lines)
    assert DayAsShown.parse(str(shown)) == shown


@pytest.mark.parametrize(
    "text", ["", "2026-11-23", "2026-11-23.waits", "x.waits.1", "2026-11-23.x.1"]
)
def test_what_is_no_day_of_ours_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        DayAsShown.parse(text)
