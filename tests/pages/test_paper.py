"""Letters on paper: a file for the council's own mail merge."""

import csv
import io
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.actions.messages import queue_messages
from portal.domain.messages import MessageKind, Recipient, RecipientKind
from portal.domain.people import Role
from portal.shell import worker
from portal.store.outbox import NewMessage
from portal.store.sealing import erase
from portal.store.tables.deliveries import MessageDelivery, PaperLetter
from portal.store.tables.outbox import OutboxMessage
from portal.store.tables.people import FamilyLink
from portal.store.tables.sessions import ReadTrail
from tests.conftest import Clock
from tests.pages.conftest import CheckingClient, SignIn
from tests.people import add_adult, add_child, add_staff, link
from tests.shell.test_worker import commit, work

PATH = "/staff/letters"


@pytest.fixture
def administrator(app: Flask, sign_in: SignIn) -> CheckingClient:
    staff_id = commit(app, lambda s: add_staff(s, Role.ADMINISTRATOR, name="Ada Minster"))
    return sign_in(Role.ADMINISTRATOR, staff_id)


def on_paper(
    app: Flask,
    clock: Clock,
    *kinds: MessageKind,
    code: str | None = None,
    **facts: Any,
) -> UUID:
    """An adult who asked for letters, and what is queued for them; the adult."""

    def make(session: Session) -> UUID:
        adult = add_adult(session, **({"channel": "letter", "given": "Ida"} | facts))
        child = add_child(session, caseref=f"C-{facts.get('contact_id', adult)}")
        link(session, child, adult)
        to = Recipient(RecipientKind.FAMILY_MEMBER, adult)
        messages = [
            NewMessage(to, kind, f"/read/{number}", code, about=child)
            for number, kind in enumerate(kinds)
        ]
        queue_messages(session, messages, clock())
        return adult

    adult: UUID = commit(app, make)
    work(app)
    return adult


def make_file(administrator: CheckingClient) -> list[str]:
    """Press the button; the addresses of the newest file."""
    administrator.get(PATH)
    assert administrator.submit(PATH).status_code == 303
    administrator.get(PATH)
    row = administrator.page.select_one("tbody tr")
    return [str(link["href"]) for link in row.select("a")] if row else []


def read_csv(administrator: CheckingClient, paths: list[str]) -> list[dict[str, str]]:
    path = next(each for each in paths if each.endswith("/csv"))
    answer = administrator.get(path, buffered=True)
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.get_data().decode("utf-8-sig"))))


def test_what_waits_becomes_one_file_and_counts_as_handed_over(
    app: Flask, clock: Clock, administrator: CheckingClient
) -> None:
    on_paper(
        app,
        clock,
        MessageKind.SURVEY_INVITATION,
        code="012345",
        contact_id="F-1",
        title="Dr",
        family="Quill",
    )
    on_paper(app, clock, MessageKind.PLAN_NEWS, contact_id="F-2", email=None, channel=None)
    administrator.get(PATH)
    assert "2 letters wait" in administrator.text()
    paths = make_file(administrator)
    assert "Ada Minster" in administrator.text()
    assert "0 letters wait" in administrator.text()
    lines = read_csv(administrator, paths)
    first, second = sorted(lines, key=lambda line: line["contact_id"])
    assert (first["contact_id"], first["caseref"]) == ("F-1", "C-F-1")
    assert first["name"] == "Dr Ida Quill"
    assert first["subject"] == "We would like to hear from you"
    assert first["code"] == "012345"
    assert "012345" in first["text"]
    assert "/read/0" in first["text"]
    assert "/messages/" in first["text"], "wrong child, stop surveys"
    assert second["code"] == ""
    outcomes = commit(
        app, lambda s: s.execute(select(OutboxMessage.outcome, OutboxMessage.code_sealed)).all()
    )
    assert [tuple(each) for each in outcomes] == [("sent", None)] * 2
    handed = commit(app, lambda s: s.execute(select(MessageDelivery.channel)).scalars().all())
    assert handed == ["letter"] * 2
    administrator.get(PATH)
    administrator.post(PATH)
    work(app)
    assert commit(app, lambda s: s.scalar(select(func.count()).select_from(PaperLetter))) == 2


