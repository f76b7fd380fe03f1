"""What the invented caseworker has written down at the desk: held, reported, excused, put right."""

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from portal.actions.case_events import EventRecorded, correct_event, record_event
from portal.domain.case_facts import EventKind
from portal.domain.people import Viewer
from portal.domain.plan_stages import Stage
from portal.domain.plans import plan_status
from portal.store.cases import Case, list_cases

EACH = 3
NEXT_STEP = {
    Stage.REVIEW_REPORT_AWAITED: EventKind.MEETING_REPORT,
    Stage.REVIEW_DECISION_AWAITED: EventKind.DECISION_KEEP,
    Stage.AMENDMENT_NOTICE_AWAITED: EventKind.AMENDMENT_NOTICE,
    Stage.FINAL_PLAN_AWAITED: EventKind.EXCEPTION,
}
EXCUSED = "away_from_area; {until}; Panel of the SEND team"
SOME_DAYS = timedelta(days=4)
SEVEN_WEEKS = timedelta(days=49)


def write_down(session: Session, viewer: Viewer, today: date, now: datetime) -> int:
    """Up to three cases of a kind have moved on by what was recorded here; how many events."""
    left = dict.fromkeys(NEXT_STEP, EACH)
    recorded = 0
    for case in list_cases(session, viewer, today):
        stage = plan_status(case.facts, today).stage
        if left.get(stage):
            left[stage] -= 1
            recorded += _write(session, viewer, case, NEXT_STEP[stage], today, now)
    return recorded


def _write(
    session: Session, viewer: Viewer, case: Case, kind: EventKind, today: date, now: datetime
) -> int:
    """The event a few days ago; where it is a decision, with the day put right afterwards."""
    day = today - SOME_DAYS
    detail = EXCUSED.format(until=today + SEVEN_WEEKS) if kind is EventKind.EXCEPTION else ""
    done = record_event(
        session, viewer, case.child_id, kind=kind, day=day, detail=detail, now=now - SOME_DAYS
    )
    if isinstance(done, EventRecorded) and kind is EventKind.DECISION_KEEP:
        correct_event(
            session,
            viewer,
            case.child_id,
            done.event_id,
            kind=kind,
            day=day - timedelta(days=1),
            reason="The letter is dated a day earlier.",
            now=now,
        )
    return isinstance(done, EventRecorded)
