"""Records opened outside a caseload: by whom, why, until when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from portal.domain.people import Role, Viewer
from portal.domain.trail import ReadPurpose
from portal.store.changes import changes_one, table_of
from portal.store.sealing import SubjectErasedError, prepare_keys, seal, unseal
from portal.store.tables.children import CaseloadEntry, Child
from portal.store.tables.glass_breaks import GlassBreak
from portal.store.tables.people import Staff
from portal.store.visibility import on_caseload

_REASON = {"table": "glass_breaks", "column": "reason_sealed"}
_breaks = table_of(GlassBreak)


@dataclass(frozen=True, slots=True)
class OpenedRecord:
    """A record that somebody opened. ``reason`` is empty where the child's words are erased."""

    id: UUID
    child_id: UUID
    child: str
    opened_by: str
    reason: str
    for_safeguarding: bool
    opened_at: datetime
    last_day: date
    ended_at: datetime | None

    def is_open(self, today: date) -> bool:
        return self.ended_at is None and self.last_day >= today


def is_on_caseload(session: Session, viewer: Viewer, child_id: UUID) -> bool:
    own = on_caseload(viewer).where(CaseloadEntry.child_id == child_id)
    return session.scalar(own) is not None


def has_open(session: Session, viewer: Viewer, child_id: UUID, today: date) -> bool:
    """Whether this person has this record open already."""
    opened = select(GlassBreak.id).where(
        GlassBreak.child_id == child_id, *_open_of(viewer.person_id, today)
    )
    return session.scalar(opened.limit(1)) is not None


def add_opening(
    session: Session,
    viewer: Viewer,
    child_id: UUID,
    *,
    reason: str,
    for_safeguarding: bool,
    last_day: date,
    now: datetime,
) -> None:
    row_id = uuid4()
    sealed = seal(session, subject_id=child_id, **_REASON, row_id=row_id, text=reason)
    session.add(
        GlassBreak(
            id=row_id,
            child_id=child_id,
            staff_id=viewer.person_id,
            reason_sealed=sealed,
            for_safeguarding=for_safeguarding,
            opened_at=now,
            last_day=last_day,
        )
    )
    session.flush()


def end_opening(session: Session, viewer: Viewer, opening_id: UUID, now: datetime) -> bool:
    """End one's own opening now; False where there is none that is not ended."""
    statement = (
        update(_breaks)
        .where(
            _breaks.c.id == opening_id,
            _breaks.c.staff_id == viewer.person_id,
            _breaks.c.ended_at.is_(None),
        )
        .values(ended_at=now)
    )
    return changes_one(session, statement, {})


def list_own_open(session: Session, viewer: Viewer, today: date) -> Sequence[OpenedRecord]:
    """What this person has open now, the latest first."""
    return _list(session, *_open_of(viewer.person_id, today), limit=None, skip=0)


def list_opened_by_others(
    session: Session, viewer: Viewer, *, limit: int, skip: int
) -> Sequence[OpenedRecord]:
    """Records of this person's caseload, or of those they manage, that somebody else opened; for
    a safeguarding lead every record. The latest first."""
    sees_all = viewer.role is Role.SAFEGUARDING_LEAD
    among = () if sees_all else (GlassBreak.child_id.in_(on_caseload(viewer)),)
    return _list(session, *among, limit=limit, skip=skip)


def list_responsible(session: Session, child_id: UUID) -> Sequence[UUID]:
    """The caseworker of the child and the manager above."""
    row = session.execute(
        select(CaseloadEntry.caseworker_id, CaseloadEntry.manager_id).where(
            CaseloadEntry.child_id == child_id, CaseloadEntry.marked_absent_on.is_(None)
        )
    ).one_or_none()
    return [staff_id for staff_id in row or () if staff_id is not None]


def list_safeguarding_leads(session: Session) -> Sequence[UUID]:
    return session.scalars(
        select(Staff.id).where(Staff.role == Role.SAFEGUARDING_LEAD, Staff.closed_at.is_(None))
    ).all()


def purposes_meanwhile(session: Session, viewer: Viewer, today: date) -> Mapping[UUID, ReadPurpose]:
    """For what this person reads the children whom only the broken glass lets them see."""
    rows = session.execute(
        select(GlassBreak.child_id, GlassBreak.for_safeguarding)
        .where(*_open_of(viewer.person_id, today), GlassBreak.child_id.not_in(on_caseload(viewer)))
        .order_by(GlassBreak.for_safeguarding)  # of two, safeguarding is what counts
    )
    return {
        child_id: ReadPurpose.SAFEGUARDING if for_safeguarding else ReadPurpose.BREAK_GLASS
        for child_id, for_safeguarding in rows
    }


def _open_of(staff_id: UUID, today: date) -> tuple[ColumnElement[bool], ...]:
    return (
        GlassBreak.staff_id == staff_id,
        GlassBreak.last_day >= today,
        GlassBreak.ended_at.is_(None),
    )


def _list(
    session: Session, *conditions: ColumnElement[bool], limit: int | None, skip: int
) -> Sequence[OpenedRecord]:
    rows = session.execute(
        select(GlassBreak, Child.forename, Child.surname, Staff.name)
        .join(Child, Child.id == GlassBreak.child_id)
        .join(Staff, Staff.id == GlassBreak.staff_id)
        .where(*conditions)
        .order_by(GlassBreak.opened_at.desc(), GlassBreak.id)
        .limit(limit)
        .offset(skip)
    ).all()
    keys = prepare_keys(session, (row.child_id for row, *_ in rows))
    opened = [
        OpenedRecord(
            id=row.id,
            child_id=row.child_id,
            child=f"{forename} {surname}",
            opened_by=name,
            reason=_reason(session, row),
            for_safeguarding=row.for_safeguarding,
            opened_at=row.opened_at,
            last_day=row.last_day,
            ended_at=row.ended_at,
        )
        for row, forename, surname, name in rows
    ]
    del keys  # held until here, so that no reason asks the database for its key
    return opened


def _reason(session: Session, row: GlassBreak) -> str:
    try:
        return unseal(
            session, subject_id=row.child_id, **_REASON, row_id=row.id, sealed=row.reason_sealed
        )
    except SubjectErasedError:
        return ""
