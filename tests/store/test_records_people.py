"""Adults, access and staff as the council's files tell of them, on both databases."""

from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.people import Role
from portal.domain.records.reasons import Doubt, Reason
from portal.store import sealing
from portal.store.tables.children import Setting
from portal.store.tables.people import FamilyMember, Staff
from portal.store.tables.tasks import Task
from tests.conftest import Clock
from tests.people import add_staff
from tests.store.records_folder import FILES, TODAY, Importer, tallies, write_folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_folder(tmp_path / "records")


@pytest.fixture
def importer(session: Session, clock: Clock) -> Importer:
    return Importer(session, clock)


def test_contacts_open_only_what_a_file_may_open(importer: Importer, folder: Path) -> None:
    importer(folder)
    assert importer.children_of("F1") == {"C1"}, "the aunt's responsibility is unknown"
    assert importer.children_of("F2") == set(), "no contact"
    assert importer.children_of("F3") == {"C2"}
    assert importer.link("F2", "C1").restriction == "no_contact"


def test_a_child_who_comes_into_care_is_closed_to_those_whom_only_a_file_let_in(
    importer: Importer, folder: Path
) -> None:
    importer(folder)
    caseworker = add_staff(importer.session, Role.CASEWORKER)
    importer.link("F1", "C2").opened_by_id = caseworker
    importer.link("F1", "C2").access_from = TODAY
    importer.session.flush()
    write_folder(folder, person=FILES["person"].replace("9,no", "9,yes"))
    importer(folder)
    assert importer.children_of("F3") == set()
    assert importer.children_of("F1") == {"C1"}, "opened in other circumstances"
    tasks = importer.session.scalars(select(Task)).all()
    assert [(task.kind, task.due_on) for task in tasks] == [("decide_access_again", TODAY)]

    importer.link("F1", "C2").opened_by_id = caseworker
    importer.link("F1", "C2").access_from = TODAY
    importer.session.flush()
    importer(folder)
    assert importer.children_of("F1") == {"C1", "C2"}, "a caseworker let this adult in since"
    importer(write_folder(folder))
    assert importer.children_of("F3") == {"C2"}
    assert importer.children_of("F1") == {"C1", "C2"}, "leaving care closes nothing"


def test_a_dry_run_closes_nothing(importer: Importer, folder: Path) -> None:
    importer(folder)
    importer.link("F1", "C2").opened_by_id = add_staff(importer.session, Role.CASEWORKER)
    importer.link("F1", "C2").access_from = TODAY
    importer.session.flush()
    write_folder(folder, person=FILES["person"].replace("9,no", "9,yes"))
    importer(folder, dry_run=True)
    assert importer.children_of("F1") == {"C1", "C2"}


def test_an_adopted_child_is_opened_by_no_file(importer: Importer, folder: Path) -> None:
    write_folder(folder, contacts=FILES["contacts"].replace("Testmoss,mother", "T,adoptive mother"))
    importer(folder)
    assert importer.children_of("F3") == set()
    assert importer.children_of("F1") == {"C1"}


def test_what_was_opened_before_the_record_spoke_of_adoption_is_decided_again(
    importer: Importer, folder: Path
) -> None:
    importer(folder)
    caseworker = add_staff(importer.session, Role.CASEWORKER)

    def let_in() -> None:
        importer.link("F1", "C2").opened_by_id = caseworker
        importer.link("F1", "C2").access_from = TODAY
        importer.session.flush()

    let_in()
    write_folder(folder, contacts=FILES["contacts"].replace("Testmoss,mother", "T,adoptive mother"))
    importer(folder)
    assert importer.children_of("F1") == {"C1"}
    let_in()
    importer(folder)
    assert importer.children_of("F1") == {"C1", "C2"}, "the record says nothing new"


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ("F1,1,Ms,Testines,Testvale,mother,yes,", "F1,1,Ms,Testines,Testvale,mother,perhaps,"),
        ("email,en,no,,\nF2", "email,en,no,,soon\nF2"),
        ("email,en,no,,\nF2", "email,en,maybe,court order,2027-01-01\nF2"),
    ],
)
def test_a_restriction_that_is_refused_closes_that_adult_until_it_can_be_read(
    importer: Importer, folder: Path, good: str, bad: str
) -> None:
    mother_of_both = FILES["contacts"].replace("aunt,unknown", "mother,yes")
    importer(write_folder(folder, contacts=mother_of_both))
    assert importer.children_of("F1") == {"C1", "C2"}
    assert good in mother_of_both
    write_folder(folder, contacts=mother_of_both.replace(good, bad))
    report = importer(folder)
    assert importer.children_of("F1") == set()
    assert importer.children_of("F3") == {"C2"}
    assert [f.line for f in report.findings if f.doubt is Doubt.ACCESS_CLOSED] == [2]
    again = importer(folder)
    assert again.changes == []
    assert importer.children_of("F1") == set()
    importer(write_folder(folder, contacts=mother_of_both))
    assert importer.children_of("F1") == {"C1", "C2"}


