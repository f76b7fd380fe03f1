"""Indicators: proposed by families, decided on with a reason, typed in, corrected, exported."""

from io import BytesIO
from typing import Any
from uuid import uuid4

import openpyxl
import pytest
from flask import Flask
from odf import opendocument, table
from sqlalchemy.orm import Session

from portal.actions.indicators import add_shipped, shipped_id
from portal.domain.people import Role
from tests.closed_waves import NOW, add_closed_wave, answered
from tests.pages.conftest import CheckingClient, SignIn
from tests.pages.test_releases import NO, YES, group_member, officer, release
from tests.people import add_staff

__all__ = ["group_member", "officer"]

NUMBER: dict[str, Any] = {
    "kind": "figure",
    "first-day": "1",
    "first-month": "7",
    "first-year": "2026",
    "last-day": "30",
    "last-month": "9",
    "last-year": "2026",
    "value": "24",
    "source": "The return of autumn",
    "owner": "Head of SEND",
}


@pytest.fixture
def shipped(session: Session) -> str:
    """The path of an indicator that is typed in."""
    add_shipped(session, NOW)
    session.commit()
    return f"/indicators/{shipped_id('complaints')}"


def add_number(officer: CheckingClient, path: str, **changed: str) -> int:
    officer.get(f"{path}/numbers/new")
    fields = {"new_id": str(uuid4()), **NUMBER, **changed}
    return officer.submit(f"{path}/numbers/new", fields).status_code


def test_what_the_document_says_is_there_with_its_source_and_day(
    shipped: str, officer: CheckingClient
) -> None:
    officer.get("/indicators")
    text = officer.text()
    assert "New plans within 20 weeks, in the month 70 % (October 2020)" in text
    officer.get(f"/indicators/{shipped_id('new-plans-month')}")
    assert "With 18 exceptions" in officer.text()
    assert "progress of October to November 2020" in officer.text()


def test_a_released_figure_is_an_indicator_by_itself(
    session: Session, shipped: str, officer: CheckingClient
) -> None:
    wave_id = add_closed_wave(session, answered(45, YES) + answered(15, NO), asked=200)
    session.commit()
    release(officer, wave_id)
    officer.get("/indicators")
    assert "75 % (30 September 2020)" in officer.text()


def test_a_number_is_typed_in_with_source_and_owner_and_corrected_by_another(
    shipped: str, officer: CheckingClient
) -> None:
    assert add_number(officer, shipped) == 303
    officer.get(shipped)
    assert "24 (July 2026 to September 2026)" in officer.text()
    assert add_number(officer, shipped, value="25") == 422
    assert "There is a number for these days" in officer.text()

    officer.get(shipped)
    link = officer.page.select_one("a[href$='/correct']")
    assert link is not None
    path = str(link["href"])
    officer.get(path)
    again = {"new_id": str(uuid4()), **NUMBER, "value": "27"}
    assert officer.submit(path, again).status_code == 422
    assert "Enter what changed" in officer.text()
    again["change"] = "Three came by letter."
    assert officer.submit(path, again).status_code == 303
    assert officer.submit(path, again).status_code == 303  # a second press
    officer.get(shipped)
    assert "27 (July 2026 to September 2026)" in officer.text()
    assert officer.text().count("Three came by letter.") == 1
    assert "Put right since." in officer.text()


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"value": "many"}, "Enter a whole number, such as 24"),
        ({"value": " "}, "Enter the number"),
        ({"source": " "}, "Enter where the number comes from"),
        ({"owner": ""}, "Enter who answers for it"),
        ({"last-month": "6"}, "The last day comes before the first"),
        ({"last-year": "2027"}, "Enter a day that has passed"),
    ],
)
def test_a_wrong_number_is_told_and_nothing_typed_is_lost(
    shipped: str, officer: CheckingClient, wrong: dict[str, str], message: str
) -> None:
    assert add_number(officer, shipped, **wrong) == 422
    assert message in officer.text()
    owner = officer.page.select_one("input[name=owner]")
    assert owner is not None
    assert owner["value"] == wrong.get("owner", "Head of SEND")


