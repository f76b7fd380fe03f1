"""A caseworker does what was to be done, and writes what came of it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal.domain.dates import london_day
from portal.domain.people import Viewer
from portal.store.tasks import ListedTask, end_task, find_task


@dataclass(frozen=True, slots=True)
class NoSuchTask:
    """No task by this id for a child that this person may see."""


@dataclass(frozen=True, slots=True)
class AlreadyDone:
    """Somebody has done it; nothing was changed."""

    task: ListedTask


def do_task(
    session: Session, viewer: Viewer, task_id: UUID, *, note: str, now: datetime
) -> ListedTask | NoSuchTask | AlreadyDone:
    """Note that this is done, by whom and when; the note is sealed with the child's key."""
    task = find_task(session, viewer, task_id, london_day(now))
    if task is None:
        return NoSuchTask()
    if not end_task(session, task, note=note.strip(), by_id=viewer.person_id, now=now):
        return AlreadyDone(task)
    return task
