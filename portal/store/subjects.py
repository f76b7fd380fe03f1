"""What commitments can be about: the council's own short list."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from portal.domain.commitments import Subject
from portal.store.changes import adds_new
from portal.store.tables.commitments import CommitmentSubject


def list_subjects(session: Session) -> Sequence[Subject]:
    """By name."""
    rows = session.scalars(select(CommitmentSubject).order_by(func.lower(CommitmentSubject.name)))
    return [Subject(row.id, row.name) for row in rows]


def find_subject(session: Session, subject_id: UUID) -> Subject | None:
    row = session.get(CommitmentSubject, subject_id)
    return Subject(row.id, row.name) if row else None


def is_name_taken(session: Session, name: str, *, but_by: UUID | None = None) -> bool:
    """Whether another subject has this name, in whatever letters."""
    same = func.lower(CommitmentSubject.name) == name.lower()
    found = session.scalar(select(CommitmentSubject.id).where(same))
    return found is not None and found != but_by


def add_subject(session: Session, new_id: UUID, name: str) -> bool:
    """Add it; False, and nothing added, where this id is taken."""
    return adds_new(session, CommitmentSubject(id=new_id, name=name), new_id)


def change_subject(session: Session, subject_id: UUID, name: str) -> None:
    session.execute(
        update(CommitmentSubject).where(CommitmentSubject.id == subject_id).values(name=name)
    )


def remove_subject(session: Session, subject_id: UUID) -> None:
    session.execute(delete(CommitmentSubject).where(CommitmentSubject.id == subject_id))
