"""The short list of what commitments can be about, as the officer keeps it."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from portal.store import commitments, subjects


@dataclass(frozen=True, slots=True)
class NameTaken:
    """Another subject has this name."""


@dataclass(frozen=True, slots=True)
class StillUsed:
    """Commitments are about it."""


def add_subject(session: Session, name: str, *, new_id: UUID) -> UUID | NameTaken:
    """A new subject; pressed twice it is one."""
    there = subjects.find_subject(session, new_id)
    if there is not None and there.name == name:
        return new_id
    if subjects.is_name_taken(session, name):
        return NameTaken()
    new_id = new_id if there is None else uuid4()
    subjects.add_subject(session, new_id, name)
    return new_id


def change_subject(session: Session, subject_id: UUID, name: str) -> NameTaken | None:
    if subjects.is_name_taken(session, name, but_by=subject_id):
        return NameTaken()
    subjects.change_subject(session, subject_id, name)
    return None


def remove_subject(session: Session, subject_id: UUID) -> StillUsed | None:
    """Take it off the list, where nothing is about it."""
    if commitments.is_subject_used(session, subject_id):
        return StillUsed()
    subjects.remove_subject(session, subject_id)
    return None
