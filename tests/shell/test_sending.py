"""What the worker does with messages beside handing them over: quiet hours, digests, languages,
paper, telephone, and what came of it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from babel.messages import Catalog, mofile
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.actions.messages import queue_messages
from portal.domain.messages import NEWS_KINDS, MessageKind, Recipient, RecipientKind
from portal.domain.people import Role
from portal.domain.retries import LEASE, TRIES_ALLOWED
from portal.shell import sending, worker
from portal.store import demo_mailbox, outbox_claims
from portal.store.demo_mailbox import KeptLetter
from portal.store.outbox import NewMessage
from portal.store.sealing import seal
from portal.store.tables.deliveries import MessageDelivery
from portal.store.tables.jobs import Job
from portal.store.tables.outbox import OutboxMessage
from portal.store.tables.people import FamilyLink, FamilyMember
from portal.store.tables.tasks import Task
from tests.conftest import Clock
from tests.mail_server import Postbox, open_postbox
from tests.notify_server import StandIn, notify_settings, open_stand_in
from tests.people import add_adult, add_child, add_staff, link
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


# One digest rather than five messages


@pytest.mark.usefixtures("gathering")
def test_five_pieces_of_news_within_the_time_are_one_message(
    app: Flask, clock: Clock, house: House
) -> None:
    first = house.tell(*NEWS)
    clock.move(minutes=29)
    second = house.tell(MessageKind.PLAN_NEWS, MessageKind.MEETING_SET)
    work(app)
    assert mailbox(app) == []
    clock.move(minutes=1)
    work(app)
    work(app)
    [letter] = mailbox(app)
    assert letter.subject == "Several things are new for you"
    assert letter.text.count("\n- ") == 3, "the same words are said once"
    assert letter.text.count("http://") == 2, "one link to read them, one to answer"
    assert "/your-messages" in letter.text
    assert "/read/" not in letter.text
    assert letter.id not in {*first, *second}
    assert set(rows(app).values()) == {("sent", None)}
    assert delivered(app) == [("email", "handed-over")]


@pytest.mark.usefixtures("gathering")
def test_news_that_is_alone_goes_as_itself_when_the_time_is_over(
    app: Flask, clock: Clock, house: House
) -> None:
    [alone] = house.tell(MessageKind.PLAN_NEWS)
    clock.move(minutes=30)
    work(app)
    [letter] = mailbox(app)
    assert letter.id == alone
    assert "/read/0" in letter.text


@pytest.mark.usefixtures("gathering")
def test_what_holds_a_link_of_its_own_neither_waits_nor_is_gathered(
    app: Flask, clock: Clock, house: House
) -> None:
    house.tell(MessageKind.SURVEY_INVITATION, MessageKind.SIGN_IN, MessageKind.PLAN_NEWS)
    work(app)
    assert len(mailbox(app)) == 2


@pytest.mark.usefixtures("gathering")
def test_a_digest_is_one_persons(app: Flask, clock: Clock, house: House) -> None:
    other = House(app, clock)
    house.tell(*NEWS)
    other.tell(*NEWS)
    clock.move(minutes=30)
    work(app)
    assert len({letter.address for letter in mailbox(app)}) == len(mailbox(app)) == 2


@pytest.mark.usefixtures("gathering")
def test_each_part_of_a_digest_is_asked_for_on_the_stop_list(
    app: Flask, clock: Clock, house: House
) -> None:
    kept = house.tell(MessageKind.PLAN_NEWS, MessageKind.MEETING_SET)

    def another_child(session: Session) -> UUID:
        child = add_child(session)
        link(session, child, house.adult)
        return child

    closed = commit(app, another_child)
    [stopped] = house.tell(MessageKind.DOCUMENT_SERVED, about=closed)

    def restrict(session: Session) -> None:
        rows = select(FamilyLink).where(FamilyLink.child_id == closed)
        session.scalars(rows).one().restriction = "no contact"

    commit(app, restrict)
    clock.move(minutes=30)
    work(app)
    [letter] = mailbox(app)
    assert letter.text.count("\n- ") == 2
    found = rows(app)
    assert found[stopped] == ("stopped", "restricted")
    assert {found[each] for each in kept} == {("sent", None)}


@pytest.mark.usefixtures("gathering")
def test_a_digest_of_which_nothing_is_left_is_not_sent(
    app: Flask, clock: Clock, house: House
) -> None:
    house.tell(*NEWS)

    def restrict(session: Session) -> None:
        session.scalars(select(FamilyLink)).one().restriction = "no contact"

    commit(app, restrict)
    clock.move(minutes=30)
    work(app)
    assert mailbox(app) == []
    assert set(rows(app).values()) == {("stopped", "restricted")}


@pytest.mark.usefixtures("gathering")
def test_a_digest_is_tried_again_whole_and_under_one_id(
    app: Flask, clock: Clock, house: House, postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.tell(*NEWS)
    clock.move(minutes=30)

    def die(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as killing:
        killing.setattr(outbox_claims, "end_message", die)
        with pytest.raises(KeyboardInterrupt):
            work(app)
    assert {outcome for outcome, _ in rows(app).values()} == {None}, "all together or none"
    late = house.tell(MessageKind.DATE_ANSWERED)
    clock.at += LEASE
    work(app)
    first, second = postbox.letters
    assert first["Message-ID"] == second["Message-ID"]
    assert first.get_content() == second.get_content(), "what came later is not slipped in"
    found = rows(app)
    assert found.pop(late[0]) == (None, None)
    assert set(found.values()) == {("sent", None)}


@pytest.mark.usefixtures("gathering")
def test_a_digest_that_fails_for_good_fails_with_all_its_parts(
    app: Flask, clock: Clock, house: House, postbox: Postbox
) -> None:
    postbox.recipient_answer = "550 nobody"
    house.tell(*NEWS)
    clock.move(minutes=30)
    work(app)
    assert set(rows(app).values()) == {("failed", "recipient refused [550]")}
    assert delivered(app) == [("email", "permanent-failure")]


def test_what_kills_its_worker_every_time_is_given_up_and_comes_to_attention(
    app: Flask, clock: Clock, house: House
) -> None:
    [sent] = house.tell(MessageKind.SURVEY_INVITATION)
    for _ in range(TRIES_ALLOWED):
        commit(app, lambda session: outbox_claims.claim_message(session, clock()))
        clock.at += LEASE
    work(app)
    assert rows(app)[sent] == ("failed", "worker died each time")
    assert delivered(app) == [(None, "technical-failure")]
    row = commit(app, lambda session: session.get_one(OutboxMessage, sent))
    assert row.link_sealed is None


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


# Through Notify


def test_messages_go_through_notify_by_the_channel_that_is_preferred(
    app: Flask, clock: Clock, notify: StandIn
) -> None:
    House(app, clock).tell(MessageKind.PLAN_NEWS)
    House(app, clock, mobile=MOBILE, channel="sms").tell(MessageKind.PLAN_NEWS)
    work(app)
    assert sorted(held["type"] for held in notify.held) == ["email", "sms"]
    assert notify.refused_tokens == []
    assert notify.asked_by_reference == []


def test_a_message_is_not_sent_to_notify_again_when_it_is_there(
    app: Flask, clock: Clock, house: House, notify: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    [news] = house.tell(MessageKind.PLAN_NEWS)

    def die(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as killing:
        killing.setattr(outbox_claims, "end_message", die)
        with pytest.raises(KeyboardInterrupt):
            work(app)
    clock.at += LEASE
    work(app)
    assert notify.references() == notify.asked_by_reference == [str(news)]
    assert rows(app)[news] == ("sent", None)


def test_a_notify_that_stumbles_gets_the_message_later(
    app: Flask, clock: Clock, house: House, notify: StandIn
) -> None:
    [news] = house.tell(MessageKind.PLAN_NEWS)
    notify.faults.append(500)
    work(app)
    assert notify.held == []
    clock.move(minutes=1)
    work(app)
    assert notify.references() == [str(news)]


def test_an_address_that_notify_refuses_is_given_up_at_once(
    app: Flask, clock: Clock, house: House, notify: StandIn
) -> None:
    [news] = house.tell(MessageKind.PLAN_NEWS)
    notify.faults.append("refuse")
    work(app)
    assert rows(app)[news] == ("failed", "Notify answered 400")
    assert delivered(app) == [("email", "permanent-failure")]


def ask_notify(app: Flask) -> None:
    with app.app_context():
        worker.schedule_due()
    work(app)


def test_every_hour_notify_is_asked_what_failed(
    app: Flask, clock: Clock, house: House, notify: StandIn
) -> None:
    other = House(app, clock)
    [news], [fine] = house.tell(MessageKind.PLAN_NEWS), other.tell(MessageKind.PLAN_NEWS)
    work(app)
    ask_notify(app)
    assert delivered(app) == [("email", "handed-over")] * 2
    notify.fail(str(news), "permanent-failure")
    notify.fail(str(fine), "delivered")
    clock.move(minutes=30)
    ask_notify(app)
    assert ("email", "permanent-failure") not in delivered(app), "asked within the hour"
    clock.move(minutes=30)
    ask_notify(app)
    assert sorted(delivered(app)) == [("email", "handed-over"), ("email", "permanent-failure")]


def test_a_notify_that_is_away_is_asked_again(
    app: Flask, clock: Clock, house: House, notify: StandIn, settings: dict[str, Any]
) -> None:
    [news] = house.tell(MessageKind.PLAN_NEWS)
    work(app)
    notify.fail(str(news), "temporary-failure")
    settings["NOTIFY_URL"] = "http://127.0.0.1:9"
    ask_notify(app)
    assert delivered(app) == [("email", "handed-over")]
    settings["NOTIFY_URL"] = notify.url
    clock.move(minutes=1)
    work(app)
    assert delivered(app) == [("email", "temporary-failure")]


def test_nobody_asks_notify_where_mail_goes_by_smtp(
    app: Flask, house: House, postbox: Postbox
) -> None:
    ask_notify(app)
    kinds = commit(app, lambda session: session.scalars(select(Job.kind)).all())
    assert "messages.ask_statuses" not in kinds


def test_the_rules_are_read_from_the_settings(app: Flask) -> None:
    post = sending.Post.from_settings(app.config | {"QUIET_HOURS": "21:00-07:30"})
    assert post.rules.quiet is not None
    assert post.rules.gather == timedelta()
    with pytest.raises(ValueError, match="quiet hours"):
        sending.Post.from_settings(app.config | {"QUIET_HOURS": "at night"})


def test_these_kinds_are_news() -> None:
    assert set(NEWS) <= NEWS_KINDS
