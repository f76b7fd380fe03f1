"""The page on which somebody of a family finds every message that they were sent."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.actions.messages import queue_messages
from portal.domain.messages import FAMILY_KINDS, MessageKind, Recipient, RecipientKind
from portal.domain.people import Role
from portal.domain.sending import DeliveryStatus
from portal.store.deliveries import note_statuses
from portal.store.outbox import NewMessage
from portal.store.tables.deliveries import MessageDelivery
from tests.conftest import Clock
from tests.pages.conftest import CheckingClient, SignIn
from tests.people import add_adult, add_child, link
from tests.shell.test_worker import commit, work

PATH = "/your-messages"
CODE = "246810"


def add_family(app: Flask, **facts: Any) -> tuple[UUID, UUID]:
    def make(session: Session) -> tuple[UUID, UUID]:
        adult = add_adult(session, **({"email": f"{len(facts)}@example.org"} | facts))
        child = add_child(session, forename="Canary")
        link(session, child, adult)
        return child, adult

    made: tuple[UUID, UUID] = commit(app, make)
    return made


def tell(app: Flask, clock: Clock, family: tuple[UUID, UUID], *kinds: MessageKind) -> None:
    child, adult = family
    to = Recipient(RecipientKind.FAMILY_MEMBER, adult)
    messages = [
        NewMessage(to, kind, f"/read/{number}", CODE, about=child)
        for number, kind in enumerate(kinds)
    ]
    commit(app, lambda session: queue_messages(session, messages, clock()))


@pytest.fixture
def family(app: Flask) -> tuple[UUID, UUID]:
    return add_family(app)


@pytest.fixture
def reader(sign_in: SignIn, family: tuple[UUID, UUID]) -> CheckingClient:
    return sign_in(Role.FAMILY_MEMBER, family[1])


def cards(browser: CheckingClient, page: int = 1) -> list[str]:
    assert browser.get(f"{PATH}?page={page}").status_code == 200
    return [card.get_text(" ", strip=True) for card in browser.page.select("article")]


def test_what_was_sent_is_read_again_without_what_was_secret(
    app: Flask, clock: Clock, family: tuple[UUID, UUID], reader: CheckingClient
) -> None:
    tell(app, clock, family, MessageKind.SIGN_IN, MessageKind.SURVEY_INVITATION)
    work(app)
    survey, way_in = sorted(cards(reader))
    assert "We would like to hear from you" in survey
    assert "Your sign-in link and code" in way_in
    assert "Monday 23 November 2026 By e-mail" in way_in
    assert "type this: (a code)" in way_in
    for card in (survey, way_in):
        assert CODE not in card
        assert "/read/" not in card
    assert "/read/" not in reader.page.decode()


def test_news_leads_to_what_it_is_about(
    app: Flask, clock: Clock, family: tuple[UUID, UUID], reader: CheckingClient
) -> None:
    tell(app, clock, family, MessageKind.PLAN_NEWS)
    work(app)
    cards(reader)
    [opens] = reader.page.select("article a")
    assert opens["href"] == "/read/0"


@pytest.mark.parametrize("kind", sorted(FAMILY_KINDS))
def test_every_kind_can_be_read_again_and_names_no_child(
    app: Flask,
    clock: Clock,
    family: tuple[UUID, UUID],
    reader: CheckingClient,
    kind: MessageKind,
) -> None:
    tell(app, clock, family, kind)
    work(app)
    [card] = cards(reader)
    assert "Canary" not in card
    assert len(card) > 60


def test_what_waits_or_was_stopped_is_not_there(
    app: Flask, clock: Clock, family: tuple[UUID, UUID], reader: CheckingClient
) -> None:
    assert "We have not sent you anything yet" in (cards(reader) or [reader.text()])[0]
    tell(app, clock, family, MessageKind.SIGN_IN)
    clock.move(minutes=10)
    work(app)
    tell(app, clock, family, MessageKind.PLAN_NEWS)
    assert cards(reader) == []


def test_parts_of_a_digest_are_read_one_by_one(
    app: Flask,
    clock: Clock,
    family: tuple[UUID, UUID],
    reader: CheckingClient,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(app.config, "DIGEST_MINUTES", 30)
    tell(app, clock, family, MessageKind.PLAN_NEWS, MessageKind.MEETING_SET)
    clock.move(minutes=30)
    work(app)
    first, second = sorted(cards(reader))
    assert "There is news for you" in first
    assert "You are invited to a meeting" in second
    assert "By e-mail" in first
    assert {str(each["href"]) for each in reader.page.select("article a")} == {"/read/0", "/read/1"}


def test_a_message_that_never_arrived_is_readable_here(
    app: Flask, clock: Clock, family: tuple[UUID, UUID], reader: CheckingClient
) -> None:
    tell(app, clock, family, MessageKind.PLAN_NEWS)
    work(app)

    def bounce(session: Session) -> None:
        [message_id] = session.scalars(select(MessageDelivery.message_id))
        note_statuses(session, {message_id: DeliveryStatus.PERMANENT_FAILURE}, clock())

    commit(app, bounce)
    [card] = cards(reader)
    assert "it did not reach you" in card
    assert "There is news for you" in card


@pytest.mark.parametrize(
    ("channel", "says"), [("letter", "in the post soon"), ("phone", "we ring you")]
)
def test_letters_and_calls_are_there_too(
    app: Flask, clock: Clock, sign_in: SignIn, channel: str, says: str
) -> None:
    family = add_family(app, channel=channel)
    tell(app, clock, family, MessageKind.PLAN_NEWS)
    work(app)
    [card] = cards(sign_in(Role.FAMILY_MEMBER, family[1]))
    assert says in card


def test_nobody_sees_what_another_was_sent(
    app: Flask, clock: Clock, family: tuple[UUID, UUID], sign_in: SignIn
) -> None:
    tell(app, clock, family, MessageKind.PLAN_NEWS)
    work(app)

    def add_father(session: Session) -> UUID:
        father = add_adult(session, email="father@example.org")
        link(session, family[0], father, relationship="father")
        return father

    father = commit(app, add_father)
    assert cards(sign_in(Role.FAMILY_MEMBER, father)) == []


@pytest.mark.parametrize("role", [Role.YOUNG_PERSON, Role.CHILD])
def test_young_people_have_the_page_too(
    app: Flask, clock: Clock, sign_in: SignIn, role: Role
) -> None:
    family = add_family(app)
    tell(app, clock, family, MessageKind.PLAN_NEWS)
    work(app)
    browser = sign_in(role, family[1])
    assert len(cards(browser)) == 1
    assert browser.page.select(f"nav a[href='{PATH}']")


def test_many_messages_are_paged_newest_first(
    app: Flask, clock: Clock, family: tuple[UUID, UUID], sign_in: SignIn
) -> None:
    for _ in range(21):
        tell(app, clock, family, MessageKind.PLAN_NEWS)
        clock.at += timedelta(days=1)
        work(app)
    reader = sign_in(Role.FAMILY_MEMBER, family[1])
    first = cards(reader)
    assert len(first) == 20
    assert "14 December 2026" in first[0]
    assert "Page 1 of 2" in reader.text()
    [oldest] = cards(reader, 2)
    assert "24 November 2026" in oldest
