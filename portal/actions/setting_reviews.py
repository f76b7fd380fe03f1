"""What a setting's coordinator does: set and move the meeting, record that it was held and that
its report went out. The family is told at once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal.actions.case_events import (
    AlreadyRecorded,
    CaseNotVisible,
    CorrectionRefusal,
    DayToCome,
    EventRecorded,
    MeetingAlreadyBooked,
    RecordRefusal,
    correct_event,
    record_event,
)
from portal.actions.family_news import News, tell_families
from portal.actions.messages import queue_messages
from portal.actions.review_cycle import ReviewWork, act_at_once
from portal.actions.staff_accounts import send_set_up_link
from portal.domain.case_events import standing
from portal.domain.case_facts import EventKind
from portal.domain.dates import SchoolTerm, london_day
from portal.domain.messages import MessageKind, Recipient, RecipientKind
from portal.domain.people import Viewer
from portal.domain.review_cycle import (
    CAUGHT_UP_FOR,
    NOTICE,
    CycleStep,
    NoticeTooShort,
    why_not_meet,
)
from portal.domain.reviews import ReviewClosed
from portal.store.milestones import Milestone, note_new
from portal.store.outbox import NewMessage
from portal.store.recorded_events import hold_case, list_recorded
from portal.store.review_cycles import (
    OpenReview,
    list_every_coordinator,
    list_open_reviews,
)

MOVED = "moved by the setting"
TERM_LIST = "term_list"


@dataclass(frozen=True, slots=True)
class NoOpenReview:
    """There is no review of this child to act on."""


@dataclass(frozen=True, slots=True)
class NotThisReview:
    """The day belongs to the review before this one, which ended on ``ended``."""

    ended: date


@dataclass(frozen=True, slots=True)
class NoMeetingYet:
    """No meeting of this review has been held by that day."""


@dataclass(frozen=True, slots=True)
class Kept:
    """It is on record."""


Refusal = (
    CaseNotVisible
    | NoOpenReview
    | ReviewClosed
    | NoticeTooShort
    | NotThisReview
    | NoMeetingYet
    | RecordRefusal
    | CorrectionRefusal
)


def set_meeting(
    session: Session, viewer: Viewer, child_id: UUID, day: date, work: ReviewWork
) -> Kept | Refusal:
    """Book the meeting of this child's review for a day, or move it there; everybody is invited."""
    found = _find(session, viewer, child_id, work.today)
    if not isinstance(found, OpenReview):
        return found
    if refusal := why_not_meet(found.review, day, work.today):
        return refusal
    kept = _record_meeting(session, viewer, child_id, day, work.now)
    if not isinstance(kept, EventRecorded | AlreadyRecorded):
        return kept
    act_at_once(session, child_id, work)
    if isinstance(kept, EventRecorded) and _was_told(found, day):
        # Moved away and back: those who read of the day in between have to hear again.
        news = News(child_id, MessageKind.MEETING_SET, work.paths.child(child_id))
        tell_families(session, [news], work.now)
    return Kept()


def record_meeting_held(
    session: Session, viewer: Viewer, child_id: UUID, day: date, work: ReviewWork
) -> Kept | Refusal:
    """Record the day on which the meeting was held, whatever day it had been booked for."""
    found = _find(session, viewer, child_id, work.today)
    if not isinstance(found, OpenReview):
        return found
    if day > work.today:
        return DayToCome()
    if day <= found.review.cycle_began:
        return NotThisReview(found.review.cycle_began)
    kept = _record_meeting(
        session, viewer, child_id, day, work.now, in_place_since=found.review.cycle_began
    )
    if not isinstance(kept, EventRecorded | AlreadyRecorded):
        return kept
    act_at_once(session, child_id, work)
    return Kept()


def record_report_sent(
    session: Session, viewer: Viewer, child_id: UUID, day: date, work: ReviewWork
) -> Kept | Refusal:
    """Record that the report of the meeting went to everybody who was invited (reg 20(7))."""
    found = _find(session, viewer, child_id, work.today)
    if not isinstance(found, OpenReview):
        return found
    meeting = found.review.meeting
    if meeting is None or meeting > work.today or day < meeting:
        return NoMeetingYet()
    kept = record_event(
        session, viewer, child_id, kind=EventKind.MEETING_REPORT, day=day, now=work.now
    )
    if not isinstance(kept, EventRecorded | AlreadyRecorded):
        return kept
    act_at_once(session, child_id, work)
    return Kept()


def _find(
    session: Session, viewer: Viewer, child_id: UUID, today: date
) -> OpenReview | CaseNotVisible | NoOpenReview:
    """The open review of a child whom this person may see; others who record wait their turn."""
    if not hold_case(session, viewer, child_id, today):
        return CaseNotVisible()
    found = list_open_reviews(session, child_id)
    return found[-1] if found else NoOpenReview()


def _record_meeting(
    session: Session,
    viewer: Viewer,
    child_id: UUID,
    day: date,
    now: datetime,
    in_place_since: date | None = None,
) -> EventRecorded | AlreadyRecorded | RecordRefusal | CorrectionRefusal:
    """The meeting of this day, in the place of the one that was booked here and is still to come,
    or, with ``in_place_since``, of any that was recorded here since then."""
    replaced = None
    if in_place_since is not None:
        rows = standing(list_recorded(session, child_id))
        meetings = [row for row in rows if row.kind is EventKind.MEETING]
        since = [row for row in meetings if row.day > in_place_since and row.day != day]
        replaced = since[-1].id if since else None
    if replaced is None:
        kept = record_event(session, viewer, child_id, kind=EventKind.MEETING, day=day, now=now)
        if not isinstance(kept, MeetingAlreadyBooked):
            return kept
        replaced = kept.event_id
    return correct_event(
        session,
        viewer,
        child_id,
        replaced,
        kind=EventKind.MEETING,
        day=day,
        reason=MOVED,
        now=now,
    )


def _was_told(found: OpenReview, day: date) -> bool:
    invited = [done for done in found.done if done.step is CycleStep.MEETING_INVITED]
    return day - NOTICE in {done.day for done in invited}


def send_term_lists(
    session: Session, *, list_path: str, set_up_path: Callable[[str], str], now: datetime
) -> None:
    """At the start of each school term, tell every coordinator once that the list is ready; with
    it goes a link to set the account up, where that was never done."""
    today = london_day(now)
    term = SchoolTerm.of(today)
    if today - term.first_day > CAUGHT_UP_FOR:
        return
    coordinators = {each.staff_id: each for each in list_every_coordinator(session, today)}
    wanted = [Milestone(staff_id, TERM_LIST, term.first_day) for staff_id in coordinators]
    new = [coordinators[milestone.subject_id] for milestone in note_new(session, wanted, now)]
    to = [Recipient(RecipientKind.STAFF, each.staff_id) for each in new]
    queue_messages(
        session, [NewMessage(person, MessageKind.TERM_LIST, list_path) for person in to], now
    )
    for each in new:
        if not each.can_sign_in:
            send_set_up_link(session, staff_id=each.staff_id, link_path=set_up_path, now=now)
