"""Everything in one list: on a page, filtered, and as a file that the trail knows of."""

import csv
import io
from datetime import UTC, date, datetime
from uuid import UUID

import openpyxl
import pytest
from odf import opendocument, table
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.people import Role
from portal.store.tables.cases import CaseEvent, Placement
from portal.store.tables.children import CaseloadEntry, Setting
from portal.store.tables.sessions import ReadTrail
from tests import people
from tests.conftest import Clock
from tests.pages.conftest import CheckingClient, SignIn

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
NAMES = ("Boarder", "Homely", "Mending")


def add_placed(
    session: Session, caseworker: UUID, manager: UUID, surname: str, **place: str
) -> UUID:
    child = people.add_child(session, surname=surname, upn=f"UPN{surname}")
    session.add(CaseloadEntry(child_id=child, caseworker_id=caseworker, manager_id=manager))
    plan = people.add_plan(session, child)
    if place:
        session.add(Placement(kind="attended", source_id=surname, plan_id=plan, **place))
    session.flush()
    return child


def add_care(session: Session, child: UUID, kind: str, day: date) -> None:
    session.add(CaseEvent(child_id=child, kind=kind, happened_on=day, recorded_at=NOW))
    session.flush()


@pytest.fixture
def manager(session: Session, sign_in: SignIn) -> CheckingClient:
    """A manager of one caseworker with three children, beside a child of somebody else."""
    manager_id = people.add_staff(session, Role.CASEWORKER)
    caseworker = people.add_staff(session, Role.CASEWORKER, name="Testcaseworker Ash")
    school = session.get_one(Setting, people.add_setting(session, name="Testschool on the Hill"))
    boarder = add_placed(
        session, caseworker, manager_id, "Boarder", urn=school.urn, residential="Y"
    )
    homely = add_placed(session, caseworker, manager_id, "Homely", sen_setting="EHE")
    add_placed(session, caseworker, manager_id, "Mending")
    add_care(session, boarder, "welfare_visit", date(2026, 4, 2))
    add_care(session, boarder, "awaiting_specialist_start", date(2026, 9, 3))
    add_care(session, homely, "home_education_check", date(2026, 5, 4))
    add_care(session, homely, "missing_education_start", date(2026, 10, 5))
    people.put_on_caseload(
        session,
        people.add_child(session, surname="Strange"),
        people.add_staff(session, Role.CASEWORKER),
    )
    session.commit()
    return sign_in(Role.CASEWORKER, manager_id)


def rows_of(browser: CheckingClient, path: str) -> list[dict[str, str]]:
    text = browser.get(path, buffered=True).get_data().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def names(browser: CheckingClient, show: str) -> list[str]:
    browser.get(f"/accurate-list?show={show}")
    return [name for name in NAMES if name in browser.text()]


def test_the_list_tells_of_every_child_of_the_team(manager: CheckingClient) -> None:
    manager.get("/accurate-list")
    lines = [" ".join(line.get_text().split()) for line in manager.page.select("tbody tr")]
    assert [name for line in lines for name in NAMES if name in line] == list(NAMES)
    boarder, homely, mending = lines
    assert "Testschool on the Hill" in boarder
    assert "lives there" in boarder
    assert "2 Apr 2026" in boarder
    assert "since 3 Sept 2026" in boarder
    assert "14 Sept 2026 (passed)" in boarder  # the plan was made on 15 September 2025
    assert "Taught at home" in homely
    assert "since 5 Oct 2026" in homely
    assert "The plan has no placement: Testcaseworker Ash." in mending
    assert "Strange" not in manager.text()


@pytest.mark.parametrize(
    ("show", "shown"),
    [
        ("all", ["Boarder", "Homely", "Mending"]),
        ("awaiting-specialist", ["Boarder"]),
        ("missing-education", ["Homely"]),
        ("visit-owed", ["Boarder", "Homely"]),
        ("to-mend", ["Mending"]),
        ("no-such-choice", ["Boarder", "Homely", "Mending"]),
    ],
)
def test_a_choice_is_in_the_address(manager: CheckingClient, show: str, shown: list[str]) -> None:
    assert names(manager, show) == shown


def test_a_page_holds_a_hundred_and_notes_whom_it_shows(session: Session, sign_in: SignIn) -> None:
    staff_id = people.add_staff(session, Role.CASEWORKER)
    for number in range(101):
        child = people.add_child(session, surname=f"Name{number:03}")
        people.put_on_caseload(session, child, staff_id)
    session.commit()
    browser = sign_in(Role.CASEWORKER, staff_id)
    browser.get("/accurate-list?show=to-mend")
    assert len(browser.page.select("tbody tr")) == 100
    following = browser.page.select_one("a[href*='page=2']")
    assert following is not None
    assert "show=to-mend" in str(following["href"])
    browser.get(str(following["href"]))
    assert "Name100" in browser.text()
    assert len(browser.page.select("tbody tr")) == 1
    session.rollback()
    assert len(session.scalars(select(ReadTrail.child_id).distinct()).all()) == 101


def test_the_file_holds_the_same_in_every_format(manager: CheckingClient) -> None:
    manager.get("/accurate-list/files?show=visit-owed")
    path = manager.page.select_one("a[href*='csv']")
    assert path is not None
    rows = rows_of(manager, str(path["href"]))
    assert [row["surname"] for row in rows] == ["Boarder", "Homely"]
    assert rows[0]["last_welfare_visit"] == "2026-04-02"
    assert rows[0]["residential"] == "yes"
    assert rows[1]["placement"] == "Taught at home"
    assert [row["to_mend_by"] for row in rows_of(manager, "/accurate-list/files/csv")] == [
        "",
        "",
        "Caseworker",
    ]
    book = openpyxl.load_workbook(
        io.BytesIO(manager.get("/accurate-list/files/xlsx", buffered=True).get_data())
    )
    assert book.sheetnames == ["children", "dictionary"]
    assert book["children"].max_row == 4
    assert book["dictionary"].max_row == 17
    pages = opendocument.load(
        io.BytesIO(manager.get("/accurate-list/files/ods", buffered=True).get_data())
    )
    children = pages.getElementsByType(table.Table)[0]
    assert len(children.getElementsByType(table.TableRow)) == 4


def test_the_trail_knows_of_the_file_and_of_everybody_in_it(
    session: Session, manager: CheckingClient
) -> None:
    manager.get("/accurate-list/files/csv?show=visit-owed", buffered=True)
    purposes = session.scalars(select(ReadTrail.purpose)).all()
    assert sorted(purposes) == ["case_work", "case_work", "row_file"]


def test_a_file_asks_for_a_fresh_proof(
    session: Session, manager: CheckingClient, clock: Clock
) -> None:
    clock.move(minutes=30)
    for path in ("files", "files/csv"):
        answer = manager.get(f"/accurate-list/{path}?show=to-mend")
        assert answer.location.startswith("/staff/prove?next=")
        assert "to-mend" in answer.location
    assert session.scalars(select(ReadTrail.purpose)).all() == []


def test_the_administrator_sees_no_child(session: Session, sign_in: SignIn) -> None:
    staff_id = people.add_staff(session, Role.ADMINISTRATOR)
    session.commit()
    browser = sign_in(Role.ADMINISTRATOR, staff_id)
    for path in ("/accurate-list", "/accurate-list/files", "/accurate-list/files/csv"):
        assert browser.get(path).status_code == 403
