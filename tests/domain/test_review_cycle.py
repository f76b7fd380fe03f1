"""What is done in a review, and on which day. Expected dates were worked out by hand."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.domain.case_facts import CaseFacts, PlanFacts, Recorded, RecordSource
from portal.domain.plans import plan_status
from portal.domain.review_cycle import (
    CycleFacts,
    CyclePolicy,
    CycleStep,
    Done,
    NoticeTooShort,
    Reached,
    latest_meeting,
    move_owed,
    steps_reached,
    why_not_meet,
)
from portal.domain.reviews import Review, ReviewClosed
from portal.domain.transfers import SettingPhase

OPENED, ASKED, AGAIN = (
    CycleStep.REVIEW_OPENED,
    CycleStep.VIEWS_ASKED,
    CycleStep.VIEWS_ASKED_AGAIN,
)
POLICY = CyclePolicy()
BEGAN = date(2025, 9, 15)
"""The review is due by 14 September 2026, so the latest sensible meeting is 17 August 2026."""


def live(
    facts: CycleFacts, first: date, last: date, policy: CyclePolicy = POLICY
) -> list[tuple[date, CycleStep, date]]:
    """Every day from the first to the last in turn: the day, the step taken, the day it names."""
    taken = []
    day = first
    while day <= last:
        for reached in steps_reached(facts, day, policy):
            taken.append((day, reached.step, reached.day))
            facts = replace(facts, done=(*facts.done, Done(reached.step, reached.day, day)))
        day += timedelta(1)
    return taken


def test_a_review_without_a_meeting_counts_back_from_the_latest_sensible_one() -> None:
    assert latest_meeting(BEGAN) == date(2026, 8, 17)
    assert live(CycleFacts(BEGAN), BEGAN, date(2027, 1, 1)) == [
        (date(2026, 5, 25), CycleStep.REVIEW_OPENED, date(2026, 5, 25)),
        (date(2026, 5, 25), CycleStep.MEETING_DATE_ASKED, date(2026, 5, 25)),
        (date(2026, 7, 6), CycleStep.MEETING_DATE_MISSING, date(2026, 7, 6)),
        (date(2026, 7, 6), CycleStep.VIEWS_ASKED, date(2026, 7, 6)),
        (date(2026, 7, 20), CycleStep.VIEWS_ASKED_AGAIN, date(2026, 7, 20)),
    ]


def test_a_review_with_a_meeting_counts_back_from_that() -> None:
    booked = CycleFacts(BEGAN, meeting=date(2026, 6, 30))
    assert live(booked, date(2026, 4, 1), date(2027, 1, 1)) == [
        (date(2026, 4, 1), CycleStep.MEETING_INVITED, date(2026, 6, 15)),
        (date(2026, 4, 7), CycleStep.REVIEW_OPENED, date(2026, 4, 7)),
        (date(2026, 5, 19), CycleStep.VIEWS_ASKED, date(2026, 5, 19)),
        (date(2026, 6, 2), CycleStep.VIEWS_ASKED_AGAIN, date(2026, 6, 2)),
        (date(2026, 6, 16), CycleStep.VIEWS_CIRCULATED, date(2026, 6, 16)),
        (date(2026, 7, 1), CycleStep.MEETING_OVER, date(2026, 6, 30)),
    ]


@pytest.mark.parametrize(
    ("began", "move_by", "expected"),
    [
        # Primary to secondary: amended before 15 February 2027, the meeting 84 days earlier.
        (date(2026, 6, 10), date(2027, 2, 14), date(2026, 11, 22)),
        # Secondary to a post-16 institution: before 31 March 2027.
        (date(2026, 6, 10), date(2027, 3, 30), date(2027, 1, 5)),
        # The yearly limit comes first: due 30 September 2026.
        (date(2025, 10, 1), date(2027, 2, 14), date(2026, 9, 2)),
        # 29 February: 1 March is the anniversary, the day before it is the 29th or the 28th.
        (date(2024, 2, 29), None, date(2025, 1, 31)),
        (date(2027, 3, 1), None, date(2028, 2, 1)),
    ],
)
def test_the_latest_meeting(began: date, move_by: date | None, expected: date) -> None:
    assert latest_meeting(began, move_by) == expected


def test_a_review_for_a_move_opens_no_earlier_than_the_school_year_of_the_move() -> None:
    moving = CycleFacts(date(2026, 6, 10), move_by=date(2027, 2, 14))
    long_ahead = CyclePolicy(opens_before_meeting=140)
    assert live(moving, date(2026, 9, 1), date(2026, 11, 1), long_ahead)[0] == (
        date(2026, 9, 1),
        CycleStep.REVIEW_OPENED,
        date(2026, 9, 1),
    )
    # 84 days before 22 November is 30 August, when the child was still in Year 5.
    assert live(moving, date(2026, 9, 1), date(2026, 11, 30)) == [
        (date(2026, 9, 1), CycleStep.REVIEW_OPENED, date(2026, 9, 1)),
        (date(2026, 9, 1), CycleStep.MEETING_DATE_ASKED, date(2026, 9, 1)),
        (date(2026, 10, 11), CycleStep.MEETING_DATE_MISSING, date(2026, 10, 11)),
        (date(2026, 10, 11), CycleStep.VIEWS_ASKED, date(2026, 10, 11)),
        (date(2026, 10, 25), CycleStep.VIEWS_ASKED_AGAIN, date(2026, 10, 25)),
    ]


def test_an_old_record_sets_nothing_off() -> None:
    assert steps_reached(CycleFacts(date(2022, 3, 1)), date(2026, 11, 23)) == ()
    held = CycleFacts(date(2024, 3, 1), meeting=date(2025, 2, 1))
    assert steps_reached(held, date(2026, 11, 23)) == ()


def test_what_a_worker_missed_is_caught_up_for_two_weeks() -> None:
    day = date(2026, 5, 25)
    for late, steps in ((2, 2), (14, 2), (15, 0)):
        assert len(steps_reached(CycleFacts(BEGAN), day + timedelta(late))) == steps


def test_a_meeting_set_at_short_notice_still_has_everybody_asked_and_invited() -> None:
    today = date(2026, 6, 12)
    soon = CycleFacts(BEGAN, meeting=date(2026, 6, 30))
    assert {reached.step for reached in steps_reached(soon, today)} == {
        CycleStep.REVIEW_OPENED,
        CycleStep.VIEWS_ASKED,
        CycleStep.MEETING_INVITED,
    }
    # Views go round on the 16th: asking anybody to write after that would be too late.
    too_late = {reached.step for reached in steps_reached(soon, date(2026, 6, 17))}
    assert too_late == {CycleStep.MEETING_INVITED, CycleStep.VIEWS_CIRCULATED}


def test_nobody_is_asked_again_before_they_had_time_to_answer() -> None:
    """Asked late because the worker stood still: the days count from the asking."""
    asked = Done(ASKED, date(2026, 7, 6), on=date(2026, 7, 8))
    facts = CycleFacts(BEGAN, done=(asked,))
    again = Reached(AGAIN, date(2026, 7, 22))
    assert again not in steps_reached(facts, date(2026, 7, 21))
    assert again in steps_reached(facts, date(2026, 7, 22))


def test_a_meeting_that_moves_is_told_again_and_asks_for_no_views_twice() -> None:
    first = CycleFacts(BEGAN, meeting=date(2026, 6, 30))
    taken = live(first, date(2026, 5, 1), date(2026, 6, 5))
    moved = replace(
        first,
        meeting=date(2026, 7, 14),
        done=tuple(Done(step, named, on) for on, step, named in taken),
    )
    assert [step for _, step, _ in live(moved, date(2026, 6, 6), date(2026, 7, 20))] == [
        CycleStep.MEETING_INVITED,
        CycleStep.VIEWS_CIRCULATED,
        CycleStep.MEETING_OVER,
    ]


def test_views_that_went_round_for_a_meeting_that_was_put_off_go_round_again() -> None:
    first = CycleFacts(BEGAN, meeting=date(2026, 6, 30))
    taken = live(first, date(2026, 5, 1), date(2026, 6, 20))
    put_off = replace(
        first,
        meeting=date(2026, 9, 8),
        done=tuple(Done(step, named, on) for on, step, named in taken),
    )
    round_again = (date(2026, 8, 25), CycleStep.VIEWS_CIRCULATED, date(2026, 8, 25))
    assert round_again in live(put_off, date(2026, 6, 21), date(2026, 9, 1))


def status_of_move(today: date, transfer_done: Recorded | None = None) -> date | None:
    born = date(2016, 1, 9)  # Year 6 in 2026/27
    made = Recorded(date(2026, 6, 10), RecordSource.PLANS, today)
    facts = CaseFacts(
        born,
        today,
        setting_phase=SettingPhase.PRIMARY,
        plan=PlanFacts(made, transfer_done=transfer_done),
    )
    return move_owed(plan_status(facts, today), made.on, today)


def test_a_move_is_owed_until_its_day_has_passed_or_it_is_done() -> None:
    assert status_of_move(date(2026, 8, 31)) is None
    assert status_of_move(date(2026, 9, 1)) == date(2027, 2, 14)
    assert status_of_move(date(2027, 2, 14)) == date(2027, 2, 14)
    assert status_of_move(date(2027, 2, 15)) is None
    done = Recorded(date(2026, 11, 2), RecordSource.REVIEWS, date(2026, 11, 3))
    assert status_of_move(date(2026, 11, 3), transfer_done=done) is None


def test_a_review_that_began_in_the_school_year_of_the_move_is_not_the_one_for_it() -> None:
    today = date(2026, 11, 23)
    made = Recorded(date(2026, 9, 20), RecordSource.PLANS, today)
    facts = CaseFacts(
        date(2016, 1, 9), today, setting_phase=SettingPhase.PRIMARY, plan=PlanFacts(made)
    )
    assert move_owed(plan_status(facts, today), made.on, today) is None


REVIEW = Review(uuid4(), uuid4(), uuid4(), BEGAN)
TODAY = date(2026, 11, 23)


def test_a_meeting_leaves_two_clear_weeks_for_the_invitations() -> None:
    assert why_not_meet(REVIEW, date(2026, 12, 7), TODAY) == NoticeTooShort(date(2026, 12, 8))
    assert why_not_meet(REVIEW, date(2026, 12, 8), TODAY) is None
    in_the_holidays = date(2026, 12, 29)
    assert why_not_meet(REVIEW, in_the_holidays, TODAY) is None
    closed = replace(REVIEW, closed_on=date(2026, 11, 1))
    assert why_not_meet(closed, date(2026, 12, 29), TODAY) == ReviewClosed(date(2026, 11, 1))


DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
POLICIES = st.builds(
    CyclePolicy,
    opens_before_meeting=st.integers(42, 200),
    views_asked_before_meeting=st.integers(15, 84),
    views_asked_again_after=st.integers(1, 28),
)


A_YEAR_OF_DAYS = settings(deadline=None, max_examples=25)


@A_YEAR_OF_DAYS
@given(
    began=DAYS,
    meets_after=st.none() | st.integers(1, 400),
    policy=POLICIES,
    first=st.integers(0, 400),
    outage=st.tuples(st.integers(0, 380), st.integers(0, 5)),
)
def test_each_step_is_taken_once_and_never_before_its_day(
    began: date,
    meets_after: int | None,
    policy: CyclePolicy,
    first: int,
    outage: tuple[int, int],
) -> None:
    """Whatever the day on which the portal first sees the review, and with the worker away."""
    meeting = None if meets_after is None else began + timedelta(meets_after)
    facts = CycleFacts(began, meeting)
    away_from, away_for = outage
    taken: list[tuple[CycleStep, date]] = []
    for number in range(first, 430):
        today = began + timedelta(number)
        if away_from <= number < away_from + away_for:
            continue
        for reached in steps_reached(facts, today, policy):
            taken.append((reached.step, reached.day))
            facts = replace(facts, done=(*facts.done, Done(reached.step, reached.day, today)))
            if reached.step is not CycleStep.MEETING_INVITED:
                assert reached.day <= today
            if meeting is not None and reached.step in {OPENED, ASKED, AGAIN}:
                assert today < meeting - timedelta(14)
        assert steps_reached(facts, today, policy) == (), "nothing is left over"
    assert len({step for step, _ in taken}) == len(taken)


@A_YEAR_OF_DAYS
@given(began=DAYS, meets_after=st.none() | st.integers(70, 400), policy=POLICIES)
def test_a_review_seen_from_its_first_day_misses_nothing(
    began: date, meets_after: int | None, policy: CyclePolicy
) -> None:
    meeting = None if meets_after is None else began + timedelta(meets_after)
    taken = {step for _, step, _ in live(CycleFacts(began, meeting), began, _end(began), policy)}
    wanted = {OPENED, ASKED}
    if meeting is None:
        wanted |= {AGAIN, CycleStep.MEETING_DATE_ASKED, CycleStep.MEETING_DATE_MISSING}
    else:
        wanted |= {
            CycleStep.MEETING_INVITED,
            CycleStep.VIEWS_CIRCULATED,
            CycleStep.MEETING_OVER,
        }
    assert wanted <= taken


def _end(began: date) -> date:
    return began + timedelta(430)
