"""Recording what happened in a case, and putting right what was recorded.

Nothing that was recorded is changed or removed: a correction stands beside it, with its reason, so
that a clock can show what was known when.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal.actions.reviews import keep_reviews_in_step
from portal.domain.case_events import (
    MAY_BE_BOOKED,
    MAY_RECORD,
    RecordedEvent,
    as_recorded,
    standing,
)
from portal.domain.case_facts import DECISIONS, EventKind
from portal.domain.clocks import SEND_REGULATIONS_BEGIN
from portal.domain.dates import london_day
from portal.domain.exceptions import LawfulException, read_exception
from portal.domain.people import Viewer
from portal.store.recorded_events import NewEvent, add_event, hold_case, list_recorded
from portal.store.trail import ReadPurpose, record_read

DETAIL_AT_MOST = 200
EXCUSES = frozenset({EventKind.EXCEPTION, EventKind.AGREED_DELAY})
MOVES_REVIEW = DECISIONS | {EventKind.MEETING}


@dataclass(frozen=True, slots=True)
class EventRecorded:
    """``kind`` is what was recorded: an exception without a lawful reason is an agreed delay."""

    event_id: UUID
    kind: EventKind


@dataclass(frozen=True, slots=True)
class CaseNotVisible:
    """No such child for this viewer."""


@dataclass(frozen=True, slots=True)
class NotForThisRole:
    """This person does not record, or correct, events of this kind."""

    kind: EventKind


@dataclass(frozen=True, slots=True)
class DayToCome:
    """Only a meeting may have a day to come."""


@dataclass(frozen=True, slots=True)
class BeforeTheLaw:
    """From before the regulations began: no clock covers it."""

    began: date = SEND_REGULATIONS_BEGIN


@dataclass(frozen=True, slots=True)
class ExcusedDateUnreadable:
    """The exception has an excused date that is none."""


@dataclass(frozen=True, slots=True)
class DetailTooLong:
    """``most`` characters are kept in plain; what is longer belongs into the note."""

    most: int = DETAIL_AT_MOST


@dataclass(frozen=True, slots=True)
class AlreadyRecorded:
    """The same is on record here."""

    event_id: UUID


@dataclass(frozen=True, slots=True)
class MeetingAlreadyBooked:
    """A meeting still to come is on record here: another day is a correction of that one."""

    event_id: UUID
    day: date


@dataclass(frozen=True, slots=True)
class NothingRecorded:
    """No such row for this child."""


@dataclass(frozen=True, slots=True)
class AlreadyCorrected:
    """Somebody has put this row right, or withdrawn it, before."""


@dataclass(frozen=True, slots=True)
class ReasonMissing:
    """A correction says why."""


@dataclass(frozen=True, slots=True)
class NothingChanged:
    """The correction says the same as what it corrects."""


Unsound = NotForThisRole | DayToCome | BeforeTheLaw | ExcusedDateUnreadable | DetailTooLong
RecordRefusal = CaseNotVisible | Unsound | AlreadyRecorded | MeetingAlreadyBooked
CorrectionRefusal = (
    CaseNotVisible
    | Unsound
    | AlreadyRecorded
    | NothingRecorded
    | AlreadyCorrected
    | ReasonMissing
    | NothingChanged
)


def record_event(
    session: Session,
    viewer: Viewer,
    child_id: UUID,
    *,
    kind: EventKind,
    day: date,
    detail: str = "",
    note: str = "",
    now: datetime,
) -> EventRecorded | RecordRefusal:
    """Record that this happened, or that a meeting is booked.

    ``detail`` is what the events file would say: of an exception ``reason; excused date; who
    decided``, of advice who was asked. ``note`` is free text, kept sealed. An exception without a
    lawful reason is recorded as an agreed delay, its detail in the note.
    """
    today = london_day(now)
    if not hold_case(session, viewer, child_id, today):
        return CaseNotVisible()
    new = _new_event(child_id, kind, day, detail, note)
    unsound = _why_unsound(viewer, new, today)
    if unsound is not None:
        return unsound
    on_record = standing(list_recorded(session, child_id))
    same = _same(on_record, new)
    if same is not None:
        return AlreadyRecorded(same.id)
    if new.kind is EventKind.MEETING and day > today:
        booked = [row for row in on_record if row.kind is EventKind.MEETING and row.day > today]
        if booked:
            return MeetingAlreadyBooked(booked[-1].id, booked[-1].day)
    return _add(session, new, viewer, now, moves_review=new.kind in MOVES_REVIEW)


def correct_event(
    session: Session,
    viewer: Viewer,
    child_id: UUID,
    event_id: UUID,
    *,
    kind: EventKind,
    day: date,
    detail: str = "",
    reason: str,
    now: datetime,
) -> EventRecorded | CorrectionRefusal:
    """Say what is right in the place of what was recorded, and why."""
    before = _find_open(session, viewer, child_id, event_id, reason, now)
    if not isinstance(before, RecordedEvent):
        return before
    new = _new_event(child_id, kind, day, detail, reason, replaces=event_id)
    unsound = _why_unsound(viewer, new, london_day(now))
    if unsound is not None:
        return unsound
    if (new.kind, new.day, new.detail) == (before.kind, before.day, before.detail):
        return NothingChanged()
    same = _same(standing(list_recorded(session, child_id)), new)
    if same is not None and same.id != event_id:
        return AlreadyRecorded(same.id)
    moves_review = bool({before.kind, new.kind} & MOVES_REVIEW)
    return _add(session, new, viewer, now, moves_review=moves_review)


def withdraw_event(
    session: Session,
    viewer: Viewer,
    child_id: UUID,
    event_id: UUID,
    *,
    reason: str,
    now: datetime,
) -> EventRecorded | CorrectionRefusal:
    """Take back what was recorded, because it never happened."""
    before = _find_open(session, viewer, child_id, event_id, reason, now)
    if not isinstance(before, RecordedEvent):
        return before
    taken_back = NewEvent(
        child_id,
        before.kind,
        before.day,
        before.detail,
        reason.strip(),
        replaces=event_id,
        is_withdrawn=True,
    )
    return _add(session, taken_back, viewer, now, moves_review=before.kind in MOVES_REVIEW)


def _find_open(
    session: Session, viewer: Viewer, child_id: UUID, event_id: UUID, reason: str, now: datetime
) -> RecordedEvent | CorrectionRefusal:
    """The row, where it still stands and this person may put it right."""
    if not hold_case(session, viewer, child_id, london_day(now)):
        return CaseNotVisible()
    rows = list_recorded(session, child_id)
    before = next((row for row in rows if row.id == event_id), None)
    if before is None:
        return NothingRecorded()
    if before not in standing(rows):
        return AlreadyCorrected()
    if before.kind not in MAY_RECORD.get(viewer.role, ()):
        return NotForThisRole(before.kind)
    if not reason.strip():
        return ReasonMissing()
    return before


def _new_event(
    child_id: UUID,
    kind: EventKind,
    day: date,
    detail: str,
    note: str,
    replaces: UUID | None = None,
) -> NewEvent:
    detail, note = detail.strip(), note.strip()
    recorded = as_recorded(kind, day, detail)
    if recorded is not kind:
        detail, note = "", " ".join(text for text in (detail.strip("; "), note) if text)
    return NewEvent(child_id, recorded, day, detail, note, replaces)


def _why_unsound(viewer: Viewer, new: NewEvent, today: date) -> Unsound | None:
    if new.kind not in MAY_RECORD.get(viewer.role, ()):
        return NotForThisRole(new.kind)
    if new.day > today and new.kind not in MAY_BE_BOOKED:
        return DayToCome()
    if new.day < SEND_REGULATIONS_BEGIN:
        return BeforeTheLaw()
    if len(new.detail) > DETAIL_AT_MOST:
        return DetailTooLong()
    if new.kind is EventKind.EXCEPTION:
        exception = read_exception(new.day, new.detail)
        if isinstance(exception, LawfulException) and exception.in_doubt:
            return ExcusedDateUnreadable()
    return None


def _same(on_record: tuple[RecordedEvent, ...], new: NewEvent) -> RecordedEvent | None:
    fact = (new.kind, new.day, new.detail)
    return next((row for row in on_record if (row.kind, row.day, row.detail) == fact), None)


def _add(
    session: Session, new: NewEvent, viewer: Viewer, now: datetime, *, moves_review: bool
) -> EventRecorded:
    event_id = add_event(session, new, by=viewer, now=now)
    if new.kind in EXCUSES:
        purpose = ReadPurpose.EXCEPTION_RECORDED
        record_read(session, viewer, child_id=new.child_id, purpose=purpose)
    if moves_review:
        keep_reviews_in_step(session, london_day(now), child_id=new.child_id)
    return EventRecorded(event_id, new.kind)
