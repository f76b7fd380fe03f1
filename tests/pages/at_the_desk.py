"""Cases of a caseworker, and what is typed at the desk."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from portal.domain.people import Role
from portal.domain.tasks import NewTask, TaskKind
from portal.store.tables.children import CaseloadEntry
from portal.store.tasks import add_tasks
from tests import people
from tests.pages.conftest import CheckingClient
from tests.pages.test_plan_status import (
    TODAY,
    add_event,
    with_plan,
    with_request,
)

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def on_caseload(
    session: Session, caseworker: UUID, child: UUID, manager: UUID | None = None
) -> None:
    session.add(CaseloadEntry(child_id=child, caseworker_id=caseworker, manager_id=manager))
    session.flush()


def own_case(session: Session, days_ago: int = 200, **facts: Any) -> tuple[UUID, UUID, UUID]:
    """A caseworker, a parent and their child, whose plan is so old."""
    parent, child = with_plan(session, days_ago, **facts)
    caseworker = people.add_staff(session, Role.CASEWORKER, name="Cora Caseworker")
    on_caseload(session, caseworker, child)
    return caseworker, parent, child


def the_day(day: date, name: str = "day") -> dict[str, str]:
    return {
        f"{name}-day": str(day.day),
        f"{name}-month": str(day.month),
        f"{name}-year": str(day.year),
    }


def typed(kind: str, day: date, **others: str) -> dict[str, str]:
    return {"kind": kind, "reason": "", **the_day(day), **others}


def names(desk: CheckingClient) -> list[str]:
    return [row.get_text(strip=True).split()[0] for row in desk.page.select("tbody th")]


def record(desk: CheckingClient, child: UUID, fields: dict[str, str]) -> Any:
    assert desk.get(f"/cases/{child}/events/new").status_code == 200
    return desk.submit(f"/cases/{child}/events/new", fields)


def a_mixed_caseload(session: Session) -> UUID:
    """One late, one with a draft out, one due in ten days, one far from anything."""
    caseworker = people.add_staff(session, Role.CASEWORKER)
    _, late = with_plan(session, 400, forename="Late")
    _, drafted = with_request(session, 60, forename="Drafted")
    add_event(session, drafted, "draft_served", TODAY - timedelta(2))
    _, soon = with_plan(session, 355, forename="Soon")
    _, calm = with_plan(session, 20, forename="Calm")
    for child in (late, drafted, soon, calm):
        on_caseload(session, caseworker, child)
    return caseworker


def add_task(
    session: Session, child: UUID, due_on: date, kind: TaskKind = TaskKind.RING_FAMILY
) -> None:
    add_tasks(session, [NewTask(child, kind, uuid4(), due_on)], NOW)
