"""The worker: messages and jobs from the database to where they go, through a real mail server."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.actions.messages import queue_message
from portal.domain.messages import FAMILY_KINDS, MessageKind, Recipient, RecipientKind
from portal.domain.retries import LEASE
from portal.domain.sign_in import ASKING_FROM_ONE_PLACE
from portal.kit.jobs import add_handler, jobs_of
from portal.shell import delivery, worker
from portal.store import demo_mailbox, jobs, outbox_claims
from portal.store.connection import open_for
from portal.store.db import db
from portal.store.rate import count_try
from portal.store.sealing import erase
from portal.store.tables.jobs import Job
from portal.store.tables.outbox import OutboxMessage
from portal.store.tables.people import FamilyLink, FamilyMember
from portal.store.tables.rate import RateCounter
from tests.conftest import Clock
from tests.mail_server import Postbox, open_postbox
from tests.people import add_adult, add_child, link

EMAIL = "sam.field@example.org"
LINK = "/sign-in/link/abc"


@pytest.fixture
def postbox(app: Flask) -> Iterator[Postbox]:
    """The application delivers to this server while the test runs."""
    before = dict(app.config)
    with open_postbox() as made:
        app.config.update(
            DELIVERY="smtp",
            SMTP_HOST="127.0.0.1",
            SMTP_PORT=made.port,
            SMTP_SECURITY="none",
            MAIL_FROM="no-reply@council.example",
            BASE_URL="https://portal.example",
        )
        yield made
    app.config.update({key: before[key] for key in app.config if key in before})


def commit(app: Flask, write: Callable[[Session], Any]) -> Any:
    with app.app_context():
        open_for("write")
        made = write(db.session())
        db.session.commit()
        return made


def work(app: Flask) -> None:
    with app.app_context():
        worker.work_until_empty()


def add_family(session: Session, **facts: Any) -> UUID:
    adult = add_adult(session, **({"email": EMAIL} | facts))
    link(session, add_child(session, forename="Canary"), adult)
    return adult


def queue(
    session: Session, adult: UUID, now: datetime, kind: MessageKind = MessageKind.SIGN_IN
) -> UUID:
    to = Recipient(RecipientKind.FAMILY_MEMBER, adult)
    return queue_message(session, to=to, kind=kind, link_path=LINK, code="123456", now=now)


def state(app: Flask, message_id: UUID) -> tuple[str | None, str | None]:
    with app.app_context():
        open_for("write")
        row = db.session().get_one(OutboxMessage, message_id)
        if row.ended_at is not None:
            assert row.link_sealed is None
            assert row.code_sealed is None
        return row.outcome, row.reason


def test_a_message_goes_out_once_and_its_secrets_are_destroyed(
    app: Flask, clock: Clock, postbox: Postbox
) -> None:
    message_id = commit(app, lambda session: queue(session, add_family(session), clock()))
    work(app)
    work(app)
    [letter] = postbox.letters
    assert letter["To"] == EMAIL
    text = letter.get_content()
    assert f"https://portal.example{LINK}" in text
    assert "123456" in text
    assert state(app, message_id) == ("sent", None)


@pytest.mark.parametrize("kind", sorted(FAMILY_KINDS))
def test_no_message_names_a_child_or_says_what_it_is_about(
    app: Flask, clock: Clock, postbox: Postbox, kind: MessageKind
) -> None:
    commit(app, lambda session: queue(session, add_family(session), clock(), kind))
    work(app)
    [letter] = postbox.letters
    words = set(re.findall(r"[a-z]+", f"{letter['Subject']} {letter.get_content()}".casefold()))
    assert not words & {"canary", "plan", "send", "ehc", "ehcp", "special", "needs", "child"}
    assert "https://portal.example/messages/" in letter.get_content()


def test_a_message_whose_mail_server_is_away_waits_and_then_goes(
    app: Flask, clock: Clock, postbox: Postbox
) -> None:
    message_id = commit(app, lambda session: queue(session, add_family(session), clock()))
    postbox.recipient_answer = "451 later"
    work(app)
    assert state(app, message_id)[0] is None
    postbox.recipient_answer = "250 OK"
    work(app)
    assert postbox.letters == []
    clock.move(minutes=1)
    work(app)
    assert len(postbox.letters) == 1
    assert state(app, message_id)[0] == "sent"


def test_a_message_that_the_server_refuses_for_good_is_given_up(
    app: Flask, clock: Clock, postbox: Postbox
) -> None:
    message_id = commit(app, lambda session: queue(session, add_family(session), clock()))
    postbox.recipient_answer = "550 nobody"
    work(app)
    assert state(app, message_id) == ("failed", "recipient refused [550]")


def test_a_worker_that_dies_after_sending_sends_the_same_message_again(
    app: Flask, clock: Clock, postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    message_id = commit(app, lambda session: queue(session, add_family(session), clock()))

    def die(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as killing:
        killing.setattr(outbox_claims, "end_message", die)
        with pytest.raises(KeyboardInterrupt):
            work(app)
    assert state(app, message_id)[0] is None
    work(app)
    assert len(postbox.letters) == 1, "still held by the dead worker"
    clock.at += LEASE
    with monkeypatch.context() as patience:
        patience.setattr("portal.actions.messages.is_too_late", lambda *_, **__: False)
        work(app)
    first, second = postbox.letters
    assert first["Message-ID"] == second["Message-ID"] == f"<{message_id}@council.example>"
    assert state(app, message_id)[0] == "sent"


def test_a_code_that_has_run_out_is_not_sent(app: Flask, clock: Clock, postbox: Postbox) -> None:
    message_id = commit(app, lambda session: queue(session, add_family(session), clock()))
    clock.move(minutes=10)
    work(app)
    assert postbox.letters == []
    assert state(app, message_id) == ("stopped", "too_late")


def test_the_stop_list_is_asked_when_a_message_is_queued(
    app: Flask, clock: Clock, postbox: Postbox
) -> None:
    def stopped(session: Session) -> UUID:
        adult = add_family(session, surveys_stopped_at=clock())
        return queue(session, adult, clock(), MessageKind.SURVEY_INVITATION)

    message_id = commit(app, stopped)
    assert state(app, message_id) == ("stopped", "opted_out")
    work(app)
    assert postbox.letters == []


def test_the_stop_list_is_asked_again_before_sending(
    app: Flask, clock: Clock, postbox: Postbox
) -> None:
    message_id = commit(app, lambda session: queue(session, add_family(session), clock()))

    def restrict(session: Session) -> None:
        session.scalars(select(FamilyLink)).one().restriction = "no contact"

    commit(app, restrict)
    work(app)
    assert postbox.letters == []
    assert state(app, message_id) == ("stopped", "restricted")


def test_a_message_for_somebody_erased_or_without_address_does_not_stop_the_others(
    app: Flask, clock: Clock, postbox: Postbox
) -> None:
    def three(session: Session) -> list[UUID]:
        erased = add_family(session, email="gone@example.org")
        ids = [queue(session, erased, clock())]
        ids.append(queue(session, add_family(session, email=None), clock()))
        ids.append(queue(session, add_family(session), clock()))
        erase(session, erased)
        return ids

    ids = commit(app, three)
    work(app)
    assert [state(app, message_id)[1] for message_id in ids] == ["erased", "unreachable", None]
    assert [letter["To"] for letter in postbox.letters] == [EMAIL]


def test_a_message_that_cannot_be_read_is_tried_later_and_the_others_go(
    app: Flask, clock: Clock, postbox: Postbox
) -> None:
    def two(session: Session) -> UUID:
        broken = add_family(session, email="broken@example.org")
        session.get_one(FamilyMember, broken).email_sealed = b"\x00" * 40
        message_id = queue(session, broken, clock())
        queue(session, add_family(session), clock())
        return message_id

    message_id = commit(app, two)
    work(app)
    assert len(postbox.letters) == 1
    assert state(app, message_id) == (None, "SealBrokenError")


def test_the_demo_keeps_letters_where_its_page_finds_them(app: Flask, clock: Clock) -> None:
    commit(app, lambda session: queue(session, add_family(session), clock()))
    work(app)
    with app.app_context():
        open_for("write")
        [letter] = demo_mailbox.list_letters(db.session(), 10)
    assert letter.address == EMAIL
    assert "123456" in letter.text


def test_the_worker_refuses_a_way_to_deliver_that_there_is_not(app: Flask) -> None:
    with pytest.raises(delivery.UnknownDeliveryError):
        delivery.make_carrier({"DELIVERY": "pigeon"})


@pytest.fixture
def handled(app: Flask) -> Iterator[list[dict[str, str]]]:
    """A job of a kind of the test's own, which writes a counter and can be told to fail."""
    seen: list[dict[str, str]] = []

    def handle(session: Session, payload: dict[str, str], now: datetime) -> None:
        session.add(
            RateCounter(what="job", key=payload["name"].encode(), window_start=now, times=1)
        )
        session.flush()
        seen.append(payload)
        if payload.get("fail"):
            raise ValueError("somebody's secret")

    add_handler(app, "test.job", handle)
    yield seen
    del jobs_of(app).handlers["test.job"]


