"""The daily job: what each day asks for is done once, in bulk, and caught up after an outage."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from portal.actions.review_cycle import (
    ReviewPaths,
    ReviewPolicy,
    ReviewWork,
    keep_reviews_moving,
)
from portal.domain.people import Role
from portal.domain.tasks import TaskKind
from portal.store.record_age import note_files_read
from portal.store.review_cycles import list_open_reviews
from portal.store.tables.cases import ActivePlan, CaseEvent, Placement, Plan
from portal.store.tables.children import Setting
from portal.store.tables.outbox import OutboxMessage
from portal.store.tables.reviews import Contribution, ContributionSending
from portal.store.tables.tasks import Task
from tests.people import add_adult, add_child, add_plan, add_setting, add_staff, link

MADE = date(2025, 9, 15)
"""The latest sensible meeting is 17 August 2026."""

PATHS = ReviewPaths(
    child=lambda child_id: f"/children/{child_id}",
    views=lambda review_id: f"/reviews/{review_id}/views",
    setting="/pupils",
)


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 4, 30, tzinfo=UTC)


def run(session: Session, day: date) -> None:
    keep_reviews_moving(session, ReviewWork(ReviewPolicy(), PATHS, at(day)))


def run_each_day(session: Session, first: date, last: date) -> None:
    while first <= last:
        run(session, first)
        first += timedelta(1)


def sent(session: Session, person_id: UUID) -> list[tuple[str, date]]:
    """What was queued for one person: the kind, and the day."""
    rows = session.scalars(
        select(OutboxMessage)
        .where(OutboxMessage.recipient_id == person_id)
        .order_by(OutboxMessage.queued_at, OutboxMessage.kind)
    )
    return [(row.kind, row.queued_at.date()) for row in rows]


def tasks(session: Session) -> list[tuple[str, date]]:
    rows = session.scalars(select(Task).order_by(Task.added_at, Task.due_on, Task.kind))
    return [(row.kind, row.due_on) for row in rows]


def book(session: Session, child_id: UUID, day: date, kind: str = "meeting") -> None:
    session.add(
        CaseEvent(child_id=child_id, kind=kind, happened_on=day, recorded_at=at(date(2026, 1, 1)))
    )
    session.flush()


@pytest.fixture
def child_id(session: Session) -> UUID:
    child_id = add_child(session, birth_date=date(2017, 5, 14), year_group=4)
    add_plan(session, child_id, start_on=MADE)
    return child_id


@pytest.fixture
def mother_id(session: Session, child_id: UUID) -> UUID:
    adult_id = add_adult(session, email="mother@example.org")
    link(session, child_id, adult_id)
    return adult_id


def test_a_review_opens_and_asks_by_itself(
    session: Session, child_id: UUID, mother_id: UUID
) -> None:
    run_each_day(session, date(2026, 5, 20), date(2026, 8, 1))

    assert sent(session, mother_id) == [
        ("review_coming", date(2026, 5, 25)),
        ("views_asked", date(2026, 7, 6)),
        ("views_asked_again", date(2026, 7, 20)),
    ]
    assert tasks(session) == [
        (TaskKind.RING_ABOUT_REVIEW, date(2026, 6, 1)),
        (TaskKind.CHASE_MEETING_DATE, date(2026, 8, 2)),
    ]


def test_a_second_run_on_one_day_does_nothing(
    session: Session, child_id: UUID, mother_id: UUID
) -> None:
    for _ in range(3):
        run(session, date(2026, 7, 6))
    assert sent(session, mother_id) == [("views_asked", date(2026, 7, 6))]


def test_two_days_without_a_worker_are_caught_up(
    session: Session, child_id: UUID, mother_id: UUID
) -> None:
    run(session, date(2026, 7, 4))
    run_each_day(session, date(2026, 7, 8), date(2026, 7, 22))
    assert sent(session, mother_id) == [
        ("views_asked", date(2026, 7, 8)),
        ("views_asked_again", date(2026, 7, 22)),
    ]


@pytest.mark.parametrize("made", [date(1900, 1, 1), date(2014, 8, 31)])
def test_a_plan_dated_before_the_law_began_stops_nobody_elses_review(
    session: Session, child_id: UUID, mother_id: UUID, made: date
) -> None:
    add_plan(session, add_child(session), start_on=made)
    run(session, date(2026, 7, 6))
    assert sent(session, mother_id) == [("views_asked", date(2026, 7, 6))]


def test_a_first_import_of_old_records_writes_to_nobody(
    session: Session, child_id: UUID, mother_id: UUID
) -> None:
    for day, kind in (
        (date(2026, 7, 1), "meeting"),
        (date(2026, 7, 10), "meeting_report"),
        (date(2026, 7, 20), "decision_keep"),
    ):
        book(session, child_id, day, kind)
    run(session, date(2026, 8, 20))
    assert sent(session, mother_id) == []
    assert tasks(session) == []


def test_a_meeting_is_told_and_its_papers_go_round(
    session: Session, child_id: UUID, mother_id: UUID
) -> None:
    book(session, child_id, date(2026, 6, 30))
    run_each_day(session, date(2026, 5, 18), date(2026, 7, 2))
    told = [each for each in sent(session, mother_id) if each[0] != "plan_news"]
    assert told == [
        ("meeting_set", date(2026, 5, 18)),
        ("views_asked", date(2026, 5, 19)),
        ("views_asked_again", date(2026, 6, 2)),
        ("views_circulated", date(2026, 6, 16)),
    ]
    assert (TaskKind.RING_AFTER_MEETING, date(2026, 7, 7)) in tasks(session)


def test_only_whoever_has_not_answered_is_asked_again(
    session: Session, child_id: UUID, mother_id: UUID
) -> None:
    father_id = add_adult(session, email="father@example.org")
    link(session, child_id, father_id, relationship="father")
    run(session, date(2026, 7, 6))
    give_views(session, child_id, father_id)

    run(session, date(2026, 7, 20))

    assert ("views_asked_again", date(2026, 7, 20)) in sent(session, mother_id)
    assert sent(session, father_id) == [("views_asked", date(2026, 7, 6))]


def give_views(session: Session, child_id: UUID, author_id: UUID) -> None:
    (found,) = list_open_reviews(session, child_id)
    contribution = Contribution(
        id=uuid4(),
        review_id=found.review.id,
        author_id=author_id,
        voice="parent_carer",
        audience="meeting",
        begun_at=at(date(2026, 7, 8)),
    )
    session.add(contribution)
    session.flush()
    session.add(
        ContributionSending(
            contribution_id=contribution.id,
            is_addition=False,
            number=1,
            sent_at=at(date(2026, 7, 9)),
            audience="meeting",
            provenance="own_words",
            choices={},
            text_sealed=b"sealed",
        )
    )
    session.flush()


def test_an_adult_kept_away_hears_nothing(session: Session, child_id: UUID) -> None:
    kept_away = add_adult(session, email="away@example.org")
    link(session, child_id, kept_away, relationship="father", restriction="court_order")
    run(session, date(2026, 7, 6))
    assert sent(session, kept_away) == []


def test_a_move_to_secondary_school_brings_the_review_forward(session: Session) -> None:
    """Amended before 15 February 2027, so the meeting by 22 November 2026: views are asked for on
    11 October, though the year since the last review ends only in June."""
    child_id = add_child(session, birth_date=date(2016, 1, 9), year_group=6)
    plan_id = add_plan(session, child_id, start_on=date(2026, 6, 10))
    place(session, plan_id)
    parent = add_adult(session, email="parent@example.org")
    link(session, child_id, parent)

    run_each_day(session, date(2026, 9, 1), date(2026, 10, 12))

    assert sent(session, parent) == [
        ("review_coming", date(2026, 9, 1)),
        ("views_asked", date(2026, 10, 11)),
    ]


def place(session: Session, plan_id: UUID) -> UUID:
    """At a primary school, with a coordinator; who that is."""
    setting_id = add_setting(session, phase="primary")
    urn = session.get_one(Setting, setting_id).urn
    session.add(Placement(kind="attended", source_id=str(plan_id), plan_id=plan_id, urn=urn))
    session.flush()
    return add_staff(session, Role.COORDINATOR, setting_id=setting_id)


def test_a_coordinator_gets_one_message_for_all_the_dates_of_a_day(session: Session) -> None:
    setting_id = add_setting(session)
    coordinator = add_staff(session, Role.COORDINATOR, setting_id=setting_id)
    elsewhere = add_staff(session, Role.COORDINATOR, setting_id=add_setting(session))
    urn = session.get_one(Setting, setting_id).urn
    for number in range(3):
        child_id = add_child(session)
        plan_id = add_plan(session, child_id, start_on=MADE)
        session.add(Placement(kind="attended", source_id=f"a{number}", plan_id=plan_id, urn=urn))
    session.flush()

    run_each_day(session, date(2026, 5, 20), date(2026, 5, 30))

    assert sent(session, coordinator) == [("meeting_dates_wanted", date(2026, 5, 25))]
    assert sent(session, elsewhere) == []


def test_what_the_feed_says_is_told_once_and_rung_about(
    session: Session, child_id: UUID, mother_id: UUID
) -> None:
    decided = date(2026, 7, 1)
    book(session, child_id, date(2026, 6, 10))
    book(session, child_id, decided, "decision_amend")
    book(session, child_id, decided, "amendment_notice")

    run_each_day(session, date(2026, 7, 3), date(2026, 7, 10))

    assert sent(session, mother_id) == [
        ("document_served", date(2026, 7, 3)),
        ("plan_news", date(2026, 7, 3)),
    ]
    assert tasks(session)[:2] == [
        (TaskKind.RING_ABOUT_CHANGES, date(2026, 7, 8)),
        (TaskKind.RING_ABOUT_DECISION, date(2026, 7, 8)),
    ]


def test_a_decision_that_only_the_review_file_knows_is_told_too(
    session: Session, mother_id: UUID, child_id: UUID
) -> None:
    plan_id = session.scalars(select(Plan.id)).one()
    session.add(
        ActivePlan(
            active_plans_id="a1",
            plan_id=plan_id,
            last_review_on=date(2026, 7, 1),
            review_outcome="M",
        )
    )
    session.flush()
    run(session, date(2026, 7, 4))
    assert ("plan_news", date(2026, 7, 4)) in sent(session, mother_id)
    assert (TaskKind.RING_ABOUT_DECISION, date(2026, 7, 8)) in tasks(session)


def test_a_limit_of_the_law_that_is_two_weeks_away_becomes_one_task(
    session: Session, child_id: UUID
) -> None:
    """The review is due by 14 September 2026."""
    note_files_read(session, ["named_plan.csv"], date(2026, 8, 25))
    run(session, date(2026, 8, 30))
    due = (TaskKind.MEET_LEGAL_DATE, date(2026, 9, 14))
    assert due not in tasks(session)
    run_each_day(session, date(2026, 8, 31), date(2026, 9, 20))
    assert tasks(session).count(due) == 1


def test_the_pass_asks_the_database_no_more_for_many_children_than_for_one(
    session: Session,
) -> None:
    def add_family() -> None:
        child_id = add_child(session)
        plan_id = add_plan(session, child_id, start_on=MADE)
        place(session, plan_id)
        link(session, child_id, add_adult(session, email=f"{child_id}@example.org"))

    add_family()
    with counting(session) as one:
        run(session, date(2026, 5, 25))
    for _ in range(20):
        add_family()
    with counting(session) as many:
        run(session, date(2026, 5, 25))
    assert sum(many.values()) <= sum(one.values()) + 2, many - one


@contextmanager
def counting(session: Session) -> Iterator[Counter[str]]:
    found: Counter[str] = Counter()

    def note(_conn: Any, _cur: Any, statement: str, *_rest: Any) -> None:
        found[statement] += 1

    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", note)
