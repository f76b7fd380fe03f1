"""Declared hours: when somebody reads, and clocks that run only then."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from portal.domain.dates import LONDON
from portal.domain.safeguarding_hours import (
    Duty,
    Gap,
    Lack,
    Rota,
    after_open_time,
    closes_at,
    find_gaps,
    is_open,
    next_opening,
    on_duty,
)

ONE, TWO = UUID(int=1), UUID(int=2)
OFFICE = {day: Duty(time(9), time(17), (ONE, TWO)) for day in range(5)}
CHRISTMAS, BOXING_DAY = date(2026, 12, 25), date(2026, 12, 28)
ROTA = Rota(OFFICE, bank_holidays={CHRISTMAS, BOXING_DAY})


def london(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=LONDON).astimezone(UTC)


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        (london(2026, 11, 23, 9), london(2026, 11, 23, 9)),
        (london(2026, 11, 23, 8, 59), london(2026, 11, 23, 9)),
        (london(2026, 11, 23, 17), london(2026, 11, 24, 9)),
        (london(2026, 11, 27, 22), london(2026, 11, 30, 9)),
        (london(2026, 12, 24, 18), london(2026, 12, 29, 9)),
    ],
)
def test_it_opens_on_the_next_working_day(moment: datetime, opens: datetime) -> None:
    assert next_opening(ROTA, moment) == opens


def test_a_special_day_is_stronger_than_a_bank_holiday_and_than_the_week() -> None:
    rota = Rota(
        OFFICE,
        {CHRISTMAS: Duty(time(10), time(12), (TWO,)), date(2026, 11, 23): None},
        {CHRISTMAS},
    )
    assert on_duty(rota, london(2026, 12, 25, 11)) == (TWO,)
    assert on_duty(rota, london(2026, 12, 25, 12)) == ()
    assert next_opening(rota, london(2026, 11, 23, 10)) == london(2026, 11, 24, 9)


def test_half_an_hour_before_the_weekend_goes_on_on_monday() -> None:
    ten_to_five = london(2026, 11, 27, 16, 50)
    assert after_open_time(ROTA, ten_to_five, timedelta(minutes=30)) == london(2026, 11, 30, 9, 20)


def test_midnight_is_the_end_of_the_day() -> None:
    rota = Rota({day: Duty(time(0), time(0), (ONE,)) for day in range(7)})
    moment = london(2026, 11, 28, 23, 59)
    assert closes_at(rota, moment) == london(2026, 11, 29, 0)
    assert after_open_time(rota, moment, timedelta(hours=48)) == moment + timedelta(hours=48)


def test_the_night_when_the_clocks_go_back_has_an_hour_more() -> None:
    rota = Rota({6: Duty(time(0), time(6), (ONE,))})
    begins = london(2026, 10, 25, 0)
    assert closes_at(rota, begins) == begins + timedelta(hours=7)
    assert after_open_time(rota, begins, timedelta(hours=7)) == begins + timedelta(hours=7)


def test_the_night_when_they_go_forward_has_an_hour_less() -> None:
    rota = Rota({6: Duty(time(0), time(6), (ONE,))})
    begins = london(2026, 3, 29, 0)
    assert closes_at(rota, begins) == begins + timedelta(hours=5)


def test_without_hours_a_clock_runs_straight_through() -> None:
    moment = london(2026, 11, 28, 3)
    assert next_opening(Rota(), moment) is None
    assert after_open_time(Rota(), moment, timedelta(minutes=30)) == moment + timedelta(minutes=30)


def test_a_day_closes_after_it_opens() -> None:
    with pytest.raises(ValueError, match="closes after"):
        Duty(time(9), time(9))


moments = st.integers(0, 1_000_000).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
clock_times = st.times().map(lambda at: at.replace(second=0, microsecond=0))


@st.composite
def duties(draw: st.DrawFn) -> Duty:
    opens, closes = draw(clock_times), draw(clock_times)
    assume(closes == time() or closes > opens)
    return Duty(opens, closes, (ONE,))


days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
special_days = st.dictionaries(days, st.none() | duties(), max_size=5)
holidays = st.frozensets(days, max_size=10)
rotas = st.builds(
    Rota, st.dictionaries(st.integers(0, 6), duties(), min_size=1), special_days, holidays
)
working_rotas = st.builds(Rota, st.just(OFFICE), special_days, holidays)


@given(rotas, moments)
def test_the_next_opening_is_open_and_nothing_before_it_is(rota: Rota, moment: datetime) -> None:
    opens = next_opening(rota, moment)
    if opens is None:
        return
    assert opens >= moment
    assert is_open(rota, opens)
    between = moment + (opens - moment) / 2
    assert opens == moment or not is_open(rota, between)


@given(rotas, moments)
def test_somebody_is_on_only_while_it_is_open(rota: Rota, moment: datetime) -> None:
    assert bool(on_duty(rota, moment)) == is_open(rota, moment)
    assert (closes_at(rota, moment) is not None) == is_open(rota, moment)


@given(working_rotas, moments, st.integers(1, 300), st.integers(1, 300))
def test_a_clock_can_be_stopped_and_goes_on(
    rota: Rota, moment: datetime, first: int, second: int
) -> None:
    """So many minutes and then so many are as many as both together, whatever lies between."""
    once = after_open_time(rota, moment, timedelta(minutes=first + second))
    half = after_open_time(rota, moment, timedelta(minutes=first))
    assert after_open_time(rota, half, timedelta(minutes=second)) == once
    assert once >= moment + timedelta(minutes=first + second)


def test_gaps_name_the_day_and_what_is_missing() -> None:
    monday, tuesday, wednesday = (date(2026, 11, day) for day in (23, 24, 25))
    rota = Rota(
        {
            0: Duty(time(9), time(17)),
            1: Duty(time(9), time(17), (ONE,)),
            2: Duty(time(9), time(17), (ONE, TWO)),
        }
    )
    assert find_gaps(rota, monday, 7, leads={ONE, TWO}, with_mobile={ONE, TWO}) == (
        Gap(monday, Lack.NOBODY),
        Gap(tuesday, Lack.NO_DEPUTY),
    )
    assert find_gaps(rota, wednesday, 1, leads={TWO}, with_mobile=()) == (
        Gap(wednesday, Lack.ACCOUNT_CLOSED, ONE),
        Gap(wednesday, Lack.NO_MOBILE, TWO),
        Gap(wednesday, Lack.NO_DEPUTY),
    )
