from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.appeals import appeal_limits

DAYS = st.dates(date(2014, 9, 1), date(2090, 1, 1))


@pytest.mark.parametrize(
    ("notice", "mediation", "appeal"),
    [
        (date(2026, 1, 15), date(2026, 3, 15), date(2026, 3, 15)),
        (date(2025, 12, 31), date(2026, 2, 28), date(2026, 2, 28)),
        (date(2027, 12, 31), date(2028, 2, 29), date(2028, 2, 29)),
        (date(2026, 6, 20), date(2026, 8, 20), date(2026, 9, 1)),
        (date(2024, 6, 10), date(2024, 8, 10), date(2024, 9, 2)),  # 1 September is a Sunday
        (date(2026, 10, 25), date(2026, 12, 25), date(2027, 1, 4)),  # 2 January is a Saturday
        (date(2026, 11, 1), date(2027, 1, 1), date(2027, 1, 4)),
        (date(2027, 11, 1), date(2028, 1, 1), date(2028, 1, 4)),  # Monday 3rd is the holiday
        (date(2022, 10, 31), date(2022, 12, 31), date(2023, 1, 3)),
    ],
)
def test_appeals_are_counted_in_calendar_months_and_step_over_the_holidays(
    notice: date, mediation: date, appeal: date
) -> None:
    limits = appeal_limits(notice)

    assert (limits.mediation_contact_by, limits.appeal_by) == (mediation, appeal)


def test_a_late_certificate_gives_another_month() -> None:
    limits = appeal_limits(date(2026, 1, 15), certificate=date(2026, 3, 10))

    assert limits.appeal_by == date(2026, 4, 10)


def test_an_early_certificate_takes_nothing_away() -> None:
    limits = appeal_limits(date(2026, 1, 15), certificate=date(2026, 1, 20))

    assert limits.appeal_by == date(2026, 3, 15)


@given(DAYS, st.none() | DAYS)
def test_no_appeal_is_due_in_august_or_over_the_new_year(
    notice: date, certificate: date | None
) -> None:
    limits = appeal_limits(notice, certificate=certificate)

    assert limits.appeal_by >= limits.mediation_contact_by
    assert limits.appeal_by.month != 8
    assert not (limits.appeal_by.month == 12 and limits.appeal_by.day >= 25)
    assert (limits.appeal_by.month, limits.appeal_by.day) != (1, 1)
