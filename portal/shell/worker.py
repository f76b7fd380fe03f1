"""`flask worker`: works through jobs and messages, one commit each. Any number may run at once.

What a worker has taken comes back by itself when it dies. A job's effects and its end are one
transaction. A letter is handed over outside any transaction, so that a slow mail server holds
nothing up; a worker that dies right after may hand the same letter over again, under one id.
"""

import signal
import threading
import traceback
from collections.abc import Callable
from datetime import datetime, timedelta

import click
import structlog
from flask import Flask, current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from portal.actions.messages import prepare_delivery
from portal.domain.messages import StopReason
from portal.kit.jobs import jobs_of
from portal.kit.now import now
from portal.outside.letters import Carrier, NotDeliveredError
from portal.shell.delivery import make_carrier, write_letter
from portal.store import jobs, outbox
from portal.store.connection import open_for
from portal.store.db import db
from portal.store.queue import FAILED, ClaimLostError

POLL_SECONDS = 1.0
LOOK_FOR_DUE_EVERY = timedelta(hours=1)

log = structlog.get_logger()


def work_until_empty() -> None:
    """Do everything that can be done now, and return."""
    carrier = make_carrier(current_app.config)
    while _work_once(carrier):
        pass


def _work_once(carrier: Carrier) -> bool:
    """Deliver one message, then do one job, so that neither kind waits for all of the other;
    whether there was one."""
    try:
        delivered = _deliver_one_message(carrier)
        return _work_one_job() or delivered
    finally:
        db.session.remove()


def _unless_out_of_reach(work: Callable[[], bool]) -> bool:
    """Do it, but live through a database that is away for a while; False where it was."""
    try:
        return work()
    except OperationalError as error:
        log.error("database out of reach", error=type(error).__name__)
        return False


def _is_waiting(ask: Callable[[Session, datetime], bool]) -> bool:
    """Look without taking part in the queue of those who write."""
    open_for("read")
    try:
        return ask(db.session(), now())
    finally:
        db.session.rollback()
        open_for("write")


def _work_one_job() -> bool:
    if not _is_waiting(jobs.has_waiting_job):
        return False
    session = db.session()
    job = jobs.claim_job(session, now())
    session.commit()
    if job is None:
        return False
    try:
        jobs_of(current_app).handlers[job.kind](session, job.payload, now())
        jobs.end_job(session, job, now())
        session.commit()
    except ClaimLostError:
        session.rollback()
        log.warning("job taken over", job=str(job.id), kind=job.kind)
    except Exception as error:  # whatever a handler raises, the worker goes on
        session.rollback()
        _note_failure("job failed", error, job=str(job.id), kind=job.kind)
        reason = type(error).__name__
        _settle(lambda: jobs.postpone_job(session, job, reason=reason, now=now()))
    return True


def _deliver_one_message(carrier: Carrier) -> bool:
    if not _is_waiting(outbox.has_waiting_message):
        return False
    session = db.session()
    message = outbox.claim_message(session, now())
    session.commit()
    if message is None:
        return False
    try:
        outcome, reason = _deliver(session, carrier, message)
    except Exception as error:  # one message that cannot be written must not stop the others
        session.rollback()
        _note_failure("message failed", error, message=str(message.id))
        again = type(error).__name__
        _settle(lambda: outbox.postpone_message(session, message, reason=again, now=now()))
    else:
        _settle(
            lambda: outbox.end_message(session, message, outcome=outcome, reason=reason, now=now())
        )
    return True


def _deliver(
    session: Session, carrier: Carrier, message: outbox.ClaimedMessage
) -> tuple[str, str | None]:
    """Hand the letter over, unless it must not go; how that ended, and why.

    Raises NotDeliveredError where it should be tried again.
    """
    delivery = prepare_delivery(session, message, possible=carrier.channels, now=now())
    session.commit()  # nothing is held while a mail server takes its time
    if isinstance(delivery, StopReason):
        return outbox.STOPPED, delivery
    try:
        carrier.deliver(write_letter(message, delivery))
    except NotDeliveredError as error:
        if not error.for_good:
            raise
        return FAILED, str(error)
    return outbox.SENT, None


def _settle(say: Callable[[], object]) -> None:
    """Say how it ended, unless another worker has taken it over in the meantime."""
    try:
        say()
        db.session.commit()
    except ClaimLostError:
        db.session.rollback()
        log.warning("taken over")


def _note_failure(event: str, error: Exception, **ids: str) -> None:
    """Where it failed, without the error's text, in which there may be somebody's data."""
    where = traceback.format_tb(error.__traceback__)[-3:]
    log.error(event, error=type(error).__name__, where=where, **ids)


def schedule_due() -> bool:
    """Add the jobs that run by themselves, each where it is due; whether there was one."""
    try:
        due = [kind for kind, ask in jobs_of(current_app).recurring.items() if _is_waiting(ask)]
        for kind in due:
            jobs.add_job(db.session(), kind, {}, now())
        db.session.commit()
        return bool(due)
    finally:
        db.session.remove()


@click.command("worker")
@click.option("--until-empty", is_flag=True, help="Stop when nothing waits.")
@with_appcontext
def run_worker(until_empty: bool) -> None:
    """Send messages and do the work that pages have left for later."""
    if until_empty:
        schedule_due()
        work_until_empty()
        return
    stopping = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stopping.set())
    carrier = make_carrier(current_app.config)
    looked_at: datetime | None = None
    while not stopping.is_set():
        if looked_at is None or now() >= looked_at + LOOK_FOR_DUE_EVERY:
            _unless_out_of_reach(schedule_due)
            looked_at = now()
        if not _unless_out_of_reach(lambda: _work_once(carrier)):
            stopping.wait(POLL_SECONDS)


def init_app(app: Flask) -> None:
    app.cli.add_command(run_worker)
