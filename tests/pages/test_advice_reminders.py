"""What is sent about advice that has not come, and what is not sent any more."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.domain.people import Role
from portal.domain.sending import DeliveryStatus
from portal.features.advice.jobs import NUDGE
from portal.kit.jobs import jobs_of
from portal.shell import worker
from portal.store.connection import open_for
from portal.store.tables.deliveries import MessageDelivery
from portal.store.tables.outbox import OutboxMessage
from portal.store.tables.tasks import Task
from tests.conftest import Clock
from tests.pages.asked_advice import (
    ADVISER,
    MANAGER,
    People,
    ask,
    files,
    letters,
    link_in,
    people,
    request_id,
    rows,
    work,
)
from tests.pages.conftest import CheckingClient, SignIn

__all__ = ["files", "people"]


def nudge(app: Flask) -> None:
    """The worker's daily look, and everything that comes of it."""
    with app.app_context():
        open_for("write")
        worker.schedule_due()
        worker.work_until_empty()


def subjects(app: Flask, address: str) -> list[str]:
    return [letter.subject for letter in reversed(letters(app, address))]


@pytest.fixture
def advice_alone(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of what starts by itself, only the look at advice: sixty days of all the rest are the test of
    the school year's."""
    recurring = jobs_of(app).recurring
    for kind in set(recurring) - {NUDGE}:
        monkeypatch.delitem(recurring, kind)


@pytest.mark.usefixtures("advice_alone")
def test_reminders_and_escalation_come_once_each_on_their_days(
    app: Flask, clock: Clock, client: CheckingClient, sign_in: SignIn, people: People
) -> None:
    ask(sign_in, people)
    reminded: list[date] = []
    told: list[date] = []
    for _ in range(60):
        clock.move(days=1)
        before, before_told = len(subjects(app, ADVISER)), len(subjects(app, MANAGER))
        nudge(app)
        nudge(app)
        reminded += [clock().date()] * (len(subjects(app, ADVISER)) - before)
        told += [clock().date()] * (len(subjects(app, MANAGER)) - before_told)
    assert reminded == [date(2026, 12, 21), date(2027, 1, 1), date(2027, 1, 5)]
    assert told == [date(2027, 1, 9)]
    assert rows(app, select(Task.kind)) == ["advice_late"]
    assert rows(app, select(Task.due_on)) == [date(2027, 1, 5)]
    first_link = link_in(letters(app, ADVISER)[-1].text)
    assert client.get(first_link).status_code == 200, "every link sent still works"
    letter = letters(app, MANAGER)[0]
    client.get(link_in(letter.text))
    assert "Dr Wren Larkin" in client.text()
    for text in (letter.text, str(client.page)):
        assert "Canary" not in text
        assert "What does Testchild" not in text


def test_an_outage_is_caught_up_with_one_reminder(
    app: Flask, clock: Clock, sign_in: SignIn, people: People
) -> None:
    ask(sign_in, people)
    clock.move(days=60)
    nudge(app)
    assert len([each for each in subjects(app, ADVISER) if "Reminder" in each]) == 1
    assert len(subjects(app, MANAGER)) == 1


def test_a_message_that_waits_is_stopped_once_the_request_is_over(
    app: Flask, clock: Clock, sign_in: SignIn, people: People
) -> None:
    staff = ask(sign_in, people)
    place = f"/cases/{people.child}/advice/{request_id(app)}"
    staff.get(f"{place}/withdraw")
    staff.submit(f"{place}/withdraw", {"reason": "Asked twice"})
    assert subjects(app, ADVISER) == ["You do not have to answer any more"]
    stopped = rows(app, select(OutboxMessage.reason).where(OutboxMessage.outcome == "stopped"))
    assert stopped == ["withdrawn"]
    clock.move(days=60)
    nudge(app)
    assert len(subjects(app, ADVISER)) == 1
    assert subjects(app, MANAGER) == []
    assert rows(app, select(Task.kind)) == []


def test_a_request_that_did_not_arrive_is_put_on_the_desk(
    app: Flask, session: Session, clock: Clock, sign_in: SignIn, people: People
) -> None:
    ask(sign_in, people)
    work(app)
    session.execute(update(MessageDelivery).values(status=DeliveryStatus.PERMANENT_FAILURE))
    session.commit()
    clock.move(days=1)
    nudge(app)
    nudge(app)
    assert rows(app, select(Task.kind)) == ["adviser_not_reached"]
    staff = sign_in(Role.CASEWORKER, people.caseworker)
    staff.get(f"/cases/{people.child}/advice")
    assert "Our message did not arrive" in staff.text()
    place = f"/cases/{people.child}/advice/{request_id(app)}"
    staff.get(place)
    assert "did not arrive" in staff.text()
    staff.get(f"{place}/readdress")
    right = {"name": "Dr Wren Larkin", "role": "Paediatrician", "email": "wren@example.org"}
    staff.submit(f"{place}/readdress", right)
    work(app)
    staff.get(place)
    assert "did not arrive" not in staff.text()
    assert [done is not None for done in rows(app, select(Task.done_at))] == [True]
