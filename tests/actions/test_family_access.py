"""A caseworker opens and closes access; records that come later keep to what was decided."""

from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.actions import family_access
from portal.actions.family_access import AgreementMissing, NotAround, NotForACaseworker, NotOpen
from portal.domain.family_access import AccessChange, Standing
from portal.domain.people import Role, Viewer
from portal.store import access_decisions, families, trail
from portal.store.access_decisions import Around
from portal.store.sealing import erase
from portal.store.tables.access_decisions import AccessDecisionRow
from portal.store.tables.people import FamilyLink, FamilyMember, Staff
from portal.store.tables.sessions import ReadTrail
from portal.store.visibility import visible_children
from tests import people
from tests.conftest import Clock
from tests.store.records_folder import FILES, TODAY, Importer, write_folder

REASON = "Canaryreason: brings the child up since 2024"


class Case:
    """A child, an adult around them, and the child's caseworker."""

    def __init__(
        self, session: Session, clock: Clock, child: dict[str, Any], link: dict[str, Any]
    ) -> None:
        self.session, self.clock = session, clock
        self.child = people.add_child(session, **child)
        self.adult = people.add_adult(session)
        people.link(session, self.child, self.adult, **{"access_from": None} | link)
        self.caseworker = self.add_caseworker()
        people.put_on_caseload(session, self.child, self.caseworker.person_id)
        self.around = Around(self.child, self.adult)

    def add_caseworker(self) -> Viewer:
        return Viewer(Role.CASEWORKER, people.add_staff(self.session, Role.CASEWORKER))

    def open(self, viewer: Viewer | None = None, *, agreed: bool = False) -> object:
        return family_access.open_access(
            self.session,
            self.around,
            viewer=viewer or self.caseworker,
            reason=REASON,
            young_person_agreed=agreed,
            now=self.clock(),
        )

    def close(self, viewer: Viewer | None = None, reason: str = "") -> object:
        return family_access.close_access(
            self.session,
            self.around,
            viewer=viewer or self.caseworker,
            reason=reason,
            now=self.clock(),
        )

    def is_seen(self) -> bool:
        viewer = Viewer(Role.FAMILY_MEMBER, self.adult)
        return self.child in self.session.scalars(visible_children(viewer, TODAY)).all()

    def standing(self) -> Standing:
        self.session.expire_all()
        [member] = families.list_family(self.session, self.caseworker, self.child, TODAY)
        return member.standing

    def decisions(self) -> list[tuple[AccessChange, str]]:
        listed = access_decisions.list_decisions(self.session, self.child)
        return [(each.change, each.reason) for each in listed.get(self.adult, ())]


OPENABLE = [
    ({}, {"responsibility": "unknown"}, Standing.RESPONSIBILITY_UNKNOWN),
    ({}, {"responsibility": "no"}, Standing.NO_RESPONSIBILITY),
    ({"looked_after": True}, {"access_from": TODAY}, Standing.LOOKED_AFTER),
    ({}, {"relationship": "adoptive_mother"}, Standing.ADOPTED),
    ({}, {"access_from": TODAY, "access_until": date(2026, 11, 22)}, Standing.ENDED),
]
FOR_THE_CASE_SYSTEM = [
    ({"restriction": "no_contact"}, Standing.RESTRICTED),
    ({"responsibility": "unknown", "restriction": "no_contact"}, Standing.RESTRICTED),
    ({"restriction_unreadable": True}, Standing.RESTRICTION_UNREADABLE),
    ({"access_from": TODAY, "marked_absent_on": TODAY}, Standing.OFF_RECORD),
    ({}, Standing.NO_FILE_YET),
    ({"access_from": date(2026, 11, 24)}, Standing.BEGINS_LATER),
]


