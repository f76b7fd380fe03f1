"""From what the records say to what a family is told: `plan_status`.

The stages of an assessment are in `plan_assessment`, those of a plan and its reviews in
`plan_review`, the words for the answer in `plan_stages`, and what may be called late in
`plan_dates`.
"""

from dataclasses import replace
from datetime import date

from portal.domain.appeals import AppealLimits, appeal_limits
from portal.domain.case_facts import CaseFacts, EventKind, PlanFacts, Recorded, latest
from portal.domain.clocks import ClockKey, Start
from portal.domain.dates import SchoolYear
from portal.domain.plan_assessment import assessment_course, assessment_steps
from portal.domain.plan_dates import CaseDates, ClockPolicy
from portal.domain.plan_review import review_course
from portal.domain.plan_stages import (
    Action,
    Ask,
    Course,
    Due,
    PlanStatus,
    Stage,
    Standing,
    Step,
    StepKind,
)
from portal.domain.rights import school_year_group
from portal.domain.transfers import Phase, coming_transfer, school_transfer_deadlines

DEFAULT_POLICY = ClockPolicy()

IN_FORCE = (
    Stage.PLAN_IN_FORCE,
    Stage.REVIEW_COMING,
    Stage.REVIEW_MEETING_BOOKED,
    Stage.REVIEW_REPORT_AWAITED,
    Stage.REVIEW_DECISION_AWAITED,
    Stage.AMENDMENT_NOTICE_AWAITED,
    Stage.AMENDMENT_COMMENTS_OPEN,
    Stage.AMENDED_PLAN_AWAITED,
)

MAY_SETTLE_MOVE = frozenset(
    {
        StepKind.PLAN_MADE,
        StepKind.REVIEW_COMPLETED,
        StepKind.DECISION_KEEP,
        StepKind.DECISION_AMEND,
        StepKind.FINAL_ISSUED,
    }
)

ACTIONS_AT = {
    Stage.NOTHING_RECORDED: (Action.ASK_FOR_ASSESSMENT,),
    Stage.REQUEST_RECEIVED: (Action.SEND_INFORMATION,),
    Stage.REQUEST_WITHDRAWN: (Action.ASK_FOR_ASSESSMENT,),
    Stage.ADVICE_GATHERED: (Action.SEND_INFORMATION,),
    Stage.ASSESSMENT_WITHDRAWN: (Action.ASK_FOR_ASSESSMENT,),
    Stage.DRAFT_WITH_FAMILY: (Action.COMMENT_ON_DRAFT,),
    Stage.PLAN_IN_FORCE: (Action.GIVE_VIEWS, Action.ASK_FOR_EARLY_REVIEW),
    Stage.REVIEW_COMING: (Action.GIVE_VIEWS,),
    Stage.REVIEW_MEETING_BOOKED: (Action.GIVE_VIEWS,),
    Stage.REVIEW_REPORT_AWAITED: (Action.GIVE_VIEWS,),
    Stage.REVIEW_DECISION_AWAITED: (Action.GIVE_VIEWS,),
    Stage.AMENDMENT_COMMENTS_OPEN: (Action.COMMENT_ON_CHANGES,),
}


def plan_status(facts: CaseFacts, today: date, policy: ClockPolicy = DEFAULT_POLICY) -> PlanStatus:
    """Where the case is on this day, what is next, and what a family can do."""
    case = CaseDates(facts, today, policy)
    course = _course(case)
    phase, transfer_due = _transfer(case, course)
    due = tuple(sorted((*course.due, *transfer_due), key=lambda each: each.day))
    appeal = _open_appeal(course.notice, today)
    return PlanStatus(
        stage=course.stage,
        happened=tuple(sorted(course.happened, key=lambda step: step.when.on)),
        due=due,
        actions=_actions(course.stage, due, appeal),
        ask=_ask(facts, course.stage),
        missing=course.missing,
        meeting=course.meeting,
        transfer=phase,
        appeal=appeal,
    )


