"""Who has looked: what a family sees of the reads of staff, and what not."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.people import Role
from portal.store.connection import open_for
from portal.store.db import db
from portal.store.tables.sessions import ReadTrail
from portal.store.trail import ReadPurpose
from tests.pages.conftest import CheckingClient, SignIn
from tests.people import add_adult, add_child, add_staff, link, put_on_caseload

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
MONDAY = datetime(2026, 11, 16, 10, tzinfo=UTC)
TEAM = "The council's SEND team, to work on the plan and its reviews"
WAIT = "Some entries wait before we can show them."
NOTHING = "There is nothing to show here yet."

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


@pytest.fixture
def family(seed: Seed) -> tuple[UUID, UUID]:
    """A parent, and the child they are linked to."""

    def fill(session: Session) -> tuple[UUID, UUID]:
        parent, child = add_adult(session), add_child(session)
        link(session, child, parent)
        return parent, child

    made: tuple[UUID, UUID] = seed(fill)
    return made


def add_read(
    session: Session,
    child_id: UUID,
    at: datetime = MONDAY,
    *,
    role: str = Role.CASEWORKER,
    purpose: str = ReadPurpose.CASE_WORK,
) -> None:
    session.add(
        ReadTrail(child_id=child_id, role=role, person_id=uuid4(), purpose=purpose, read_at=at)
    )


def open_page(browser: CheckingClient, child_id: UUID, query: str = "") -> str:
    response = browser.get(f"/children/{child_id}/who-has-looked{query}")
    assert response.status_code == 200
    return browser.text()


def test_a_family_sees_team_reason_and_day_of_what_staff_really_opened(
    seed: Seed, sign_in: SignIn, family: tuple[UUID, UUID]
) -> None:
    parent, child = family

    def staff(session: Session) -> UUID:
        caseworker = add_staff(session, Role.CASEWORKER, name="Canarystaff Nameless")
        put_on_caseload(session, child, caseworker)
        return caseworker

    desk = sign_in(Role.CASEWORKER, seed(staff))
    for _ in range(3):
        assert desk.get(f"/cases/{child}").status_code == 200

    browser = sign_in(Role.FAMILY_MEMBER, parent)
    assert browser.get(f"/children/{child}").status_code == 200
    [way] = [a for a in browser.page.select("main a") if a.get_text() == "Who has looked"]
    assert browser.get(str(way["href"])).status_code == 200
    text = browser.text()
    assert text.count(TEAM) == 1
    assert "Monday 23 November 2026" in text
    assert "Canarystaff" not in browser.page.get_text()
    assert len(browser.statements) <= 8


def test_each_service_has_its_own_words(
    seed: Seed, sign_in: SignIn, family: tuple[UUID, UUID]
) -> None:
    parent, child = family

    def reads(session: Session) -> None:
        add_read(session, child)
        add_read(session, child, role=Role.COORDINATOR, purpose=ReadPurpose.SETTING_REVIEWS)
        add_read(session, child, role=Role.PARTICIPATION_OFFICER, purpose=ReadPurpose.SURVEY_CALL)

    seed(reads)
    text = open_page(sign_in(Role.FAMILY_MEMBER, parent), child)
    assert TEAM in text
    assert "The nursery, school or college, to get ready for reviews" in text
    assert "to ask families about their help by telephone" in text
    assert text.count("Monday 16 November 2026") == 1


def test_no_family_member_sees_what_another_or_another_child_s_staff_did(
    seed: Seed, sign_in: SignIn, family: tuple[UUID, UUID]
) -> None:
    parent, child = family

    def reads(session: Session) -> None:
        for role in (Role.FAMILY_MEMBER, Role.YOUNG_PERSON, Role.CHILD):
            for purpose in ReadPurpose:
                add_read(session, child, role=role, purpose=purpose)
        add_read(session, add_child(session))

    seed(reads)
    text = open_page(sign_in(Role.FAMILY_MEMBER, parent), child)
    assert NOTHING in text
    assert "November" not in text


def test_the_page_is_the_same_with_and_without_a_read_for_safeguarding(
    seed: Seed, sign_in: SignIn, family: tuple[UUID, UUID]
) -> None:
    parent, child = family
    browser = sign_in(Role.FAMILY_MEMBER, parent)
    seed(lambda session: add_read(session, child))
    before = open_page(browser, child)
    assert TEAM in before
    assert WAIT in before
    seed(lambda session: add_read(session, child, MONDAY + timedelta(1), purpose="safeguarding"))
    assert open_page(browser, child) == before


@pytest.mark.parametrize(
    "facts",
    [
        {"restriction": "no_contact"},
        {"restriction_unreadable": True},
        {"restriction": "no_contact", "marked_absent_on": date(2026, 1, 5)},
        {"restriction": "court_order", "access_until": date(2026, 1, 5)},
    ],
)
def test_where_anybody_is_restricted_every_read_waits_for_everybody(
    seed: Seed, sign_in: SignIn, family: tuple[UUID, UUID], facts: dict[str, Any]
) -> None:
    parent, child = family

    def restrict(session: Session) -> UUID:
        add_read(session, child)
        link(session, child, add_adult(session), **facts)
        young = add_adult(session)
        link(session, child, young, relationship="self")
        return young

    young = seed(restrict)
    for role, person in ((Role.FAMILY_MEMBER, parent), (Role.CHILD, young)):
        text = open_page(sign_in(role, person), child)
        assert TEAM not in text
        assert NOTHING in text
        assert WAIT in text


def test_a_restriction_around_one_child_does_not_touch_another(
    seed: Seed, sign_in: SignIn, family: tuple[UUID, UUID]
) -> None:
    parent, child = family

    def restrict(session: Session) -> None:
        add_read(session, child)
        link(session, add_child(session), add_adult(session), restriction="no_contact")

    seed(restrict)
    assert TEAM in open_page(sign_in(Role.FAMILY_MEMBER, parent), child)


def test_the_page_goes_back_12_months_in_parts(
    seed: Seed, sign_in: SignIn, family: tuple[UUID, UUID]
) -> None:
    parent, child = family

    def reads(session: Session) -> None:
        for days in range(31):
            add_read(session, child, MONDAY - timedelta(days))
        add_read(session, child, NOW - timedelta(365))
        add_read(session, child, NOW - timedelta(days=365, seconds=1))

    seed(reads)
    browser = sign_in(Role.FAMILY_MEMBER, parent)
    first = open_page(browser, child)
    assert first.count(TEAM) == 30
    assert "Monday 16 November 2026" in first
    [earlier] = [a for a in browser.page.select("main a") if a.get_text() == "Earlier days"]
    assert browser.get(str(earlier["href"])).status_code == 200
    assert browser.text().count(TEAM) == 2
    assert "Sunday 23 November 2025" in browser.text()


def test_looking_who_has_looked_is_a_read_too(
    app: Flask, sign_in: SignIn, family: tuple[UUID, UUID]
) -> None:
    parent, child = family
    open_page(sign_in(Role.FAMILY_MEMBER, parent), child)
    with app.app_context():
        rows = db.session.execute(select(ReadTrail.child_id, ReadTrail.role, ReadTrail.purpose))
        assert [tuple(row) for row in rows] == [
            (child, Role.FAMILY_MEMBER, ReadPurpose.WHO_HAS_LOOKED)
        ]


def test_a_child_one_may_not_see_is_not_found(seed: Seed, sign_in: SignIn) -> None:
    def restricted(session: Session) -> tuple[UUID, UUID]:
        parent, child = add_adult(session), add_child(session)
        link(session, child, parent, restriction="no_contact")
        return parent, child

    parent, child = seed(restricted)
    browser = sign_in(Role.FAMILY_MEMBER, parent)
    assert browser.get(f"/children/{child}/who-has-looked").status_code == 404
