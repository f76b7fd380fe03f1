"""Legal holds: set, ended, and asked by whatever deletes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from portal.store.changes import changes_one, table_of
from portal.store.sealing import SubjectErasedError, prepare_keys, seal, unseal
from portal.store.tables.children import Child
from portal.store.tables.legal_holds import LegalHold
from portal.store.tables.people import Staff

_REASON = {"table": "legal_holds", "column": "reason_sealed"}
_holds = table_of(LegalHold)


@dataclass(frozen=True, slots=True)
class Hold:
    """A hold that stands. The child is named by the case reference alone."""

    id: UUID
    reference: str
    reason: str
    set_by: str
    set_at: datetime


def held_children() -> Select[UUID]:
    """The children of whom nothing may be deleted; for use as a subquery."""
    return select(LegalHold.child_id).where(LegalHold.ended_at.is_(None))


def is_held(session: Session, child_id: UUID) -> bool:
    held = held_children().where(LegalHold.child_id == child_id)
    return session.scalar(held.limit(1)) is not None


def add_hold(
    session: Session, child_id: UUID, *, reason: str, set_by_id: UUID, now: datetime
) -> None:
    row_id = uuid4()
    sealed = seal(session, subject_id=child_id, **_REASON, row_id=row_id, text=reason)
    session.add(
        LegalHold(
            id=row_id, child_id=child_id, reason_sealed=sealed, set_by_id=set_by_id, set_at=now
        )
    )
    session.flush()


def end_hold(session: Session, hold_id: UUID, *, ended_by_id: UUID, now: datetime) -> UUID | None:
    """End a hold; the child it was for, or None where no such hold stands."""
    statement = (
        update(_holds)
        .where(_holds.c.id == hold_id, _holds.c.ended_at.is_(None))
        .values(ended_by_id=ended_by_id, ended_at=now)
    )
    if not changes_one(session, statement, {}):
        return None
    return session.scalar(select(LegalHold.child_id).where(LegalHold.id == hold_id))


def list_holds(session: Session) -> Sequence[Hold]:
    """The holds that stand, the oldest first."""
    rows = session.execute(
        select(LegalHold, Child.caseref, Child.upn, Staff.name)
        .join(Child, Child.id == LegalHold.child_id)
        .join(Staff, Staff.id == LegalHold.set_by_id)
        .where(LegalHold.ended_at.is_(None))
        .order_by(LegalHold.set_at, LegalHold.id)
    ).all()
    keys = prepare_keys(session, (row.child_id for row, *_ in rows))
    holds = [
        Hold(row.id, caseref or upn or "", _reason(session, row), name, row.set_at)
        for row, caseref, upn, name in rows
    ]
    del keys  # held until here, so that no reason asks the database for its key
    return holds


def _reason(session: Session, row: LegalHold) -> str:
    try:
        return unseal(
            session, subject_id=row.child_id, **_REASON, row_id=row.id, sealed=row.reason_sealed
        )
    except SubjectErasedError:
        return ""
