"""Advice: a caseworker asks, somebody without an account answers, the caseworker sees to it."""

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.case_facts import EventKind
from portal.domain.people import Role
from portal.store.recorded_events import list_recorded
from portal.store.tables.sessions import ReadTrail
from portal.store.tables.tasks import Task
from tests.conftest import Clock
from tests.pages.asked_advice import (
    ADVISER,
    ASKED,
    People,
    ask,
    files,
    letters,
    open_task,
    people,
    request_id,
    rows,
    write,
)
from tests.pages.conftest import CheckingClient, SignIn

__all__ = ["files", "people"]


def test_unfinished_words_are_kept_and_nobody_else_reads_them(
    app: Flask, clock: Clock, client: CheckingClient, sign_in: SignIn, people: People
) -> None:
    staff = ask(sign_in, people)
    path = open_task(app, client)
    write(client, path)
    staff.get(f"/cases/{people.child}/advice/{request_id(app)}")
    assert "Tires quickly" not in staff.text()
    clock.move(days=2)
    later = app.test_client()
    assert isinstance(later, CheckingClient)
    path = open_task(app, later)
    later.get(f"{path}/write/needs")
    box = later.page.select_one("textarea")
    assert box is not None
    assert box.text.strip().splitlines() == ["Tires quickly.", "Hears well."]
    later.get(f"{path}/write/provision")
    assert later.page.select_one("#what2")["value"] == "A quiet room"  # type: ignore[index]


def test_an_answer_reaches_the_caseworker_with_a_receipt_and_the_event(
    app: Flask, session: Session, client: CheckingClient, sign_in: SignIn, people: People
) -> None:
    staff = ask(sign_in, people)
    path = open_task(app, client)
    write(client, path)
    client.get(f"{path}/check")
    assert "1 hour a week" in client.text()
    assert client.submit(f"{path}/send").status_code == 303
    client.get(path)
    assert "We have your answer" in str(client.page.h1)
    assert "Tires" not in client.text()
    assert client.get(f"{path}/write/needs").status_code == 200
    assert "We have your answer" in str(client.page.h1), "the form is closed"
    assert "We have what you sent" in letters(app, ADVISER)[0].subject
    staff.get(f"/cases/{people.child}/advice/{request_id(app)}")
    for words in ("Tires quickly", "Speech therapy, 1 hour a week", "Joins in with three"):
        assert words in staff.text()
    kinds = [row.kind for row in list_recorded(session, people.child)]
    assert kinds == [EventKind.ADVICE_ASKED, EventKind.ADVICE_RECEIVED]
    asked, received = list_recorded(session, people.child)
    assert asked.detail == received.detail != "", "the clock knows which request is answered"
    assert rows(app, select(Task.kind)) == ["read_advice"]
    assert {"adviser", "caseworker"} == set(rows(app, select(ReadTrail.role)))


def test_an_empty_answer_is_not_sent(
    app: Flask, client: CheckingClient, sign_in: SignIn, people: People
) -> None:
    ask(sign_in, people)
    path = open_task(app, client)
    client.get(f"{path}/write/needs")
    assert client.submit(f"{path}/send").status_code == 422
    assert "nothing to send" in client.text()


def test_who_cannot_advise_says_why_and_that_is_an_answer(
    app: Flask, session: Session, client: CheckingClient, sign_in: SignIn, people: People
) -> None:
    staff = ask(sign_in, people)
    path = open_task(app, client)
    client.get(f"{path}/cannot-advise")
    assert client.submit(f"{path}/cannot-advise", {"reason": ""}).status_code == 422
    client.submit(f"{path}/cannot-advise", {"reason": "Not known to our service"})
    staff.get(f"/cases/{people.child}/advice/{request_id(app)}")
    assert "Not known to our service" in staff.text()
    assert rows(app, select(Task.kind)) == ["advice_declined"]
    assert EventKind.ADVICE_RECEIVED in [row.kind for row in list_recorded(session, people.child)]


