"""Events: what counts towards the promise, and what may be seen of who came."""

from dataclasses import replace
from datetime import date

import pytest

from portal.domain.events import (
    EngagementKind,
    EventDetails,
    Host,
    SettingType,
    protect_attendance,
    sum_up,
)
from portal.domain.figures import Thresholds

TODAY = date(2026, 11, 23)
EVENT = EventDetails(
    EngagementKind.ENGAGEMENT, "Meet the team", date(2026, 3, 3), "Town hall", frozenset(Host)
)


def test_only_held_engagement_events_with_both_hosts_keep_the_promise() -> None:
    events = [
        EVENT,
        replace(EVENT, day=TODAY),
        replace(EVENT, hosts=frozenset({Host.PORTFOLIO_HOLDER})),
        replace(EVENT, day=date(2026, 12, 1)),
        replace(EVENT, day=date(2025, 12, 1)),
        replace(EVENT, kind=EngagementKind.YOUTH_CABINET),
    ]
    summed = sum_up(events, 2026, TODAY)
    assert (summed.held, summed.as_promised, summed.keeps_promise) == (3, 2, False)
    assert sum_up([EVENT] * 4, 2026, TODAY).keeps_promise


@pytest.mark.parametrize(
    ("attendance", "came", "groups"),
    [
        ({}, None, (None, None, None, None)),
        ({SettingType.MAINSTREAM: 4}, None, (None, None, None, None)),
        ({SettingType.MAINSTREAM: 12, SettingType.SPECIAL: 9}, 21, (12, 9, 0, 0)),
        (
            # Three would follow from the total, so the next smallest goes too.
            {SettingType.MAINSTREAM: 12, SettingType.SPECIAL: 3, SettingType.COLLEGE: 8},
            23,
            (12, None, 0, None),
        ),
        (
            {SettingType.MAINSTREAM: 12, SettingType.EARLY_YEARS: 2, SettingType.COLLEGE: 8},
            22,
            (12, 0, 0, 10),
        ),
    ],
)
def test_small_counts_of_who_came_are_hidden(
    attendance: dict[SettingType, int], came: int | None, groups: tuple[int | None, ...]
) -> None:
    shown = protect_attendance(attendance, Thresholds())
    assert shown.came == came
    kinds = (SettingType.MAINSTREAM, SettingType.SPECIAL, SettingType.NOT_KNOWN, SettingType.OTHER)
    mainstream, special, not_known, other = (shown.groups[kind] for kind in kinds)
    assert (mainstream, special, not_known, other) == groups