def counters(app: Flask) -> list[bytes]:
    with app.app_context():
        open_for("write")
        return list(db.session().scalars(select(RateCounter.key)))


def test_a_job_and_its_end_are_one_transaction(
    app: Flask, clock: Clock, handled: list[dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(app, lambda session: jobs.add_job(session, "test.job", {"name": "one"}, clock()))

    def die(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as killing:
        killing.setattr(jobs, "end_job", die)
        with pytest.raises(KeyboardInterrupt):
            work(app)
    assert counters(app) == []
    clock.at += LEASE
    work(app)
    work(app)
    assert counters(app) == [b"one"]
    assert len(handled) == 2


def test_a_job_that_fails_leaves_nothing_behind_and_the_next_one_is_done(
    app: Flask, clock: Clock, handled: list[dict[str, str]]
) -> None:
    def two(session: Session) -> UUID:
        bad = jobs.add_job(session, "test.job", {"name": "bad", "fail": "yes"}, clock())
        jobs.add_job(session, "test.job", {"name": "good"}, clock())
        return bad

    bad = commit(app, two)
    work(app)
    assert counters(app) == [b"good"]
    with app.app_context():
        open_for("write")
        row = db.session().get_one(Job, bad)
        assert (row.outcome, row.reason) == (None, "ValueError")
        assert row.next_at > clock()


def test_a_job_of_an_unknown_kind_is_kept_for_a_worker_that_knows_it(
    app: Flask, clock: Clock
) -> None:
    job_id = commit(app, lambda session: jobs.add_job(session, "test.newer", {}, clock()))
    work(app)
    with app.app_context():
        open_for("write")
        row = db.session().get_one(Job, job_id)
        assert (row.outcome, row.reason) == (None, "KeyError")


def test_the_command_stops_when_nothing_waits(
    app: Flask, clock: Clock, handled: list[dict[str, str]]
) -> None:
    commit(app, lambda session: jobs.add_job(session, "test.job", {"name": "one"}, clock()))
    result = app.test_cli_runner().invoke(args=["worker", "--until-empty"])
    assert result.exit_code == 0, result.output
    assert handled == [{"name": "one"}]


def schedule(app: Flask) -> bool:
    with app.app_context():
        return worker.schedule_due()


def test_the_worker_forgets_old_traces_once_a_day_as_a_job_of_its_own(
    app: Flask, clock: Clock
) -> None:
    assert schedule(app)
    work(app)
    commit(app, lambda session: count_try(session, "x", "y", ASKING_FROM_ONE_PLACE, clock()))
    clock.move(hours=14, minutes=59)
    assert not schedule(app), "the same day in London"
    clock.move(minutes=2)
    assert schedule(app)
    assert not schedule(app), "another worker finds it added"
    work(app)
    assert len(counters(app)) == 1, "not old enough"
    clock.move(days=2)
    assert schedule(app)
    work(app)
    assert counters(app) == []


def test_a_worker_that_runs_until_empty_forgets_too(app: Flask, clock: Clock) -> None:
    commit(app, lambda session: count_try(session, "x", "y", ASKING_FROM_ONE_PLACE, clock()))
    clock.move(days=3)
    assert app.test_cli_runner().invoke(args=["worker", "--until-empty"]).exit_code == 0
    assert counters(app) == []
