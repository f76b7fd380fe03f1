"""Workers that are killed: `python -m tests.shell.killed_workers`, told on standard input what to
run, answers how many it killed. A program of its own, so that forking meets no threads and no open
connection of the tests."""

import json
import multiprocessing
import random
import sys
import time
from datetime import datetime, timedelta
from multiprocessing.context import ForkProcess
from typing import Any

from flask import Flask

from portal.domain.retries import LEASE
from portal.domain.sending import SendingRules
from portal.shell.application import create_app
from portal.shell.worker import work_until_empty
from portal.store.connection import open_for
from portal.store.db import db
from portal.store.outbox_claims import has_waiting_message
from tests.conftest import Clock

AFTER_THE_LAST_WAIT = timedelta(hours=5)


def _work(app: Flask) -> None:
    with app.app_context():
        work_until_empty()


def _start(app: Flask) -> ForkProcess:
    worker = multiprocessing.get_context("fork").Process(target=_work, args=(app,))
    worker.start()
    return worker


def run(given: dict[str, Any]) -> int:
    """Each round: several workers at once, each killed at a random moment unless it was done;
    then the time after which their leases have run out. In the end one worker that lives."""
    moments = random.Random(given["seed"])
    clock = Clock(datetime.fromisoformat(given["now"]))
    app = create_app(given["settings"] | {"CLOCK": clock})
    killed = 0
    for _ in range(given["rounds"]):
        workers = [_start(app) for _ in range(given["workers"])]
        for worker in workers:
            worker.join(timeout=moments.uniform(0, given["longest_life"]))
            worker.kill()
        for worker in workers:
            worker.join()
            killed += worker.exitcode != 0
        clock.at += LEASE
    deadline = time.monotonic() + given["deadline"]
    while _is_unfinished(app, clock.at + AFTER_THE_LAST_WAIT):
        if time.monotonic() > deadline:
            raise TimeoutError("messages still wait")
        survivor = _start(app)
        survivor.join()
        clock.at += LEASE
    return killed


def _is_unfinished(app: Flask, now: datetime) -> bool:
    """Asked by a short-lived process, so that this one never holds a connection to fork."""
    asking = multiprocessing.get_context("fork").Process(target=_ask, args=(app, now))
    asking.start()
    asking.join()
    return asking.exitcode != 0


def _ask(app: Flask, now: datetime) -> None:
    with app.app_context():
        open_for("read")
        waits = has_waiting_message(db.session(), now, SendingRules())
    sys.exit(1 if waits else 0)


if __name__ == "__main__":
    print(run(json.load(sys.stdin)))
