"""The days of a young person's rights, against dates worked out by hand."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.rights_days import (
    CAUGHT_UP_FOR,
    Notice,
    Reached,
    RightsDay,
    add_working_days,
    reached_days,
    settle_by,
)

NOTICE = Notice()
DAY = timedelta(1)


def first_day_of(kind: RightsDay, born: date) -> Reached:
    """The first day, from the fourteenth birthday on, on which this is to be acted on."""
    day = date(born.year + 14, 1, 1)
    while True:
        for reached in reached_days(born, day, NOTICE):
            if reached.kind is kind:
                assert reached.day == day, "acted on, on the very day"
                return reached
        day += DAY


@pytest.mark.parametrize(
    ("born", "soon", "begin", "eighteen_soon", "eighteen"),
    [
        # Born 23 September 2007: the last Friday in June 2024 is the 28th.
        (
            date(2007, 9, 23),
            date(2024, 3, 31),  # the clocks go forward on this day
            date(2024, 6, 29),
            date(2025, 7, 25),
            date(2025, 9, 23),
        ),
        # A July birth leaves on the same Friday, while still 15.
        (
            date(2008, 7, 20),
            date(2024, 3, 31),
            date(2024, 6, 29),
            date(2026, 5, 21),
            date(2026, 7, 20),
        ),
        (
            date(2008, 8, 31),
            date(2024, 3, 31),
            date(2024, 6, 29),
            date(2026, 7, 2),
            date(2026, 8, 31),
        ),
        (
            date(2008, 9, 1),
            date(2025, 3, 30),
            date(2025, 6, 28),
            date(2026, 7, 3),
            date(2026, 9, 1),
        ),
        # Born on 29 February: 18 on 1 March of a year without that day.
        (
            date(2008, 2, 29),
            date(2024, 3, 31),
            date(2024, 6, 29),
            date(2025, 12, 31),
            date(2026, 3, 1),
        ),
        # 18 on the Sunday on which the clocks go back.
        (
            date(2008, 10, 26),
            date(2025, 3, 30),
            date(2025, 6, 28),
            date(2026, 8, 27),
            date(2026, 10, 26),
        ),
    ],
)
def test_each_day_comes_on_its_day(
    born: date, soon: date, begin: date, eighteen_soon: date, eighteen: date
) -> None:
    assert first_day_of(RightsDay.RIGHTS_SOON, born).day == soon
    assert first_day_of(RightsDay.RIGHTS_BEGIN, born).day == begin
    assert first_day_of(RightsDay.EIGHTEEN_SOON, born).day == eighteen_soon
    assert first_day_of(RightsDay.EIGHTEEN, born).day == eighteen


@given(st.dates(date(1999, 9, 1), date(2020, 8, 31)), st.integers(0, 40))
def test_what_was_missed_keeps_the_day_that_the_rule_names(born: date, late: int) -> None:
    leaves = born.year + 16 if born.month < 9 else born.year + 17
    begin = (
        max(day for n in range(30) if (day := date(leaves, 6, 1 + n)).strftime("%a") == "Fri") + DAY
    )
    found = dict(reached_days(born, begin + timedelta(late), NOTICE))
    if timedelta(late) < CAUGHT_UP_FOR:
        assert found[RightsDay.RIGHTS_BEGIN] == begin
    else:
        assert RightsDay.RIGHTS_BEGIN not in found, "no news any more"
    assert RightsDay.RIGHTS_SOON not in found, "nobody is told that it will come once it is there"


HOLIDAYS = {date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1)}


@pytest.mark.parametrize(
    ("start", "days", "last"),
    [
        (date(2026, 11, 23), 10, date(2026, 12, 7)),  # Monday to Monday a fortnight on
        (date(2026, 11, 28), 1, date(2026, 11, 30)),  # a Saturday
        (date(2026, 12, 21), 10, date(2027, 1, 7)),  # over Christmas and New Year
        (date(2026, 12, 24), 1, date(2026, 12, 29)),
    ],
)
def test_working_days_leave_out_weekends_and_bank_holidays(
    start: date, days: int, last: date
) -> None:
    assert add_working_days(start, days, HOLIDAYS) == last


def test_a_birthday_long_past_is_settled_from_the_day_that_it_was_seen() -> None:
    today = date(2026, 11, 23)
    assert settle_by(date(2026, 11, 20), today, ()) == date(2026, 12, 4)
    assert settle_by(date(2025, 1, 1), today, ()) == date(2026, 12, 7)
