"""What a family is told of what happened, whom the caseworker rings, which limit is near."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from portal.domain.case_facts import (
    AssessmentFacts,
    CaseFacts,
    Event,
    EventKind,
    Outcome,
    PlanFacts,
    Recorded,
    RecordSource,
)
from portal.domain.case_news import (
    RING_AT,
    Happening,
    limits_near,
    recent_happenings,
    warning_of,
)
from portal.domain.clocks import ClockKey
from portal.domain.messages import MessageKind
from portal.domain.plan_stages import StepKind
from portal.domain.plans import plan_status
from portal.domain.tasks import TaskKind

TODAY = date(2026, 11, 23)
WEEK = timedelta(7)


def on(day: date, source: RecordSource = RecordSource.EVENTS) -> Recorded:
    return Recorded(day, source, TODAY)


def ago(days: int) -> date:
    return TODAY - timedelta(days)


def facts_of(*events: tuple[EventKind, int], plan_days_ago: int = 300) -> CaseFacts:
    happened = tuple(Event(kind, on(ago(days))) for kind, days in events)
    made = on(ago(plan_days_ago), RecordSource.PLANS)
    return CaseFacts(date(2015, 3, 1), TODAY, plan=PlanFacts(made), events=happened)


def told(facts: CaseFacts) -> list[tuple[str, date]]:
    status = plan_status(facts, TODAY)
    return [(each.kind, each.day) for each in recent_happenings(status, facts.events, TODAY)]


def test_what_happened_in_the_last_fortnight_is_news() -> None:
    facts = facts_of(
        (EventKind.MEETING, 40),
        (EventKind.MEETING_REPORT, 15),
        (EventKind.DECISION_AMEND, 14),
        (EventKind.AMENDMENT_NOTICE, 0),
        (EventKind.EXCEPTION, 3),
    )
    assert told(facts) == [
        (StepKind.DECISION_AMEND, ago(14)),
        (StepKind.AMENDMENT_NOTICE, TODAY),
        (EventKind.EXCEPTION, ago(3)),
    ]


def test_a_meeting_is_news_once_it_is_over() -> None:
    """That it is coming is what the invitation says."""
    assert told(facts_of((EventKind.MEETING, -20))) == []
    assert told(facts_of((EventKind.MEETING, 1))) == [(StepKind.MEETING, ago(1))]


def test_every_kind_of_step_can_be_told_and_what_may_be_commented_on_says_so() -> None:
    kinds = {kind: Happening(kind, TODAY).message for kind in StepKind}
    commented = {kind for kind, message in kinds.items() if message is not MessageKind.PLAN_NEWS}
    assert commented == {StepKind.DRAFT_SERVED, StepKind.AMENDMENT_NOTICE}


@pytest.mark.parametrize("kind", [*StepKind, EventKind.EXCEPTION])
def test_the_calls_agreed_with_families_follow_their_steps(kind: StepKind | EventKind) -> None:
    child_id = uuid4()
    call = Happening(kind, TODAY).call(child_id, WEEK)
    assert (call is not None) == (kind in RING_AT)
    if call is not None:
        assert (call.child_id, call.due_on) == (child_id, TODAY + WEEK)


def test_a_plan_made_and_issued_on_one_day_is_one_call() -> None:
    child_id = uuid4()
    made = Happening(StepKind.PLAN_MADE, TODAY).call(child_id, WEEK)
    assert made == Happening(StepKind.FINAL_ISSUED, TODAY).call(child_id, WEEK)
    assert made != Happening(StepKind.FINAL_ISSUED, ago(1)).call(child_id, WEEK)
    assert made != Happening(StepKind.PLAN_MADE, TODAY).call(uuid4(), WEEK)


def near(facts: CaseFacts, today: date = TODAY) -> list[tuple[ClockKey, date]]:
    return [(due.key, due.day) for due in limits_near(plan_status(facts, today), today)]


def test_a_limit_is_near_from_a_fortnight_before_until_its_day() -> None:
    """A plan made 25 November 2025 is to be reviewed by 24 November 2026."""
    facts = CaseFacts(
        date(2015, 3, 1), TODAY, plan=PlanFacts(on(date(2025, 11, 25), RecordSource.PLANS))
    )
    due = [(ClockKey.REVIEW_DUE, date(2026, 11, 24))]
    assert near(facts, date(2026, 11, 9)) == []
    assert near(facts, date(2026, 11, 10)) == due
    assert near(facts, date(2026, 11, 24)) == due
    assert near(facts, date(2026, 11, 25)) == []


def test_limits_after_a_meeting_are_warned_of_and_what_only_a_family_may_use_is_not() -> None:
    """Met on 2 November: the report by the 16th, the decision by the 30th."""
    held = facts_of((EventKind.MEETING, 21))
    assert (ClockKey.DECISION, date(2026, 11, 30)) in near(held)
    changes = facts_of(
        (EventKind.MEETING, 60), (EventKind.DECISION_AMEND, 45), (EventKind.AMENDMENT_NOTICE, 10)
    )
    assert near(changes) == []


def test_a_date_that_is_being_checked_is_warned_of_too() -> None:
    long_ago = date(2026, 1, 1)
    made = Recorded(date(2025, 11, 30), RecordSource.PLANS, long_ago)
    stale = CaseFacts(date(2015, 3, 1), long_ago, plan=PlanFacts(made))
    assert near(stale) == [(ClockKey.REVIEW_DUE, date(2026, 11, 29))]


def test_an_assessment_has_its_limits_warned_of() -> None:
    received = on(TODAY - timedelta(130), RecordSource.REQUESTS)
    assessing = CaseFacts(
        date(2015, 3, 1),
        TODAY,
        assessment=AssessmentFacts(
            received, Outcome.YES, on(ago(90), RecordSource.REQUESTS), Outcome.YES
        ),
    )
    assert near(assessing) == [(ClockKey.FINAL_PLAN, TODAY + timedelta(10))]
    (due,) = limits_near(plan_status(assessing, TODAY), TODAY)
    child_id = uuid4()
    assert warning_of(child_id, due) == warning_of(child_id, due)
    assert warning_of(child_id, due).kind is TaskKind.MEET_LEGAL_DATE