def _course(case: CaseDates) -> Course:
    """The course that is running: a plan in force, else the latest assessment, else the end.

    A plan whose day is still to come is being finished, however far the assessment has come."""
    facts, plan = case.facts, _plan(case.facts)
    begins_later = plan is not None and plan.begins_later(case.today)
    ended = plan.ceased if plan and not begins_later else None
    if plan is not None and plan.is_in_force(case.today):
        course = review_course(case, plan)
        if facts.assessment is None:
            return course
        before = assessment_steps(case, facts.assessment)
        return replace(course, happened=(*_up_to(before, plan.made), *course.happened))
    received = facts.assessment.received if facts.assessment else None
    if facts.assessment and (ended is None or (received and received.on > ended.on)):
        return assessment_course(case, facts.assessment)
    if begins_later:
        return Course(Stage.FINAL_PLAN_AWAITED, (), missing=(Start.REQUEST_RECEIVED,))
    if ended is None:
        return Course(Stage.NOTHING_RECORDED, ())
    return Course(Stage.PLAN_CEASED, (Step(StepKind.PLAN_CEASED, ended),), notice=ended)


def _plan(facts: CaseFacts) -> PlanFacts | None:
    """The plan on record, or one of which only the day it was issued is known."""
    if facts.plan is not None:
        return facts.plan
    issued = latest(facts.events, EventKind.FINAL_ISSUED)
    return PlanFacts(made=issued) if issued else None


def _up_to(steps: tuple[Step, ...], made: Recorded | None) -> tuple[Step, ...]:
    return tuple(step for step in steps if made and step.when.on < made.on)


def _transfer(case: CaseDates, course: Course) -> tuple[Phase | None, tuple[Due, ...]]:
    """The move due next September, and the plan's amendment for it while that is not done.

    A plan made, or a review completed, this school year may have been the one for the move, and a
    plan may have moved in after the day: then a record without the transfer's date is being
    checked, not late.
    """
    facts, plan = case.facts, case.facts.plan
    if course.stage not in IN_FORCE or plan is None or facts.born is None:
        return None, ()
    year = SchoolYear.of(case.today)
    group = school_year_group(facts.born, case.today, recorded=facts.year_group)
    phase = coming_transfer(group, facts.setting_phase, on_record=plan.transfer_due is not None)
    if phase is None or (plan.transfer_done and plan.transfer_done.on >= year.first_day):
        return phase, ()
    limits = school_transfer_deadlines(phase, year.start + 1)
    final = limits[ClockKey.AMENDED_FINAL]
    settled = any(
        step.kind in MAY_SETTLE_MOVE and step.when.on >= year.first_day for step in course.happened
    )
    doubtful = settled or plan.moved_in or plan.made is None or plan.made.in_doubt
    due = [case.due(final, None, wrong_clock=doubtful and case.today > final.day)]
    if case.today <= limits[ClockKey.LATEST_SAFE_MEETING].day:
        due.append(case.due(limits[ClockKey.LATEST_SAFE_MEETING], None))
    return phase, tuple(due)


def _open_appeal(notice: Recorded | None, today: date) -> AppealLimits | None:
    if notice is None:
        return None
    limits = appeal_limits(notice.on)
    return limits if notice.on <= today <= limits.appeal_by else None


def _actions(stage: Stage, due: tuple[Due, ...], appeal: AppealLimits | None) -> tuple[Action, ...]:
    late = any(each.standing is Standing.LATE for each in due)
    return (
        *ACTIONS_AT.get(stage, ()),
        *((Action.ASK_WHY_LATE, Action.COMPLAIN) if late else ()),
        *((Action.ASK_FOR_MEDIATION, Action.APPEAL) if appeal else ()),
    )


def _ask(facts: CaseFacts, stage: Stage) -> tuple[Ask, ...]:
    council = Ask.CASEWORKER if facts.has_caseworker else Ask.SEND_TEAM
    setting = (Ask.SETTING,) if stage in IN_FORCE else ()
    return (council, *setting, Ask.ADVICE_SERVICE)


def recorded_dates(status: PlanStatus) -> tuple[Recorded, ...]:
    """Every date of the record that this status shows or counts from."""
    counted = (due.counted for due in status.due)
    shown = (*(step.when for step in status.happened), *counted, status.meeting)
    return tuple(dict.fromkeys(recorded for recorded in shown if recorded is not None))
