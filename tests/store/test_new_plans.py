"""The plans issued in a period, with the request each came from."""

from datetime import date
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from portal.domain.people import Role, Viewer
from portal.domain.timeliness import NewPlan, Period
from portal.store.new_plans import list_new_plans
from portal.store.tables.cases import ActivePlan, Assessment, AssessmentRequest
from tests import people

TODAY = date(2026, 11, 23)
PERIOD = Period(date(2026, 1, 1), date(2026, 12, 31))


def caseworker(session: Session, *children: UUID) -> Viewer:
    staff_id = people.add_staff(session, Role.CASEWORKER)
    for child in children:
        people.put_on_caseload(session, child, staff_id)
    return Viewer(Role.CASEWORKER, staff_id)


def add_request(session: Session, child: UUID, received: date, **facts: str) -> UUID:
    row = AssessmentRequest(
        id=uuid4(), requests_id=uuid4().hex, child_id=child, received_on=received, **facts
    )
    session.add(row)
    session.flush()
    return row.id


def add_assessment(session: Session, request_id: UUID, **facts: str) -> UUID:
    row = Assessment(id=uuid4(), assessment_id=uuid4().hex, request_id=request_id, **facts)
    session.add(row)
    session.flush()
    return row.id


def found(session: Session, viewer: Viewer) -> list[NewPlan]:
    return list_new_plans(session, viewer, TODAY, PERIOD, {})


def test_a_plan_has_the_request_of_its_own_assessment(session: Session) -> None:
    child = people.add_child(session)
    request = add_request(session, child, date(2026, 1, 5), mediation="N")
    add_request(session, child, date(2026, 3, 5))
    assessment = add_assessment(session, request)
    people.add_plan(session, child, assessment_id=assessment, start_on=date(2026, 5, 25))
    assert found(session, caseworker(session, child)) == [
        NewPlan(child, date(2026, 5, 25), date(2026, 1, 5), False, ())
    ]


def test_a_plan_that_names_no_assessment_has_the_last_request_before_it(session: Session) -> None:
    child = people.add_child(session)
    for received in (date(2024, 1, 5), date(2026, 1, 5), date(2026, 9, 1)):
        add_request(session, child, received)
    people.add_plan(session, child, start_on=date(2026, 5, 25))
    assert [plan.received for plan in found(session, caseworker(session, child))] == [
        date(2026, 1, 5)
    ]


def test_an_order_or_a_move_from_another_council_is_another_clock(session: Session) -> None:
    ordered, moved = people.add_child(session), people.add_child(session)
    request = add_request(session, ordered, date(2026, 1, 5))
    assessment = add_assessment(session, request, other_tribunal="N", tribunal="Y")
    people.add_plan(session, ordered, assessment_id=assessment, start_on=date(2026, 5, 1))
    plan = people.add_plan(session, moved, start_on=date(2026, 5, 2))
    session.add(ActivePlan(active_plans_id="a1", plan_id=plan, transfer_la="999"))
    session.flush()
    plans = found(session, caseworker(session, ordered, moved))
    assert [plan.other_clock for plan in plans] == [True, True]


def test_plans_outside_the_period_or_of_other_peoples_children_are_not_listed(
    session: Session,
) -> None:
    mine, before, gone, others = (people.add_child(session) for _ in range(4))
    people.add_plan(session, mine, start_on=date(2026, 12, 31))
    people.add_plan(session, before, start_on=date(2025, 12, 31))
    people.add_plan(session, gone, start_on=date(2026, 5, 1), marked_absent_on=TODAY)
    people.add_plan(session, others, start_on=date(2026, 5, 1))
    viewer = caseworker(session, mine, before, gone)
    assert [plan.child_id for plan in found(session, viewer)] == [mine]
    administrator = Viewer(Role.ADMINISTRATOR, people.add_staff(session, Role.ADMINISTRATOR))
    assert found(session, administrator) == []
