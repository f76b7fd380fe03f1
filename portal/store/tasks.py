"""Tasks of caseworkers: added with what makes them necessary."""

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from portal.domain.tasks import NewTask
from portal.store.tables.tasks import Task


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
            insert(Task),
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
