"""What the worker can do: each feature says which of its jobs there are, and which start by
themselves."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from flask import Flask
from sqlalchemy.orm import Session

from portal.domain.dates import london_midnight
from portal.store import jobs

Handler = Callable[[Session, dict[str, str], datetime], None]
IsDue = Callable[[Session, datetime], bool]

_EXTENSION = "worker_jobs"


@dataclass(frozen=True, slots=True)
class WorkerJobs:
    """``recurring`` names the jobs that start by themselves, with what says that it is time."""

    handlers: dict[str, Handler] = field(default_factory=dict)
    recurring: dict[str, IsDue] = field(default_factory=dict)


def jobs_of(app: Flask) -> WorkerJobs:
    known: WorkerJobs = app.extensions.setdefault(_EXTENSION, WorkerJobs())
    return known


def add_handler(app: Flask, kind: str, handler: Handler, *, is_due: IsDue | None = None) -> None:
    """Let the worker do jobs of this kind; with ``is_due`` it starts one whenever that says so."""
    jobs_of(app).handlers[kind] = handler
    if is_due is not None:
        jobs_of(app).recurring[kind] = is_due


def once_a_day(kind: str) -> IsDue:
    """For a job that runs once each day in London, as soon after midnight as a worker looks.

    Two workers that both find it due add two jobs: a daily job must do nothing the second time.
    """

    def is_due(session: Session, now: datetime) -> bool:
        return not jobs.was_added_since(session, kind, london_midnight(now))

    return is_due
