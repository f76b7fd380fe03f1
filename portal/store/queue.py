"""Taking what waits for the worker: each thing by one worker at a time.

PostgreSQL skips what another transaction is taking (``SKIP LOCKED``); on SQLite a transaction that
writes is alone from its ``BEGIN IMMEDIATE``.
"""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, CursorResult, exists, select, update
from sqlalchemy.orm import Session

from portal.domain.retries import LEASE, TRIES_ALLOWED, wait_before_retry
from portal.store.tables.jobs import Job
from portal.store.tables.outbox import OutboxMessage

Row = TypeVar("Row", Job, OutboxMessage)

FAILED = "failed"
_CRASHED = "worker died each time"


class ClaimLostError(Exception):
    """Another worker has taken this over; what was done under the claim must be rolled back."""


def has_waiting(
    session: Session, table: type[Row], now: datetime, *may_go: ColumnElement[bool]
) -> bool:
    """Whether anything can be taken now; ``may_go`` as for `claim_next`."""
    waiting = exists().where(table.ended_at.is_(None), table.next_at <= now, *may_go)
    return bool(session.scalar(select(waiting)))


def claim_next(
    session: Session,
    table: type[Row],
    now: datetime,
    *may_go: ColumnElement[bool],
    given_up: Callable[[Row], object] = lambda _row: None,
) -> Row | None:
    """Take what has waited longest, for `LEASE`; None where nothing waits. Commit before working.

    ``may_go`` are conditions of this table's own. What has killed its worker every time is given
    up here, and ``given_up`` is told.
    """
    while True:
        row = session.scalars(
            select(table)
            .where(table.ended_at.is_(None), table.next_at <= now, *may_go)
            .order_by(table.next_at, table.id)
            .limit(1)
            .with_for_update(skip_locked=True)
            .execution_options(populate_existing=True)
        ).first()
        if row is None:
            return None
        if row.tries >= TRIES_ALLOWED:
            row.ended_at, row.outcome, row.reason = now, FAILED, _CRASHED
            session.flush()
            given_up(row)
            continue
        row.claim, row.next_at, row.tries = uuid4(), now + LEASE, row.tries + 1
        session.flush()
        return row


def end(
    session: Session,
    table: type[Row],
    row_id: UUID,
    claim: UUID | None,
    *,
    outcome: str,
    reason: str | None,
    now: datetime,
) -> None:
    """Say that it is over. Raises ClaimLostError where another worker has taken it."""
    change(session, table, row_id, claim, ended_at=now, outcome=outcome, reason=reason)


def postpone(
    session: Session,
    table: type[Row],
    row_id: UUID,
    claim: UUID | None,
    *,
    tries: int,
    reason: str,
    now: datetime,
) -> bool:
    """Let it be tried again later, or give up after the last try (and answer False)."""
    wait = wait_before_retry(tries)
    if wait is None:
        end(session, table, row_id, claim, outcome=FAILED, reason=reason, now=now)
        return False
    change(session, table, row_id, claim, next_at=now + wait, claim=None, reason=reason)
    return True


def change(
    session: Session, table: type[Row], row_id: UUID, held: UUID | None, **values: object
) -> None:
    """Change what is still held under this claim. Raises ClaimLostError."""
    result = session.execute(
        update(table)
        .where(table.id == row_id, table.claim == held, table.ended_at.is_(None))
        .values(**values)
    )
    assert isinstance(result, CursorResult)  # noqa: S101 - what an UPDATE answers, for its row count
    if result.rowcount != 1:
        raise ClaimLostError(row_id)
