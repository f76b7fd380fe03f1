"""Advice: a caseworker asks, somebody without an account answers, the family sees what it may."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from portal.actions import advice_files
from portal.domain.case_facts import EventKind
from portal.domain.people import Role
from portal.domain.sending import DeliveryStatus
from portal.features.advice import downloads, jobs
from portal.shell import worker
from portal.store import demo_mailbox
from portal.store.connection import open_for
from portal.store.db import db
from portal.store.recorded_events import list_recorded
from portal.store.sealing import erase
from portal.store.tables.advice import AdviceFileRow, AdviceRequestRow
from portal.store.tables.deliveries import MessageDelivery
from portal.store.tables.jobs import Job
from portal.store.tables.outbox import OutboxMessage
from portal.store.tables.sessions import ReadTrail
from portal.store.tables.tasks import Task
from tests.conftest import Clock
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


def test_the_link_shows_nobody_until_a_code_to_the_same_address_is_typed(
    app: Flask, client: CheckingClient, sign_in: SignIn, people: People
) -> None:
    ask(sign_in, people)
    [letter] = letters(app, ADVISER)
    for word in ("canary", "wrenfield", "larkin,", "plan", "child", "send"):
        assert word not in f"{letter.subject} {letter.text}".casefold()
    path = link_in(letter.text)
    client.get(path)
    assert "Monday 4 January 2027" in client.text()
    assert "Canary" not in client.text()
    assert client.get(f"{path}/task").status_code == 303, "first the code"
    assert client.get(f"{path}/write/needs").status_code == 303
    open_task(app, client)
    for words in (
        "Canary Wrenfield",
        "Saturday 14 May 2016",
        "What does Testchild need at school?",
    ):
        assert words in client.text()
    for words in ("4 January 2027", "Who will see it", "01632 960001"):
        assert words in client.text()


def test_another_browser_with_the_same_link_needs_a_code_of_its_own(
    app: Flask, client: CheckingClient, sign_in: SignIn, people: People
) -> None:
    ask(sign_in, people)
    path = open_task(app, client)
    other = app.test_client()
    assert isinstance(other, CheckingClient)
    assert other.get(f"{path}/task").status_code == 303
    other.get(path)
    other.submit(f"{path}/code")
    first_browsers = code_in(letters(app, ADVISER)[1].text)
    other.get(f"{path}/code")
    assert other.submit(f"{path}/enter", {"code": first_browsers}).status_code == 422


def test_opening_the_link_changes_nothing(
    app: Flask, client: CheckingClient, sign_in: SignIn, people: People
) -> None:
    ask(sign_in, people)
    path = link_in(letters(app, ADVISER)[0].text)
    before = rows(app, select(OutboxMessage.id))
    for _ in range(3):
        client.get(path)
        client.get(f"{path}/code")
    assert rows(app, select(OutboxMessage.id)) == before
    open_task(app, client)


def test_a_code_can_be_tried_five_times_and_for_ten_minutes(
    app: Flask, clock: Clock, client: CheckingClient, sign_in: SignIn, people: People
) -> None:
    ask(sign_in, people)
    path = link_in(letters(app, ADVISER)[0].text)
    client.get(path)
    client.submit(f"{path}/code")
    code = code_in(letters(app, ADVISER)[0].text)
    wrong = "000000" if code != "000000" else "111111"
    client.get(f"{path}/code")
    for _ in range(5):
        assert client.submit(f"{path}/enter", {"code": wrong}).status_code == 422
    assert client.submit(f"{path}/enter", {"code": code}).status_code == 422
    client.submit(f"{path}/code")
    code = code_in(letters(app, ADVISER)[0].text)
    clock.move(minutes=11)
    client.get(f"{path}/code")
    assert client.submit(f"{path}/enter", {"code": code}).status_code == 422
    assert client.get(f"{path}/task").status_code == 303


def test_a_browser_that_was_let_in_is_not_for_ever(
    app: Flask, clock: Clock, client: CheckingClient, sign_in: SignIn, people: People
) -> None:
    ask(sign_in, people)
    path = open_task(app, client)
    clock.move(hours=3, minutes=59)
    assert client.get(f"{path}/task").status_code == 200
    clock.move(minutes=2)
    assert client.get(f"{path}/task").status_code == 303


def write(browser: CheckingClient, path: str) -> None:
    browser.get(f"{path}/write/needs")
    browser.submit(f"{path}/write/needs", {"needs": "Tires quickly.\nHears well."})
    browser.get(f"{path}/write/provision")
    help_ = {"what1": "Speech therapy", "often1": "1 hour a week", "who1": "A therapist"}
    browser.submit(f"{path}/write/provision", help_ | {"what3": "A quiet room"})
    browser.get(f"{path}/write/outcomes")
    browser.submit(f"{path}/write/outcomes", {"outcomes": "Joins in with three friends."})


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


def test_the_family_sees_who_was_asked_and_reads_only_what_was_shared(
    app: Flask, client: CheckingClient, sign_in: SignIn, people: People
) -> None:
    staff = ask(sign_in, people)
    mother = sign_in(Role.FAMILY_MEMBER, people.mother)
    mother.get(f"/children/{people.child}/advice")
    assert "Health: Paediatrician" in mother.text()
    assert "They have until Monday 4 January 2027" in mother.text()
    path = open_task(app, client)
    write(client, path)
    client.get(f"{path}/files")
    client.submit(f"{path}/files", {"files": (BytesIO(b"Seen twice."), "report.txt")})
    client.get(f"{path}/check")
    client.submit(f"{path}/send")
    place = request_id(app)
    [file_id] = rows(app, select(AdviceFileRow.id))
    own = f"/children/{people.child}/advice/{place}"
    mother.get(f"/children/{people.child}/advice")
    assert "They answered on Monday 23 November 2026" in mother.text()
    assert mother.get(own).status_code == 404
    assert mother.get(f"{own}/files/{file_id}").status_code == 404
    staff.get(f"/cases/{people.child}/advice/{place}")
    share = f"/cases/{people.child}/advice/{place}/share"
    assert staff.submit(share).status_code == 422, "checked first"
    assert staff.submit(share, {"checked": "y"}).status_code == 303
    assert "something new for you to read" in letters(app, "mother@example.org")[0].subject
    mother.get(own)
    assert "Tires quickly" in mother.text()
    assert mother.get(f"{own}/files/{file_id}").data == b"Seen twice."
    for text in (mother.text(), str(mother.page)):
        for secret in (ADVISER, MANAGER, "Larkin", "Marrow", "What does Testchild"):
            assert secret not in text


def test_from_18_what_is_shared_waits_for_the_parents_and_not_for_the_young_person(
    app: Flask, session: Session, client: CheckingClient, sign_in: SignIn, people: People
) -> None:
    grown = add_child(session, birth_date=date(2008, 11, 1), year_group=13)
    put_on_caseload(session, grown, people.caseworker)
    person = add_adult(session, email="kit@example.org")
    link(session, grown, person, relationship="self")
    link(session, grown, people.mother)
    session.commit()
    people.child = grown
    staff = ask(sign_in, people)
    path = open_task(app, client)
    write(client, path)
    client.get(f"{path}/files")
    client.submit(f"{path}/files", {"files": (BytesIO(b"Seen twice."), "report.txt")})
    client.get(f"{path}/check")
    client.submit(f"{path}/send")
    place, [file_id] = request_id(app), rows(app, select(AdviceFileRow.id))
    staff.get(f"/cases/{grown}/advice/{place}")
    staff.submit(f"/cases/{grown}/advice/{place}/share", {"checked": "y"})
    own = f"/children/{grown}/advice/{place}"
    mother = sign_in(Role.FAMILY_MEMBER, people.mother)
    assert mother.get(own).status_code == 404
    assert mother.get(f"{own}/files/{file_id}").status_code == 404
    mother.get(f"/children/{grown}/advice")
    assert "They answered on" in mother.text()
    assert own not in str(mother.page)
    young_person = sign_in(Role.YOUNG_PERSON, person)
    assert young_person.get(own).status_code == 200
    assert young_person.get(f"{own}/files/{file_id}").status_code == 200


def test_nobody_reaches_another_childs_advice_or_file(
    app: Flask, client: CheckingClient, sign_in: SignIn, people: People
) -> None:
    staff = ask(sign_in, people)
    path = open_task(app, client)
    client.get(f"{path}/files")
    client.submit(f"{path}/files", {"files": (BytesIO(b"Seen twice."), "report.txt")})
    client.get(f"{path}/check")
    client.submit(f"{path}/send")
    place, [file_id] = request_id(app), rows(app, select(AdviceFileRow.id))
    staff.get(f"/cases/{people.child}/advice/{place}")
    staff.submit(f"/cases/{people.child}/advice/{place}/share", {"checked": "y"})
    stranger = sign_in(Role.FAMILY_MEMBER, people.stranger)
    colleague = sign_in(Role.CASEWORKER, people.other_caseworker)
    for tail in ("", f"/{place}", f"/{place}/files/{file_id}"):
        assert stranger.get(f"/children/{people.child}/advice{tail}").status_code == 404
        assert colleague.get(f"/cases/{people.child}/advice{tail}").status_code == 404
    [other_child] = rows(app, select(AdviceRequestRow.child_id).where(AdviceRequestRow.id == place))
    assert other_child == people.child
    assert staff.get(f"/cases/{people.child}/advice/{file_id}/files/{file_id}").status_code == 404
    assert client.get("/advice/no-such-token/task").status_code == 404


def test_a_file_is_handed_out_as_a_download_that_can_do_nothing(
    app: Flask, files: Path, client: CheckingClient, sign_in: SignIn, people: People
) -> None:
    staff = ask(sign_in, people)
    path = open_task(app, client)
    client.get(f"{path}/files")
    assert "10 MB" in client.text(), "limits are told in advance"
    client.submit(f"{path}/files", {"files": (BytesIO(b"Seen twice."), "../../a;b<i>.txt")})
    kept = [file for file in files.rglob("*") if file.is_file()]
    assert len(kept) == 1
    assert b"Seen twice" not in kept[0].read_bytes(), "sealed before it leaves the process"
    place, [file_id] = request_id(app), rows(app, select(AdviceFileRow.id))
    download = f"/cases/{people.child}/advice/{place}/files/{file_id}"
    assert staff.get(download).status_code == 404, "not sent yet"
    client.get(f"{path}/check")
    client.submit(f"{path}/send")
    answer = staff.get(download)
    assert answer.data == b"Seen twice."
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Cache-Control"] == "no-store"


class KeptLog:
    """What was logged, as words and values."""

    def __init__(self) -> None:
        self.errors: list[tuple[str, dict[str, str]]] = []

    def error(self, event: str, **values: str) -> None:
        self.errors.append((event, values))


def count_of_reads(app: Flask) -> int:
    [count] = rows(app, select(func.count()).select_from(ReadTrail))
    return int(count)


def lose(files: Path) -> None:
    for kept in [each for each in files.rglob("*") if each.is_file()]:
        kept.unlink()


def test_a_file_that_the_store_has_lost_is_a_page_that_says_what_to_do(
    app: Flask,
    files: Path,
    monkeypatch: pytest.MonkeyPatch,
    client: CheckingClient,
    sign_in: SignIn,
    people: People,
) -> None:
    kept = KeptLog()
    monkeypatch.setattr(downloads, "log", kept)
    staff, mother = ask(sign_in, people), sign_in(Role.FAMILY_MEMBER, people.mother)
    path = open_task(app, client)
    client.get(f"{path}/files")
    client.submit(f"{path}/files", {"files": (BytesIO(b"Seen twice."), "report.txt")})
    client.get(f"{path}/check")
    client.submit(f"{path}/send")
    place, [file_id] = request_id(app), rows(app, select(AdviceFileRow.id))
    staff.get(f"/cases/{people.child}/advice/{place}")
    staff.submit(f"/cases/{people.child}/advice/{place}/share", {"checked": "y"})
    lose(files)
    own = f"/children/{people.child}/advice/{place}"
    noted = count_of_reads(app)

    assert staff.get(f"/cases/{people.child}/advice/{place}/files/{file_id}").status_code == 404
    assert "may be in a backup" in staff.text()
    assert mother.get(f"{own}/files/{file_id}").status_code == 404
    assert "We cannot find this file" in mother.text()
    assert "Ring the SEND team" in mother.text()
    assert mother.page.select_one(f'a[href="{own}"]') is not None
    assert kept.errors == [("stored file missing", {"file": str(file_id)})] * 2
    assert count_of_reads(app) == noted, "nobody has read what is not there"


def test_files_that_cannot_be_taken_are_refused_with_what_to_do(
    app: Flask,
    files: Path,
    monkeypatch: pytest.MonkeyPatch,
    client: CheckingClient,
    sign_in: SignIn,
    people: People,
) -> None:
    monkeypatch.setattr(advice_files, "BYTES_AT_MOST", 1000)
    ask(sign_in, people)
    path = open_task(app, client)
    for name, content, said in (
        ("drawing.svg", b"<svg onload='x'/>", "not taken"),
        ("report.pdf", b"<html><script>1</script></html>", "not what its name says"),
        ("report.txt", b"a" * 1001, "larger than 10 MB"),
        ("report", b"text", "not taken"),
    ):
        client.get(f"{path}/files")
        answer = client.submit(f"{path}/files", {"files": (BytesIO(content), name)})
        assert answer.status_code == 422
        assert said in client.text()
    assert not files.exists() or not [each for each in files.rglob("*") if each.is_file()]


def test_a_file_taken_back_is_gone_from_the_store(
    app: Flask, files: Path, client: CheckingClient, sign_in: SignIn, people: People
) -> None:
    ask(sign_in, people)
    path = open_task(app, client)
    client.get(f"{path}/files")
    client.submit(f"{path}/files", {"files": (BytesIO(b"Seen twice."), "report.txt")})
    [file_id] = rows(app, select(AdviceFileRow.id))
    client.get(f"{path}/files")
    client.submit(f"{path}/files/{file_id}/remove")
    work(app)
    assert rows(app, select(AdviceFileRow.id)) == []
    assert not [each for each in files.rglob("*") if each.is_file()]


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


def nudge(app: Flask) -> None:
    """The worker's daily look, and everything that comes of it."""
    with app.app_context():
        open_for("write")
        worker.schedule_due()
        worker.work_until_empty()


