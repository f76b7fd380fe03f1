"""Three terms a school year: from 1 September, 1 January and 1 April."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.dates import SchoolTerm, SchoolYear


@pytest.mark.parametrize(
    ("day", "first", "last", "next_first"),
    [
        (date(2026, 9, 1), date(2026, 9, 1), date(2026, 12, 31), date(2027, 1, 1)),
        (date(2026, 12, 31), date(2026, 9, 1), date(2026, 12, 31), date(2027, 1, 1)),
        (date(2027, 1, 1), date(2027, 1, 1), date(2027, 3, 31), date(2027, 4, 1)),
        (date(2028, 2, 29), date(2028, 1, 1), date(2028, 3, 31), date(2028, 4, 1)),
        (date(2027, 4, 1), date(2027, 4, 1), date(2027, 8, 31), date(2027, 9, 1)),
        (date(2027, 8, 31), date(2027, 4, 1), date(2027, 8, 31), date(2027, 9, 1)),
    ],
)
def test_the_term_of_a_day(day: date, first: date, last: date, next_first: date) -> None:
    term = SchoolTerm.of(day)
    assert (term.first_day, term.last_day, term.next.first_day) == (first, last, next_first)


@given(st.dates(date(2015, 1, 1), date(2040, 1, 1)))
def test_terms_follow_each_other_and_stay_within_a_school_year(day: date) -> None:
    term = SchoolTerm.of(day)
    assert term.first_day <= day <= term.last_day
    assert term.next.first_day == term.last_day + timedelta(1)
    assert SchoolYear.of(term.first_day) == SchoolYear.of(term.last_day)
