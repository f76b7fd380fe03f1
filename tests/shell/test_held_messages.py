"""What was made from a text about which somebody is worried waits; everything else goes."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.actions.messages import queue_message
from portal.actions.safeguarding import TELL_NEXT, Watch, Worry, raise_concern, tell_next_of
from portal.actions.safeguarding_decisions import TakenByOther, decide_concern, take_concern
from portal.domain.addresses import read_address
from portal.domain.messages import MessageKind, Recipient, RecipientKind
from portal.domain.people import Role, Viewer
from portal.domain.safeguarding import DecisionDetails, Outcome, Said, Source, TextSource
from portal.domain.safeguarding_hours import Rota
from portal.domain.sending import SendingRules
from portal.store import outbox_claims
from portal.store.connection import open_for
from portal.store.db import db
from portal.store.safeguarding_rota import set_mobile
from portal.store.tables.jobs import Job
from portal.store.tables.outbox import OutboxMessage
from portal.store.tables.safeguarding import SafeguardingEntry
from tests.conftest import Clock
from tests.mail_server import Postbox
from tests.people import add_staff
from tests.shell.posting import House, gathering, house, mailbox, notify, postbox, settings
from tests.shell.test_worker import commit, work

__all__ = ["gathering", "house", "notify", "postbox", "settings"]

WATCH = Watch(Rota(), timedelta(minutes=30), lambda concern: f"/safeguarding/concerns/{concern}")
TEXT = uuid4()


@pytest.fixture
def leads(app: Flask) -> list[UUID]:
    def add(session: Session) -> list[UUID]:
        made = [add_staff(session, Role.SAFEGUARDING_LEAD) for _ in range(2)]
        set_mobile(session, made[0], read_address("07700 900301"))
        return made

    made: list[UUID] = commit(app, add)
    return made


def answer_text(app: Flask, house: House) -> UUID:
    """News made from the text."""

    def queue(session: Session) -> UUID:
        return queue_message(
            session,
            to=Recipient(RecipientKind.FAMILY_MEMBER, house.adult),
            kind=MessageKind.DATE_ANSWERED,
            link_path="/read/answer",
            code=None,
            about=house.child,
            made_from=TEXT,
            now=house.clock(),
        )

    made: UUID = commit(app, queue)
    return made


def worry(app: Flask, house: House) -> UUID:
    source = Source(TextSource.WRONG_DATE, TEXT, (Said("", "Words"),), house.child, house.adult)
    made: UUID = commit(
        app,
        lambda session: raise_concern(session, Worry(source), WATCH, house.clock(), new_id=uuid4()),
    )
    return made


def decide(app: Flask, house: House, concern: UUID, lead: UUID) -> None:
    viewer, details = (
        Viewer(Role.SAFEGUARDING_LEAD, lead),
        DecisionDetails(Outcome.NO_FURTHER_ACTION, "A story."),
    )

    def do(session: Session) -> None:
        assert take_concern(session, viewer, concern, WATCH, house.clock()) is None
        assert (
            decide_concern(session, viewer, concern, details, raised_path="/", now=house.clock())
            is None
        )

    commit(app, do)


def to_house(app: Flask, house: House) -> dict[UUID, tuple[str, str | None]]:
    def read(session: Session) -> dict[UUID, tuple[str, str | None]]:
        mine = OutboxMessage.recipient_id == house.adult
        rows = session.scalars(select(OutboxMessage).where(mine))
        return {row.id: (row.kind, row.outcome) for row in rows}

    found: dict[UUID, tuple[str, str | None]] = commit(app, read)
    return found


@pytest.mark.usefixtures("gathering")
def test_a_digest_goes_without_what_is_held_and_that_follows_later(
    app: Flask, clock: Clock, house: House, leads: list[UUID]
) -> None:
    held = answer_text(app, house)
    house.tell(MessageKind.PLAN_NEWS, MessageKind.MEETING_SET)
    concern = worry(app, house)
    clock.move(minutes=31)
    work(app)
    sent = to_house(app, house)
    assert sent[held] == ("date_answered", None)
    assert ("plan_news", "sent") in sent.values()
    decide(app, house, concern, leads[0])
    work(app)
    assert to_house(app, house)[held] == ("date_answered", "sent")


@pytest.mark.usefixtures("gathering")
def test_what_is_packed_already_leaves_the_digest(
    app: Flask,
    clock: Clock,
    house: House,
    leads: list[UUID],
    postbox: Postbox,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    held = answer_text(app, house)
    house.tell(MessageKind.PLAN_NEWS)
    clock.move(minutes=31)

    def claim(session: Session) -> None:
        """A worker takes both as one digest, and dies."""
        claimed = outbox_claims.claim_message(
            session, clock(), SendingRules(gather=timedelta(minutes=30))
        )
        assert claimed is not None
        assert len(claimed.parts) == 2

    commit(app, claim)
    concern = worry(app, house)
    clock.move(minutes=20)
    work(app)
    sent = to_house(app, house)
    assert sent[held] == ("date_answered", None)
    assert ("digest", "sent") in sent.values()
    decide(app, house, concern, leads[0])
    work(app)
    assert to_house(app, house)[held][1] == "sent"


def test_without_text_messages_e_mail_goes_in_their_place(
    app: Flask, house: House, leads: list[UUID], postbox: Postbox
) -> None:
    worry(app, house)
    work(app)
    assert len(postbox.letters) == 3, "twice to whoever has a number, once to the other"


@pytest.mark.parametrize("number", range(5))
def test_of_two_leads_who_press_at_once_one_has_it(
    app: Flask, house: House, leads: list[UUID], number: int
) -> None:
    concern = worry(app, house)
    together = Barrier(2)

    def take(lead: UUID) -> object:
        with app.app_context():
            together.wait()
            open_for("write")
            viewer = Viewer(Role.SAFEGUARDING_LEAD, lead)
            refusal = take_concern(db.session(), viewer, concern, WATCH, house.clock())
            db.session.commit()
            db.session.remove()
            return refusal

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(take, leads))
    assert sorted(outcomes, key=str) == [None, TakenByOther()]


def test_of_two_workers_at_once_one_tells_the_next(
    app: Flask, clock: Clock, house: House, leads: list[UUID]
) -> None:
    concern = worry(app, house)
    clock.move(minutes=30)
    together = Barrier(2)

    def tell(_: int) -> bool:
        with app.app_context():
            together.wait()
            open_for("write")
            told = tell_next_of(db.session(), concern, WATCH, clock())
            db.session.commit()
            db.session.remove()
            return told

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(tell, range(2))) == [False, True]

    def numbers(session: Session) -> list[int]:
        of_concern = SafeguardingEntry.concern_id == concern
        return sorted(session.scalars(select(SafeguardingEntry.number).where(of_concern)))

    found = commit(app, numbers)
    assert found == list(range(1, len(found) + 1)), "the history has no gap"
    jobs = commit(app, lambda session: session.scalars(select(Job).filter_by(kind=TELL_NEXT)).all())
    assert {job.next_at for job in jobs} == {clock() + timedelta(minutes=30), clock()}


def test_nothing_secret_is_in_the_demos_mailbox(
    app: Flask, house: House, leads: list[UUID]
) -> None:
    worry(app, house)
    work(app)
    assert all("Words" not in letter.text for letter in mailbox(app))
