"""`flask worker`: works through jobs and messages, one commit each. Any number may run at once.

What a worker has taken comes back by itself when it dies. A job's effects and its end are one
transaction. A letter is handed over outside any transaction, so that a slow mail server holds
nothing up; a worker that dies right after may hand the same letter over again, under one id.
"""

import signal
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import click
import structlog
from flask import Flask, current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import OperationalError

from portal.kit.jobs import jobs_of
from portal.kit.now import now
from portal.shell.sending import Post, deliver_one_message, is_waiting, note_failure, settle
from portal.store import jobs
from portal.store.db import db
from portal.store.queue import ClaimLostError

POLL_SECONDS = 1.0
LOOK_FOR_DUE_EVERY = timedelta(hours=1)

log = structlog.get_logger()


def work_until_empty() -> None:
    """Do everything that can be done now, and return."""
    post = Post.from_settings(current_app.config)
    while _work_once(post):
        pass


def _work_once(post: Post) -> bool:
    """Deliver one message, then do one job, so that neither kind waits for all of the other;
    whether there was one."""
    try:
        delivered = deliver_one_message(post)
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


def _work_one_job() -> bool:
    if not is_waiting(jobs.has_waiting_job):
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
        note_failure("job failed", error, job=str(job.id), kind=job.kind)
        reason = type(error).__name__
        settle(lambda: jobs.postpone_job(session, job, reason=reason, now=now()))
    return True


def schedule_due() -> bool:
    """Add the jobs that run by themselves, each where it is due; whether there was one."""
    try:
        due = [kind for kind, ask in jobs_of(current_app).recurring.items() if is_waiting(ask)]
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
    post = Post.from_settings(current_app.config)
    looked_at: datetime | None = None
    while not stopping.is_set():
        if looked_at is None or now() >= looked_at + LOOK_FOR_DUE_EVERY:
            _unless_out_of_reach(schedule_due)
            looked_at = now()
        if not _unless_out_of_reach(lambda: _work_once(post)):
            stopping.wait(POLL_SECONDS)


def init_app(app: Flask) -> None:
    app.cli.add_command(run_worker)
