"""People around a child about whom advice is asked for, and their ways through its pages."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.people import Role
from portal.shell import worker
from portal.store import demo_mailbox
from portal.store.connection import open_for
from portal.store.db import db
from portal.store.tables.advice import AdviceRequestRow
from tests.pages.conftest import CheckingClient, SignIn
from tests.people import add_adult, add_child, add_staff, link, put_on_caseload

ADVISER = "dr.larkin@example.org"


MANAGER = "head.of.service@example.org"


DUE = date(2027, 1, 4)  # 42 days after 23 November 2026, counted by hand


ASKED = {
    "service": "health",
    "name": "Dr Wren Larkin",
    "role": "Paediatrician",
    "email": ADVISER,
    "question": "What does Testchild need at school?",
    "manager_name": "Ellis Marrow",
    "manager_email": MANAGER,
}


@dataclass
class People:
    child: UUID
    caseworker: UUID
    other_caseworker: UUID
    mother: UUID
    stranger: UUID


@pytest.fixture
def people(session: Session) -> People:
    child = add_child(session, forename="Canary", surname="Wrenfield", birth_date=date(2016, 5, 14))
    caseworker = add_staff(session, Role.CASEWORKER)
    put_on_caseload(session, child, caseworker)
    mother = add_adult(session, email="mother@example.org")
    link(session, child, mother)
    stranger = add_adult(session, email="stranger@example.org")
    link(session, add_child(session), stranger)
    made = People(child, caseworker, add_staff(session, Role.CASEWORKER), mother, stranger)
    session.commit()
    return made


@pytest.fixture(autouse=True)
def files(app: Flask, tmp_path: Path) -> Iterator[Path]:
    """Files lie in a folder of this test's own."""
    app.extensions.pop("object_store", None)
    app.config["FILE_STORE"] = str(tmp_path / "files")
    yield tmp_path / "files"
    app.extensions.pop("object_store", None)
    app.config["FILE_STORE"] = ""


def work(app: Flask) -> None:
    with app.app_context():
        open_for("write")
        worker.work_until_empty()


def letters(app: Flask, address: str) -> list[demo_mailbox.KeptLetter]:
    """What came to this address, the latest first. Time moves on, so that there is a latest."""
    work(app)
    app.config["CLOCK"].move(seconds=1)
    with app.app_context():
        open_for("read")
        found = demo_mailbox.list_letters(db.session(), 100)
        db.session.rollback()
        open_for("write")
    return [letter for letter in found if letter.address == address]


def link_in(text: str) -> str:
    found = re.search(r"http://[^/]+(/advice/\S+)", text)
    assert found is not None, text
    return found[1]


def code_in(text: str) -> str:
    found = re.search(r"\b\d{6}\b", text)
    assert found is not None, text
    return found[0]


def rows(app: Flask, query: Any) -> list[Any]:
    with app.app_context():
        open_for("write")
        found = list(db.session().scalars(query))
        db.session.rollback()
    return found


def ask(sign_in: SignIn, people: People, **changed: str) -> CheckingClient:
    staff = sign_in(Role.CASEWORKER, people.caseworker)
    assert staff.get(f"/cases/{people.child}/advice/new").status_code == 200
    answer = staff.submit(f"/cases/{people.child}/advice/new", ASKED | changed)
    assert answer.status_code == 303
    return staff


def request_id(app: Flask) -> UUID:
    [found] = rows(app, select(AdviceRequestRow.id))
    assert isinstance(found, UUID)
    return found


def open_task(app: Flask, browser: CheckingClient, address: str = ADVISER) -> str:
    """Follow the link of the latest message that has one, ask for the code and give it."""
    path = next(link_in(each.text) for each in letters(app, address) if "/advice/" in each.text)
    browser.get(path)
    assert browser.submit(f"{path}/code").status_code == 303
    browser.get(f"{path}/code")
    code = code_in(letters(app, address)[0].text)
    assert browser.submit(f"{path}/enter", {"code": code}).status_code == 303
    assert browser.get(f"{path}/task").status_code == 200
    return path


def write(browser: CheckingClient, path: str) -> None:
    browser.get(f"{path}/write/needs")
    browser.submit(f"{path}/write/needs", {"needs": "Tires quickly.\nHears well."})
    browser.get(f"{path}/write/provision")
    help_ = {"what1": "Speech therapy", "often1": "1 hour a week", "who1": "A therapist"}
    browser.submit(f"{path}/write/provision", help_ | {"what3": "A quiet room"})
    browser.get(f"{path}/write/outcomes")
    browser.submit(f"{path}/write/outcomes", {"outcomes": "Joins in with three friends."})
