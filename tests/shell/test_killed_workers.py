"""Kill the workers at any moment, under load: no message is lost. Notify is asked by reference, so
none is doubled there; by SMTP a message may come twice, under one Message-ID and in the same words.
"""

import json
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.actions.messages import queue_messages
from portal.domain.messages import MessageKind, Recipient, RecipientKind
from portal.store.outbox import NewMessage
from portal.store.tables.outbox import OutboxMessage
from tests.conftest import SECRETS, Clock
from tests.mail_server import Postbox, open_postbox
from tests.notify_server import StandIn, notify_settings, open_stand_in
from tests.people import add_adult, add_child, link
from tests.shell.test_worker import commit

ROOT = Path(__file__).parents[2]
PEOPLE = 16
WORKERS, ROUNDS = 3, 4
LONGEST_LIFE_SECONDS = 0.3
DEADLINE_SECONDS = 60  # it takes a few, unless the machine has other work
NEWS = (MessageKind.PLAN_NEWS, MessageKind.MEETING_SET)


@pytest.fixture
def queued(app: Flask, clock: Clock) -> set[UUID]:
    """A survey for everybody, and two pieces of news, which are one digest: the ids under which
    they are queued."""

    def queue(session: Session) -> set[UUID]:
        messages = []
        for number in range(PEOPLE):
            child = add_child(session)
            adult = add_adult(session, email=f"reader{number}@example.org")
            link(session, child, adult)
            to = Recipient(RecipientKind.FAMILY_MEMBER, adult)
            messages += [
                NewMessage(to, kind, f"/read/{number}", about=child)
                for kind in (MessageKind.SURVEY_INVITATION, *NEWS)
            ]
        return set(queue_messages(session, messages, clock()))

    ids: set[UUID] = commit(app, queue)
    clock.move(minutes=30)
    return ids


def kill_workers(app: Flask, clock: Clock, settings: dict[str, Any], seed: int) -> int:
    given = {
        "settings": {
            **SECRETS,
            **settings,
            "DATABASE_URL": app.config["DATABASE_URL"],
            "QUIET_HOURS": "",
            "DIGEST_MINUTES": 30,
            "LOG_LEVEL": "CRITICAL",
        },
        "now": clock().isoformat(),
        "seed": seed,
        "workers": WORKERS,
        "rounds": ROUNDS,
        "longest_life": LONGEST_LIFE_SECONDS,
        "deadline": DEADLINE_SECONDS,
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.shell.killed_workers"],
        cwd=ROOT,
        input=json.dumps(given),
        capture_output=True,
        text=True,
        timeout=2 * DEADLINE_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


def expected(app: Flask, queued: set[UUID]) -> set[str]:
    """The ids under which letters go out: of each survey, and of one digest a person."""

    def look(session: Session) -> set[str]:
        rows = session.scalars(select(OutboxMessage)).all()
        assert queued <= {row.id for row in rows}
        assert {(row.outcome, row.reason) for row in rows} == {("sent", None)}, "none is lost"
        parts = Counter(row.digest_id for row in rows if row.digest_id)
        # Two workers that take both pieces at one moment each find nothing beside theirs.
        apart = sum(row.digest_id is None and row.kind in NEWS for row in rows)
        assert 2 * len(parts) + apart == 2 * PEOPLE
        assert parts, "news goes together where nobody takes it apart"
        assert set(parts.values()) == {len(NEWS)}, "a digest keeps its parts"
        return {str(row.id) for row in rows if row.digest_id is None}

    found: set[str] = commit(app, look)
    return found


@pytest.fixture
def notify() -> Iterator[StandIn]:
    with open_stand_in() as made:
        yield made


@pytest.fixture
def postbox() -> Iterator[Postbox]:
    with open_postbox() as made:
        yield made


def test_by_notify_every_message_arrives_exactly_once(
    app: Flask, clock: Clock, queued: set[UUID], notify: StandIn
) -> None:
    notify.faults.extend(["drop", 500, "drop"])
    killed = kill_workers(app, clock, notify_settings(notify), seed=1)
    assert killed > 0
    assert notify.refused_tokens == []
    assert Counter(notify.references()) == Counter(expected(app, queued))
    assert notify.asked_by_reference, "what was tried before is asked for"


def test_by_smtp_every_message_arrives_and_one_that_comes_twice_is_the_same(
    app: Flask, clock: Clock, queued: set[UUID], postbox: Postbox
) -> None:
    settings = {
        "DELIVERY": "smtp",
        "SMTP_HOST": "127.0.0.1",
        "SMTP_PORT": postbox.port,
        "SMTP_SECURITY": "none",
        "MAIL_FROM": "no-reply@council.example",
    }
    killed = kill_workers(app, clock, settings, seed=2)
    assert killed > 0
    words: defaultdict[str, set[str]] = defaultdict(set)
    for letter in postbox.letters:
        words[letter["Message-ID"]].add(f"{letter['To']} {letter.get_content()}")
    assert set(words) == {f"<{each}@council.example>" for each in expected(app, queued)}
    assert {len(each) for each in words.values()} == {1}, "the same words each time"
    assert len(postbox.letters) - len(words) <= killed, "twice only where a worker was killed"
