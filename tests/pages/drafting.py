"""A family and its caseworker around a draft, and their ways through its pages."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.messages import MessageKind
from portal.domain.people import Role
from portal.domain.tasks import TaskKind
from portal.store.connection import open_for
from portal.store.db import db
from portal.store.tables.outbox import OutboxMessage
from portal.store.tables.tasks import Task
from tests import people
from tests.pages.conftest import CheckingClient, SignIn

TODAY = date(2026, 11, 23)


SERVE = {
    "served_on-day": "23",
    "served_on-month": "11",
    "served_on-year": "2026",
    "closes_on-day": "7",
    "closes_on-month": "12",
    "closes_on-year": "2026",
}


FINAL = {"day-day": "23", "day-month": "11", "day-year": "2026"}


@dataclass
class Family:
    child: UUID
    mother: UUID
    father: UUID
    caseworker: UUID


Seed = Callable[[Callable[[Session], Any]], Any]


@pytest.fixture
def seed(app: Flask) -> Seed:
    """Put rows into the database and keep them."""

    def keep(fill: Callable[[Session], Any]) -> Any:
        with app.app_context():
            open_for("write")
            made = fill(db.session())
            db.session.commit()
        return made

    return keep


def a_family(session: Session, **facts: Any) -> Family:
    child = people.add_child(session, **facts)
    mother, father = (people.add_adult(session, email=f"{who}@example.org") for who in "ab")
    people.link(session, child, mother)
    people.link(session, child, father, relationship="father")
    caseworker = people.add_staff(session, Role.CASEWORKER)
    people.put_on_caseload(session, child, caseworker)
    return Family(child, mother, father, caseworker)


@pytest.fixture
def around(seed: Seed) -> Family:
    family: Family = seed(a_family)
    return family


@pytest.fixture
def desk(around: Family, sign_in: SignIn) -> CheckingClient:
    return sign_in(Role.CASEWORKER, around.caseworker)


@pytest.fixture
def mother(around: Family, sign_in: SignIn) -> CheckingClient:
    return sign_in(Role.FAMILY_MEMBER, around.mother)


def begin(desk: CheckingClient, child: UUID, kind: str = "draft_plan") -> str:
    """The address of a new document's page."""
    desk.get(f"/cases/{child}/drafts")
    response = desk.submit(f"/cases/{child}/drafts", {"kind": kind})
    assert response.status_code == 303
    return str(response.location)


def opened(desk: CheckingClient, page: str) -> dict[str, str]:
    """Every field of the writing page, as a browser would send it back."""
    assert desk.get(page).status_code == 200
    boxes = {str(box["name"]): box.get_text().strip("\r\n") for box in desk.page.select("textarea")}
    hidden = desk.page.select("main input[type=hidden]")
    return boxes | {str(each["name"]): str(each.get("value", "")) for each in hidden}


def serve(desk: CheckingClient, page: str, days: dict[str, str] | None = None) -> int:
    desk.get(f"{page}/preview")
    stamp = desk.page.select_one("input[name=stamp]")
    assert stamp is not None
    fields = SERVE | (days or {}) | {"stamp": str(stamp["value"])}
    return desk.submit(f"{page}/preview", fields).status_code


def served(desk: CheckingClient, child: UUID, kind: str = "draft_plan", **sections: str) -> str:
    """A served document with these texts; its id."""
    page = begin(desk, child, kind)
    texts = sections or {"proposed_b": "Needs help to speak.", "proposed_f": "Therapy each week."}
    assert desk.submit(page, opened(desk, page) | texts).status_code == 303
    assert serve(desk, page) == 303
    return page.rsplit("/", 1)[1]


def say(browser: CheckingClient, document: str, topic: str, **said: str) -> int:
    browser.get(f"/drafts/{document}/parts/{topic}")
    revision = browser.page.select_one("input[name=revision]")
    assert revision is not None
    fields = {"revision": str(revision["value"]), **said}
    return browser.submit(f"/drafts/{document}/parts/{topic}", fields).status_code


def send(browser: CheckingClient, document: str) -> int:
    browser.get(f"/drafts/{document}/check")
    stamp = browser.page.select_one("input[name=stamp]")
    fields = {"stamp": str(stamp["value"])} if stamp else {}
    return browser.submit(f"/drafts/{document}/check", fields).status_code


def queued(app: Flask, kind: MessageKind) -> list[UUID]:
    with app.app_context():
        return sorted(
            db.session.scalars(select(OutboxMessage.recipient_id).where(OutboxMessage.kind == kind))
        )


def tasks(app: Flask, kind: TaskKind) -> list[Task]:
    with app.app_context():
        return list(db.session.scalars(select(Task).where(Task.kind == kind)))


def serve_again(desk: CheckingClient, page: str) -> int:
    return desk.submit(f"{page}/preview", SERVE | {"stamp": "of an old page"}).status_code


def answer_all(desk: CheckingClient, document: str, words: str = "We looked at it.") -> None:
    desk.get(f"/staff/drafts/{document}/comments")
    links = [str(each["href"]) for each in desk.page.select("a[href^='/staff/comments/']")]
    for link in links:
        desk.get(link)
        radios = desk.page.select("input[name=outcome]")
        answer = {"outcome": str(radios[0]["value"]), "words": words}
        assert desk.submit(link, answer).status_code == 303
