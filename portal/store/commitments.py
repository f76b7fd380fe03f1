"""Commitments: added, changed, found and listed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.commitments import (
    Commitment,
    MeasureSaid,
    Promise,
    Rating,
    Said,
    ThemeSaid,
)
from portal.store.changes import adds_new
from portal.store.tables.commitments import CommitmentRow


def add_commitment(
    session: Session, new_id: UUID, said: Said, promise: Promise, now: datetime
) -> bool:
    """Add it; False, and nothing added, where this id is taken."""
    row = CommitmentRow(id=new_id)
    _write(row, said, promise, now)
    return adds_new(session, row, new_id)


def change_commitment(
    session: Session, commitment_id: UUID, said: Said, promise: Promise, now: datetime
) -> None:
    """Raises NoResultFound where there is none."""
    row = session.get_one(CommitmentRow, commitment_id)
    _write(row, said, promise, now)
    session.flush()


def find_commitment(session: Session, commitment_id: UUID) -> Commitment | None:
    row = session.get(CommitmentRow, commitment_id)
    return _read(row) if row else None


def list_commitments(session: Session) -> list[Commitment]:
    """All of them, those due first at the top."""
    rows = session.scalars(select(CommitmentRow).order_by(CommitmentRow.due_on, CommitmentRow.id))
    return [_read(row) for row in rows]


def _write(row: CommitmentRow, said: Said, promise: Promise, now: datetime) -> None:
    match said:
        case MeasureSaid(release_id, measure):
            row.release_id, row.measure, row.theme = release_id, measure, None
        case ThemeSaid(theme):
            row.release_id, row.measure, row.theme = None, None, theme
    row.action, row.owner, row.due_on = promise.action, promise.owner, promise.due
    row.reply, row.rating, row.evidence = promise.reply, promise.rating, promise.evidence
    row.changed_at = now


def _read(row: CommitmentRow) -> Commitment:
    said: Said = ThemeSaid(row.theme or "")
    if row.release_id is not None and row.measure is not None:
        said = MeasureSaid(row.release_id, row.measure)
    return Commitment(
        row.id,
        said,
        Promise(
            action=row.action,
            owner=row.owner,
            due=row.due_on,
            reply=row.reply,
            rating=Rating(row.rating) if row.rating else None,
            evidence=row.evidence,
        ),
    )
