"""The caseworker's page of who can sign in: why access is closed, opening it, closing it."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.domain.people import Role
from portal.store.connection import open_for
from portal.store.db import db
from portal.store.tables.access_decisions import AccessDecisionRow
from portal.store.tables.children import Child
from portal.store.tables.people import FamilyLink
from portal.store.tables.sessions import ReadTrail
from tests.pages.conftest import CheckingClient, SignIn
from tests.people import add_adult, add_child, add_plan, add_staff, link, put_on_caseload

REASON = "She has cared for the child since 2024. Checked with the social worker."


def commit(app: Flask, write: Callable[[Session], Any]) -> Any:
    with app.app_context():
        open_for("write")
        made = write(db.session())
        db.session.commit()
        return made


@pytest.fixture
def case(app: Flask) -> dict[str, UUID]:
    """A child with a caseworker, and an aunt of unknown responsibility who can be written to."""

    def make(session: Session) -> dict[str, UUID]:
        child = add_child(session, forename="Canary", surname="Wren")
        add_plan(session, child)
        aunt = add_adult(session, email="aunt@example.org", given="Testolive", family="Testwren")
        link(
            session,
            child,
            aunt,
            relationship="aunt",
            responsibility="unknown",
            access_from=None,
        )
        caseworker = add_staff(session, Role.CASEWORKER, name="Testkit Testlane")
        put_on_caseload(session, child, caseworker)
        return {"child": child, "aunt": aunt, "caseworker": caseworker}

    made: dict[str, UUID] = commit(app, make)
    return made


def family_path(case: dict[str, UUID]) -> str:
    return f"/staff/children/{case['child']}/family"


def path(case: dict[str, UUID], step: str, who: str = "aunt") -> str:
    return f"{family_path(case)}/{case[who]}/{step}"


@pytest.fixture
def caseworker(case: dict[str, UUID], sign_in: SignIn) -> CheckingClient:
    return sign_in(Role.CASEWORKER, case["caseworker"])


def open_it(caseworker: CheckingClient, case: dict[str, UUID], **fields: str) -> int:
    caseworker.get(path(case, "open"))
    return caseworker.submit(path(case, "open"), {"reason": REASON, **fields}).status_code


def test_from_the_case_to_access_open_and_closed_again(
    caseworker: CheckingClient, case: dict[str, UUID], sign_in: SignIn
) -> None:
    aunt = sign_in(Role.FAMILY_MEMBER, case["aunt"])
    record = f"/children/{case['child']}"
    assert aunt.get(record).status_code == 404
    caseworker.get(f"/cases/{case['child']}")
    assert caseworker.page.select_one(f"a[href='{family_path(case)}']")
    caseworker.get(family_path(case))
    assert "Aunt" in caseworker.text()
    assert "does not say whether this person has parental responsibility" in caseworker.text()
    assert caseworker.page.select_one(f"a[href='{path(case, 'open')}']")

    assert open_it(caseworker, case) == 303
    caseworker.get(family_path(case))
    text = " ".join(caseworker.text().split())
    assert "Access is open" in text
    assert f"Opened by Testkit Testlane on Monday 23 November 2026. {REASON}" in text
    assert caseworker.page.select_one(f"form[action='{path(case, 'invite')}']")
    assert aunt.get(record).status_code == 200

    caseworker.get(path(case, "close"))
    assert caseworker.submit(path(case, "close"), {"reason": ""}).status_code == 303
    assert aunt.get(record).status_code == 404, "her session goes on, and opens nothing"
    assert aunt.get("/children").status_code == 200
    caseworker.get(family_path(case))
    assert "a caseworker closed it" in caseworker.text()
    assert "Closed by Testkit Testlane" in caseworker.text()


def test_every_decision_is_on_the_trail(
    app: Flask, caseworker: CheckingClient, case: dict[str, UUID]
) -> None:
    open_it(caseworker, case)
    caseworker.get(path(case, "close"))
    caseworker.submit(path(case, "close"))
    with app.app_context():
        open_for("write")
        purposes = db.session().scalars(
            select(ReadTrail.purpose).where(
                ReadTrail.child_id == case["child"], ReadTrail.person_id == case["caseworker"]
            )
        )
        assert {"access_opened", "access_closed", "case_work"} == set(purposes)


@pytest.mark.parametrize("reason", ["", "   ", "x" * 501])
def test_no_reason_or_a_long_one_opens_nothing_and_keeps_what_was_typed(
    app: Flask, caseworker: CheckingClient, case: dict[str, UUID], reason: str
) -> None:
    assert open_it(caseworker, case, reason=reason) == 422
    box = caseworker.page.select_one("textarea[name=reason]")
    assert box is not None
    assert reason.strip() in box.get_text()
    with app.app_context():
        open_for("write")
        assert db.session().scalars(select(AccessDecisionRow)).all() == []


@pytest.mark.parametrize(
    ("closed", "says"),
    [
        ({"restriction": "no contact"}, "The case system must change first"),
        ({"restriction_unreadable": True}, "The case system must be put right first"),
        ({"marked_absent_on": date(2026, 11, 1)}, "no longer links this person"),
    ],
)
def test_a_restriction_cannot_be_opened_here_and_the_page_says_so(
    app: Flask,
    caseworker: CheckingClient,
    case: dict[str, UUID],
    closed: dict[str, Any],
    says: str,
) -> None:
    caseworker.get(path(case, "open"))  # the form is open while the record changes
    commit(app, lambda session: session.execute(update(FamilyLink).values(closed)))
    assert caseworker.submit(path(case, "open"), {"reason": REASON}).status_code == 303
    caseworker.get(family_path(case))
    assert "Access was not changed" in caseworker.text()
    assert "Access is closed" in caseworker.text()
    assert says in caseworker.text()
    assert caseworker.page.select("a[href$='/open']") == []
    assert caseworker.get(path(case, "open")).status_code == 303


def test_a_restriction_shows_when_it_is_to_be_reviewed(
    app: Flask, caseworker: CheckingClient, case: dict[str, UUID]
) -> None:
    restricted = {"restriction": "no contact", "restriction_review": date(2027, 3, 12)}
    commit(app, lambda session: session.execute(update(FamilyLink).values(restricted)))
    caseworker.get(family_path(case))
    assert "reviewed on Friday 12 March 2027" in caseworker.text()


def test_a_young_persons_agreement_has_to_be_confirmed(
    app: Flask, caseworker: CheckingClient, case: dict[str, UUID]
) -> None:
    born = {"birth_date": date(2009, 2, 3)}
    commit(app, lambda session: session.execute(update(Child).values(born)))
    assert open_it(caseworker, case) == 422
    assert "the young person decides who sees the record" in caseworker.text()
    assert "Confirm that the young person agrees" in caseworker.text()
    assert open_it(caseworker, case, agreed="y") == 303
    caseworker.get(family_path(case))
    assert "Access is open" in caseworker.text()


def test_nothing_is_asked_about_agreement_while_the_child_is_a_child(
    caseworker: CheckingClient, case: dict[str, UUID]
) -> None:
    caseworker.get(path(case, "open"))
    assert "Child: Canary Wren" in caseworker.text()
    assert caseworker.page.select("input[name=agreed]") == []


def test_closing_twice_changes_nothing(
    app: Flask, caseworker: CheckingClient, case: dict[str, UUID]
) -> None:
    assert caseworker.get(path(case, "close")).status_code == 303, "it is closed"
    open_it(caseworker, case)
    caseworker.get(path(case, "close"))
    caseworker.submit(path(case, "close"), {"reason": "x" * 501})
    assert "500 letters or less" in caseworker.text()
    caseworker.submit(path(case, "close"))
    caseworker.get(family_path(case))
    caseworker.get("/staff/prove")
    caseworker.submit(path(case, "close"))
    caseworker.get(family_path(case))
    assert "Access was not changed" in caseworker.text()
    with app.app_context():
        open_for("write")
        assert len(db.session().scalars(select(AccessDecisionRow.id)).all()) == 2


def test_another_caseworker_and_another_adult_are_not_found(
    app: Flask, caseworker: CheckingClient, case: dict[str, UUID], sign_in: SignIn
) -> None:
    other = sign_in(
        Role.CASEWORKER, commit(app, lambda session: add_staff(session, Role.CASEWORKER))
    )
    case["stranger"] = commit(app, lambda session: add_adult(session))
    for browser, who in ((other, "aunt"), (caseworker, "stranger")):
        for step in ("open", "close"):
            assert browser.get(path(case, step, who)).status_code == 404
            browser.get("/staff/prove")
            fields = {"reason": REASON}
            assert browser.submit(path(case, step, who), fields).status_code == 404
    with app.app_context():
        open_for("write")
        assert db.session().scalars(select(AccessDecisionRow)).all() == []
