"""Opening a record outside one's caseload: found by its reference, for a reason, until a day."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.people import Role, Viewer
from portal.store.connection import open_for
from portal.store.db import db
from portal.store.tables.advice import AdviceRequestRow
from portal.store.tables.children import CaseloadEntry
from portal.store.tables.glass_breaks import GlassBreak
from portal.store.tables.outbox import OutboxMessage
from portal.store.tables.sessions import ReadTrail
from portal.store.visibility import listed_children, visible_children
from tests.conftest import Clock
from tests.pages.conftest import CheckingClient, SignIn
from tests.people import add_adult, add_child, add_plan, add_staff, link, put_on_caseload

REASON = "Her caseworker is ill and the school rang about the meeting tomorrow."
OUTSIDE = "Somebody of the SEND team outside your case's own team, with a written reason"


def commit(app: Flask, write: Callable[[Session], Any]) -> Any:
    with app.app_context():
        open_for("write")
        made = write(db.session())
        db.session.commit()
        return made


@pytest.fixture
def case(app: Flask) -> dict[str, UUID]:
    """A child with a parent, a caseworker and a manager; and a caseworker of other children."""

    def make(session: Session) -> dict[str, UUID]:
        child = add_child(session, caseref="CR-4711", upn="A123456789012", forename="Canary")
        add_plan(session, child)
        parent = add_adult(session)
        link(session, child, parent)
        staff = {
            name: add_staff(session, Role.CASEWORKER, name=f"Test{name}")
            for name in ("own", "manager", "other")
        }
        session.add(
            CaseloadEntry(child_id=child, caseworker_id=staff["own"], manager_id=staff["manager"])
        )
        put_on_caseload(session, add_child(session), staff["other"])
        staff["lead"] = add_staff(session, Role.SAFEGUARDING_LEAD)
        return {"child": child, "parent": parent, **staff}

    made: dict[str, UUID] = commit(app, make)
    return made


@pytest.fixture
def other(case: dict[str, UUID], sign_in: SignIn) -> CheckingClient:
    return sign_in(Role.CASEWORKER, case["other"])


def ask(browser: CheckingClient, reference: str = "CR-4711", **fields: str) -> int:
    browser.get("/break-glass/new")
    typed = {"reference": reference, "reason": REASON, "days": "3", **fields}
    return browser.submit("/break-glass/new", typed).status_code


def confirm(browser: CheckingClient) -> int:
    """Press the button of the page that shows once more what was typed."""
    hidden = {
        str(field["name"]): str(field["value"])
        for field in browser.page.select("main input[type=hidden]")
    }
    return browser.post("/break-glass/new", data={**hidden, "step": "open"}).status_code


def trail_of(app: Flask, case: dict[str, UUID], who: str) -> list[str]:
    with app.app_context():
        open_for("read")
        return list(
            db.session.scalars(
                select(ReadTrail.purpose).where(
                    ReadTrail.child_id == case["child"], ReadTrail.person_id == case[who]
                )
            )
        )


def told(app: Flask) -> set[UUID]:
    with app.app_context():
        open_for("read")
        kinds = OutboxMessage.kind == "record_opened"
        return set(db.session.scalars(select(OutboxMessage.recipient_id).where(kinds)))


def test_the_record_opens_for_a_written_reason_and_those_who_answer_for_it_are_told(
    app: Flask, other: CheckingClient, case: dict[str, UUID], sign_in: SignIn
) -> None:
    record = f"/cases/{case['child']}"
    assert other.get(record).status_code == 404
    assert ask(other) == 200
    assert "Canary" not in other.text(), "a guess shows nobody's name"
    assert other.get(record).status_code == 404, "not before it is confirmed"
    assert ask(other) == 200
    assert confirm(other) == 303
    assert other.get(record).status_code == 200

    assert told(app) == {case["own"], case["manager"]}
    manager = sign_in(Role.CASEWORKER, case["manager"])
    manager.get("/break-glass")
    for words in ("Canary", "Testother", REASON, "Wednesday 25 November 2026", "Open now"):
        assert words in manager.text()


def test_every_read_meanwhile_has_its_own_purpose(
    app: Flask, other: CheckingClient, case: dict[str, UUID]
) -> None:
    ask(other)
    confirm(other)
    other.get(f"/cases/{case['child']}")
    other.get(f"/cases/{case['child']}/advice")
    other.get("/break-glass")
    assert set(trail_of(app, case, "other")) == {"break_glass"}


def test_who_else_may_see_the_record_is_not_for_whoever_broke_the_glass(
    app: Flask, other: CheckingClient, case: dict[str, UUID]
) -> None:
    ask(other)
    confirm(other)
    other.get(f"/cases/{case['child']}")
    assert "Who can sign in" not in other.text()
    family = f"/staff/children/{case['child']}/family"
    assert other.get(family).status_code == 404
    assert other.submit(f"{family}/{case['parent']}/close", {"reason": ""}).status_code == 404
    with app.app_context():
        open_for("read")
        parent = Viewer(Role.FAMILY_MEMBER, case["parent"])
        seen = visible_children(parent, date(2026, 11, 23))
        assert db.session.scalars(seen).all() == [case["child"]]


def test_nothing_is_served_and_no_outsider_is_asked_by_whoever_broke_the_glass(
    app: Flask, other: CheckingClient, case: dict[str, UUID], sign_in: SignIn
) -> None:
    ask(other)
    confirm(other)
    drafts, advice = f"/cases/{case['child']}/drafts", f"/cases/{case['child']}/advice"
    asked = {
        "service": "health",
        "name": "Dr Wren Larkin",
        "role": "Paediatrician",
        "email": "dr.larkin@example.org",
        "question": "What would help?",
        "manager_name": "Ellis Marrow",
        "manager_email": "head.of.service@example.org",
    }
    other.get(drafts)
    assert other.submit(drafts, {"kind": "draft_plan"}).status_code == 404
    other.get(advice)
    assert "Ask somebody for advice" not in other.text()
    assert other.get(f"{advice}/new").status_code == 404
    assert other.submit(f"{advice}/new", asked).status_code == 404

    own = sign_in(Role.CASEWORKER, case["own"])
    own.get(drafts)
    begun = own.submit(drafts, {"kind": "draft_plan"})
    assert begun.status_code == 303
    draft = begun.location
    own.get(f"{advice}/new")
    assert own.submit(f"{advice}/new", asked).status_code == 303
    with app.app_context():
        open_for("read")
        place = f"{advice}/{db.session.scalars(select(AdviceRequestRow.id)).one()}"

    assert other.get(f"{place}/readdress").status_code == 404
    changed = {"name": "Dr Else", "role": "Paediatrician", "email": "else@example.org"}
    other.submit(f"{place}/readdress", changed)
    other.submit(f"{place}/withdraw", {"reason": "x"})
    assert other.submit(f"{draft}/drop").status_code == 404
    other.get(place)
    assert "Dr Wren Larkin" in other.text()
    assert "Withdrawn" not in other.text()
    assert own.get(draft).status_code == 200


def test_the_family_sees_service_purpose_and_day_and_no_name(
    other: CheckingClient, case: dict[str, UUID], sign_in: SignIn
) -> None:
    ask(other)
    confirm(other)
    other.get(f"/cases/{case['child']}")
    parent = sign_in(Role.FAMILY_MEMBER, case["parent"])
    parent.get(f"/children/{case['child']}/who-has-looked")
    assert OUTSIDE in parent.text()
    assert "The council's SEND team, to work" not in parent.text()
    assert "Testother" not in parent.text()
    assert REASON not in parent.text()


def test_for_safeguarding_the_lead_is_told_and_the_family_sees_nothing_yet(
    app: Flask, other: CheckingClient, case: dict[str, UUID], sign_in: SignIn
) -> None:
    ask(other, for_safeguarding="y")
    confirm(other)
    other.get(f"/cases/{case['child']}")
    assert set(trail_of(app, case, "other")) == {"safeguarding"}
    assert told(app) == {case["own"], case["manager"], case["lead"]}
    parent = sign_in(Role.FAMILY_MEMBER, case["parent"])
    parent.get(f"/children/{case['child']}/who-has-looked")
    assert "There is nothing to show here yet." in parent.text()
    lead = sign_in(Role.SAFEGUARDING_LEAD, case["lead"])
    lead.get("/break-glass")
    assert REASON in lead.text()
    assert "/break-glass/new" not in str(lead.page.find("main"))


def test_where_nobody_answers_for_the_child_the_lead_is_told(
    app: Flask, other: CheckingClient, case: dict[str, UUID]
) -> None:
    commit(app, lambda s: add_child(s, caseref="CR-1"))
    ask(other, "CR-1")
    assert confirm(other) == 303
    assert told(app) == {case["lead"]}


def test_the_record_closes_by_itself_at_the_end_of_its_last_day(
    other: CheckingClient, case: dict[str, UUID], clock: Clock, sign_in: SignIn
) -> None:
    ask(other, days="1")
    confirm(other)
    record = f"/cases/{case['child']}"
    clock.move(hours=14, minutes=59)  # a minute before midnight in London
    late = sign_in(Role.CASEWORKER, case["other"])
    assert late.get(record).status_code == 200
    clock.move(minutes=1)
    assert late.get(record).status_code == 404


def test_who_opened_it_can_end_it_and_nobody_else(
    app: Flask, other: CheckingClient, case: dict[str, UUID], sign_in: SignIn
) -> None:
    ask(other)
    confirm(other)
    other.get("/break-glass")
    (end,) = other.page.select("form[action$='/end']")
    manager = sign_in(Role.CASEWORKER, case["manager"])
    manager.get("/break-glass/new")
    assert manager.submit(str(end["action"])).status_code == 404
    assert other.submit(str(end["action"])).status_code == 303
    assert other.get(f"/cases/{case['child']}").status_code == 404
    manager.get("/break-glass")
    assert "Closed again" in manager.text()


def test_pressing_twice_opens_it_once(
    app: Flask, other: CheckingClient, case: dict[str, UUID]
) -> None:
    ask(other)
    assert confirm(other) == 303
    assert confirm(other) == 303
    with app.app_context():
        open_for("read")
        assert len(db.session.scalars(select(GlassBreak.id)).all()) == 1


@pytest.mark.parametrize("reference", ["CR-471", "cr-4711", "Canary", "%", "A12345678901"])
def test_only_the_exact_reference_finds_a_record(
    other: CheckingClient, case: dict[str, UUID], reference: str
) -> None:
    assert ask(other, reference) == 422
    assert "There is no record with exactly this reference" in other.text()
    assert REASON in other.text(), "what was typed stays"


def test_a_upn_finds_a_record_unless_two_children_have_it(
    app: Flask, other: CheckingClient, case: dict[str, UUID]
) -> None:
    assert ask(other, " A123456789012 ") == 200
    commit(app, lambda s: add_child(s, upn="A123456789012"))
    assert ask(other, "A123456789012") == 422


def test_after_many_references_somebody_has_to_wait(
    other: CheckingClient, case: dict[str, UUID]
) -> None:
    assert {ask(other, f"guess-{number}") for number in range(20)} == {422}
    assert ask(other) == 429


@pytest.mark.parametrize(
    "fields", [{"reason": "  "}, {"days": ""}, {"days": "30"}, {"reference": ""}]
)
def test_without_reference_reason_and_day_nothing_opens(
    other: CheckingClient, case: dict[str, UUID], fields: dict[str, str]
) -> None:
    assert ask(other, **fields) == 422


def test_what_was_typed_can_be_changed_before_it_opens(
    other: CheckingClient, case: dict[str, UUID]
) -> None:
    ask(other)
    assert other.submit("/break-glass/new", {"step": "change", "reason": REASON}).status_code == 200
    assert REASON in other.text()


def test_the_own_caseload_needs_no_glass_to_break(
    app: Flask, case: dict[str, UUID], sign_in: SignIn
) -> None:
    own = sign_in(Role.CASEWORKER, case["own"])
    assert ask(own) == 303
    own.get(f"/cases/{case['child']}")
    assert trail_of(app, case, "own") == ["case_work"]
    assert told(app) == set()


def test_lists_counts_and_files_stay_those_of_the_caseload(
    app: Flask, other: CheckingClient, case: dict[str, UUID]
) -> None:
    ask(other)
    confirm(other)
    viewer, today = Viewer(Role.CASEWORKER, case["other"]), date(2026, 11, 23)
    with app.app_context():
        open_for("read")
        assert case["child"] in set(db.session.scalars(visible_children(viewer, today)))
        assert case["child"] not in set(db.session.scalars(listed_children(viewer, today)))
    other.get("/cases")
    assert "Canary" not in other.text()
