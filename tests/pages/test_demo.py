"""Demo mode: one press to be somebody invented, only over a database that the demo made."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from portal.domain.people import Role
from portal.features.demo.cast import CAST
from portal.store import demo, demo_mailbox
from portal.store.connection import open_for
from portal.store.db import db
from portal.store.demo import DemoMark, KnownPerson
from portal.store.demo_mailbox import KeptLetter
from portal.store.tables.sessions import SignInSession
from tests.pages.conftest import CheckingClient

PEOPLE = [KnownPerson(member.key, member.role, uuid4()) for member in CAST]


@pytest.fixture
def demo_mode(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setitem(app.config, "DEMO", True)
    yield
    app.extensions.pop("demo_database", None)


@pytest.fixture
def made(app: Flask, demo_mode: None) -> None:
    """Demo mode over a database of the demo's own."""
    with app.app_context():
        open_for("write")
        demo.add_mark(db.session(), DemoMark(1, date(2026, 11, 23), 60), PEOPLE)
        db.session.commit()


@pytest.mark.parametrize("path", ["/demo", "/demo/messages"])
def test_outside_demo_mode_there_is_no_demo_page(client: CheckingClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_outside_demo_mode_nobody_signs_in_by_a_press(client: CheckingClient, app: Flask) -> None:
    client.get("/demo")
    assert client.post("/demo", data={"person": "administrator"}).status_code in (400, 404)
    with app.app_context():
        assert db.session.scalar(select(SignInSession.id)) is None


@pytest.mark.usefixtures("demo_mode")
@pytest.mark.parametrize("path", ["/", "/demo", "/privacy"])
def test_demo_mode_refuses_a_database_of_something_else(client: CheckingClient, path: str) -> None:
    assert client.get(path).status_code == 503


@pytest.mark.usefixtures("made")
@pytest.mark.parametrize("path", ["/demo", "/demo/messages", "/privacy"])
def test_every_page_of_the_demo_says_that_it_is_invented(client: CheckingClient, path: str) -> None:
    assert client.get(path).status_code == 200
    assert "Every person and every figure here is invented" in client.page.get_text()


@pytest.mark.usefixtures("made")
def test_the_page_offers_everybody_once_and_by_name(client: CheckingClient) -> None:
    client.get("/demo")
    buttons = client.page.select("main button[name=person]")
    assert sorted(str(button["value"]) for button in buttons) == sorted(m.key for m in CAST)
    assert len({button.get_text(strip=True) for button in buttons}) == len(CAST)


@pytest.mark.usefixtures("made")
@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.key)
def test_one_press_signs_in_as_a_person(
    client: CheckingClient, app: Flask, person: KnownPerson
) -> None:
    client.get("/demo")
    answer = client.submit("/demo", {"person": person.key})
    assert (answer.status_code, answer.location) == (303, "/")
    with app.app_context():
        begun = db.session.scalars(select(SignInSession)).one()
        assert (Role(begun.role), begun.person_id) == (person.role, person.person_id)


@pytest.mark.usefixtures("made")
def test_a_press_for_nobody_leads_back_to_the_page(client: CheckingClient) -> None:
    client.get("/demo")
    answer = client.submit("/demo", {"person": "somebody else"})
    assert (answer.status_code, answer.location) == (303, "/demo")


@pytest.mark.usefixtures("made")
def test_a_press_without_the_guard_against_forgery_does_nothing(client: CheckingClient) -> None:
    assert client.post("/demo", data={"person": "parent"}).status_code == 400


def keep_letter(app: Flask, number: int, address: str, text: str) -> None:
    written_at = datetime(2026, 11, 23, 8, number, tzinfo=UTC)
    with app.app_context():
        open_for("write")
        letter = KeptLetter(UUID(int=number), address, "A link to sign in", text, written_at)
        demo_mailbox.add_letter(db.session(), letter)
        db.session.commit()


@pytest.mark.usefixtures("made")
def test_the_messages_are_shown_as_text_with_links_to_press(
    client: CheckingClient, app: Flask
) -> None:
    text = "Hello <b>you</b>,\n\nhttp://127.0.0.1:8000/sign-in/abc"
    keep_letter(app, 1, "somebody@example.org", text)
    client.get("/demo/messages")
    assert "somebody@example.org" in client.text()
    assert "<b>you</b>" in client.text()
    link = client.page.select_one("main a[href='http://127.0.0.1:8000/sign-in/abc']")
    assert link is not None


@pytest.mark.usefixtures("made")
def test_messages_to_the_people_of_the_page_are_not_lost_among_the_others(
    client: CheckingClient, app: Flask
) -> None:
    keep_letter(app, 1, CAST[0].email, "The one that is looked for")
    for number in range(2, 30):
        keep_letter(app, number, f"family{number}@example.org", "One of many")
    client.get("/demo/messages")
    assert client.text().count("The one that is looked for") == 1
