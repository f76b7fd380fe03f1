"""Months of what was done in time: counted once, joined until each may leave the team."""

from datetime import UTC, date, datetime
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from portal.domain.clock_months import COUNTED, ClockMonth, clock_points, months_to_count
from portal.domain.figures import Thresholds
from portal.domain.timeliness import TimelinessMeasure

COUNTED_AT = datetime(2026, 11, 1, tzinfo=UTC)
REVIEWS = TimelinessMeasure.REVIEWS_OTHERS
NEW = TimelinessMeasure.NEW_PLANS_WITHOUT_EXCEPTIONS

Counts = list[tuple[int, int, int]]
counts = st.lists(st.tuples(st.integers(0, 14), st.integers(0, 9), st.integers(0, 6)), max_size=12)


def months_of(measure: TimelinessMeasure, found: Counts) -> list[ClockMonth]:
    return [
        ClockMonth(measure, date(2026, number, 1), *each, COUNTED_AT)
        for number, each in enumerate(found, start=1)
    ]


def test_every_month_that_the_records_reach_past_is_counted_from_january_on() -> None:
    periods = months_to_count([], date(2026, 3, 30))
    assert [period.first for period in periods] == [date(2026, 1, 1), date(2026, 2, 1)]
    assert periods[-1].last == date(2026, 2, 28)
    assert len(months_to_count([], date(2026, 3, 31))) == 3, "the day before the month is over"
    assert [period.first for period in months_to_count([date(2026, 1, 1)], date(2026, 3, 31))] == [
        date(2026, 2, 1),
        date(2026, 3, 1),
    ]
    assert months_to_count([date(2026, 3, 1)], date(2026, 3, 31)) == []
    assert months_to_count([], None) == []


def test_a_year_starts_anew_in_january_even_where_december_was_counted_late() -> None:
    periods = months_to_count([date(2025, 11, 1)], date(2026, 1, 31))
    assert [period.first for period in periods] == [date(2025, 12, 1), date(2026, 1, 1)]
    assert months_to_count([], date(2026, 1, 30))[0].first == date(2025, 1, 1)


def test_a_late_plan_with_an_exception_is_late_in_the_strict_share_alone() -> None:
    months = months_of(NEW, [(12, 5, 8)])
    strict = clock_points("new-plans:month", months)[0]
    excused = clock_points("new-plans-without-exceptions:month", months)[0]
    assert (strict.yes, strict.of) == (12, 25)
    assert (excused.yes, excused.of) == (12, 17)
    assert NEW in COUNTED


@given(counts)
def test_a_year_is_the_sum_of_its_months(found: Counts) -> None:
    months = months_of(REVIEWS, found)
    year = clock_points("reviews-all-others:year", months)
    in_months = clock_points("reviews-all-others:month", months)
    assert sum(point.yes or 0 for point in year) == sum(point.yes or 0 for point in in_months)
    assert sum(point.of or 0 for point in year) == sum(point.of or 0 for point in in_months)


@given(counts)
def test_what_leaves_and_what_is_left_when_one_is_taken_from_another_counts_no_few(
    found: Counts,
) -> None:
    """Any run of the shown months, and so any difference of two years to date, is a sum of cells,
    each of them with nobody or enough in every part."""
    thresholds = Thresholds()
    months = months_of(NEW, found)
    strict = clock_points("new-plans:month", months, thresholds)
    excused = clock_points("new-plans-without-exceptions:month", months, thresholds)
    assert [point.first for point in strict] == [point.first for point in excused]
    for first, last in combinations(range(len(strict) + 1), 2):
        yes = sum(point.yes or 0 for point in strict[first:last])
        of = sum(point.of or 0 for point in strict[first:last])
        kept = sum(point.of or 0 for point in excused[first:last])
        assert kept >= thresholds.share
        assert not {yes, kept - yes, of - kept} & set(range(1, thresholds.few))


@given(counts, st.tuples(st.integers(0, 14), st.integers(0, 9), st.integers(0, 6)))
def test_a_month_more_changes_nothing_that_was_shown(
    found: Counts, more: tuple[int, int, int]
) -> None:
    found = found[:11]
    before = clock_points("reviews-all-others:month", months_of(REVIEWS, found), Thresholds())
    after = clock_points(
        "reviews-all-others:month", months_of(REVIEWS, [*found, more]), Thresholds()
    )
    assert after[: len(before)] == before