def test_a_small_count_does_not_leave_the_team(
    shipped: str, officer: CheckingClient, group_member: CheckingClient
) -> None:
    add_number(officer, shipped, value="3")
    officer.get(shipped)
    assert "3 (July 2026 to September 2026)" in officer.text()
    group_member.get(shipped)
    assert "Now Not known" in group_member.text()
    assert "July 2026" not in group_member.text()
    with officer.get("/indicators/csv") as answer:
        assert "July 2026" not in answer.get_data().decode("utf-8-sig")


def test_families_propose_and_are_told_who_decided_and_why(
    session: Session, officer: CheckingClient, group_member: CheckingClient
) -> None:
    group_member.get("/indicators/propose")
    assert group_member.submit("/indicators/propose", {"name": ""}).status_code == 422
    fields = {"new_id": str(uuid4()), "name": "One person to ring", "meaning": "It matters most."}
    answer = group_member.submit("/indicators/propose", fields)
    path = str(answer.location)
    assert group_member.submit("/indicators/propose", fields).location == path
    group_member.get(path)
    assert "Nobody has decided yet" in group_member.text()
    words = {"new_id": str(uuid4()), "words": "Every month, please."}
    assert group_member.submit(f"{path}/remarks", words).status_code == 303

    officer.get(f"{path}/decide")
    decision = {
        "new_id": str(uuid4()),
        "state": "taken_on",
        "reason": "You are right.",
        "name": "One person to ring",
        "meaning": "Families given a name, of all.",
        "unit": "percent",
        "better": "higher",
        "goal": "baseline",
        "owner": "Head of SEND",
        "is_public": "yes",
    }
    assert officer.submit(f"{path}/decide", {**decision, "reason": ""}).status_code == 422
    assert officer.submit(f"{path}/decide", decision).status_code == 303
    group_member.get(path)
    text = group_member.text()
    assert "the participation team: Taken on. You are right." in text
    assert "the participation group: Every month, please." in text
    group_member.get("/indicators")
    assert "Proposed, not decided yet" not in group_member.text()
    assert "One person to ring" in group_member.text()


def test_the_files_are_opened_by_their_own_readers(
    shipped: str, officer: CheckingClient, group_member: CheckingClient
) -> None:
    add_number(officer, shipped)
    with group_member.get("/indicators/xlsx") as answer:
        book = openpyxl.load_workbook(BytesIO(answer.get_data()))
    assert book.sheetnames == ["indicators", "figures", "dictionary"]
    names = [row[0].value for row in book["indicators"].iter_rows(min_row=2)]
    assert "Supported internships" in " ".join(str(name) for name in names)
    with group_member.get("/indicators/ods") as answer:
        ods = opendocument.load(BytesIO(answer.get_data()))
    tables = ods.spreadsheet.getElementsByType(table.Table)
    assert [each.getAttribute("name") for each in tables] == book.sheetnames


def test_the_command_adds_what_comes_with_the_portal_once(
    app: Flask, officer: CheckingClient
) -> None:
    for _ in range(2):
        result = app.test_cli_runner().invoke(args=["indicators", "add-shipped"])
        assert result.exit_code == 0, result.output
    officer.get("/indicators")
    assert officer.text().count("New plans within 20 weeks, in the month") == 1


def test_caseworkers_read_and_neither_propose_nor_decide(
    session: Session, shipped: str, officer: CheckingClient, sign_in: SignIn
) -> None:
    add_number(officer, shipped, value="3")
    staff_id = add_staff(session, Role.CASEWORKER)
    session.commit()
    caseworker = sign_in(Role.CASEWORKER, staff_id)
    caseworker.get("/indicators")
    assert "New plans within 20 weeks, in the month 70 % (October 2020)" in caseworker.text()
    assert "Propose" not in caseworker.text()
    caseworker.get(shipped)
    assert "Now Not known" in caseworker.text()
    assert "What do you think of it?" not in caseworker.text()
    assert caseworker.get("/indicators/propose").status_code == 403
    assert caseworker.get(f"{shipped}/decide").status_code == 403