def subjects(app: Flask, address: str) -> list[str]:
    return [letter.subject for letter in reversed(letters(app, address))]


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


def test_where_a_scanner_is_configured_nobody_opens_a_file_before_its_word(
    app: Flask,
    files: Path,
    monkeypatch: pytest.MonkeyPatch,
    client: CheckingClient,
    sign_in: SignIn,
    people: People,
) -> None:
    monkeypatch.setitem(app.config, "CLAMD", "127.0.0.1:1")
    monkeypatch.setattr(jobs, "holds_virus", lambda _address, content: b"virus" in content)
    staff = ask(sign_in, people)
    path = open_task(app, client)
    client.get(f"{path}/files")
    for name, content in (("clean.txt", b"Seen twice."), ("bad.txt", b"a virus")):
        client.submit(f"{path}/files", {"files": (BytesIO(content), name)})
    client.get(f"{path}/check")
    client.submit(f"{path}/send")
    place = f"/cases/{people.child}/advice/{request_id(app)}"
    found = rows(app, select(AdviceFileRow.id).order_by(AdviceFileRow.size.desc()))
    clean, bad = (f"{place}/files/{file_id}" for file_id in found)
    staff.get(place)
    assert "Being scanned" in staff.text()
    assert staff.get(clean).status_code == 404
    work(app)
    assert staff.get(clean).status_code == 200
    assert staff.get(bad).status_code == 404
    staff.get(place)
    assert "no virus found" in staff.text()
    assert "A virus was found" in staff.text()
    assert len([each for each in files.rglob("*") if each.is_file()]) == 1