def test_a_missed_appointment_becomes_an_exception_only_by_the_caseworker(
    app: Flask, session: Session, client: CheckingClient, sign_in: SignIn, people: People
) -> None:
    staff = ask(sign_in, people)
    path = open_task(app, client)
    client.get(f"{path}/missed-appointment")
    day = {"missed_on-day": "20", "missed_on-month": "11", "missed_on-year": "2026"}
    client.submit(f"{path}/missed-appointment", day | {"note": "Next one in January"})
    assert client.get(f"{path}/task").status_code == 200, "still asked"
    assert [row.kind for row in list_recorded(session, people.child)] == [EventKind.ADVICE_ASKED]
    session.rollback()
    place = f"/cases/{people.child}/advice/{request_id(app)}"
    staff.get(place)
    assert "Next one in January" in staff.text()
    staff.get(f"{place}/exception")
    until = {"until-day": "25", "until-month": "1", "until-year": "2027"}
    assert staff.submit(f"{place}/exception", until).status_code == 303
    exception = list_recorded(session, people.child)[-1]
    assert exception.kind is EventKind.EXCEPTION
    assert exception.detail.startswith("missed_appointment; 2027-01-25; Teststaff")
    session.rollback()
    staff.get(place)
    assert "Recorded as an exception" in staff.text()


def test_a_colleague_is_asked_by_the_caseworker_and_the_old_link_ends(
    app: Flask, client: CheckingClient, sign_in: SignIn, people: People
) -> None:
    staff = ask(sign_in, people)
    path = open_task(app, client)
    client.get(f"{path}/colleague")
    colleague = {"name": "Dr Rook Ashby", "role": "Physiotherapist", "email": "rook@example.org"}
    client.submit(f"{path}/colleague", colleague)
    assert letters(app, "rook@example.org") == [], "nobody opens a record to a colleague alone"
    place = f"/cases/{people.child}/advice/{request_id(app)}"
    staff.get(f"{place}/readdress")
    assert staff.page.select_one("#email")["value"] == "rook@example.org"  # type: ignore[index]
    staff.submit(f"{place}/readdress", colleague)
    assert client.get(path).status_code == 404
    assert client.get(f"{path}/task").status_code == 404
    open_task(app, client, "rook@example.org")
    assert "4 January 2027" in client.text(), "the legal day stays"
    assert "Dr Rook Ashby" in client.text()


def test_a_withdrawn_request_closes_its_link_and_takes_its_event_back(
    app: Flask, session: Session, client: CheckingClient, sign_in: SignIn, people: People
) -> None:
    staff = ask(sign_in, people)
    path = open_task(app, client)
    place = f"/cases/{people.child}/advice/{request_id(app)}"
    staff.get(f"{place}/withdraw")
    assert staff.submit(f"{place}/withdraw", {"reason": ""}).status_code == 422
    assert staff.submit(f"{place}/withdraw", {"reason": "Asked twice"}).status_code == 303
    client.get(f"{path}/task")
    assert "You do not have to answer any more" in str(client.page.h1)
    assert "Canary" not in client.text()
    assert "do not have to answer" in letters(app, ADVISER)[0].subject
    assert [row.is_withdrawn for row in list_recorded(session, people.child)] == [False, True]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"service": ""}, "Choose a service"),
        ({"email": "nowhere"}, "Enter an e-mail address, like"),
        ({"email": "07700 900123"}, "Enter an e-mail address, like"),
        ({"question": ""}, "Enter what you ask"),
        ({"manager_email": ADVISER}, "somebody else"),
    ],
)
def test_a_request_that_cannot_be_sent_keeps_what_was_typed(
    sign_in: SignIn, people: People, changed: dict[str, str], said: str
) -> None:
    staff = sign_in(Role.CASEWORKER, people.caseworker)
    staff.get(f"/cases/{people.child}/advice/new")
    answer = staff.submit(f"/cases/{people.child}/advice/new", ASKED | changed)
    assert answer.status_code == 422
    assert said in staff.text()
    assert "Dr Wren Larkin" in str(staff.page)
