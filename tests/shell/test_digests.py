"""News that comes within a short time is one message."""

from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.messages import MessageKind
from portal.domain.retries import LEASE, TRIES_ALLOWED
from portal.store import outbox_claims
from portal.store.tables.outbox import OutboxMessage
from portal.store.tables.people import FamilyLink
from tests.conftest import Clock
from tests.mail_server import Postbox
from tests.people import add_child, link
from tests.shell.posting import (
    NEWS,
    House,
    delivered,
    gathering,
    house,
    mailbox,
    postbox,
    rows,
    settings,
)
from tests.shell.test_worker import commit, work

__all__ = ["gathering", "house", "postbox", "settings"]


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