def test_a_lost_file_is_not_scanned_for_ever_and_its_page_says_that_it_is_lost(
    app: Flask,
    files: Path,
    monkeypatch: pytest.MonkeyPatch,
    client: CheckingClient,
    sign_in: SignIn,
    people: People,
) -> None:
    kept = KeptLog()
    monkeypatch.setattr(jobs, "log", kept)
    monkeypatch.setitem(app.config, "CLAMD", "127.0.0.1:1")
    monkeypatch.setattr(jobs, "holds_virus", lambda _address, _content: False)
    staff = ask(sign_in, people)
    path = open_task(app, client)
    client.get(f"{path}/files")
    client.submit(f"{path}/files", {"files": (BytesIO(b"Seen twice."), "report.txt")})
    client.get(f"{path}/check")
    client.submit(f"{path}/send")
    lose(files)
    work(app)

    [file_id] = rows(app, select(AdviceFileRow.id))
    place = f"/cases/{people.child}/advice/{request_id(app)}"
    staff.get(place)
    assert "We cannot find this file any more" in staff.text()
    assert "Being scanned" not in staff.text()
    assert staff.get(f"{place}/files/{file_id}").status_code == 404
    waiting = select(Job.id).where(Job.kind == "scan_advice_file", Job.ended_at.is_(None))
    assert rows(app, waiting) == []
    assert kept.errors == [("stored file missing", {"file": str(file_id)})]


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


