"""How long lines of the trail are kept."""

from datetime import UTC, date, datetime

import pytest

from portal.domain.trail_expiry import Limits


def test_a_line_is_kept_until_the_same_day_so_many_years_on() -> None:
    limits = Limits.of(date(2026, 11, 23), staff_years=6, family_years=2)
    assert limits.staff_before == datetime(2020, 11, 23, tzinfo=UTC)
    assert limits.family_before == datetime(2024, 11, 23, tzinfo=UTC)


def test_the_day_begins_in_london() -> None:
    limits = Limits.of(date(2026, 7, 1), staff_years=6, family_years=2)
    assert limits.staff_before == datetime(2020, 6, 30, 23, tzinfo=UTC)


def test_on_29_february_the_shorter_year_gives_its_last_day() -> None:
    limits = Limits.of(date(2028, 2, 29), staff_years=6, family_years=2)
    assert limits.staff_before == datetime(2022, 2, 28, tzinfo=UTC)


@pytest.mark.parametrize(("staff", "family"), [(0, 2), (6, 0), (-1, 2)])
def test_less_than_the_year_that_families_are_shown_is_refused(staff: int, family: int) -> None:
    with pytest.raises(ValueError, match="a year at least"):
        Limits.of(date(2026, 11, 23), staff_years=staff, family_years=family)
