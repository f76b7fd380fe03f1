"""At the start of each of the three school terms each coordinator hears once of the list."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.actions.setting_reviews import send_term_lists
from portal.domain.people import Role
from portal.store.tables.cases import Placement
from portal.store.tables.children import Setting
from portal.store.tables.outbox import OutboxMessage
from portal.store.tables.people import Staff
from tests.people import add_child, add_plan, add_setting, add_staff


def run(session: Session, day: date) -> None:
    send_term_lists(
        session,
        list_path="/pupils",
        set_up_path=lambda token: f"/set-up/{token}",
        now=datetime(day.year, day.month, day.day, 4, 30, tzinfo=UTC),
    )


def sent(session: Session, staff_id: UUID) -> list[tuple[str, date]]:
    rows = session.scalars(
        select(OutboxMessage)
        .where(OutboxMessage.recipient_id == staff_id)
        .order_by(OutboxMessage.queued_at, OutboxMessage.kind)
    )
    return [(row.kind, row.queued_at.date()) for row in rows]


@pytest.fixture
def coordinator(session: Session) -> UUID:
    setting_id = add_setting(session)
    plan_id = add_plan(session, add_child(session))
    urn = session.get_one(Setting, setting_id).urn
    session.add(Placement(kind="attended", source_id="1", plan_id=plan_id, urn=urn))
    session.flush()
    return add_staff(session, Role.COORDINATOR, setting_id=setting_id, totp_last_step=1)


def test_once_a_term_whoever_has_pupils_with_a_plan(session: Session, coordinator: UUID) -> None:
    nobody_there = add_staff(
        session, Role.COORDINATOR, setting_id=add_setting(session), totp_last_step=1
    )
    day = date(2026, 8, 25)
    while day < date(2027, 9, 5):
        run(session, day)
        day += timedelta(1)
    assert sent(session, coordinator) == [
        ("term_list", date(2026, 9, 1)),
        ("term_list", date(2027, 1, 1)),
        ("term_list", date(2027, 4, 1)),
        ("term_list", date(2027, 9, 1)),
    ]
    assert sent(session, nobody_there) == []


def test_an_outage_is_caught_up_and_the_middle_of_a_term_is_not_its_start(
    session: Session, coordinator: UUID
) -> None:
    run(session, date(2026, 9, 16))
    assert sent(session, coordinator) == []
    run(session, date(2027, 1, 3))
    assert sent(session, coordinator) == [("term_list", date(2027, 1, 3))]


def test_a_coordinator_who_never_set_up_an_account_gets_the_link_for_it(
    session: Session, coordinator: UUID
) -> None:
    session.get_one(Staff, coordinator).totp_last_step = None
    session.flush()
    run(session, date(2026, 9, 1))
    run(session, date(2026, 9, 2))
    assert sent(session, coordinator) == [
        ("staff_set_up", date(2026, 9, 1)),
        ("term_list", date(2026, 9, 1)),
    ]
