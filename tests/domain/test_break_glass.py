"""For how long a record outside the caseload may be opened."""

from datetime import date

import pytest

from portal.domain.break_glass import days_to_choose, last_day


@pytest.mark.parametrize(("at_most", "days"), [(7, [1, 3, 7]), (5, [1, 3]), (3, [1, 3]), (0, [1])])
def test_the_councils_own_limit_leaves_out_longer_choices_but_never_tonight(
    at_most: int, days: list[int]
) -> None:
    assert list(days_to_choose(at_most)) == days


def test_today_is_the_first_of_the_days() -> None:
    assert last_day(date(2026, 11, 23), 1) == date(2026, 11, 23)
    assert last_day(date(2026, 11, 23), 3) == date(2026, 11, 25)
