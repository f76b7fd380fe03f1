"""An assessment from the request to the plan or the refusal, as a family is told it."""

from datetime import date

from portal.domain.case_facts import (
    AssessmentFacts,
    Event,
    EventKind,
    Outcome,
    Recorded,
    latest,
)
from portal.domain.clocks import ClockKey, Start, assessment_deadlines
from portal.domain.plan_dates import CaseDates, still_to_come
from portal.domain.plan_stages import Course, Due, Stage, Step, StepKind

DUE_AT = {
    Stage.REQUEST_RECEIVED: (ClockKey.DECIDE_TO_ASSESS, ClockKey.FINAL_PLAN),
    Stage.ADVICE_GATHERED: (
        ClockKey.ADVICE_REPLY,
        ClockKey.REFUSE_TO_ISSUE,
        ClockKey.FINAL_PLAN,
    ),
    Stage.PLAN_BEING_WRITTEN: (ClockKey.FINAL_PLAN,),
    Stage.DRAFT_WITH_FAMILY: (ClockKey.DRAFT_COMMENTS, ClockKey.FINAL_PLAN),
    Stage.FINAL_PLAN_AWAITED: (ClockKey.FINAL_PLAN,),
}

NOT_OWED_ONCE_PASSED = frozenset({ClockKey.REFUSE_TO_ISSUE, ClockKey.DRAFT_COMMENTS})
"""Word that there will be no plan is owed only where there will be none."""

EVENT_STEPS = {
    EventKind.ADVICE_ASKED: StepKind.ADVICE_ASKED,
    EventKind.ADVICE_RECEIVED: StepKind.ADVICE_RECEIVED,
    EventKind.DRAFT_SERVED: StepKind.DRAFT_SERVED,
    EventKind.AGREED_DELAY: StepKind.AGREED_DELAY,
}


def assessment_course(case: CaseDates, assessment: AssessmentFacts) -> Course:
    """Where this assessment is today."""
    received, events = assessment.received, _events(case, assessment)
    served = latest(events, EventKind.DRAFT_SERVED)
    stage = _stage(assessment, served, case.today)
    return Course(
        stage=stage,
        happened=_happened(assessment, events),
        due=_due(case, assessment, events, served, stage),
        missing=(Start.REQUEST_RECEIVED,) if received is None and stage in DUE_AT else (),
        notice=_notice(assessment, stage),
    )


def assessment_steps(case: CaseDates, assessment: AssessmentFacts) -> tuple[Step, ...]:
    """What happened in it, for a case that has gone on to a plan."""
    return _happened(assessment, _events(case, assessment))


def _events(case: CaseDates, assessment: AssessmentFacts) -> tuple[Event, ...]:
    received = assessment.received
    return tuple(
        event for event in case.facts.events if received is None or event.when.on >= received.on
    )


def _stage(assessment: AssessmentFacts, served: Recorded | None, today: date) -> Stage:
    match assessment.request_outcome, assessment.outcome:
        case Outcome.WITHDRAWN, _:
            return Stage.REQUEST_WITHDRAWN
        case Outcome.NO, _:
            return Stage.ASSESSMENT_REFUSED
        case _, Outcome.NO:
            return Stage.PLAN_REFUSED
        case _, Outcome.WITHDRAWN:
            return Stage.ASSESSMENT_WITHDRAWN
    if served is not None:
        closes = assessment_deadlines(served.on, draft_served=served.on)[ClockKey.DRAFT_COMMENTS]
        return Stage.DRAFT_WITH_FAMILY if today <= closes.day else Stage.FINAL_PLAN_AWAITED
    if assessment.outcome in {Outcome.YES, Outcome.DECIDED_EARLIER}:
        return Stage.PLAN_BEING_WRITTEN
    if assessment.request_outcome is Outcome.AWAITED:
        return Stage.REQUEST_RECEIVED
    return Stage.ADVICE_GATHERED


def _due(
    case: CaseDates,
    assessment: AssessmentFacts,
    events: tuple[Event, ...],
    served: Recorded | None,
    stage: Stage,
) -> tuple[Due, ...]:
    received = assessment.received
    if received is None or stage not in DUE_AT:
        return ()
    asked = _first_unanswered(events)
    limits = assessment_deadlines(
        received.on,
        draft_served=served.on if served else None,
        advice_asked=asked.on if asked else None,
    )
    counted = {Start.ADVICE_ASKED: asked, Start.DRAFT_SERVED: served}
    doubtful = {
        Start.REQUEST_RECEIVED: assessment.by_order,
        Start.ADVICE_ASKED: _has_stray_reply(events),
    }
    dues = (
        case.due(
            limits[key],
            counted.get(limits[key].start, received),
            wrong_clock=doubtful.get(limits[key].start, False),
        )
        for key in DUE_AT[stage]
        if key in limits
    )
    return still_to_come(dues, case.today, NOT_OWED_ONCE_PASSED)


def _first_unanswered(events: tuple[Event, ...]) -> Recorded | None:
    """The earliest request for advice that has had no reply; the detail says whose it is."""
    answered = {_whose(event) for event in events if event.kind is EventKind.ADVICE_RECEIVED}
    asked = (
        event.when
        for event in events
        if event.kind is EventKind.ADVICE_ASKED and _whose(event) not in answered
    )
    return min(asked, key=lambda when: when.on, default=None)


def _whose(advice: Event) -> str:
    """Typed by hand twice, months apart: capitals and spaces tell no two people apart."""
    return " ".join(advice.detail.casefold().split())


def _has_stray_reply(events: tuple[Event, ...]) -> bool:
    """Whether advice came of which nobody by that name was asked: it may be the one awaited."""
    asked = {_whose(event) for event in events if event.kind is EventKind.ADVICE_ASKED}
    return any(
        event.kind is EventKind.ADVICE_RECEIVED and _whose(event) not in asked for event in events
    )


def _happened(assessment: AssessmentFacts, events: tuple[Event, ...]) -> tuple[Step, ...]:
    request_steps = {
        Outcome.YES: StepKind.ASSESSMENT_AGREED,
        Outcome.NO: StepKind.ASSESSMENT_REFUSED,
    }
    outcome_steps = {Outcome.YES: StepKind.PLAN_AGREED, Outcome.NO: StepKind.PLAN_REFUSED}
    told = (
        (StepKind.REQUEST_RECEIVED, assessment.received),
        (request_steps.get(assessment.request_outcome), assessment.request_decided),
        (outcome_steps.get(assessment.outcome), assessment.decided),
        *((EVENT_STEPS.get(event.kind), event.when) for event in events),
    )
    return tuple(Step(kind, when) for kind, when in told if kind and when)


def _notice(assessment: AssessmentFacts, stage: Stage) -> Recorded | None:
    match stage:
        case Stage.ASSESSMENT_REFUSED:
            return assessment.request_decided
        case Stage.PLAN_REFUSED:
            return assessment.decided
        case _:
            return None
