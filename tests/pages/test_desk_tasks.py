"""The tasks of the desk: what is to be done, and what came of it."""

from datetime import timedelta
from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.actions.messages import queue_messages
from portal.domain.messages import MessageKind, Recipient, RecipientKind
from portal.domain.people import Role
from portal.domain.tasks import CALLS, NewTask, TaskKind
from portal.kit.task_wording import TASK_WORDS
from portal.store.db import db
from portal.store.outbox import NewMessage
from portal.store.tables.cases import Plan
from portal.store.tables.people import FamilyLink
from portal.store.tables.tasks import Task
from portal.store.tasks import add_tasks
from tests import people
from tests.pages.at_the_desk import NOW, add_task, own_case
from tests.pages.conftest import SignIn
from tests.pages.test_plan_status import (
    TODAY,
    Seed,
    seed,
)

__all__ = ["seed"]


def test_every_kind_of_task_has_words() -> None:
    assert set(TASK_WORDS) == set(TaskKind)


def test_tasks_come_overdue_first_and_are_filtered_by_the_address(
    seed: Seed, sign_in: SignIn
) -> None:
    caseworker, _, child = seed(lambda session: own_case(session, forename="Own"))
    _, _, other = seed(lambda session: own_case(session, forename="Canaryname"))

    def fill(session: Session) -> None:
        add_task(session, child, TODAY + timedelta(20))
        add_task(session, child, TODAY - timedelta(1), TaskKind.CHECK_DATE)
        add_task(session, child, TODAY + timedelta(3))
        add_task(session, other, TODAY)

    seed(fill)
    desk = sign_in(Role.CASEWORKER, caseworker)
    desk.get("/tasks")
    days = [row.select("td")[0].get_text(" ", strip=True) for row in desk.page.select("tbody tr")]
    assert days == ["22 Nov 2026 Overdue", "26 Nov 2026", "13 Dec 2026"]
    assert "3 tasks. Overdue: 1." in desk.text()
    assert "Canaryname" not in desk.text()
    for query, count in (
        ("show=overdue", 1),
        ("show=soon", 2),
        ("kind=ring_family", 2),
        ("show=soon&kind=ring_family", 1),
        (f"caseworker={uuid4()}", 0),
        ("show=x&kind=y&caseworker=z", 3),
    ):
        desk.get(f"/tasks?{query}")
        assert len(desk.page.select("tbody tr")) == count, query


def test_a_task_is_done_once_with_a_note_that_is_sealed(
    app: Flask, seed: Seed, sign_in: SignIn
) -> None:
    caseworker, _, child = seed(own_case)
    seed(lambda session: add_task(session, child, TODAY))
    desk = sign_in(Role.CASEWORKER, caseworker)
    desk.get(f"/cases/{child}")
    link = next(a for a in desk.page.select("main a") if a.get_text().startswith("Mark as done"))
    address = str(link["href"])
    desk.get(address)
    done = desk.submit(address, {"note": "They are happy"})
    assert (done.status_code, done.location) == (303, f"/cases/{child}")
    desk.get(done.location)
    assert "Done: Ring the family" in desk.text()
    assert "They are happy" in desk.text()
    with app.app_context():
        task = db.session.scalars(select(Task)).one()
        assert task.done_by_id == caseworker
        assert b"happy" not in (task.note_sealed or b"")

    again = desk.submit(address.partition("?")[0], {"note": "Twice"})
    desk.get(again.location)
    assert "This was done before. Your note was not kept." in desk.text()
    assert desk.page.select("tbody tr") == []


def test_a_call_with_news_names_whom_to_ring_and_nobody_once_the_stop_list_forbids_it(
    app: Flask, seed: Seed, sign_in: SignIn
) -> None:
    caseworker, _, child = seed(own_case)

    def ring(session: Session) -> UUID:
        father = people.add_adult(session, given="Rungby", family="Telephone")
        link_id = people.link(session, child, father, relationship="father")
        to = Recipient(RecipientKind.FAMILY_MEMBER, father)
        new = NewMessage(to, MessageKind.PLAN_NEWS, "/x", about=child)
        [message_id] = queue_messages(session, [new], NOW)
        add_tasks(session, [NewTask(child, TaskKind.RING_WITH_NEWS, message_id, TODAY)], NOW)
        return link_id

    link_id = seed(ring)
    with app.app_context():
        task_id = db.session.scalars(select(Task.id)).one()
    desk = sign_in(Role.CASEWORKER, caseworker)
    desk.get(f"/tasks/{task_id}")
    assert "Rungby Telephone" in desk.text()

    def restrict(session: Session) -> None:
        session.get_one(FamilyLink, link_id).restriction = "no contact"

    seed(restrict)
    desk.get(f"/tasks/{task_id}")
    assert "Rungby" not in desk.text()
    assert "not sent: it was not needed any more, or must not go" in desk.text()


def test_nobody_is_asked_to_ring_the_family_of_a_child_who_died(
    seed: Seed, sign_in: SignIn
) -> None:
    caseworker, _, child = seed(lambda session: own_case(session, forename="Own"))

    def fill(session: Session) -> None:
        plan = session.scalars(select(Plan).where(Plan.child_id == child)).one()
        plan.ceased_on, plan.cease_reason = TODAY, "8"
        for kind in CALLS:
            add_task(session, child, TODAY, kind)
        add_task(session, child, TODAY, TaskKind.CHECK_DATE)

    seed(fill)
    desk = sign_in(Role.CASEWORKER, caseworker)
    desk.get("/tasks")
    assert len(desk.page.select("tbody tr")) == 1
    assert "Check a date" in desk.text()
    desk.get(f"/cases/{child}")
    assert "Ring" not in desk.text()


def test_a_task_of_somebody_elses_case_is_not_there(
    app: Flask, seed: Seed, sign_in: SignIn
) -> None:
    caseworker, _, own = seed(own_case)
    _, _, other = seed(own_case)

    def fill(session: Session) -> None:
        add_task(session, own, TODAY)
        add_task(session, other, TODAY)

    seed(fill)
    with app.app_context():
        tasks = dict(db.session.execute(select(Task.child_id, Task.id)).all())
    desk = sign_in(Role.CASEWORKER, caseworker)
    assert desk.get(f"/tasks/{tasks[other]}").status_code == 404
    desk.get(f"/tasks/{tasks[own]}")
    assert desk.submit(f"/tasks/{tasks[other]}", {"note": ""}).status_code == 404
