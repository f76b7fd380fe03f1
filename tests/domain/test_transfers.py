from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.clocks import ClockKey
from portal.domain.transfers import (
    Phase,
    SettingPhase,
    coming_transfer,
    post16_transfer_deadlines,
    school_transfer_deadlines,
)

SCHOOL_PHASES = [
    Phase.EARLY_YEARS_SCHOOL,
    Phase.INFANT_JUNIOR,
    Phase.PRIMARY_MIDDLE,
    Phase.PRIMARY_SECONDARY,
    Phase.MIDDLE_SECONDARY,
]


@pytest.mark.parametrize("phase", SCHOOL_PHASES)
def test_a_move_between_schools_is_settled_before_15_february(phase: Phase) -> None:
    found = school_transfer_deadlines(phase, 2027)

    assert found[ClockKey.AMENDED_FINAL].day == date(2027, 2, 14)
    assert found[ClockKey.LATEST_SAFE_MEETING].day == date(2026, 11, 22)


@pytest.mark.parametrize(
    ("year", "final", "meeting"),
    [
        (2015, date(2015, 5, 30), date(2015, 3, 7)),  # the first year had a limit of its own
        (2016, date(2016, 3, 30), date(2016, 1, 6)),
        (2027, date(2027, 3, 30), date(2027, 1, 5)),
        (2028, date(2028, 3, 30), date(2028, 1, 6)),
    ],
)
def test_a_move_to_post_16_is_settled_before_31_march(
    year: int, final: date, meeting: date
) -> None:
    found = school_transfer_deadlines(Phase.SECONDARY_POST16, year)

    assert found[ClockKey.AMENDED_FINAL].day == final
    assert found[ClockKey.LATEST_SAFE_MEETING].day == meeting


@pytest.mark.parametrize(
    ("move", "final"),
    [
        (date(2026, 9, 1), date(2026, 4, 1)),
        (date(2026, 7, 31), date(2026, 2, 28)),  # February has no 31st
        (date(2028, 7, 30), date(2028, 2, 29)),
        (date(2027, 1, 15), date(2026, 8, 15)),
        (date(2014, 9, 1), date(2014, 4, 1)),  # the first day that /deadlines takes
    ],
)
def test_a_move_between_colleges_is_settled_five_months_before(move: date, final: date) -> None:
    found = post16_transfer_deadlines(move)

    assert found[ClockKey.AMENDED_FINAL].day == final
    assert found[ClockKey.LATEST_SAFE_MEETING].day == final - timedelta(weeks=12)


@given(st.dates(date(2016, 1, 1), date(2090, 1, 1)))
def test_five_whole_months_lie_between_the_amended_plan_and_the_move(move: date) -> None:
    final = post16_transfer_deadlines(move)[ClockKey.AMENDED_FINAL].day

    months = (move.year - final.year) * 12 + move.month - final.month
    assert months == 5
    assert final.day <= move.day
    if final.day < move.day:  # only because the month is too short
        assert (final + timedelta(1)).month != final.month


def test_a_move_between_colleges_needs_its_own_day() -> None:
    with pytest.raises(ValueError, match="day of the move"):
        school_transfer_deadlines(Phase.POST16_POST16, 2027)


@pytest.mark.parametrize(
    ("year_group", "setting", "on_record", "expected"),
    [
        (-1, SettingPhase.EARLY_YEARS, False, Phase.EARLY_YEARS_SCHOOL),
        (2, SettingPhase.INFANT, False, Phase.INFANT_JUNIOR),
        (2, SettingPhase.PRIMARY, False, None),
        (4, SettingPhase.FIRST, False, Phase.PRIMARY_MIDDLE),
        (6, SettingPhase.PRIMARY, False, Phase.PRIMARY_SECONDARY),
        (6, None, False, Phase.PRIMARY_SECONDARY),
        (6, SettingPhase.THROUGH, False, None),
        (6, SettingPhase.MIDDLE, False, None),
        (8, SettingPhase.MIDDLE, False, Phase.MIDDLE_SECONDARY),
        (11, SettingPhase.SECONDARY, False, Phase.SECONDARY_POST16),
        (11, SettingPhase.THROUGH, False, None),  # an own sixth form is no transfer
        (11, SettingPhase.THROUGH, True, Phase.SECONDARY_POST16),
        (10, SettingPhase.SECONDARY, False, None),
    ],
)
def test_the_coming_move_is_known_from_the_year_group_and_the_setting(
    year_group: int, setting: SettingPhase | None, on_record: bool, expected: Phase | None
) -> None:
    assert coming_transfer(year_group, setting, on_record=on_record) is expected
