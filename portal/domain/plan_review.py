"""A plan in force and every step of its review, as a family is told it."""

from dataclasses import dataclass
from datetime import date, timedelta

from portal.domain.case_events import was_moved_here
from portal.domain.case_facts import (
    DECISIONS,
    Event,
    EventKind,
    PlanFacts,
    Recorded,
    began_elsewhere,
    latest,
)
from portal.domain.clocks import ClockKey, Deadline, Start
from portal.domain.plan_dates import CaseDates, still_to_come
from portal.domain.plan_stages import Course, Due, Stage, Step, StepKind
from portal.domain.review_clock import (
    early_years_look,
    latest_sensible_meeting,
    review_deadlines,
    views_asked,
)

NOT_KNOWN_ONCE_PASSED = frozenset(
    {
        ClockKey.VIEWS_ASKED,
        ClockKey.INVITATIONS,
        ClockKey.ADVICE_CIRCULATED,
        ClockKey.AMENDMENT_COMMENTS,
        ClockKey.LATEST_SENSIBLE_MEETING,
        ClockKey.EARLY_YEARS_LOOK,
    }
)

EVENT_STEPS = {
    kind: StepKind(kind.value)
    for kind in (
        EventKind.MEETING_REPORT,
        EventKind.DECISION_KEEP,
        EventKind.DECISION_AMEND,
        EventKind.DECISION_CEASE,
        EventKind.AMENDMENT_NOTICE,
        EventKind.FINAL_ISSUED,
        EventKind.AGREED_DELAY,
    )
}


@dataclass(frozen=True, slots=True)
class _Cycle:
    """What is known of the review that is open, or that ended last.

    ``decision`` is None while the family has not been told one; ``held`` is the meeting it is, or
    will be, about; ``coming`` is a meeting that has a date.
    """

    began: Recorded | None
    decision: Event | None
    held: Recorded | None
    coming: Recorded | None
    report: Recorded | None
    notice: Recorded | None
    final: Recorded | None


def review_course(case: CaseDates, plan: PlanFacts) -> Course:
    """Where this plan and its review are today."""
    made = plan.made
    events = tuple(event for event in case.facts.events if made is None or event.when.on >= made.on)
    cycle = _cycle(plan, events, case.today)
    stage = _stage(cycle, case)
    return Course(
        stage=stage,
        happened=_happened(plan, events, case.today),
        due=_due(case, plan, cycle, stage),
        missing=() if cycle.began else (Start.PLAN_MADE_OR_REVIEWED,),
        notice=_notice(cycle, made),
        meeting=cycle.coming or cycle.held,
    )


def _cycle(plan: PlanFacts, events: tuple[Event, ...], today: date) -> _Cycle:
    decision = _last_decision(plan, events)
    meetings = _meetings(plan, events)
    reviewed = _latest_of(plan.last_review, decision.when if decision else None)
    newer = [m for m in meetings if reviewed is None or m.on > reviewed.on]
    held_since = [m for m in newer if m.on < today]
    coming = next((m for m in newer if m.on >= today), None)
    began = reviewed or plan.made
    if decision is None or held_since:
        held = held_since[-1] if held_since else None
        report = _since(events, held, EventKind.MEETING_REPORT) if held else None
        return _Cycle(began, None, held, coming, report, None, None)
    about = [m for m in meetings if m.on <= decision.when.on]
    held = about[-1] if about else None
    notice = _latest_of(
        _since(events, held or decision.when, EventKind.AMENDMENT_NOTICE),
        _not_before(plan.amendment_notice, held or decision.when),
    )
    final = _since(events, decision.when, EventKind.FINAL_ISSUED)
    return _Cycle(began, decision, held, coming, None, notice, final)


def _stage(cycle: _Cycle, case: CaseDates) -> Stage:
    if cycle.decision is not None:
        if cycle.decision.kind is EventKind.DECISION_CEASE:
            return Stage.CEASE_DECIDED
        if cycle.decision.kind is EventKind.DECISION_AMEND and cycle.final is None:
            return _amending(cycle.notice, case.today)
    elif cycle.held is not None:
        return Stage.REVIEW_DECISION_AWAITED if cycle.report else Stage.REVIEW_REPORT_AWAITED
    if cycle.coming is not None:
        return Stage.REVIEW_MEETING_BOOKED
    if cycle.began is None:
        return Stage.PLAN_IN_FORCE
    meet_by = latest_sensible_meeting(review_deadlines(cycle.began.on)[ClockKey.REVIEW_DUE].day).day
    ask_from = meet_by - timedelta(case.policy.views_asked_days_before_meeting)
    return Stage.REVIEW_COMING if case.today >= ask_from else Stage.PLAN_IN_FORCE


def _amending(notice: Recorded | None, today: date) -> Stage:
    if notice is None:
        return Stage.AMENDMENT_NOTICE_AWAITED
    closes = review_deadlines(notice.on, notice=notice.on)[ClockKey.AMENDMENT_COMMENTS].day
    return Stage.AMENDMENT_COMMENTS_OPEN if today <= closes else Stage.AMENDED_PLAN_AWAITED


def _due(case: CaseDates, plan: PlanFacts, cycle: _Cycle, stage: Stage) -> tuple[Due, ...]:
    match stage:
        case Stage.CEASE_DECIDED:
            return ()
        case (
            Stage.AMENDMENT_NOTICE_AWAITED
            | Stage.AMENDMENT_COMMENTS_OPEN
            | Stage.AMENDED_PLAN_AWAITED
        ):
            found = _amendment_due(case, plan, cycle)
        case Stage.REVIEW_REPORT_AWAITED | Stage.REVIEW_DECISION_AWAITED:
            found = _held_due(case, plan, cycle, stage)
        case _:
            found = _coming_due(case, plan, cycle)
    return still_to_come(found, case.today, NOT_KNOWN_ONCE_PASSED)


