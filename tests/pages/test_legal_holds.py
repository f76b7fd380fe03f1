"""Legal holds: set by reference with a reason, listed, ended."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.people import Role
from portal.store.connection import open_for
from portal.store.db import db
from portal.store.tables.legal_holds import LegalHold
from portal.store.tables.sessions import ReadTrail
from tests.pages.conftest import CheckingClient, SignIn
from tests.people import add_adult, add_child, add_staff, link

REASON = "An appeal to the Tribunal was lodged on 2 November."


def commit(app: Flask, write: Callable[[Session], Any]) -> Any:
    with app.app_context():
        open_for("write")
        made = write(db.session())
        db.session.commit()
        return made


@pytest.fixture
def child(app: Flask) -> UUID:
    made: UUID = commit(app, lambda s: add_child(s, caseref="CR-9", forename="Canary"))
    return made


@pytest.fixture(params=[Role.ADMINISTRATOR, Role.SAFEGUARDING_LEAD])
def keeper(app: Flask, sign_in: SignIn, request: pytest.FixtureRequest) -> CheckingClient:
    return sign_in(request.param, commit(app, lambda s: add_staff(s, request.param)))


def set_hold(keeper: CheckingClient, reference: str = "CR-9", reason: str = REASON) -> int:
    keeper.get("/legal-holds/new")
    fields = {"reference": reference, "reason": reason}
    return keeper.submit("/legal-holds/new", fields).status_code


def test_a_hold_is_set_by_reference_and_ended(
    app: Flask, keeper: CheckingClient, child: UUID
) -> None:
    assert set_hold(keeper) == 303
    assert set_hold(keeper) == 303
    keeper.get("/legal-holds")
    assert REASON in keeper.text()
    assert "Canary" not in keeper.text(), "the reference is enough"
    (end,) = keeper.page.select("form[action$='/end']")
    assert keeper.submit(str(end["action"])).status_code == 303
    keeper.get("/legal-holds")
    assert "No hold stands." in keeper.text()
    with app.app_context():
        open_for("read")
        (hold,) = db.session.scalars(select(LegalHold))
        assert hold.ended_by_id is not None
        assert REASON.encode() not in hold.reason_sealed
        assert set(db.session.scalars(select(ReadTrail.purpose))) == {"legal_hold"}


@pytest.mark.parametrize(("reference", "reason"), [("CR-8", REASON), ("", REASON), ("CR-9", " ")])
def test_without_a_record_or_a_reason_nothing_is_held(
    keeper: CheckingClient, child: UUID, reference: str, reason: str
) -> None:
    assert set_hold(keeper, reference, reason) == 422


def test_the_family_does_not_see_that_a_hold_was_set(
    app: Flask, keeper: CheckingClient, child: UUID, sign_in: SignIn
) -> None:
    def add_parent(session: Session) -> UUID:
        parent = add_adult(session)
        link(session, child, parent)
        return parent

    set_hold(keeper)
    parent = sign_in(Role.FAMILY_MEMBER, commit(app, add_parent))
    parent.get(f"/children/{child}/who-has-looked")
    assert "There is nothing to show here yet." in parent.text()
