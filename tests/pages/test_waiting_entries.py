"""Entries of the trail that wait for the safeguarding lead: shown to the family, or kept back."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.people import Role
from portal.store.connection import open_for
from portal.store.db import db
from portal.store.tables.sessions import ReadTrail
from portal.store.tables.trail_decisions import TrailDecision
from portal.store.trail import ReadPurpose
from tests.conftest import Clock
from tests.pages.conftest import CheckingClient, SignIn
from tests.people import add_adult, add_child, add_staff, link

TEAM = "The council's SEND team, to work on the plan and its reviews"
SAFETY = "The council's SEND team, to help keep the child safe"
NOTHING = "There is nothing to show here yet."
REASON = "The father must not know that the team met. Checked with the social worker."


def commit(app: Flask, write: Callable[[Session], Any]) -> Any:
    with app.app_context():
        open_for("write")
        made = write(db.session())
        db.session.commit()
        return made


@pytest.fixture
def case(app: Flask, clock: Clock) -> dict[str, UUID]:
    """A child with an open parent and a kept-away one: two reads a day apart wait. Another child,
    without a restriction, was read once for safeguarding and once for the plan."""

    def make(session: Session) -> dict[str, UUID]:
        ids = {
            "child": add_child(session, forename="Canary", surname="Wren"),
            "other": add_child(session, forename="Linnet", surname="Brook"),
            "parent": add_adult(session),
            "caseworker": add_staff(session, Role.CASEWORKER, name="Testkit Testlane"),
            "lead": add_staff(session, Role.SAFEGUARDING_LEAD, name="Testmabel"),
        }
        kept_away = add_adult(session)
        link(session, ids["child"], ids["parent"])
        link(session, ids["other"], ids["parent"])
        link(session, ids["child"], kept_away, restriction="court_order")
        for child, days, purpose in (
            ("child", 5, ReadPurpose.CASE_WORK),
            ("child", 4, ReadPurpose.CASE_WORK),
            ("other", 3, ReadPurpose.SAFEGUARDING),
            ("other", 2, ReadPurpose.CASE_WORK),
        ):
            read_by(session, ids, child, clock() - timedelta(days=days), purpose)
        return ids

    made: dict[str, UUID] = commit(app, make)
    return made


def read_by(
    session: Session,
    ids: dict[str, UUID],
    child: str,
    at: datetime,
    purpose: ReadPurpose = ReadPurpose.CASE_WORK,
) -> None:
    session.add(
        ReadTrail(
            child_id=ids[child],
            role=Role.CASEWORKER,
            person_id=ids["caseworker"],
            purpose=purpose,
            read_at=at,
        )
    )


@pytest.fixture
def lead(case: dict[str, UUID], sign_in: SignIn) -> CheckingClient:
    return sign_in(Role.SAFEGUARDING_LEAD, case["lead"])


@pytest.fixture
def parent(case: dict[str, UUID], sign_in: SignIn) -> CheckingClient:
    return sign_in(Role.FAMILY_MEMBER, case["parent"])


def looks(parent: CheckingClient, child_id: UUID) -> str:
    assert parent.get(f"/children/{child_id}/who-has-looked").status_code == 200
    return parent.text()


def open_child(lead: CheckingClient, child_id: UUID) -> list[str]:
    """The days that can be ticked."""
    assert lead.get(f"/waiting-entries/{child_id}").status_code == 200
    return [str(box["value"]) for box in lead.page.select("input[name=days]")]


def say(lead: CheckingClient, child_id: UUID, decision: str, days: list[str]) -> int:
    fields = {"decision": decision, "days": days, "reason": REASON}
    return lead.submit(f"/waiting-entries/{child_id}", fields).status_code


def test_what_the_lead_releases_is_shown_and_the_rest_goes_on_waiting(
    lead: CheckingClient, parent: CheckingClient, case: dict[str, UUID]
) -> None:
    child = case["child"]
    assert NOTHING in looks(parent, child)
    first, second = open_child(lead, child)
    assert (first, second) == ("2026-11-18.waits.1", "2026-11-19.waits.1")
    assert say(lead, child, "released", [first]) == 303
    text = looks(parent, child)
    assert TEAM in text
    assert "Wednesday 18 November 2026" in text
    assert "Thursday 19 November 2026" not in text
    assert REASON not in text

    assert open_child(lead, child) == [second, "2026-11-18.shown.1"]
    assert "Shown to the family" in lead.text()
    assert REASON in lead.text()
    assert "Testmabel" in lead.text()


def test_what_is_kept_back_leaves_the_list_and_can_be_shown_later(
    lead: CheckingClient, parent: CheckingClient, case: dict[str, UUID], clock: Clock
) -> None:
    child = case["child"]
    assert say(lead, child, "held", open_child(lead, child)) == 303
    lead.get("/waiting-entries")
    assert "Canary" not in lead.text(), "nothing waits any more"
    assert NOTHING in looks(parent, child)
    held = open_child(lead, child)
    assert held == ["2026-11-18.held.1", "2026-11-19.held.1"]
    clock.move(minutes=1)
    assert say(lead, child, "released", held) == 303
    assert TEAM in looks(parent, child)


def test_a_read_for_safeguarding_waits_in_every_case_and_alone(
    lead: CheckingClient, parent: CheckingClient, case: dict[str, UUID]
) -> None:
    text = looks(parent, case["other"])
    assert TEAM in text
    assert SAFETY not in text
    assert say(lead, case["other"], "released", open_child(lead, case["other"])) == 303
    assert SAFETY in looks(parent, case["other"])


def test_the_familys_page_does_not_tell_that_anything_waits(
    app: Flask, lead: CheckingClient, parent: CheckingClient, case: dict[str, UUID], clock: Clock
) -> None:
    """The page of a child is the same to the letter before and after a read that waits."""

    def page() -> str:
        parent.get(f"/children/{case['other']}/who-has-looked")
        for guard in parent.page.select("input[name=csrf_token]"):
            guard.decompose()  # another one each second
        return str(parent.page)

    before = page()
    at, purpose = clock() - timedelta(days=1), ReadPurpose.SAFEGUARDING
    commit(app, lambda s: read_by(s, case, "other", at, purpose))
    assert page() == before
    assert say(lead, case["other"], "held", open_child(lead, case["other"])) == 303
    assert page() == before


def test_what_came_after_the_lead_looked_is_not_decided_unseen(
    app: Flask, lead: CheckingClient, parent: CheckingClient, case: dict[str, UUID], clock: Clock
) -> None:
    child = case["child"]
    days = open_child(lead, child)
    at = clock() - timedelta(days=4)
    commit(app, lambda s: read_by(s, case, "child", at, ReadPurpose.SAFEGUARDING))
    assert say(lead, child, "released", days) == 422
    assert "Somebody has looked since you opened this page" in lead.text()
    assert REASON in lead.text(), "what was typed stays"
    assert NOTHING in looks(parent, child)
    assert open_child(lead, child) == ["2026-11-18.waits.1", "2026-11-19.waits.2"]


def test_the_list_names_the_children_who_wait_and_nothing_of_their_record(
    lead: CheckingClient, case: dict[str, UUID]
) -> None:
    lead.get("/waiting-entries")
    assert [link["href"] for link in lead.page.select("main table a")] == [
        f"/waiting-entries/{case['child']}",
        f"/waiting-entries/{case['other']}",
    ]
    assert lead.get(f"/cases/{case['child']}").status_code == 403
    open_child(lead, case["child"])
    assert "Testkit Testlane" in lead.text(), "the lead has to be able to ask"


def test_the_leads_own_look_is_on_the_trail_and_waits_for_nobody(
    app: Flask, lead: CheckingClient, case: dict[str, UUID]
) -> None:
    lead.get("/waiting-entries")
    days = open_child(lead, case["child"])
    assert len(days) == 2
    assert open_child(lead, case["child"]) == days
    with app.app_context():
        open_for("read")
        own = select(ReadTrail.purpose).where(ReadTrail.person_id == case["lead"])
        assert set(db.session.scalars(own)) == {"trail_check"}


def test_a_child_about_whom_nothing_is_to_be_decided_is_not_there(
    app: Flask, lead: CheckingClient
) -> None:
    child = commit(app, add_child)
    assert lead.get(f"/waiting-entries/{child}").status_code == 404


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"reason": " "}, 422),
        ({"days": []}, 422),
        ({"days": ["nonsense"]}, 400),
        ({"decision": "nonsense"}, 400),
    ],
)
def test_nothing_is_decided_without_days_a_reason_and_a_decision(
    app: Flask,
    lead: CheckingClient,
    case: dict[str, UUID],
    fields: dict[str, Any],
    status: int,
) -> None:
    days = open_child(lead, case["child"])
    typed = {"decision": "released", "days": days, "reason": REASON, **fields}
    assert lead.submit(f"/waiting-entries/{case['child']}", typed).status_code == status
    with app.app_context():
        open_for("read")
        assert db.session.scalars(select(TrailDecision)).all() == []
