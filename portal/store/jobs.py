"""Jobs: added with their cause, taken by the worker, ended."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from portal.store import queue
from portal.store.tables.jobs import Job

DONE = "done"


@dataclass(frozen=True, slots=True)
class ClaimedJob:
    """A job that this worker has taken."""

    id: UUID
    claim: UUID | None
    kind: str
    payload: dict[str, str]
    tries: int


def add_job(
    session: Session,
    kind: str,
    payload: dict[str, str],
    now: datetime,
    *,
    at: datetime | None = None,
) -> UUID:
    """Add work for the worker, in the transaction of its cause; with ``at`` not before that
    instant. No personal data in the payload."""
    job = Job(id=uuid4(), kind=kind, payload=payload, added_at=now, next_at=at or now, tries=0)
    session.add(job)
    session.flush()
    return job.id


def was_added_since(session: Session, kind: str, moment: datetime) -> bool:
    """Whether a job of this kind was added after this moment, done or not."""
    added = exists().where(Job.kind == kind, Job.added_at > moment)
    return bool(session.scalar(select(added)))


def has_waiting_job(session: Session, now: datetime) -> bool:
    return queue.has_waiting(session, Job, now)


def claim_job(session: Session, now: datetime) -> ClaimedJob | None:
    """Take the next job; None where none waits."""
    row = queue.claim_next(session, Job, now)
    if row is None:
        return None
    return ClaimedJob(row.id, row.claim, row.kind, dict(row.payload), row.tries)


def end_job(session: Session, job: ClaimedJob, now: datetime) -> None:
    """In the transaction of the work itself: both happen or neither. Raises ClaimLostError."""
    queue.end(session, Job, job.id, job.claim, outcome=DONE, reason=None, now=now)


def postpone_job(session: Session, job: ClaimedJob, *, reason: str, now: datetime) -> bool:
    """After a failure: later, or never again (False)."""
    return queue.postpone(session, Job, job.id, job.claim, tries=job.tries, reason=reason, now=now)
