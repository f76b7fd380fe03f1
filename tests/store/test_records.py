"""The council's files taken into the record, on both databases."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.domain.records.codes import CodeList
from portal.domain.records.reasons import Doubt, Reason
from portal.domain.records.report import ExitCode
from portal.store import imports, sealing
from portal.store.connection import open_for
from portal.store.tables.cases import (
    ActivePlan,
    Assessment,
    AssessmentRequest,
    CaseEvent,
    Placement,
    Plan,
)
from portal.store.tables.children import CaseloadEntry, Child, Need, Setting
from portal.store.tables.keys import DataKey
from portal.store.tables.people import FamilyLink, FamilyMember, Staff
from portal.store.tables.reviews import ReviewCycle
from tests.conftest import Clock
from tests.store.records_folder import FILES, TODAY, Importer, tallies, write_folder

TABLES = (Setting, Child, AssessmentRequest, Assessment, Plan, Placement, ActivePlan, Need)
TABLES_OF_PEOPLE = (FamilyMember, FamilyLink, CaseEvent, CaseloadEntry, Staff, DataKey, ReviewCycle)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_folder(tmp_path / "records")


@pytest.fixture
def importer(session: Session, clock: Clock) -> Importer:
    return Importer(session, clock)


def rows_in(session: Session) -> dict[str, int]:
    return {
        table.__tablename__: session.scalar(select(func.count()).select_from(table)) or 0
        for table in (*TABLES, *TABLES_OF_PEOPLE)
    }


def test_a_whole_folder_lands_and_the_same_folder_changes_nothing(
    importer: Importer, folder: Path
) -> None:
    first = importer(folder)
    assert first.refusals == []
    assert first.exit_code is ExitCode.ALL_TAKEN
    sizes = {name: len(text.splitlines()) - 1 for name, text in FILES.items()}
    assert tallies(first) == {name: (n, 0, 0, 0, 0) for name, n in sizes.items()}
    before = rows_in(importer.session)
    assert before["review_cycles"] == 2
    again = importer(folder)
    assert tallies(again) == {name: (0, 0, n, 0, 0) for name, n in sizes.items()}
    assert again.changes == []
    assert rows_in(importer.session) == before


def test_a_dry_run_counts_what_the_import_does_and_writes_nothing(
    importer: Importer, folder: Path
) -> None:
    importer.session.rollback()
    open_for("read")  # the database itself refuses a write
    dry = importer(folder, dry_run=True)
    importer.session.rollback()
    open_for("write")
    assert set(rows_in(importer.session).values()) == {0}
    assert tallies(dry) == tallies(importer(folder))
    importer.session.commit()
    write_folder(
        folder,
        person=FILES["person"].replace("Testasha", "Testash").replace("C2", "C3"),
        contacts=FILES["contacts"].replace("F3,2", "F4,2").replace("una@post", "not an address"),
        events=FILES["events"] + "1,exception,2026-03-01,\n",
    )
    open_for("read")
    dry = importer(folder, dry_run=True)
    importer.session.rollback()
    open_for("write")
    real = importer(folder)
    assert tallies(dry) == tallies(real)
    assert (dry.refusals, dry.findings, dry.changes) == (real.refusals, real.findings, real.changes)


def test_what_differs_is_changed_and_listed_with_its_columns(
    importer: Importer, folder: Path
) -> None:
    importer(folder)
    write_folder(
        folder,
        person=FILES["person"].replace("TE1 1ST", "TE9 9ST").replace("no\n2", "yes\n2"),
        contacts=FILES["contacts"].replace("una@post", "una.new@post").replace("aunt", "carer"),
        caseload=FILES["caseload"].replace("2,kit@", "2,ash@"),
    )
    report = importer(folder)
    assert [(c.file, c.line, c.columns) for c in report.changes] == [
        ("person.csv", 2, ("lookedafter", "postcode")),
        ("contacts.csv", 2, ("access",)),
        ("contacts.csv", 3, ("access",)),
        ("contacts.csv", 4, ("email",)),
        ("contacts.csv", 5, ("relationship",)),
        ("caseload.csv", 3, ("caseworker_email",)),
    ]
    child = importer.session.scalars(select(Child).where(Child.caseref == "C1")).one()
    assert child.postcode_sealed is not None
    opened = sealing.unseal(
        importer.session,
        subject_id=child.id,
        table="children",
        column="postcode_sealed",
        row_id=child.id,
        sealed=child.postcode_sealed,
    )
    assert opened == "TE9 9ST"


def test_an_absent_record_is_marked_and_comes_back(
    importer: Importer, folder: Path, clock: Clock
) -> None:
    importer(folder)
    short = {name: "\n".join(text.splitlines()[:2]) + "\n" for name, text in FILES.items()}
    write_folder(folder, **{**short, "settings": FILES["settings"]})
    report = importer(folder)
    marked = {name: count[3] for name, count in tallies(report).items()}
    assert marked == dict.fromkeys(FILES, 1) | {"settings": 0, "contacts": 3}
    child = importer.session.scalars(select(Child).where(Child.caseref == "C2")).one()
    assert child.marked_absent_on == TODAY
    clock.at += timedelta(days=7)
    assert {c[3] for c in tallies(importer(folder)).values()} == {0}, "marked once"
    importer.session.expire_all()
    assert child.marked_absent_on == TODAY
    report = importer(write_folder(folder))
    changed = {name: count[1] for name, count in tallies(report).items()}
    assert changed == dict.fromkeys(FILES, 1) | {"settings": 0, "contacts": 3}
    importer.session.expire_all()
    assert child.marked_absent_on is None


def test_a_file_that_is_not_there_marks_nothing_and_neither_does_an_empty_one(
    importer: Importer, folder: Path
) -> None:
    importer(folder)
    heads = {name: text.splitlines()[0] + "\n" for name, text in FILES.items()}
    write_folder(folder, contacts=heads["contacts"], events=None)
    report = importer(folder)
    assert sum(count.marked for count in report.counts) == 0
    assert [f.doubt for f in report.findings if f.line == 0] == [Doubt.FILE_EMPTY]


def test_a_child_is_matched_by_caseref_then_by_upn_and_never_by_name(
    importer: Importer, folder: Path
) -> None:
    importer(write_folder(folder, "person"))
    head = "person_id,caseref,upn,surname,forename,personbirthdate\n"
    write_folder(
        folder,
        "person",
        person=head
        + "71,C9,h801200001001,Testvale,Testasha,2012-05-01\n"  # a new caseref, the same UPN
        + "72,C7,,Testmoss,Testbo,2013-06-02\n"  # another child of the same name
        + "73,C2,,Testchanged,Testbo,2013-06-02\n",
    )
    report = importer(folder)
    assert tallies(report)["person"] == (1, 2, 0, 0, 0)
    assert [(f.line, f.doubt) for f in report.findings] == [(2, Doubt.CASEREF_CHANGED)]
    names = select(Child.caseref, Child.surname, Child.person_id).order_by(Child.caseref)
    assert [tuple(row) for row in importer.session.execute(names)] == [
        ("C2", "Testchanged", "73"),
        ("C7", "Testmoss", "72"),
        ("C9", "Testvale", "71"),
    ]


def test_an_extract_that_numbers_its_people_afresh_keeps_every_child_apart(
    importer: Importer, folder: Path
) -> None:
    importer(write_folder(folder, "person", "contacts"))
    swapped = str.maketrans("12", "21")
    person = FILES["person"].splitlines()
    contacts = FILES["contacts"].splitlines()
    write_folder(
        folder,
        "person",
        "contacts",
        person="\n".join(line[0].translate(swapped) + line[1:] for line in person),
        contacts="\n".join(line[:3] + line[3].translate(swapped) + line[4:] for line in contacts),
    )
    counts = {count[:4] for count in tallies(importer(folder)).values()}
    assert counts == {(0, 0, 2, 0), (0, 0, 4, 0)}
    assert importer.children_of("F3") == {"C2"}


def test_a_plan_never_moves_to_another_child(importer: Importer, folder: Path) -> None:
    importer(folder)
    write_folder(folder, requests=FILES["requests"].replace("R1,1", "R1,2"))
    report = importer(folder)
    assert report.exit_code is ExitCode.SOME_REFUSED
    faults = [(r.file, r.line, r.reason) for r in report.refusals]
    assert faults[0] == ("requests.csv", 2, Reason.OTHER_CHILD)
    assert {reason for _, _, reason in faults[1:]} == {Reason.PARENT_REFUSED}
    assert sum(count.marked for count in report.counts) == 0, "refused is not absent"


def test_rows_find_their_parents_on_the_record_where_the_file_is_not_in_the_folder(
    importer: Importer, folder: Path
) -> None:
    importer(folder)
    write_folder(
        folder,
        requests=None,
        named_plan=None,
        active_plans=None,
        assessment=FILES["assessment"] + "A3,R1,Y,2024-01-01\nA4,R9,Y,2024-01-01\n",
        placement_detail=FILES["placement_detail"] + "L3,X2,100001,2024-09-01\n",
    )
    report = importer(folder)
    assert [(r.file, r.line, r.reason) for r in report.refusals] == [
        ("assessment.csv", 5, Reason.PARENT_UNKNOWN)
    ]
    assert tallies(report)["placement_detail"] == (1, 0, 2, 0, 0)


def test_parents_of_two_children_refuse_a_row(importer: Importer, folder: Path) -> None:
    write_folder(folder, sen_need=FILES["sen_need"].replace("N1,X1,,", "N1,X1,2,"))
    report = importer(folder)
    assert [(r.file, r.line, r.reason) for r in report.refusals] == [
        ("sen_need.csv", 2, Reason.PARENTS_DISAGREE)
    ]


def test_without_children_nothing_is_taken(importer: Importer, folder: Path) -> None:
    report = importer(write_folder(folder, person=None))
    assert report.exit_code is ExitCode.NONE_TAKEN
    assert [(r.file, r.reason) for r in report.refusals] == [("person.csv", Reason.FILE_MISSING)]
    assert set(rows_in(importer.session).values()) == {0}
    report = importer(write_folder(folder, person="surname\nTestvale\n"))
    assert report.exit_code is ExitCode.NONE_TAKEN


def test_a_file_that_cannot_be_read_is_refused_and_the_rest_lands(
    importer: Importer, folder: Path
) -> None:
    write_folder(folder, events="nothing,known\n1,2\n", notes="hello\n")
    report = importer(folder)
    assert report.exit_code is ExitCode.SOME_REFUSED
    assert [(r.file, r.line, r.reason) for r in report.refusals] == [
        ("events.csv", 0, Reason.FILE_UNREADABLE)
    ]
    assert report.ignored_files == ("notes.csv",)
    assert tallies(report)["person"] == (2, 0, 0, 0, 0)


def test_a_code_added_by_the_council_is_read(
    importer: Importer, folder: Path, clock: Clock
) -> None:
    write_folder(folder, sen_need=FILES["sen_need"].replace("ASD", "FASD"))
    assert [r.reason for r in importer(folder).refusals] == [Reason.CODE_UNKNOWN]
    imports.add_code(importer.session, CodeList.SEN_TYPE, "FASD", clock())
    imports.add_code(importer.session, CodeList.SEN_TYPE, "FASD", clock())
    assert importer(folder).refusals == []
