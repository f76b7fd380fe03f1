"""What staff recorded of a case here: added, never changed."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.case_events import RecordedEvent
from portal.domain.case_facts import EventKind
from portal.domain.people import Viewer
from portal.store.sealing import SubjectErasedError, seal, unseal
from portal.store.tables.children import Child
from portal.store.tables.people import Staff
from portal.store.tables.recorded_events import RecordedEventRow
from portal.store.visibility import visible_children

_NOTE = {"table": "recorded_events", "column": "note_sealed"}


@dataclass(frozen=True, slots=True)
class NewEvent:
    """``replaces`` is the row that this one puts right; ``is_withdrawn`` takes that one back."""

    child_id: UUID
    kind: EventKind
    day: date
    detail: str = ""
    note: str = ""
    replaces: UUID | None = None
    is_withdrawn: bool = False


def add_event(session: Session, event: NewEvent, *, by: Viewer, now: datetime) -> UUID:
    """Add this row; its id."""
    row_id = uuid4()
    sealed = (
        seal(session, subject_id=event.child_id, **_NOTE, row_id=row_id, text=event.note)
        if event.note
        else None
    )
    session.add(
        RecordedEventRow(
            id=row_id,
            child_id=event.child_id,
            kind=event.kind,
            happened_on=event.day,
            detail=event.detail,
            note_sealed=sealed,
            recorded_by_id=by.person_id,
            role=by.role,
            recorded_at=now,
            replaces_id=event.replaces,
            is_withdrawn=event.is_withdrawn,
        )
    )
    session.flush()
    return row_id


def hold_case(session: Session, viewer: Viewer, child_id: UUID, today: date) -> bool:
    """Whether this person may see the child today. Nobody else records anything for the child
    until the transaction ends, so that two who press at once record one thing."""
    held = session.scalar(
        select(Child.id)
        .where(Child.id == child_id, Child.id.in_(visible_children(viewer, today)))
        .with_for_update(of=Child)
    )
    return held is not None


def list_recorded(session: Session, child_id: UUID) -> tuple[RecordedEvent, ...]:
    """Every row for this child, corrections with what they correct, in the order of recording.

    For a caller who has made sure that the viewer may see the child.
    """
    rows = session.execute(
        select(RecordedEventRow, Staff.name)
        .join(Staff, Staff.id == RecordedEventRow.recorded_by_id)
        .where(RecordedEventRow.child_id == child_id)
        .order_by(RecordedEventRow.recorded_at, RecordedEventRow.id)
    )
    return tuple(
        RecordedEvent(
            id=row.id,
            kind=EventKind(row.kind),
            day=row.happened_on,
            detail=row.detail,
            recorded_at=row.recorded_at,
            replaces=row.replaces_id,
            is_withdrawn=row.is_withdrawn,
            recorded_by=name,
            note=_note(session, row),
        )
        for row, name in rows
    )


def _note(session: Session, row: RecordedEventRow) -> str:
    if row.note_sealed is None:
        return ""
    try:
        return unseal(
            session, subject_id=row.child_id, **_NOTE, row_id=row.id, sealed=row.note_sealed
        )
    except SubjectErasedError:
        return ""
