from datetime import date

import pytest

from portal.domain.clocks import ClockKey, assessment_deadlines
from portal.domain.exceptions import (
    AgreedDelay,
    LawfulException,
    LawfulReason,
    absence_excuses,
    closure_excuses,
    excused_day,
    excuses,
    read_exception,
)
from portal.domain.review_clock import review_deadlines

LIMITS = assessment_deadlines(date(2026, 1, 5), advice_asked=date(2026, 2, 16))
DECIDED = date(2026, 3, 2)


@pytest.mark.parametrize(
    "detail", ["parent asked for a delay", "pandemic", "", "SCHOOL CLOSED", "valid exception"]
)
def test_whatever_else_is_called_an_exception_is_an_agreed_delay(detail: str) -> None:
    assert read_exception(DECIDED, detail) == AgreedDelay(DECIDED)


@pytest.mark.parametrize(
    ("detail", "until", "decided_by"),
    [
        ("away_from_area", None, ""),
        ("away_from_area; 2026-07-01", date(2026, 7, 1), ""),
        ("away_from_area; 2026-07-01; panel of 2 March", date(2026, 7, 1), "panel of 2 March"),
        ("away_from_area; 01/07/2026; panel; second", date(2026, 7, 1), "panel; second"),
    ],
)
def test_a_lawful_reason_keeps_its_dates_and_who_decided(
    detail: str, until: date | None, decided_by: str
) -> None:
    assert read_exception(DECIDED, detail) == LawfulException(
        LawfulReason.AWAY_FROM_AREA, DECIDED, until, decided_by
    )


def test_a_missed_appointment_excuses_the_advice_giver_only() -> None:
    missed = LawfulException(LawfulReason.MISSED_APPOINTMENT, DECIDED)

    assert {key for key, limit in LIMITS.items() if excuses(missed, limit)} == {
        ClockKey.ADVICE_REPLY
    }


@pytest.mark.parametrize("reason", set(LawfulReason) - {LawfulReason.MISSED_APPOINTMENT})
def test_the_other_reasons_excuse_every_limit_of_an_assessment(reason: LawfulReason) -> None:
    exception = LawfulException(reason, DECIDED)

    assert {key for key, limit in LIMITS.items() if excuses(exception, limit)} == set(LIMITS)


def test_a_date_that_cannot_be_read_puts_the_exception_in_doubt() -> None:
    read = read_exception(DECIDED, "away_from_area; soon; panel")

    assert isinstance(read, LawfulException)
    assert read.in_doubt
    assert read.excused_until is None


def test_no_reason_excuses_a_review() -> None:
    review_due = review_deadlines(date(2026, 1, 5))[ClockKey.REVIEW_DUE]

    assert not any(excuses(LawfulException(reason, DECIDED), review_due) for reason in LawfulReason)


def test_the_excused_date_stands_beside_the_original_and_never_before_it() -> None:
    final = LIMITS[ClockKey.FINAL_PLAN]

    def excused(until: date | None) -> date | None:
        return excused_day(LawfulException(LawfulReason.AWAY_FROM_AREA, DECIDED, until), final)

    assert excused(date(2026, 7, 1)) == date(2026, 7, 1)
    assert excused(date(2026, 2, 1)) == final.day == date(2026, 5, 25)
    assert excused(None) is None


@pytest.mark.parametrize(
    ("asked", "closed", "reopens", "expected"),
    [
        (date(2026, 7, 15), date(2026, 7, 22), date(2026, 9, 2), True),
        (date(2026, 7, 14), date(2026, 7, 22), date(2026, 9, 2), False),
        (date(2026, 8, 26), date(2026, 7, 22), date(2026, 9, 2), True),
        (date(2026, 8, 27), date(2026, 7, 22), date(2026, 9, 2), False),
        (date(2026, 7, 22), date(2026, 7, 22), date(2026, 8, 19), True),
        (date(2026, 7, 22), date(2026, 7, 22), date(2026, 8, 18), False),
    ],
)
def test_only_a_request_near_a_closure_of_four_weeks_is_excused(
    asked: date, closed: date, reopens: date, expected: bool
) -> None:
    assert closure_excuses(asked=asked, closed=closed, reopens=reopens) is expected


def test_only_four_weeks_away_without_a_break_excuse() -> None:
    assert absence_excuses(left=date(2026, 1, 1), returned=date(2026, 1, 29))
    assert not absence_excuses(left=date(2026, 1, 1), returned=date(2026, 1, 28))
