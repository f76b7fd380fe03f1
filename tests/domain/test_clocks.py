"""The clocks of an assessment, a review and other starts, against worked dates and slow oracles."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.clocks import (
    ASSESSMENT_RULES,
    Bound,
    ClockKey,
    Days,
    Deadline,
    Force,
    NoRuleInForceError,
    Rule,
    Start,
    apply_rule,
    assessment_deadlines,
)
from portal.domain.other_starts import OTHER_START_RULES, deadlines_from, moved_in_deadlines
from portal.domain.review_clock import (
    AMENDED_FINAL_FROM_MEETING,
    PLANNING_RULES,
    REVIEW_RULES,
    early_years_look,
    latest_sensible_meeting,
    review_deadlines,
    views_asked,
)
from portal.domain.transfers import TRANSFER_RULES

DAYS = st.dates(date(2014, 9, 1), date(2090, 12, 31))


def days_of(deadlines: Mapping[ClockKey, Deadline]) -> dict[str, str]:
    return {key.value: deadline.day.isoformat() for key, deadline in deadlines.items()}


def count_on(start: date, days: int) -> date:
    """Step through the calendar a day at a time, as with a finger on a wall calendar."""
    for _ in range(days):
        start += timedelta(days=1)
    return start


def test_an_assessment_has_each_limit_on_its_worked_date() -> None:
    found = assessment_deadlines(
        date(2026, 1, 5), draft_served=date(2026, 4, 27), advice_asked=date(2026, 2, 16)
    )

    assert days_of(found) == {
        "decide_to_assess": "2026-02-16",
        "advice_reply": "2026-03-30",
        "refuse_to_issue": "2026-04-27",
        "draft_comments": "2026-05-11",
        "final_plan": "2026-05-25",
    }


def test_a_key_whose_start_is_not_known_is_absent() -> None:
    assert set(assessment_deadlines(date(2026, 1, 5))) == {
        ClockKey.DECIDE_TO_ASSESS,
        ClockKey.REFUSE_TO_ISSUE,
        ClockKey.FINAL_PLAN,
    }


@given(DAYS)
def test_the_limits_of_an_assessment_fall_on_the_same_weekday_after_6_16_and_20_weeks(
    received: date,
) -> None:
    found = assessment_deadlines(received, advice_asked=received)

    weeks = {
        key: (deadline.day.toordinal() - received.toordinal()) / 7
        for key, deadline in found.items()
    }
    assert weeks == {
        ClockKey.DECIDE_TO_ASSESS: 6,
        ClockKey.ADVICE_REPLY: 6,
        ClockKey.REFUSE_TO_ISSUE: 16,
        ClockKey.FINAL_PLAN: 20,
    }


@given(DAYS)
def test_comments_stay_open_for_fifteen_days_counting_the_day_of_service(served: date) -> None:
    closes = assessment_deadlines(served, draft_served=served)[ClockKey.DRAFT_COMMENTS]

    open_days = [served + timedelta(n) for n in range(40) if served + timedelta(n) <= closes.day]
    assert len(open_days) == 15
    assert closes.bound is Bound.NO_EARLIER


@pytest.mark.parametrize(
    ("received", "decide", "final"),
    [
        (date(2026, 3, 28), date(2026, 5, 9), date(2026, 8, 15)),  # clocks go forward next day
        (date(2026, 10, 24), date(2026, 12, 5), date(2027, 3, 13)),  # back, then forward
        (date(2028, 1, 18), date(2028, 2, 29), date(2028, 6, 6)),  # over a leap day
    ],
)
def test_days_are_calendar_days_whatever_the_clocks_do(
    received: date, decide: date, final: date
) -> None:
    found = assessment_deadlines(received)

    assert found[ClockKey.DECIDE_TO_ASSESS].day == decide == count_on(received, 42)
    assert found[ClockKey.FINAL_PLAN].day == final == count_on(received, 140)


@pytest.mark.parametrize(
    ("start", "due"),
    [
        (date(2025, 3, 15), date(2026, 3, 14)),
        (date(2024, 2, 29), date(2025, 2, 28)),  # no 29 February: 1 March is the anniversary
        (date(2023, 3, 1), date(2024, 2, 29)),
        (date(2023, 2, 28), date(2024, 2, 27)),
        (date(2024, 1, 1), date(2024, 12, 31)),
        (date(2025, 10, 26), date(2026, 10, 25)),  # both ends on a change of the clocks
    ],
)
def test_a_review_is_due_the_day_before_the_anniversary(start: date, due: date) -> None:
    assert review_deadlines(start)[ClockKey.REVIEW_DUE].day == due


@given(DAYS)
def test_the_day_after_a_review_is_due_is_the_first_anniversary(start: date) -> None:
    day_after = review_deadlines(start)[ClockKey.REVIEW_DUE].day + timedelta(1)

    anniversary = start + timedelta(1)
    while (anniversary.month, anniversary.day) != (start.month, start.day) and not (
        (start.month, start.day) == (2, 29)
        and (anniversary.month, anniversary.day) == (3, 1)
        and anniversary.year > start.year
    ):
        anniversary += timedelta(1)
    assert day_after == anniversary


def test_a_review_counts_from_the_last_one_rather_than_the_plan() -> None:
    found = review_deadlines(date(2023, 5, 2), last_review=date(2025, 7, 1))

    assert days_of(found) == {"review_due": "2026-06-30"}


def test_a_review_meeting_has_each_limit_on_its_worked_date() -> None:
    found = review_deadlines(date(2025, 9, 10), meeting=date(2026, 6, 1))

    assert days_of(found) == {
        "review_due": "2026-09-09",
        "invitations": "2026-05-17",
        "advice_circulated": "2026-05-18",
        "meeting_report": "2026-06-15",
        "decision": "2026-06-29",
        "amended_final": "2026-08-24",
    }


def test_once_there_is_a_notice_the_amended_plan_counts_from_it() -> None:
    found = review_deadlines(date(2025, 9, 10), meeting=date(2026, 6, 1), notice=date(2026, 6, 15))

    assert found[ClockKey.AMENDED_FINAL].day == date(2026, 8, 10)
    assert found[ClockKey.AMENDED_FINAL].start is Start.AMENDMENT_NOTICE
    assert found[ClockKey.AMENDMENT_COMMENTS].day == date(2026, 6, 29)


@given(DAYS)
def test_invitations_leave_two_whole_weeks_between_them_and_the_meeting(meeting: date) -> None:
    invited = review_deadlines(meeting, meeting=meeting)[ClockKey.INVITATIONS].day

    clear = [day for n in range(1, 30) if invited < (day := meeting - timedelta(n))]
    assert len(clear) == 14


@given(DAYS)
def test_a_notice_on_the_last_lawful_day_ends_where_the_meeting_said(meeting: date) -> None:
    before = review_deadlines(meeting, meeting=meeting)
    notice = before[ClockKey.DECISION].day

    after = review_deadlines(meeting, meeting=meeting, notice=notice)
    assert after[ClockKey.AMENDED_FINAL].day == before[ClockKey.AMENDED_FINAL].day


@given(DAYS)
def test_a_meeting_on_the_latest_sensible_day_is_decided_on_the_day_the_review_is_due(
    made: date,
) -> None:
    due = review_deadlines(made)[ClockKey.REVIEW_DUE].day
    meeting = latest_sensible_meeting(due)

    assert review_deadlines(made, meeting=meeting.day)[ClockKey.DECISION].day == due
    assert meeting.force is Force.GUIDANCE


def test_asking_for_views_is_a_target_that_a_council_sets() -> None:
    assert views_asked(date(2026, 6, 1)).day == date(2026, 4, 20)
    assert views_asked(date(2026, 6, 1), days_before_meeting=28).day == date(2026, 5, 4)
    assert views_asked(date(2026, 6, 1)).force is Force.TARGET


def test_the_early_years_look_is_guidance_and_ends_at_five() -> None:
    look = early_years_look(date(2026, 1, 31), born=date(2022, 6, 1))

    assert look is not None
    assert look.day == date(2026, 7, 31)
    assert look.force is Force.GUIDANCE
    assert early_years_look(date(2026, 12, 1), born=date(2022, 6, 1)) is None


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        (
            Start.ORDER_TO_ASSESS,
            {
                "assessment_agreed": "2026-03-16",
                "refuse_to_issue": "2026-05-11",
                "final_plan": "2026-06-08",
            },
        ),
        (Start.ORDER_TO_MAKE_PLAN, {"draft_plan": "2026-04-06", "final_plan": "2026-05-18"}),
        (Start.REASSESSMENT_REQUEST, {"reassessment_reply": "2026-03-17"}),
        (Start.REASSESSMENT_AGREED, {"final_plan": "2026-06-08"}),
        (Start.LAST_ASSESSMENT, {"reassessment_allowed": "2026-09-02"}),
    ],
)
def test_other_starts_have_their_own_limits(start: Start, expected: dict[str, str]) -> None:
    assert days_of(deadlines_from(start, date(2026, 3, 2))) == expected


@pytest.mark.parametrize(
    ("made_or_reviewed", "review_due"),
    [
        (date(2025, 5, 1), date(2026, 6, 1)),  # three months from the move are later
        (date(2025, 12, 10), date(2026, 12, 9)),  # the yearly limit is later
    ],
)
def test_a_plan_from_another_council_is_reviewed_by_the_later_limit(
    made_or_reviewed: date, review_due: date
) -> None:
    found = moved_in_deadlines(date(2026, 3, 2), made_or_reviewed=made_or_reviewed)

    assert found[ClockKey.TRANSFER_NOTICE].day == date(2026, 4, 13)
    assert found[ClockKey.REVIEW_DUE].day == review_due


def test_a_clock_keeps_the_rule_of_the_day_it_started() -> None:
    older, newer = (
        Rule(
            ClockKey.FINAL_PLAN,
            Start.REQUEST_RECEIVED,
            Days(140),
            "older",
            valid_to=date(2029, 8, 31),
        ),
        Rule(
            ClockKey.FINAL_PLAN,
            Start.REQUEST_RECEIVED,
            Days(100),
            "newer",
            valid_from=date(2029, 9, 1),
        ),
    )

    def source(day: date) -> str:
        found = apply_rule((older, newer), ClockKey.FINAL_PLAN, Start.REQUEST_RECEIVED, day)
        return found.source

    assert source(date(2029, 8, 31)) == "older"
    assert source(date(2029, 9, 1)) == "newer"


def test_there_is_no_rule_before_the_regulations_began() -> None:
    with pytest.raises(NoRuleInForceError):
        assessment_deadlines(date(2014, 8, 31))
    assert assessment_deadlines(date(2014, 9, 1))


@given(DAYS)
def test_on_no_day_do_two_rules_govern_one_limit(day: date) -> None:
    every = (
        *ASSESSMENT_RULES,
        *REVIEW_RULES,
        AMENDED_FINAL_FROM_MEETING,
        *PLANNING_RULES,
        *TRANSFER_RULES,
    )
    for rules in (every, OTHER_START_RULES):
        governing = [(rule.key, rule.start) for rule in rules if rule.governs(day)]
        assert len(governing) == len(set(governing))
