"""Who reads a draft that was served, and how."""

from datetime import date, timedelta
from uuid import UUID

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.messages import MessageKind
from portal.domain.people import Role
from portal.store.db import db
from portal.store.tables.cases import AssessmentRequest
from portal.store.tables.sessions import ReadTrail
from tests import people
from tests.pages.conftest import CheckingClient, SignIn
from tests.pages.drafting import (
    TODAY,
    Family,
    Seed,
    a_family,
    around,
    begin,
    desk,
    mother,
    opened,
    queued,
    seed,
    served,
)

__all__ = ["around", "desk", "mother", "seed"]


def test_nobody_in_the_family_sees_a_draft_before_it_is_served(
    around: Family, desk: CheckingClient, mother: CheckingClient
) -> None:
    page = begin(desk, around.child)
    desk.submit(page, opened(desk, page) | {"proposed_b": "Needs"})
    document = page.rsplit("/", 1)[1]
    for path in ("", "/whole", "/parts/b", "/check", "/receipt"):
        assert mother.get(f"/drafts/{document}{path}").status_code == 404
    mother.get(f"/children/{around.child}/drafts")
    assert "There is nothing to read here yet." in mother.text()


def test_a_family_reads_part_by_part_and_the_whole(
    around: Family, desk: CheckingClient, mother: CheckingClient
) -> None:
    document = served(desk, around.child)
    assert mother.get(f"/drafts/{document}").status_code == 200
    assert "Monday 7 December 2026" in mother.text()
    parts = [str(each["href"]) for each in mother.page.select("main li a")]
    assert parts == [
        f"/drafts/{document}/parts/{each}" for each in ("b", "f", "setting", "meeting")
    ]
    mother.get(f"/drafts/{document}/parts/b")
    assert "Needs help to speak." in mother.text()
    mother.get(f"/drafts/{document}/whole")
    assert "Needs help to speak." in mother.text()
    assert "Therapy each week." in mother.text()
    assert "A draft does not name a school or college." in mother.text()
    assert mother.get(f"/drafts/{document}/parts/g").status_code == 404
    assert mother.get(f"/drafts/{document}/parts/nonsense").status_code == 404
    assert mother.page.title is not None


def test_the_childs_page_leads_to_the_draft_and_the_case_to_its_comments(
    seed: Seed, around: Family, desk: CheckingClient, mother: CheckingClient
) -> None:
    received = TODAY - timedelta(100)
    seed(
        lambda session: session.add(
            AssessmentRequest(
                requests_id="r1", child_id=around.child, received_on=received, outcome="Y"
            )
        )
    )
    document = served(desk, around.child)
    mother.get(f"/children/{around.child}")
    assert mother.page.select(f"a.govuk-button[href='/drafts/{document}']")
    assert "Send your comments on the draft plan" not in mother.text()
    desk.get(f"/cases/{around.child}")
    assert desk.page.select(f"a[href='/cases/{around.child}/drafts']")


def test_from_18_a_new_document_waits_for_the_parents_and_not_for_the_young_person(
    app: Flask, seed: Seed, sign_in: SignIn
) -> None:
    def grown(session: Session) -> tuple[Family, UUID]:
        family = a_family(session, birth_date=date(2008, 11, 1), year_group=13)
        person = people.add_adult(session, email="kit@example.org")
        people.link(session, family.child, person, relationship="self")
        return family, person

    family, person = seed(grown)
    document = served(sign_in(Role.CASEWORKER, family.caseworker), family.child)
    assert queued(app, MessageKind.DOCUMENT_SERVED) == [person]
    parent = sign_in(Role.FAMILY_MEMBER, family.mother)
    assert parent.get(f"/drafts/{document}").status_code == 404
    assert sign_in(Role.YOUNG_PERSON, person).get(f"/drafts/{document}").status_code == 200


def test_reading_is_on_the_trail(
    app: Flask, around: Family, desk: CheckingClient, mother: CheckingClient
) -> None:
    document = served(desk, around.child)
    mother.get(f"/drafts/{document}/whole")
    desk.get(f"/staff/drafts/{document}/comments")
    with app.app_context():
        read = set(db.session.execute(select(ReadTrail.role, ReadTrail.purpose)).all())
    assert ("family_member", "read_document") in read
    assert ("caseworker", "read_comments") in read
