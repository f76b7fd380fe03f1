"""What a caseworker records is told to the family at once, and not once more by the daily job."""

from datetime import date
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from portal.actions.reviews import keep_reviews_in_step
from portal.domain.people import Role
from portal.domain.tasks import TaskKind
from portal.features.reviews.jobs import keep_moving
from portal.store.connection import open_for
from portal.store.db import db
from portal.store.tables.outbox import OutboxMessage
from portal.store.tables.tasks import Task
from tests import people
from tests.conftest import Clock
from tests.pages.conftest import SignIn

TODAY = date(2026, 11, 23)


@pytest.fixture
def case(app: Flask) -> tuple[UUID, UUID, UUID]:
    """A child with a plan, the mother, and the caseworker."""
    with app.app_context():
        open_for("write")
        session = db.session()
        child = people.add_child(session)
        mother = people.add_adult(session, email="mother@example.org")
        people.link(session, child, mother)
        people.add_plan(session, child, start_on=date(2026, 4, 2))
        caseworker = people.add_staff(session, Role.CASEWORKER)
        people.put_on_caseload(session, child, caseworker)
        keep_reviews_in_step(session, TODAY)
        session.commit()
    return child, mother, caseworker


def told(app: Flask, mother: UUID) -> list[str]:
    with app.app_context():
        kinds = select(OutboxMessage.kind).where(OutboxMessage.recipient_id == mother)
        return sorted(db.session.scalars(kinds))


@pytest.mark.parametrize(
    ("kind", "day", "messages", "call"),
    [
        ("decision_keep", TODAY, ["plan_news"], TaskKind.RING_ABOUT_DECISION),
        ("amendment_notice", TODAY, ["document_served"], TaskKind.RING_ABOUT_CHANGES),
        ("meeting", date(2027, 1, 12), ["meeting_set"], TaskKind.RING_ABOUT_REVIEW),
    ],
)
def test_what_is_recorded_at_the_desk_is_told_once(
    app: Flask,
    clock: Clock,
    sign_in: SignIn,
    case: tuple[UUID, UUID, UUID],
    kind: str,
    day: date,
    messages: list[str],
    call: TaskKind,
) -> None:
    child, mother, caseworker = case
    desk = sign_in(Role.CASEWORKER, caseworker)
    desk.get(f"/cases/{child}/events/new")
    fields = {
        "kind": kind,
        "day-day": day.day,
        "day-month": day.month,
        "day-year": day.year,
        "reason": "",
    }
    assert desk.submit(f"/cases/{child}/events/new", fields).status_code == 303

    assert told(app, mother) == messages
    with app.app_context():
        open_for("write")
        keep_moving(db.session(), {}, clock())
        db.session.commit()
        added = set(db.session.scalars(select(Task.kind)))
    assert told(app, mother) == messages
    assert added == {call}
