"""A reader with messages queued, and what became of them."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.actions.messages import queue_messages
from portal.domain.messages import MessageKind, Recipient, RecipientKind
from portal.shell import worker
from portal.store import demo_mailbox
from portal.store.demo_mailbox import KeptLetter
from portal.store.outbox import NewMessage
from portal.store.sealing import seal
from portal.store.tables.deliveries import MessageDelivery
from portal.store.tables.outbox import OutboxMessage
from portal.store.tables.people import FamilyMember
from tests.conftest import Clock
from tests.mail_server import Postbox, open_postbox
from tests.notify_server import StandIn, notify_settings, open_stand_in
from tests.people import add_adult, add_child, link
from tests.shell.test_worker import commit, work

NEWS = [MessageKind.PLAN_NEWS, MessageKind.DOCUMENT_SERVED, MessageKind.MEETING_SET]


MOBILE = "+447700900123"


@pytest.fixture
def settings(app: Flask) -> Iterator[dict[str, Any]]:
    """Settings of the application, put back when the test ends."""
    before = dict(app.config)
    yield app.config
    app.config.update(before)


@pytest.fixture
def gathering(settings: dict[str, Any]) -> None:
    settings["DIGEST_MINUTES"] = 30


@pytest.fixture
def postbox(settings: dict[str, Any]) -> Iterator[Postbox]:
    with open_postbox() as made:
        settings |= {
            "DELIVERY": "smtp",
            "SMTP_HOST": "127.0.0.1",
            "SMTP_PORT": made.port,
            "SMTP_SECURITY": "none",
        }
        yield made


@pytest.fixture
def notify(settings: dict[str, Any]) -> Iterator[StandIn]:
    with open_stand_in() as made:
        settings |= notify_settings(made)
        yield made


class House:
    """One child with one adult around, and what is queued for the adult."""

    def __init__(self, app: Flask, clock: Clock, **facts: Any) -> None:
        self.app, self.clock = app, clock
        self.child, self.adult = commit(app, lambda session: self._add(session, facts))

    def _add(self, session: Session, facts: dict[str, Any]) -> tuple[UUID, UUID]:
        mobile = facts.pop("mobile", None)
        adult = add_adult(session, **({"email": f"{uuid4().hex[:8]}@example.org"} | facts))
        if mobile:
            session.get_one(FamilyMember, adult).mobile_sealed = seal(
                session,
                subject_id=adult,
                table="family_members",
                column="mobile_sealed",
                row_id=adult,
                text=mobile,
            )
        child = add_child(session)
        link(session, child, adult)
        return child, adult

    def tell(self, *kinds: MessageKind, about: UUID | None = None) -> list[UUID]:
        messages = [
            NewMessage(
                Recipient(RecipientKind.FAMILY_MEMBER, self.adult),
                kind,
                f"/read/{number}",
                about=about or self.child,
            )
            for number, kind in enumerate(kinds)
        ]
        return list(
            commit(self.app, lambda session: queue_messages(session, messages, self.clock()))
        )


@pytest.fixture
def house(app: Flask, clock: Clock) -> House:
    return House(app, clock)


def rows(app: Flask) -> dict[UUID, tuple[str | None, str | None]]:
    """Outcome and reason of each message."""
    found: dict[UUID, tuple[str | None, str | None]] = commit(
        app,
        lambda session: {
            row.id: (row.outcome, row.reason) for row in session.scalars(select(OutboxMessage))
        },
    )
    return found


def delivered(app: Flask) -> list[tuple[str | None, str]]:
    found: list[tuple[str | None, str]] = commit(
        app,
        lambda session: [
            (row.channel, row.status) for row in session.scalars(select(MessageDelivery))
        ],
    )
    return found


def mailbox(app: Flask) -> list[KeptLetter]:
    return list(commit(app, lambda session: demo_mailbox.list_letters(session, 50)))


def ask_notify(app: Flask) -> None:
    with app.app_context():
        worker.schedule_due()
    work(app)
