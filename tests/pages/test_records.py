"""Handing over the council's files: on the page, by the worker, and from the command line."""

import io
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal.domain.people import Role
from portal.domain.records.imports import LineKind, ReportLine
from portal.domain.records.reasons import Doubt, Reason
from portal.domain.records.report import FileCount, ImportReport
from portal.features.records import wording
from portal.shell.worker import work_until_empty
from portal.store import imports, staged_files
from portal.store.connection import open_for
from portal.store.db import db
from portal.store.tables.children import Child
from portal.store.tables.imports import RecordImportChunk, RecordImportLine
from portal.store.tables.keys import DataKey
from tests.pages.conftest import CheckingClient, SignIn
from tests.people import add_staff
from tests.store.records_folder import FILES, write_folder

Files = dict[str, str]


@pytest.fixture
def officer(app: Flask, sign_in: SignIn) -> CheckingClient:
    return sign_in(Role.PARTICIPATION_OFFICER, _staff(app, Role.PARTICIPATION_OFFICER))


def _staff(app: Flask, role: Role) -> UUID:
    with app.app_context():
        open_for("write")
        staff_id = add_staff(db.session(), role)
        db.session.commit()
    return staff_id


def hand_over(browser: CheckingClient, files: Files) -> str:
    """Hand these files over; the address of the page that follows."""
    browser.get("/records/new")
    chosen = [(io.BytesIO(text.encode()), name) for name, text in files.items()]
    response = browser.submit("/records/new", {"files": chosen})
    assert response.status_code == 303, browser.text()
    return response.location


def work(app: Flask) -> None:
    with app.app_context():
        open_for("write")
        work_until_empty()


def count(app: Flask, table: type) -> int:
    with app.app_context():
        open_for("read")
        return db.session.scalar(select(func.count()).select_from(table)) or 0


def everything() -> Files:
    return {f"{name}.csv": text for name, text in FILES.items()}


def test_files_are_checked_then_taken_when_the_officer_says_so(
    app: Flask, officer: CheckingClient
) -> None:
    page = hand_over(officer, everything())
    officer.get(page)
    assert "begins in a moment" in officer.text()
    work(app)
    officer.get(page)
    assert "Every row can be taken in." in officer.text()
    assert count(app, Child) == 0
    officer.submit(f"{page}/take")
    officer.get(page)
    assert "taking the records in" in officer.text()
    work(app)
    officer.get(page)
    assert officer.text().startswith("Taken in")
    assert count(app, Child) == 2
    assert count(app, RecordImportChunk) == 0
    officer.get("/records")
    assert "Taken in" in officer.text()


def test_staged_files_are_sealed_and_their_key_is_destroyed(
    app: Flask, officer: CheckingClient
) -> None:
    page = hand_over(officer, everything())
    with app.app_context():
        open_for("read")
        sealed = db.session.scalars(select(RecordImportChunk.content_sealed)).all()
        assert len(sealed) == len(FILES)
        assert not any(b"Testasha" in part for part in sealed)
    officer.get(page)
    officer.submit(f"{page}/drop")
    assert count(app, RecordImportChunk) == 0
    with app.app_context():
        open_for("read")
        assert db.session.scalars(select(DataKey.wrapped)).all().count(None) == 1
    work(app)
    officer.get(page)
    assert officer.text().startswith("Dropped")
    assert count(app, RecordImportLine) == 0


def test_a_large_file_comes_back_as_it_was_handed_over(app: Flask) -> None:
    content = bytes(range(256)) * 2500
    staff_id = _staff(app, Role.ADMINISTRATOR)
    with app.app_context():
        open_for("write")
        session = db.session()
        import_id = imports.add_import(session, staff_id, ["person.csv"], app.config["CLOCK"]())
        staged_files.add_staged_file(session, import_id, "person.csv", io.BytesIO(content))
        opener = staged_files.list_staged_files(session, import_id)["person.csv"]
        assert opener().read() == content
        assert opener().read(10) == content[:10]


def test_progress_is_told_while_the_files_are_checked(app: Flask, officer: CheckingClient) -> None:
    page = hand_over(officer, everything())
    import_id = UUID(page.rsplit("/", 1)[1])
    with app.app_context():
        open_for("write")
        imports.note_progress(db.session(), import_id, 12_500)
        db.session.commit()
    officer.get(page)
    assert "We have read 12,500 rows so far." in officer.text()


def test_refused_rows_are_told_in_plain_words_and_the_rest_can_be_taken(
    app: Flask, officer: CheckingClient
) -> None:
    files = everything()
    files["person.csv"] = FILES["person"].replace("2012-05-01", "31/02/2012")
    files["Shoes.csv"] = "size\n12\n"
    page = hand_over(officer, files)
    work(app)
    officer.get(page)
    text = officer.text()
    assert "Some rows are refused." in text
    assert "person.csv, line 2, personbirthdate: this day cannot be right (31/02/2012)" in text
    assert (
        "requests.csv, line 2, person_id: what this row belongs to was refused (person.csv:2)"
        in text
    )
    assert "shoes.csv" in text


