"""What the worker does with messages beside handing them over: quiet hours, languages,
paper, telephone."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from babel.messages import Catalog, mofile
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.actions.messages import queue_messages
from portal.domain.messages import NEWS_KINDS, MessageKind, Recipient, RecipientKind
from portal.domain.people import Role
from portal.shell import sending
from portal.store.outbox import NewMessage
from portal.store.tables.outbox import OutboxMessage
from portal.store.tables.tasks import Task
from tests.conftest import Clock
from tests.people import add_staff
from tests.shell.posting import MOBILE, NEWS, House, delivered, house, mailbox, rows, settings
from tests.shell.test_worker import commit, work

__all__ = ["house", "settings"]


# Quiet hours


def test_at_night_only_what_somebody_waits_for_goes(
    app: Flask, clock: Clock, house: House, settings: dict[str, Any]
) -> None:
    settings["QUIET_HOURS"] = "20:00-08:00"
    clock.at = datetime(2026, 11, 23, 22, 0, tzinfo=UTC)
    news, way_in = house.tell(MessageKind.PLAN_NEWS, MessageKind.SIGN_IN)
    work(app)
    assert [letter.id for letter in mailbox(app)] == [way_in]
    clock.at = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
    work(app)
    assert {letter.id for letter in mailbox(app)} == {news, way_in}


def test_the_link_of_news_is_kept_for_its_reader_and_a_secret_one_is_not(
    app: Flask, clock: Clock, house: House
) -> None:
    news, survey = house.tell(MessageKind.PLAN_NEWS, MessageKind.SURVEY_INVITATION)
    work(app)
    kept = commit(
        app,
        lambda session: {
            row.id: row.link_sealed is not None for row in session.scalars(select(OutboxMessage))
        },
    )
    assert kept == {news: True, survey: False}


# Each by the way they prefer


def test_a_text_message_is_short_and_whole(app: Flask, clock: Clock) -> None:
    texted = House(app, clock, mobile=MOBILE, channel="sms")
    texted.tell(MessageKind.PLAN_NEWS)
    work(app)
    [letter] = mailbox(app)
    assert letter.address == MOBILE
    assert letter.text.startswith("Testshire Council: ")
    assert "/read/0" in letter.text
    assert "/messages/" in letter.text
    assert delivered(app) == [("sms", "handed-over")]


def test_whoever_asked_to_be_rung_is_a_task_for_the_caseworker(app: Flask, clock: Clock) -> None:
    rung = House(app, clock, channel="phone")
    [news] = rung.tell(MessageKind.PLAN_NEWS)
    work(app)
    work(app)
    assert mailbox(app) == []
    [task] = commit(app, lambda session: session.scalars(select(Task)).all())
    assert (task.kind, task.child_id, task.about_id) == ("ring_with_news", rung.child, news)
    assert task.due_on == clock().date() + timedelta(days=5)
    assert rows(app)[news] == ("sent", None)
    assert delivered(app) == [("phone", "handed-over")]


def test_whoever_asked_for_letters_waits_for_the_next_file(app: Flask, clock: Clock) -> None:
    on_paper = House(app, clock, channel="letter")
    [news] = on_paper.tell(MessageKind.PLAN_NEWS)
    work(app)
    clock.move(days=2)
    work(app)
    assert mailbox(app) == []
    row = commit(app, lambda session: session.get_one(OutboxMessage, news))
    assert row.set_aside_at == datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    assert row.ended_at is None
    assert row.tries == 1


def test_whoever_has_no_other_address_gets_letters_too(app: Flask, clock: Clock) -> None:
    [news] = House(app, clock, email=None).tell(MessageKind.PLAN_NEWS)
    work(app)
    row = commit(app, lambda session: session.get_one(OutboxMessage, news))
    assert row.set_aside_at is not None


def test_staff_are_sent_neither_paper_nor_calls(app: Flask, clock: Clock) -> None:
    def queue(session: Session) -> UUID:
        to = Recipient(RecipientKind.STAFF, add_staff(session, Role.CASEWORKER))
        return queue_messages(
            session, [NewMessage(to, MessageKind.STAFF_SET_UP, "/set-up")], clock()
        )[0]

    commit(app, queue)
    work(app)
    assert len(mailbox(app)) == 1
    assert "/messages/" not in mailbox(app)[0].text


# In the language they read


@pytest.fixture
def welsh(app: Flask, tmp_path: Path) -> Iterator[None]:
    """A catalogue for Welsh with two sentences in it."""
    folder = tmp_path / "cy" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    catalog = Catalog(locale="cy")
    catalog.add("There is news for you", "Mae newyddion i chi")
    with (folder / "messages.mo").open("wb") as out:
        mofile.write_mo(out, catalog)
    known = app.extensions["babel"]
    before = known.translation_directories
    known.translation_directories = [str(tmp_path)]
    yield
    known.translation_directories = before


@pytest.mark.usefixtures("welsh")
@pytest.mark.parametrize(
    ("language", "subject"),
    [
        ("cy", "Mae newyddion i chi"),
        ("cy-GB", "Mae newyddion i chi"),
        ("pl", "There is news for you"),
        ("not a language", "There is news for you"),
        (None, "There is news for you"),
    ],
)
def test_a_message_is_written_in_its_readers_language_where_there_is_one(
    app: Flask, clock: Clock, language: str | None, subject: str
) -> None:
    House(app, clock, language=language).tell(MessageKind.PLAN_NEWS)
    work(app)
    [letter] = mailbox(app)
    assert letter.subject == subject


@pytest.mark.usefixtures("welsh")
def test_the_next_reader_is_not_written_to_in_the_language_of_the_last(
    app: Flask, clock: Clock
) -> None:
    House(app, clock, language="cy").tell(MessageKind.PLAN_NEWS)
    clock.move(seconds=1)
    House(app, clock, language="en").tell(MessageKind.PLAN_NEWS)
    work(app)
    assert {letter.subject for letter in mailbox(app)} == {
        "Mae newyddion i chi",
        "There is news for you",
    }


def test_the_rules_are_read_from_the_settings(app: Flask) -> None:
    post = sending.Post.from_settings(app.config | {"QUIET_HOURS": "21:00-07:30"})
    assert post.rules.quiet is not None
    assert post.rules.gather == timedelta()
    with pytest.raises(ValueError, match="quiet hours"):
        sending.Post.from_settings(app.config | {"QUIET_HOURS": "at night"})


def test_these_kinds_are_news() -> None:
    assert set(NEWS) <= NEWS_KINDS
