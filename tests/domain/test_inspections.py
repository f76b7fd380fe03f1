"""When a link for Young Inspectors still takes an inspection."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from portal.domain.inspections import (
    InspectionLink,
    LinkClosed,
    LinkUnknown,
    LinkUsed,
    why_closed,
)

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("days", "used", "refusal"),
    [
        (0, False, None),
        (5, False, None),
        (-1, False, LinkClosed()),
        (0, True, LinkUsed()),
        (-1, True, LinkUsed()),  # what they sent is there: that is what they want to know
    ],
)
def test_a_link_is_good_once_up_to_its_last_day(days: int, used: bool, refusal: object) -> None:
    link = InspectionLink(uuid4(), TODAY + timedelta(days=days), used)
    assert why_closed(link, TODAY) == refusal


def test_a_link_that_nobody_made_is_unknown() -> None:
    assert why_closed(None, TODAY) == LinkUnknown()
