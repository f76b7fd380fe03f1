"""Queueing many messages at once, each asked for on the stop list."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import event, select
from sqlalchemy.orm import Session

from portal.actions.family_news import News, tell_families
from portal.actions.messages import queue_message, queue_messages
from portal.domain.messages import MessageKind, Recipient, RecipientKind
from portal.domain.people import Role
from portal.store.outbox import NewMessage, get_link_and_code
from portal.store.sealing import erase
from portal.store.tables.outbox import OutboxMessage
from tests.people import add_adult, add_child, add_plan, add_staff, link

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def family(person_id: UUID) -> Recipient:
    return Recipient(RecipientKind.FAMILY_MEMBER, person_id)


@contextmanager
def statements(session: Session) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_conn: Any, _cur: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


def add_families(session: Session, count: int) -> list[tuple[UUID, UUID]]:
    pairs = [(add_child(session), add_adult(session, email=None)) for _ in range(count)]
    for child_id, adult_id in pairs:
        link(session, child_id, adult_id)
    return pairs


def outcomes(session: Session) -> dict[UUID, str | None]:
    rows = session.execute(select(OutboxMessage.recipient_id, OutboxMessage.reason))
    return {row.recipient_id: row.reason for row in rows}


def test_many_messages_need_no_more_statements_than_a_few(session: Session) -> None:
    counts = []
    for families in (add_families(session, 3), add_families(session, 60)):
        messages = [
            NewMessage(family(adult), MessageKind.VIEWS_RECEIVED, "/here", about=child)
            for child, adult in families
        ]
        session.expire_all()
        with statements(session) as seen:
            ids = queue_messages(session, messages, NOW)
        counts.append(len(seen))
        assert get_link_and_code(session, ids[-1]) == ("/here", None)
    assert counts[0] == counts[1] <= 6


def test_one_message_costs_no_more_than_it_did(session: Session) -> None:
    [(child, adult)] = add_families(session, 1)
    to, kind = family(adult), MessageKind.VIEWS_RECEIVED
    session.expire_all()
    with statements(session) as seen:
        queue_message(session, to=to, kind=kind, link_path="/x", code=None, about=child, now=NOW)
    assert len(seen) <= 6


def test_each_of_many_is_asked_for_on_the_stop_list(session: Session) -> None:
    pairs = add_families(session, 4)
    (_, told), (_, apart), (ceased, of_ceased), (_, erased) = pairs
    add_plan(session, ceased, ceased_on=NOW.date(), cease_reason="8")
    link(session, add_child(session), apart)  # of another child
    erase(session, erased)
    news = [
        NewMessage(family(told), MessageKind.VIEWS_RECEIVED, "/x", about=pairs[0][0]),
        NewMessage(family(apart), MessageKind.VIEWS_RECEIVED, "/x", about=pairs[0][0]),
        NewMessage(family(of_ceased), MessageKind.VIEWS_RECEIVED, "/x", about=ceased),
        NewMessage(family(erased), MessageKind.VIEWS_RECEIVED, "/x", about=pairs[3][0]),
    ]
    queue_messages(session, news, NOW)
    assert outcomes(session) == {
        told: None,
        apart: "not_linked",
        of_ceased: "died",
        erased: "erased",
    }


def test_staff_and_families_are_queued_together(session: Session) -> None:
    [(child, adult)] = add_families(session, 1)
    working = add_staff(session, Role.CASEWORKER)
    closed = add_staff(session, Role.CASEWORKER, closed_at=NOW)
    staff = [Recipient(RecipientKind.STAFF, person) for person in (working, closed)]
    messages = [NewMessage(to, MessageKind.STAFF_SET_UP, "/x") for to in staff]
    messages.append(NewMessage(family(adult), MessageKind.VIEWS_RECEIVED, "/x", about=child))
    ids = queue_messages(session, messages, NOW)
    assert outcomes(session) == {working: None, closed: "account_closed", adult: None}
    assert [session.get_one(OutboxMessage, each).recipient_id for each in ids] == [
        working,
        closed,
        adult,
    ]


def test_nothing_to_tell_is_nothing_queued(session: Session) -> None:
    assert queue_messages(session, [], NOW) == []
    assert tell_families(session, [], NOW) == 0


def test_news_reaches_everybody_around_the_child(session: Session) -> None:
    pairs = add_families(session, 2)
    father = add_adult(session)
    link(session, pairs[0][0], father, relationship="father")
    kind = MessageKind.VIEWS_RECEIVED
    news = [News(child, kind, f"/{number}") for number, (child, _) in enumerate(pairs)]
    assert tell_families(session, news, NOW) == 3
    assert set(outcomes(session)) == {pairs[0][1], pairs[1][1], father}
