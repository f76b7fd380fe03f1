"""The days of a survey that repeats, and the days in the records that each of its waves covers."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.series import Every, SeriesPlan, Span, cohort_on, find_day_after
from portal.domain.waves import CohortFilter, CohortKind, FilterKind

ASD = CohortFilter(FilterKind.NEED, ("ASD",))
days = st.dates(date(2026, 1, 1), date(2032, 12, 31))


def plan(first_on: date, every: Every = Every.MONTH, span: Span = Span.LAST_MONTH) -> SeriesPlan:
    kind = CohortKind.REVIEW_MEETING_HELD
    return SeriesPlan("Reviews", uuid4(), kind, span, (ASD,), (), 14, every, first_on, None)


@pytest.mark.parametrize(
    ("every", "day", "following"),
    [
        (Every.MONTH, date(2027, 1, 30), date(2027, 1, 31)),
        (Every.MONTH, date(2027, 1, 31), date(2027, 2, 28)),
        (Every.MONTH, date(2027, 2, 28), date(2027, 3, 31)),
        (Every.QUARTER, date(2027, 1, 31), date(2027, 4, 30)),
        (Every.QUARTER, date(2027, 4, 30), date(2027, 7, 31)),
    ],
)
def test_a_series_keeps_its_day_of_the_month(every: Every, day: date, following: date) -> None:
    assert find_day_after(plan(date(2027, 1, 31), every), day) == following


@given(days, st.sampled_from(Every), st.integers(0, 800))
def test_the_next_day_is_always_later_and_never_more_than_a_turn_away(
    first_on: date, every: Every, later: int
) -> None:
    after = first_on + timedelta(days=later)
    following = find_day_after(plan(first_on, every), after)
    assert after < following <= after + timedelta(days=31 * every.months)


@pytest.mark.parametrize("every", Every)
@given(days)
def test_waves_in_a_row_ask_about_every_day_once(every: Every, first_on: date) -> None:
    span = Span.LAST_MONTH if every is Every.MONTH else Span.LAST_QUARTER
    repeats = plan(first_on, every, span)
    second = find_day_after(repeats, first_on)
    earlier, later = cohort_on(repeats, first_on), cohort_on(repeats, second)
    assert later.first == earlier.last + timedelta(days=1)
    assert earlier.last < first_on
    assert earlier.filters == (ASD,)
    assert earlier.kind is CohortKind.REVIEW_MEETING_HELD


def test_a_quarter_is_the_three_months_before() -> None:
    asked = cohort_on(plan(date(2027, 2, 5), span=Span.LAST_QUARTER), date(2027, 2, 5))
    assert (asked.first, asked.last) == (date(2026, 11, 1), date(2027, 1, 31))