def test_an_erased_childs_requests_say_which_service_and_nothing_else(
    app: Flask, session: Session, client: CheckingClient, sign_in: SignIn, people: People
) -> None:
    staff = ask(sign_in, people)
    path = open_task(app, client)
    client.get(f"{path}/files")
    client.submit(f"{path}/files", {"files": (BytesIO(b"Seen twice."), "report.txt")})
    client.get(f"{path}/check")
    client.submit(f"{path}/send")
    erase(session, people.child)
    session.commit()
    place, [file_id] = request_id(app), rows(app, select(AdviceFileRow.id))
    staff.get(f"/cases/{people.child}/advice/{place}")
    assert "Health" in staff.text()
    assert "Larkin" not in staff.text()
    download = staff.get(f"/cases/{people.child}/advice/{place}/files/{file_id}")
    assert download.status_code == 404


def test_strangers_cannot_post_more_than_an_answer_needs(client: CheckingClient) -> None:
    for tail, most in (("code", 1024**2), ("files", 101 * 1024**2)):
        answer = client.post(
            f"/advice/no-such-token/{tail}",
            input_stream=BytesIO(b""),
            content_type="multipart/form-data; boundary=x",
            environ_overrides={"CONTENT_LENGTH": str(most + 1)},
        )
        assert answer.status_code == 413