def test_files_of_which_nothing_can_be_taken_offer_no_way_on(
    app: Flask, officer: CheckingClient
) -> None:
    page = hand_over(officer, {"person.csv": "surname,forename\nTestvale,Testasha\n"})
    work(app)
    officer.get(page)
    assert "Nothing in these files can be taken in." in officer.text()
    assert not officer.page.select(f"form[action='{page}/take']")


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({}, "Choose the files of the case system"),
        ({"events.csv": FILES["events"]}, "Choose person.csv as well"),
        ({"person.csv": FILES["person"], "Person.CSV": ""}, "Choose person.csv once only"),
    ],
)
def test_a_wrong_choice_of_files_is_said_beside_the_field(
    officer: CheckingClient, files: Files, message: str
) -> None:
    officer.get("/records/new")
    chosen = [(io.BytesIO(text.encode()), name) for name, text in files.items()]
    assert officer.submit("/records/new", {"files": chosen}).status_code == 422
    assert officer.text().count(message) == 2


def test_text_in_the_place_of_files_is_a_wrong_choice_and_no_fault(
    officer: CheckingClient,
) -> None:
    officer.get("/records/new")
    assert officer.submit("/records/new", {"files": "person.csv"}).status_code == 422


def test_long_reports_are_told_page_by_page(app: Flask, officer: CheckingClient) -> None:
    rows = "".join(f"{n},C{n},Testvale,Test{n},31/02/2012\n" for n in range(120))
    head = "person_id,caseref,surname,forename,personbirthdate\n"
    page = hand_over(officer, {"person.csv": head + rows})
    work(app)
    officer.get(page)
    assert "Refused (120)" in officer.text()
    officer.get(f"{page}/refusal?after=100")
    assert "Lines from number 101 of 120." in officer.text()
    assert "person.csv, line 121," in officer.text()
    officer.get(f"{page}/refusal?after=50")
    assert officer.page.find("a", string="The next lines") is not None
    assert officer.get(f"{page}/refusal?after=x").status_code == 200


def test_taking_twice_takes_once(app: Flask, officer: CheckingClient) -> None:
    page = hand_over(officer, everything())
    work(app)
    for _ in range(2):
        officer.get("/records/new")
        assert officer.submit(f"{page}/take").status_code == 303
    work(app)
    officer.get("/records/new")
    assert officer.submit(f"{page}/drop").status_code == 303
    officer.get(page)
    assert officer.text().startswith("Taken in")
    assert count(app, Child) == 2


def test_an_import_that_does_not_exist_is_not_found(officer: CheckingClient) -> None:
    assert officer.get(f"/records/{UUID(int=1)}").status_code == 404
    assert officer.get(f"/records/{UUID(int=1)}/refusal").status_code == 404


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.GROUP_MEMBER, Role.COORDINATOR])
def test_other_staff_may_not_hand_over_records(app: Flask, sign_in: SignIn, role: Role) -> None:
    browser = sign_in(role, _staff(app, role))
    assert browser.get("/records").status_code == 403
    assert browser.get("/records/new").status_code == 403


def test_every_refusal_and_every_doubt_has_words(app: Flask) -> None:
    report = ImportReport(dry_run=True, counts=[FileCount("person.csv")])
    with app.app_context():
        for reason in Reason:
            line = ReportLine("person.csv", 2, "upn", reason, "")
            assert wording.say_line(LineKind.REFUSAL, line)
        for doubt in Doubt:
            line = ReportLine("person.csv", 0, "", doubt, "x")
            assert wording.say_line(LineKind.DOUBT, line).endswith("(x)")
            assert wording.say_place(line) == "person.csv"
    assert report.exit_code == 2


Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def command(app: Flask) -> Command:
    def run(*arguments: str) -> tuple[int, str, str]:
        result = app.test_cli_runner().invoke(args=["records", *arguments])
        return result.exit_code, result.stdout, result.stderr

    return run


def test_the_command_takes_a_folder_and_says_so_by_its_exit_code(
    app: Flask, command: Command, tmp_path: Path
) -> None:
    folder = write_folder(tmp_path / "in")
    code, told, _ = command("import", str(folder), "--dry-run")
    assert (code, count(app, Child)) == (0, 0)
    assert told.startswith("Dry run: nothing was changed.")
    code, told, _ = command("import", str(folder))
    assert (code, count(app, Child)) == (0, 2)
    assert "person.csv                    2        0        0        0        0" in told
    write_folder(folder, requests=FILES["requests"].replace("28/09/2022", "soon"), notes="x\n1\n")
    code, told, _ = command("import", str(folder), "--dry-run")
    assert code == 3
    assert "  requests.csv, line 3, receiveddate: this is not a date we can read" in told
    assert "  assessment.csv, line 3, requests_id: what this row belongs to was refused" in told
    assert "  notes.csv" in told
    code, _, _ = command("import", str(write_folder(folder, person=None)))
    assert code == 2


def test_a_folder_that_is_not_there_is_said_on_stderr(command: Command, tmp_path: Path) -> None:
    code, told, complained = command("import", str(tmp_path / "nowhere"))
    assert (code, told) == (2, "")
    assert "cannot be read" in complained


def test_a_council_adds_a_code_of_its_own(command: Command, tmp_path: Path) -> None:
    folder = write_folder(tmp_path, sen_need=FILES["sen_need"].replace("ASD", "FASD"))
    assert command("import", str(folder), "--dry-run")[0] == 3
    assert command("add-code", "sen_type", "FASD")[0] == 0
    assert command("import", str(folder), "--dry-run")[0] == 0
    assert command("add-code", "no_such_list", "X")[0] == 2
