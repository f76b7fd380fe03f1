"""The cycle of a review: open, gone round, closed, and the next one."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.reviews import (
    NotLinked,
    Review,
    ReviewClosed,
    ReviewState,
    begins_new_cycle,
    may_contribute,
    meeting_in_cycle,
    review_state,
)

BEGAN = date(2026, 3, 2)
MEETING = date(2027, 1, 20)


def review(meeting: date | None = None, closed_on: date | None = None) -> Review:
    return Review(
        id=UUID(int=1),
        child_id=UUID(int=2),
        plan_id=UUID(int=3),
        cycle_began=BEGAN,
        meeting=meeting,
        closed_on=closed_on,
    )


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (date(2027, 1, 5), ReviewState.OPEN),
        (date(2027, 1, 6), ReviewState.CIRCULATED),
        (date(2027, 1, 20), ReviewState.CIRCULATED),
        (date(2027, 2, 17), ReviewState.CIRCULATED),
    ],
)
def test_views_go_round_two_weeks_before_the_meeting(today: date, state: ReviewState) -> None:
    assert review_state(review(MEETING), today) is state


def test_the_last_day_to_change_is_the_day_before_views_go_round() -> None:
    assert review(MEETING).last_day_to_change == date(2027, 1, 5)
    assert review().last_day_to_change is None


def test_a_review_without_a_meeting_stays_open() -> None:
    assert review_state(review(), date(2030, 1, 1)) is ReviewState.OPEN


def test_a_meeting_that_moves_on_opens_the_views_again() -> None:
    today = date(2027, 1, 10)
    assert review_state(review(MEETING), today) is ReviewState.CIRCULATED
    assert review_state(review(MEETING + timedelta(days=30)), today) is ReviewState.OPEN


def test_a_closed_review_is_closed_whatever_its_meeting() -> None:
    closed = date(2027, 2, 20)
    assert review_state(review(MEETING, closed), date(2026, 12, 1)) is ReviewState.CLOSED
    assert review_state(review(None, closed), date(2027, 3, 1)) is ReviewState.CLOSED


def test_only_somebody_linked_may_contribute_and_only_while_the_review_is_not_closed() -> None:
    closed = review(MEETING, date(2027, 2, 20))
    assert may_contribute(review(MEETING), is_linked=True) is None
    assert may_contribute(review(MEETING), is_linked=False) == NotLinked()
    assert may_contribute(closed, is_linked=True) == ReviewClosed(date(2027, 2, 20))


def test_somebody_not_linked_does_not_learn_that_the_review_is_closed() -> None:
    assert may_contribute(review(None, date(2027, 2, 20)), is_linked=False) == NotLinked()


@pytest.mark.parametrize(
    ("meeting", "recorded", "expected"),
    [
        (MEETING, date(2027, 2, 10), True),
        (MEETING, MEETING, True),
        (MEETING, BEGAN + timedelta(days=3), False),
        (date(2026, 4, 1), date(2026, 4, 20), True),
        (None, BEGAN + timedelta(days=89), False),
        (None, BEGAN + timedelta(days=90), True),
        (None, BEGAN - timedelta(days=300), False),
        (None, BEGAN, False),
    ],
)
def test_a_decision_ends_the_cycle_and_a_mended_date_does_not(
    meeting: date | None, recorded: date, expected: bool
) -> None:
    assert begins_new_cycle(review(meeting), recorded) is expected


@given(st.dates(BEGAN, date(2029, 1, 1)), st.dates(BEGAN, date(2030, 1, 1)))
def test_a_later_recorded_start_never_turns_a_new_cycle_back_into_the_old_one(
    meeting: date, recorded: date
) -> None:
    if begins_new_cycle(review(meeting), recorded):
        assert begins_new_cycle(review(meeting), recorded + timedelta(days=1))


@pytest.mark.parametrize(
    ("recorded", "expected"),
    [
        (None, None),
        (BEGAN - timedelta(days=28), None),
        (BEGAN, None),
        (BEGAN + timedelta(days=1), BEGAN + timedelta(days=1)),
    ],
)
def test_the_meeting_of_the_cycle_before_is_not_this_ones(
    recorded: date | None, expected: date | None
) -> None:
    assert meeting_in_cycle(BEGAN, recorded) == expected