def test_every_format_holds_text_and_never_a_formula(
    app: Flask, clock: Clock, administrator: CheckingClient
) -> None:
    on_paper(app, clock, MessageKind.SURVEY_INVITATION, code="=1+1", given="=cmd|'/c calc'!A1")
    paths = make_file(administrator)
    assert [path.rpartition("/")[2] for path in paths] == ["csv", "xlsx", "ods", "print"]
    [line] = read_csv(administrator, paths)
    assert line["code"] == "'=1+1"
    assert line["name"].startswith("'=cmd")
    book = openpyxl.load_workbook(io.BytesIO(administrator.get(paths[1], buffered=True).get_data()))
    _, values = book.worksheets[0].iter_rows()
    assert {cell.data_type for cell in values if cell.value is not None} == {"s"}
    assert administrator.get(paths[2], buffered=True).status_code == 200


def test_the_stop_list_is_asked_once_more_before_the_file(
    app: Flask, clock: Clock, administrator: CheckingClient
) -> None:
    restricted = on_paper(app, clock, MessageKind.PLAN_NEWS)
    erased = on_paper(app, clock, MessageKind.PLAN_NEWS)
    late = on_paper(app, clock, MessageKind.FAMILY_INVITATION, code="012345")
    kept = on_paper(app, clock, MessageKind.PLAN_NEWS, contact_id="F-9")

    def change(session: Session) -> None:
        links = select(FamilyLink).where(FamilyLink.family_member_id == restricted)
        session.scalars(links).one().restriction = "no contact"
        erase(session, erased)

    commit(app, change)
    clock.move(days=14)
    [line] = read_csv(administrator, make_file_later(app, clock, administrator))
    assert line["contact_id"] == "F-9"
    reasons = commit(
        app,
        lambda s: {row.recipient_id: row.reason for row in s.scalars(select(OutboxMessage))},
    )
    assert reasons == {
        restricted: "restricted",
        erased: "erased",
        late: "too_late",
        kept: None,
    }


def make_file_later(app: Flask, clock: Clock, administrator: CheckingClient) -> list[str]:
    """After two weeks the administrator signs in again."""
    from portal.store import sessions

    with administrator.session_transaction() as cookie:
        staff_id = commit(app, lambda s: add_staff(s, Role.ADMINISTRATOR))
        cookie["_user_id"] = commit(
            app, lambda s: sessions.add_session(s, Role.ADMINISTRATOR, staff_id, clock())
        )
    return make_file(administrator)


def test_where_nothing_may_go_no_file_is_made(
    app: Flask, clock: Clock, administrator: CheckingClient
) -> None:
    adult = on_paper(app, clock, MessageKind.PLAN_NEWS)

    def restrict(session: Session) -> None:
        links = select(FamilyLink).where(FamilyLink.family_member_id == adult)
        session.scalars(links).one().restriction = "no contact"

    commit(app, restrict)
    assert make_file(administrator) == []
    assert "No letter waits" in administrator.text() or "0 letters wait" in administrator.text()


def test_a_digest_goes_as_one_letter(
    app: Flask, clock: Clock, administrator: CheckingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "DIGEST_MINUTES", 30)
    on_paper(app, clock, MessageKind.PLAN_NEWS, MessageKind.MEETING_SET)
    clock.move(minutes=30)
    work(app)
    [line] = read_csv(administrator, make_file_later(app, clock, administrator))
    assert line["subject"] == "Several things are new for you"
    assert line["text"].count("\n- ") == 2
    outcomes = commit(app, lambda s: s.scalars(select(OutboxMessage.outcome)).all())
    assert outcomes == ["sent"] * 3


def test_a_file_can_be_fetched_again_for_a_week_and_then_its_letters_are_gone(
    app: Flask, clock: Clock, administrator: CheckingClient
) -> None:
    on_paper(app, clock, MessageKind.PLAN_NEWS)
    paths = make_file(administrator)
    for _ in range(2):
        assert len(read_csv(administrator, paths)) == 1
    clock.move(days=6, hours=23)
    paths_later = make_file_later(app, clock, administrator)
    assert paths_later == paths
    assert len(read_csv(administrator, paths)) == 1
    clock.at += timedelta(hours=1)
    assert make_file_later(app, clock, administrator) == []
    assert "Not kept any more" in administrator.text()
    assert administrator.get(paths[0]).status_code == 404
    with app.app_context():
        worker.schedule_due()
    work(app)
    assert commit(app, lambda s: s.scalar(select(func.count()).select_from(PaperLetter))) == 0