def test_a_contacts_file_without_restrictions_lets_nobody_in_and_lifts_nothing(
    importer: Importer, folder: Path
) -> None:
    lines = [line.rsplit(",", 2)[0] for line in FILES["contacts"].splitlines()]
    without = "\n".join(lines) + "\n"
    report = importer(write_folder(folder, contacts=without))
    assert Doubt.RESTRICTIONS_NOT_GIVEN in {f.doubt for f in report.findings}
    assert importer.children_of("F1") == set()
    importer(write_folder(folder))
    importer(write_folder(folder, contacts=without))
    assert importer.children_of("F1") == {"C1"}
    assert importer.children_of("F2") == set()


def test_addresses_are_sealed_and_found_by_lookup(importer: Importer, folder: Path) -> None:
    importer(folder)
    adult = importer.session.scalars(
        select(FamilyMember).where(
            FamilyMember.mobile_lookup == sealing.lookup(importer.session, "+447700900001")
        )
    ).one()
    assert adult.email_sealed is not None
    assert b"ines" not in adult.email_sealed
    opened = sealing.unseal(
        importer.session,
        subject_id=adult.id,
        table="family_members",
        column="email_sealed",
        row_id=adult.id,
        sealed=adult.email_sealed,
    )
    assert opened == "ines@post.example"


def test_staff_come_from_the_files_without_a_way_in_until_they_are_set_up(
    importer: Importer, folder: Path
) -> None:
    importer(folder)
    staff = importer.session.scalars(select(Staff)).all()
    assert sorted((s.role, s.name) for s in staff) == [
        ("caseworker", "Testkit"),
        ("caseworker", "mo"),
        ("coordinator", "co"),
    ]
    assert {(s.password_hash, s.totp_secret_sealed) for s in staff} == {(None, None)}
    coordinator = next(s for s in staff if s.role == "coordinator")
    setting = importer.session.scalars(select(Setting)).one()
    assert coordinator.setting_id == setting.id
    write_folder(folder, settings=FILES["settings"].replace("co@", "new.co@"))
    report = importer(folder)
    assert [(c.file, c.columns) for c in report.changes] == [
        ("settings.csv", ("coordinator_email",))
    ]
    importer.session.expire_all()
    assert coordinator.setting_id is None
    assert tallies(importer(folder))["settings"] == (0, 0, 1, 0, 0)


def test_a_caseworkers_address_that_belongs_to_somebody_else_at_work_is_refused(
    importer: Importer, folder: Path
) -> None:
    officer = add_staff(importer.session, Role.PARTICIPATION_OFFICER)
    row = importer.session.get_one(Staff, officer)
    row.email_lookup = sealing.lookup(importer.session, "kit@council.example")
    importer.session.flush()
    report = importer(folder)
    assert {r.reason for r in report.refusals} == {Reason.OTHER_ROLE}
    assert tallies(report)["caseload"] == (0, 0, 0, 0, 2)


def test_one_coordinator_of_two_settings_is_linked_to_the_first(
    importer: Importer, folder: Path
) -> None:
    second = "100002,Testdale School,community,primary,CO@testhill.example\n"
    write_folder(folder, settings=FILES["settings"] + second)
    report = importer(folder)
    assert [(f.file, f.line, f.doubt) for f in report.findings] == [
        ("settings.csv", 3, Doubt.COORDINATOR_NOT_LINKED)
    ]
    assert tallies(importer(folder))["settings"] == (0, 0, 2, 0, 0)
