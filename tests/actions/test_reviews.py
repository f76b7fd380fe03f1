"""Every plan in force has exactly one open review, for its present cycle."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import event, select, update
from sqlalchemy.orm import Session

from portal.actions.reviews import keep_reviews_in_step
from portal.store import reviews
from portal.store.tables.cases import ActivePlan, CaseEvent, Plan
from portal.store.tables.reviews import ReviewCycle
from tests.people import add_child, add_plan

TODAY = date(2026, 11, 23)
MADE = date(2025, 9, 15)


@pytest.fixture
def child_id(session: Session) -> UUID:
    return add_child(session)


@pytest.fixture
def plan_id(session: Session, child_id: UUID) -> UUID:
    return add_plan(session, child_id, start_on=MADE)


def record_review(session: Session, plan_id: UUID, **days: date | None) -> None:
    row = session.scalars(select(ActivePlan).where(ActivePlan.plan_id == plan_id)).one_or_none()
    if row is None:
        row = ActivePlan(active_plans_id=str(plan_id), plan_id=plan_id)
        session.add(row)
    for name, day in days.items():
        setattr(row, name, day)
    session.flush()


def record_event(session: Session, child_id: UUID, kind: str, day: date) -> None:
    session.add(
        CaseEvent(
            child_id=child_id,
            kind=kind,
            happened_on=day,
            detail="",
            recorded_at=datetime(2026, 11, 1, tzinfo=UTC),
        )
    )
    session.flush()


def cycles(session: Session) -> list[tuple[date, date | None, date | None]]:
    rows = session.scalars(
        select(ReviewCycle)
        .order_by(ReviewCycle.cycle_began)
        .execution_options(populate_existing=True)
    )
    return [(row.cycle_began, row.meeting_on, row.closed_on) for row in rows]


def test_a_plan_in_force_gets_one_review_and_no_second(session: Session, plan_id: UUID) -> None:
    assert keep_reviews_in_step(session, TODAY) == 1
    assert keep_reviews_in_step(session, TODAY) == 0
    assert cycles(session) == [(MADE, None, None)]


@pytest.mark.parametrize(
    "facts",
    [
        {"start_on": TODAY + timedelta(days=1)},
        {"ceased_on": TODAY},
        {"ceased_on": date(2026, 1, 1)},
    ],
)
def test_a_plan_not_in_force_gets_none(
    session: Session, child_id: UUID, facts: dict[str, date]
) -> None:
    add_plan(session, child_id, **facts)
    assert keep_reviews_in_step(session, TODAY) == 0
    assert cycles(session) == []


def test_a_plan_without_a_date_still_gets_a_review_that_a_later_file_mends(
    session: Session, child_id: UUID
) -> None:
    plan_id = add_plan(session, child_id, start_on=None)
    keep_reviews_in_step(session, TODAY)
    assert cycles(session) == [(TODAY, None, None)]
    assert keep_reviews_in_step(session, TODAY + timedelta(days=7)) == 0
    session.get_one(Plan, plan_id).start_on = MADE
    session.flush()
    assert keep_reviews_in_step(session, TODAY + timedelta(days=14)) == 1
    assert cycles(session) == [(MADE, None, None)]


@pytest.mark.parametrize("made", [date(1900, 1, 1), date(2014, 8, 31)])
def test_a_plan_dated_before_the_law_began_is_one_without_a_date(
    session: Session, child_id: UUID, made: date
) -> None:
    plan_id = add_plan(session, child_id, start_on=made)
    keep_reviews_in_step(session, TODAY)
    assert cycles(session) == [(TODAY, None, None)]

    session.execute(
        update(ReviewCycle).where(ReviewCycle.plan_id == plan_id).values(cycle_began=made)
    )  # opened by an earlier version of the portal
    assert keep_reviews_in_step(session, TODAY) == 1
    assert cycles(session) == [(TODAY, None, None)]


def test_a_recorded_meeting_is_taken_over_and_follows_the_record(
    session: Session, plan_id: UUID
) -> None:
    record_review(session, plan_id, review_meeting_on=date(2026, 12, 10))
    keep_reviews_in_step(session, TODAY)
    assert cycles(session) == [(MADE, date(2026, 12, 10), None)]
    record_review(session, plan_id, review_meeting_on=date(2027, 1, 14))
    assert keep_reviews_in_step(session, TODAY) == 1
    assert cycles(session) == [(MADE, date(2027, 1, 14), None)]


def test_the_last_cycles_meeting_is_not_this_ones(session: Session, plan_id: UUID) -> None:
    record_review(
        session,
        plan_id,
        review_meeting_on=date(2026, 6, 1),
        last_review_on=date(2026, 6, 20),
    )
    keep_reviews_in_step(session, TODAY)
    assert cycles(session) == [(date(2026, 6, 20), None, None)]


def test_a_decision_closes_the_review_and_opens_the_next(session: Session, plan_id: UUID) -> None:
    record_review(session, plan_id, review_meeting_on=date(2026, 11, 2))
    keep_reviews_in_step(session, date(2026, 10, 1))
    record_review(session, plan_id, last_review_on=date(2026, 11, 20))
    assert keep_reviews_in_step(session, TODAY) == 2
    assert cycles(session) == [
        (MADE, date(2026, 11, 2), TODAY),
        (date(2026, 11, 20), None, None),
    ]
    assert keep_reviews_in_step(session, TODAY) == 0


def test_meetings_and_decisions_among_the_events_count_too(
    session: Session, child_id: UUID, plan_id: UUID
) -> None:
    record_event(session, child_id, "meeting", date(2026, 10, 5))
    keep_reviews_in_step(session, date(2026, 10, 6))
    assert cycles(session) == [(MADE, date(2026, 10, 5), None)]
    record_event(session, child_id, "decision_keep", date(2026, 10, 26))
    keep_reviews_in_step(session, TODAY)
    assert cycles(session)[-1] == (date(2026, 10, 26), None, None)


def test_a_meeting_to_come_among_the_events_is_known(
    session: Session, child_id: UUID, plan_id: UUID
) -> None:
    record_event(session, child_id, "meeting", TODAY + timedelta(days=25))
    record_event(session, child_id, "decision_keep", TODAY + timedelta(days=40))
    keep_reviews_in_step(session, TODAY)
    assert cycles(session) == [(MADE, TODAY + timedelta(days=25), None)]


def test_a_decision_dated_in_the_future_closes_nothing(session: Session, plan_id: UUID) -> None:
    record_review(session, plan_id, last_review_on=TODAY + timedelta(days=400))
    keep_reviews_in_step(session, TODAY)
    assert cycles(session) == [(MADE, None, None)]


def test_a_plan_that_ends_closes_its_review(session: Session, plan_id: UUID) -> None:
    keep_reviews_in_step(session, TODAY)
    session.get_one(Plan, plan_id).ceased_on = TODAY + timedelta(days=3)
    session.flush()
    assert keep_reviews_in_step(session, TODAY) == 0
    assert keep_reviews_in_step(session, TODAY + timedelta(days=3)) == 1
    assert cycles(session) == [(MADE, None, TODAY + timedelta(days=3))]


def test_many_plans_need_no_more_statements_than_one(session: Session) -> None:
    def statements() -> int:
        seen: list[str] = []

        def note(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
            seen.append(statement)

        event.listen(session.get_bind(), "before_cursor_execute", note)
        try:
            keep_reviews_in_step(session, TODAY)
        finally:
            event.remove(session.get_bind(), "before_cursor_execute", note)
        return len(seen)

    add_plan(session, add_child(session))
    for_one = statements()
    for _ in range(40):
        add_plan(session, add_child(session))
    assert statements() == for_one


def test_the_open_review_of_a_child_is_found(
    session: Session, child_id: UUID, plan_id: UUID
) -> None:
    assert reviews.find_open_review(session, child_id) is None
    keep_reviews_in_step(session, TODAY)
    found = reviews.find_open_review(session, child_id)
    assert found is not None
    assert (found.plan_id, found.cycle_began) == (plan_id, MADE)
