"""When somebody is rung again, and when they are left in peace."""

from datetime import UTC, date, datetime

import pytest

from portal.domain.calls import (
    MOST_UNREACHED,
    UNREACHED,
    Attempt,
    CallBackPast,
    CallBackTooLate,
    CallOutcome,
    may_call_back,
    ring_again_at,
)

NOW = datetime(2026, 11, 23, 14, 5, tzinfo=UTC)
LATER = datetime(2026, 11, 25, 16, 30, tzinfo=UTC)
LAST_DAY = date(2026, 12, 4)


def again(outcome: CallOutcome, *, unreached: int = 0) -> datetime | None:
    back_at = LATER if outcome is CallOutcome.CALL_BACK else None
    return ring_again_at(Attempt(outcome, back_at, ""), unreached=unreached, now=NOW)


@pytest.mark.parametrize("outcome", sorted(UNREACHED))
def test_a_call_in_vain_is_made_again_on_another_day_until_the_third(outcome: CallOutcome) -> None:
    assert MOST_UNREACHED == 3
    tomorrow = datetime(2026, 11, 24, tzinfo=UTC)
    assert [again(outcome, unreached=number) for number in (1, 2, 3)] == [tomorrow, tomorrow, None]


def test_a_wish_to_be_called_back_counts_however_often_nobody_picked_up() -> None:
    assert again(CallOutcome.CALL_BACK, unreached=5) == LATER


def test_a_call_that_broke_off_is_due_at_once_and_an_interpreter_needs_a_day() -> None:
    assert again(CallOutcome.BROKE_OFF) == NOW
    assert again(CallOutcome.INTERPRETER_NEEDED) == datetime(2026, 11, 24, tzinfo=UTC)


@pytest.mark.parametrize("outcome", [CallOutcome.WRONG_NUMBER, CallOutcome.DECLINED])
def test_some_calls_are_the_last(outcome: CallOutcome) -> None:
    assert again(outcome) is None


def test_another_day_begins_at_midnight_in_london_when_the_clocks_change() -> None:
    evening = datetime(2026, 10, 24, 22, 30, tzinfo=UTC)  # 23:30, an hour before summer time ends
    attempt = Attempt(CallOutcome.NO_ANSWER, None, "")
    again_at = ring_again_at(attempt, unreached=1, now=evening)
    assert again_at == datetime(2026, 10, 24, 23, 0, tzinfo=UTC)
    long_day = datetime(2026, 10, 25, 12, 0, tzinfo=UTC)
    again_at = ring_again_at(attempt, unreached=1, now=long_day)
    assert again_at == datetime(2026, 10, 26, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "refusal"),
    [
        (LATER, None),
        (NOW, CallBackPast()),
        (datetime(2026, 12, 4, 17, 0, tzinfo=UTC), None),
        (datetime(2026, 12, 5, 9, 0, tzinfo=UTC), CallBackTooLate()),
    ],
)
def test_a_call_back_is_in_the_future_and_before_the_survey_closes(
    at: datetime, refusal: CallBackPast | CallBackTooLate | None
) -> None:
    assert may_call_back(at, now=NOW, closes_on=LAST_DAY) == refusal