@pytest.mark.parametrize(("child", "link", "standing"), OPENABLE)
def test_what_no_file_opens_a_caseworker_opens_and_closes_and_opens_again(
    session: Session,
    clock: Clock,
    child: dict[str, Any],
    link: dict[str, Any],
    standing: Standing,
) -> None:
    case = Case(session, clock, child, link)
    assert case.standing() is standing
    assert not case.is_seen()
    assert case.open() is None
    assert case.standing() is Standing.OPEN
    assert case.is_seen()
    clock.move(hours=1)
    assert case.close() is None
    assert case.standing() is Standing.ENDED
    assert not case.is_seen()
    clock.move(hours=1)
    assert case.open() is None
    assert case.is_seen()
    opened = (AccessChange.OPENED, REASON)
    assert case.decisions() == [opened, (AccessChange.CLOSED, ""), opened]


@pytest.mark.parametrize(("link", "standing"), FOR_THE_CASE_SYSTEM)
def test_what_only_the_case_system_can_change_is_not_opened(
    session: Session, clock: Clock, link: dict[str, Any], standing: Standing
) -> None:
    case = Case(session, clock, {}, link)
    assert case.standing() is standing
    assert case.open() == NotForACaseworker()
    assert case.standing() is standing
    assert not case.is_seen()
    assert case.decisions() == []


@pytest.mark.parametrize(
    "arriving",
    [{"restriction": "no_contact"}, {"restriction_unreadable": True}, {"marked_absent_on": TODAY}],
)
def test_a_restriction_that_arrives_while_a_caseworker_decides_wins(
    session: Session, clock: Clock, arriving: dict[str, Any]
) -> None:
    case = Case(session, clock, {}, {"responsibility": "unknown"})
    session.execute(update(FamilyLink).values(arriving))
    opened = access_decisions.open_link(
        session, case.around, opened_by_id=case.caseworker.person_id, today=TODAY
    )
    assert not opened
    assert not case.is_seen()


@pytest.mark.parametrize(
    "restriction", [{"restriction": "no_contact"}, {"restriction_unreadable": True}]
)
def test_a_restriction_closes_what_a_caseworker_opened(
    session: Session, clock: Clock, restriction: dict[str, Any]
) -> None:
    case = Case(session, clock, {"looked_after": True}, {"responsibility": "no"})
    assert case.open() is None
    session.execute(update(FamilyLink).values(restriction))
    assert not case.is_seen()
    assert case.open() == NotForACaseworker()


def test_access_that_a_file_opened_can_be_closed_with_a_reason(
    session: Session, clock: Clock
) -> None:
    case = Case(session, clock, {}, {"access_from": date(2025, 1, 1)})
    assert case.open() == NotForACaseworker(), "it is open already"
    assert case.close(reason="  The young person objects. ") is None
    assert not case.is_seen()
    assert case.decisions() == [(AccessChange.CLOSED, "The young person objects.")]
    assert case.close() == NotOpen()


def test_from_the_day_that_rights_begin_the_young_person_is_asked(
    session: Session, clock: Clock
) -> None:
    case = Case(session, clock, {"birth_date": date(2009, 2, 3)}, {"responsibility": "unknown"})
    assert case.open() == AgreementMissing()
    assert not case.is_seen()
    assert case.open(agreed=True) is None
    assert case.is_seen()
    assert session.scalars(select(AccessDecisionRow.young_person_agreed)).all() == [True]


def test_only_the_childs_own_caseworker_decides_and_only_about_people_around_the_child(
    session: Session, clock: Clock
) -> None:
    case = Case(session, clock, {}, {"responsibility": "unknown"})
    assert case.open(case.add_caseworker()) == NotAround()
    assert case.open(Viewer(Role.FAMILY_MEMBER, case.adult)) == NotAround()
    assert case.open() is None
    assert case.close(case.add_caseworker()) == NotAround()
    assert case.is_seen()
    case.around = Around(case.child, people.add_adult(session))
    assert case.open() == NotAround()