def _amendment_due(case: CaseDates, plan: PlanFacts, cycle: _Cycle) -> list[Due]:
    """A review on record that ended after the decision was another one, or the same one under
    another date: either way the record cannot tell that the amendment is still owed."""
    if cycle.notice is not None:
        limits = review_deadlines(cycle.notice.on, notice=cycle.notice.on)
        keys = (ClockKey.AMENDMENT_COMMENTS, ClockKey.AMENDED_FINAL)
        counted = cycle.notice
    elif cycle.held is not None:
        limits = review_deadlines(cycle.held.on, meeting=cycle.held.on)
        # The proposed changes are owed in the same 28 days as the decision.
        keys = (ClockKey.DECISION, ClockKey.AMENDED_FINAL)
        counted = cycle.held
    else:
        return []
    decided = cycle.decision.when.on if cycle.decision else None
    reviewed_since = bool(decided and plan.last_review and plan.last_review.on > decided)
    return [
        case.due(limits[key], counted, wrong_clock=reviewed_since, ended_by_event=True)
        for key in keys
    ]


def _held_due(case: CaseDates, plan: PlanFacts, cycle: _Cycle, stage: Stage) -> list[Due]:
    if cycle.held is None:
        return []
    limits = review_deadlines(cycle.held.on, meeting=cycle.held.on)
    due = [case.due(limits[ClockKey.DECISION], cycle.held)]
    if stage is Stage.REVIEW_REPORT_AWAITED:
        report = case.due(limits[ClockKey.MEETING_REPORT], cycle.held, ended_by_event=True)
        due.insert(0, report)
    return due + _review_due(case, plan, cycle)


def _coming_due(case: CaseDates, plan: PlanFacts, cycle: _Cycle) -> list[Due]:
    due = _review_due(case, plan, cycle)
    if cycle.coming is not None:
        limits = review_deadlines(cycle.coming.on, meeting=cycle.coming.on)
        policy_days = case.policy.views_asked_days_before_meeting
        before = (
            views_asked(cycle.coming.on, days_before_meeting=policy_days),
            limits[ClockKey.INVITATIONS],
            limits[ClockKey.ADVICE_CIRCULATED],
        )
        return [case.due(limit, cycle.coming) for limit in before] + due
    if due:
        due.append(case.due(latest_sensible_meeting(due[0].day), cycle.began))
    look = _early_years_look(case, cycle)
    if look is not None:
        due.append(case.due(look, cycle.began))
    return due


def _review_due(case: CaseDates, plan: PlanFacts, cycle: _Cycle) -> list[Due]:
    if cycle.began is None:
        return []
    limit = review_deadlines(cycle.began.on)[ClockKey.REVIEW_DUE]
    elsewhere = began_elsewhere(plan, case.facts.events, cycle.began.on)
    return [case.due(limit, cycle.began, wrong_clock=elsewhere)]


def _early_years_look(case: CaseDates, cycle: _Cycle) -> Deadline | None:
    if cycle.began is None or case.facts.born is None:
        return None
    return early_years_look(cycle.began.on, born=case.facts.born)


def _last_decision(plan: PlanFacts, events: tuple[Event, ...]) -> Event | None:
    """The latest decision: an event, or the record of the last review where it says what it was."""
    decisions = [event for event in events if event.kind in DECISIONS]
    if plan.last_review and plan.review_outcome:
        decisions.append(Event(plan.review_outcome, plan.last_review))
    return max(decisions, key=lambda event: event.when.on, default=None)


def _meetings(plan: PlanFacts, events: tuple[Event, ...]) -> list[Recorded]:
    by_day = {event.when.on: event.when for event in events if event.kind is EventKind.MEETING}
    if plan.meeting is not None and not was_moved_here(plan.meeting.on, events):
        by_day[plan.meeting.on] = plan.meeting
    return [by_day[day] for day in sorted(by_day)]


def _since(events: tuple[Event, ...], start: Recorded, kind: EventKind) -> Recorded | None:
    return latest((event for event in events if event.when.on >= start.on), kind)


def _not_before(when: Recorded | None, start: Recorded) -> Recorded | None:
    return when if when is not None and when.on >= start.on else None


def _latest_of(*found: Recorded | None) -> Recorded | None:
    return max((when for when in found if when), key=lambda when: when.on, default=None)


def _notice(cycle: _Cycle, made: Recorded | None) -> Recorded | None:
    """The latest of what may be appealed: the plan itself, a decision, an amended plan."""
    decided = cycle.decision
    if decided is not None and decided.kind is EventKind.DECISION_AMEND:
        return cycle.final or made
    return decided.when if decided is not None else made


def _happened(plan: PlanFacts, events: tuple[Event, ...], today: date) -> tuple[Step, ...]:
    steps = [Step(EVENT_STEPS[e.kind], e.when) for e in events if e.kind in EVENT_STEPS]
    steps += [Step(StepKind.MEETING, m) for m in _meetings(plan, events) if m.on < today]
    if plan.made is not None:
        steps.append(Step(StepKind.PLAN_MADE, plan.made))
    told = {event.when.on for event in events if event.kind in DECISIONS}
    if plan.last_review is not None and plan.last_review.on not in told:
        steps.append(Step(_completed(plan.review_outcome), plan.last_review))
    return tuple(steps)


def _completed(outcome: EventKind | None) -> StepKind:
    return StepKind(outcome.value) if outcome else StepKind.REVIEW_COMPLETED