def test_a_reader_who_is_erased_is_left_out_of_a_file_that_is_fetched_again(
    app: Flask, clock: Clock, administrator: CheckingClient
) -> None:
    gone = on_paper(app, clock, MessageKind.PLAN_NEWS, contact_id="F-1")
    on_paper(app, clock, MessageKind.PLAN_NEWS, contact_id="F-2")
    paths = make_file(administrator)
    commit(app, lambda session: erase(session, gone))
    assert [line["contact_id"] for line in read_csv(administrator, paths)] == ["F-2"]


def test_whoever_is_kept_away_since_is_left_out_of_a_file_that_is_fetched_again(
    app: Flask, clock: Clock, administrator: CheckingClient
) -> None:
    away = on_paper(app, clock, MessageKind.FAMILY_INVITATION, contact_id="F-1", code="ABCD")
    told = [MessageKind.PLAN_NEWS, MessageKind.MEETING_SET]
    both = on_paper(app, clock, *told, contact_id="F-2")
    on_paper(app, clock, MessageKind.PLAN_NEWS, contact_id="F-3")
    paths = make_file(administrator)
    lines = read_csv(administrator, paths)
    assert sorted({line["contact_id"] for line in lines}) == ["F-1", "F-2", "F-3"]

    def restrict(session: Session) -> None:
        for row in session.scalars(
            select(FamilyLink).where(FamilyLink.family_member_id.in_([away, both]))
        ):
            row.restriction = "no_contact"

    commit(app, restrict)
    assert [line["contact_id"] for line in read_csv(administrator, paths)] == ["F-3"]


def test_each_download_is_in_the_trail_with_whom_it_names(
    app: Flask, clock: Clock, administrator: CheckingClient
) -> None:
    on_paper(app, clock, MessageKind.PLAN_NEWS)
    paths = make_file(administrator)

    read_csv(administrator, paths)
    read = commit(app, lambda session: session.scalars(select(ReadTrail)).all())
    child = commit(app, lambda session: session.scalars(select(FamilyLink.child_id)).one())
    assert {(entry.purpose, entry.child_id) for entry in read} == {
        ("row_file", None),
        ("row_file", child),
    }


def test_whoever_has_not_just_proved_who_they_are_is_asked_to(
    app: Flask, clock: Clock, administrator: CheckingClient
) -> None:
    on_paper(app, clock, MessageKind.PLAN_NEWS)
    [path, *_] = make_file(administrator)
    clock.move(minutes=40)
    for answer in (administrator.get(PATH), administrator.get(path), administrator.post(PATH)):
        assert answer.status_code in {302, 303, 400}
        assert b"Quill" not in answer.get_data()


def test_officers_and_caseworkers_are_given_no_letters(
    app: Flask, clock: Clock, administrator: CheckingClient, sign_in: SignIn
) -> None:
    on_paper(app, clock, MessageKind.PLAN_NEWS)
    paths = make_file(administrator)
    for role in (Role.PARTICIPATION_OFFICER, Role.CASEWORKER):
        staff_id = commit(app, partial(add_staff, role=role))
        browser = sign_in(role, staff_id)
        assert browser.get(PATH).status_code == 403
        assert browser.get(paths[0]).status_code == 403


def test_letters_are_printed_with_their_link_as_a_qr_code(
    app: Flask, clock: Clock, administrator: CheckingClient
) -> None:
    on_paper(app, clock, MessageKind.SURVEY_INVITATION, code="012345", contact_id="F-1")
    on_paper(app, clock, MessageKind.PLAN_NEWS, contact_id="F-2")
    path = next(each for each in make_file(administrator) if each.endswith("/print"))
    assert administrator.get(path).status_code == 200
    letters = administrator.page.select("section.site-sheet")
    assert len(letters) == 2
    assert all(letter.select_one("svg") for letter in letters)
    text = administrator.text()
    assert "Or type the code in here:\nhttp://127.0.0.1:8000/s\n" in text
    assert {"F-1", "F-2"} <= set(text.split())
    read = commit(app, lambda s: s.scalar(select(func.count()).select_from(ReadTrail)))
    assert read == 2
    clock.move(days=60)
    assert administrator.get(path).status_code in {302, 303, 404}
