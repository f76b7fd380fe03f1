"""Tasks of caseworkers: added with what makes them necessary, done once with a note."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import and_, case, exists, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from portal.domain.people import Viewer
from portal.domain.tasks import CALLS, NewTask, TaskKind
from portal.domain.worklist import OpenTasks
from portal.store.changes import changes_one, insert_into, table_of
from portal.store.recipients import DIED
from portal.store.sealing import SubjectErasedError, seal, unseal
from portal.store.tables.cases import Plan
from portal.store.tables.children import CaseloadEntry, Child
from portal.store.tables.people import Staff
from portal.store.tables.tasks import Task
from portal.store.visibility import listed_children, visible_children

_NOTE = {"table": "tasks", "column": "note_sealed"}
_tasks = table_of(Task)
_doer = aliased(Staff)


@dataclass(frozen=True, slots=True)
class ListedTask:
    """A task of a child's case. ``note`` is empty where none was written or it is erased."""

    id: UUID
    child_id: UUID
    kind: TaskKind
    about_id: UUID
    due_on: date
    child: str
    caseworker_id: UUID | None
    caseworker: str | None
    done_at: datetime | None = None
    done_by: str | None = None
    note: str = ""

    def is_overdue(self, today: date) -> bool:
        return self.done_at is None and self.due_on < today


_DIED = exists().where(Plan.child_id == Task.child_id, Plan.cease_reason == DIED)
_IS_OPEN = and_(Task.done_at.is_(None), or_(Task.kind.not_in(CALLS), ~_DIED))
"""Still to be done: nobody is asked to ring the family of a child who has died since."""

_LISTED = (
    select(
        Task.id,
        Task.child_id,
        Task.kind,
        Task.about_id,
        Task.due_on,
        Child.forename,
        Child.surname,
        CaseloadEntry.caseworker_id,
        Staff.name,
        Task.done_at,
        _doer.name,
    )
    .join(Child, Child.id == Task.child_id)
    .outerjoin(
        CaseloadEntry,
        (CaseloadEntry.child_id == Task.child_id) & CaseloadEntry.marked_absent_on.is_(None),
    )
    .outerjoin(Staff, Staff.id == CaseloadEntry.caseworker_id)
    .outerjoin(_doer, _doer.id == Task.done_by_id)
    .where(Task.kind.in_(TaskKind))
    .order_by(Task.due_on, Child.surname, Child.forename, Task.id)
)


def list_open_tasks(session: Session, viewer: Viewer, today: date) -> list[ListedTask]:
    """What is to be done for the children on this person's lists, by the day it is due."""
    rows = session.execute(
        _LISTED.where(_IS_OPEN, Task.child_id.in_(listed_children(viewer, today)))
    )
    return [_listed(row) for row in rows]


def count_open_tasks(session: Session, viewer: Viewer, today: date) -> dict[UUID, OpenTasks]:
    """How many tasks are open, and overdue, of each child on this person's lists that has any."""
    rows = session.execute(
        select(Task.child_id, func.count(), func.count(case((Task.due_on < today, 1))))
        .where(_IS_OPEN, Task.child_id.in_(listed_children(viewer, today)))
        .group_by(Task.child_id)
    )
    return {child_id: OpenTasks(count, overdue) for child_id, count, overdue in rows}


def list_tasks_of(session: Session, child_id: UUID) -> list[ListedTask]:
    """What is to be done, and was done, for this child, by the day it is or was due.

    For a caller who has made sure that the viewer may see the child.
    """
    rows = session.execute(
        _LISTED.add_columns(Task.note_sealed).where(
            Task.child_id == child_id, or_(Task.done_at.is_not(None), _IS_OPEN)
        )
    )
    return [
        _listed(listed, _note(session, child_id, listed[0], sealed)) for *listed, sealed in rows
    ]


def find_task(session: Session, viewer: Viewer, task_id: UUID, today: date) -> ListedTask | None:
    """This task, where this person may see the child today."""
    row = session.execute(
        _LISTED.where(Task.id == task_id, Task.child_id.in_(visible_children(viewer, today)))
    ).one_or_none()
    return None if row is None else _listed(row)


def end_task(session: Session, task: ListedTask, *, note: str, by_id: UUID, now: datetime) -> bool:
    """Note that this has been done; False, and nothing changed, where it had been."""
    sealed = (
        seal(session, subject_id=task.child_id, **_NOTE, row_id=task.id, text=note)
        if note
        else None
    )
    done = update(_tasks).where(_tasks.c.id == task.id, _tasks.c.done_at.is_(None))
    return changes_one(session, done.values(done_at=now, done_by_id=by_id, note_sealed=sealed), {})


def _listed(row: Sequence[Any], note: str = "") -> ListedTask:
    task_id, child_id, kind, about_id, due_on, forename, surname, *people_and_end = row
    caseworker_id, caseworker, done_at, done_by = people_and_end
    return ListedTask(
        task_id,
        child_id,
        TaskKind(kind),
        about_id,
        due_on,
        f"{forename} {surname}",
        caseworker_id,
        caseworker,
        done_at,
        done_by,
        note,
    )


def _note(session: Session, child_id: UUID, task_id: UUID, sealed: bytes | None) -> str:
    if sealed is None:
        return ""
    try:
        return unseal(session, subject_id=child_id, **_NOTE, row_id=task_id, sealed=sealed)
    except SubjectErasedError:
        return ""


def add_tasks(session: Session, tasks: Sequence[NewTask], now: datetime) -> None:
    """Add those that are not there yet: one of a kind about one thing."""
    if not tasks:
        return
    about = {task.about_id for task in tasks}
    rows = session.execute(select(Task.kind, Task.about_id).where(Task.about_id.in_(about)))
    known = {tuple(row) for row in rows}
    new = {
        (task.kind, task.about_id): task
        for task in tasks
        if (task.kind, task.about_id) not in known
    }
    if new:
        session.execute(
            insert_into(session, Task).on_conflict_do_nothing(),  # as another transaction may have
            [
                {
                    "id": uuid4(),
                    "child_id": task.child_id,
                    "kind": task.kind,
                    "about_id": task.about_id,
                    "due_on": task.due_on,
                    "added_at": now,
                }
                for task in new.values()
            ],
        )


def reopen_task(
    session: Session, task: NewTask, now: datetime, *, done_before: datetime | None = None
) -> None:
    """It has come up again after it was done: it is to be done once more. Changes nothing where it
    is open, was never there, or was done at ``done_before`` or later."""
    again = update(Task).where(
        Task.kind == task.kind, Task.about_id == task.about_id, Task.done_at.is_not(None)
    )
    if done_before is not None:
        again = again.where(Task.done_at < done_before)
    session.execute(again.values(due_on=task.due_on, added_at=now, done_at=None, done_by_id=None))


def end_tasks(
    session: Session, about_id: UUID, kinds: Collection[TaskKind], by_id: UUID | None, now: datetime
) -> None:
    """What is done about this thing has been done; ``by_id`` is the member of staff, if it was
    one. Those that were done before stay as they were."""
    session.execute(
        update(Task)
        .where(Task.about_id == about_id, Task.kind.in_(kinds), Task.done_at.is_(None))
        .values(done_at=now, done_by_id=by_id)
    )