def test_an_adult_of_two_children_keeps_the_other_one(session: Session, clock: Clock) -> None:
    case = Case(session, clock, {}, {"access_from": TODAY})
    sibling = people.add_child(session)
    people.link(session, sibling, case.adult)
    other = people.add_adult(session)
    people.link(session, case.child, other)
    assert case.close() is None
    viewer = Viewer(Role.FAMILY_MEMBER, case.adult)
    assert session.scalars(visible_children(viewer, TODAY)).all() == [sibling]
    assert session.scalars(visible_children(Viewer(Role.FAMILY_MEMBER, other), TODAY)).all()


def test_a_decision_is_on_the_trail_and_its_reason_is_sealed(
    session: Session, clock: Clock
) -> None:
    case = Case(session, clock, {}, {"responsibility": "unknown"})
    case.open()
    case.close(reason="Canaryreason again")
    trail.write_pending(session, clock())
    rows = session.scalars(select(ReadTrail)).all()
    assert {(row.purpose, row.child_id, row.person_id) for row in rows} == {
        ("access_opened", case.child, case.caseworker.person_id),
        ("access_closed", case.child, case.caseworker.person_id),
    }
    for row in session.scalars(select(AccessDecisionRow)):
        assert row.reason_sealed is not None
        assert b"Canary" not in row.reason_sealed
    [first, _] = access_decisions.list_decisions(session, case.child)[case.adult]
    assert first.decided_by == session.get_one(Staff, case.caseworker.person_id).name
    erase(session, case.child)
    assert case.decisions()[0][1] == ""


# What the records say later


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_folder(tmp_path / "records")


@pytest.fixture
def importer(session: Session, clock: Clock) -> Importer:
    return Importer(session, clock)


def find_aunt(importer: Importer) -> tuple[Around, Viewer]:
    """F1 is mother of C1 and, with unknown responsibility, the aunt of C2."""
    session = importer.session
    aunt = session.scalars(select(FamilyMember.id).where(FamilyMember.contact_id == "F1")).one()
    return Around(importer.link("F1", "C2").child_id, aunt), Viewer(
        Role.CASEWORKER, _caseworker(session)
    )


def _caseworker(session: Session) -> UUID:
    return session.scalars(select(Staff.id).where(Staff.name == "Testkit")).one()


def open_for_aunt(importer: Importer) -> None:
    around, caseworker = find_aunt(importer)
    assert (
        family_access.open_access(
            importer.session,
            around,
            viewer=caseworker,
            reason=REASON,
            young_person_agreed=False,
            now=importer.clock(),
        )
        is None
    )
    importer.session.expire_all()


def test_opened_access_survives_the_next_import_and_a_restriction_closes_it(
    importer: Importer, folder: Path
) -> None:
    importer(folder)
    open_for_aunt(importer)
    assert importer.children_of("F1") == {"C1", "C2"}
    assert importer(folder).changes == [], "the files change nothing of it"
    assert importer.children_of("F1") == {"C1", "C2"}
    restricted = FILES["contacts"].replace(
        "aunt,unknown,ines@post.example,07700 900001,email,en,no,,",
        "aunt,unknown,ines@post.example,07700 900001,email,en,no,no_contact,2027-01-01",
    )
    importer(write_folder(folder, contacts=restricted))
    assert importer.children_of("F1") == {"C1"}


@pytest.mark.parametrize(
    "contacts", [FILES["contacts"], FILES["contacts"].replace("aunt,unknown", "aunt,yes")]
)
def test_what_a_caseworker_closed_no_import_opens(
    importer: Importer, folder: Path, contacts: str
) -> None:
    importer(folder)
    open_for_aunt(importer)
    around, caseworker = find_aunt(importer)
    closed = family_access.close_access(
        importer.session, around, viewer=caseworker, reason="", now=importer.clock()
    )
    assert closed is None
    importer.session.expire_all()
    importer(write_folder(folder, contacts=contacts))
    assert importer.children_of("F1") == {"C1"}
