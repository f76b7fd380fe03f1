"""The facts of a case, read from the council's records in a fixed number of statements."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from portal.actions.records import import_records
from portal.domain.case_facts import EventKind, Outcome, Recorded, RecordSource
from portal.domain.date_flags import DateOutcome
from portal.domain.people import Role, Viewer
from portal.domain.transfers import SettingPhase
from portal.store.cases import Case, find_case, list_cases
from portal.store.date_flags import add_answer, add_report, list_flags_of_child
from portal.store.record_age import (
    FlaggedDate,
    list_files_read,
    note_files_read,
)
from portal.store.tables.cases import (
    ActivePlan,
    Assessment,
    AssessmentRequest,
    CaseEvent,
    Placement,
)
from portal.store.tables.reviews import ReviewCycle
from tests import people

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
TODAY = NOW.date()
MADE = date(2025, 9, 15)
EVERY_FILE = (
    "requests.csv",
    "assessment.csv",
    "named_plan.csv",
    "active_plans.csv",
    "events.csv",
)


@contextmanager
def counted(session: Session) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_conn: Any, _cur: Any, statement: str, *_rest: Any) -> None:
        statements.append(statement)

    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)


@pytest.fixture
def parent(session: Session) -> Viewer:
    note_files_read(session, EVERY_FILE, TODAY)
    return Viewer(Role.FAMILY_MEMBER, people.add_adult(session))


def a_child(session: Session, viewer: Viewer, **facts: Any) -> UUID:
    child = people.add_child(session, **facts)
    people.link(session, child, viewer.person_id)
    return child


def found(session: Session, viewer: Viewer, child: UUID) -> Case:
    case = find_case(session, viewer, child, TODAY)
    assert case is not None
    return case


def from_record(day: date, source: RecordSource, *, in_doubt: bool = False) -> Recorded:
    return Recorded(day, source, TODAY, in_doubt)


def add_request(session: Session, child: UUID, received: date, **facts: Any) -> UUID:
    row = AssessmentRequest(
        id=uuid4(), requests_id=uuid4().hex, child_id=child, received_on=received, **facts
    )
    session.add(row)
    session.flush()
    return row.id


def add_event(session: Session, child: UUID, kind: str, day: date, **facts: Any) -> None:
    session.add(CaseEvent(child_id=child, kind=kind, happened_on=day, recorded_at=NOW, **facts))
    session.flush()


def test_a_child_without_records_has_no_facts_but_their_own(
    session: Session, parent: Viewer
) -> None:
    case = found(session, parent, a_child(session, parent, year_group=4))

    assert case.facts.year_group == 4
    assert (case.facts.assessment, case.facts.plan, case.facts.events) == (None, None, ())
    assert case.facts.as_of == TODAY


def test_the_latest_request_and_what_came_of_it(session: Session, parent: Viewer) -> None:
    child = a_child(session, parent)
    add_request(session, child, date(2024, 1, 8), outcome="N", outcome_on=date(2024, 2, 12))
    later = add_request(
        session, child, date(2026, 5, 4), outcome="Y", outcome_on=date(2026, 6, 8), mediation="N"
    )
    session.add(
        Assessment(assessment_id="a1", request_id=later, outcome="N", outcome_on=date(2026, 8, 20))
    )
    session.flush()

    facts = found(session, parent, child).facts.assessment
    assert facts is not None
    assert facts.received == from_record(date(2026, 5, 4), RecordSource.REQUESTS)
    assert (facts.request_outcome, facts.outcome) == (Outcome.YES, Outcome.NO)
    assert facts.decided == from_record(date(2026, 8, 20), RecordSource.ASSESSMENTS)
    assert not facts.by_order


@pytest.mark.parametrize(
    ("word", "by_order"), [("Y", True), ("1", True), ("0", False), ("", False)]
)
def test_an_order_on_record_is_another_start(
    session: Session, parent: Viewer, word: str, by_order: bool
) -> None:
    child = a_child(session, parent)
    add_request(session, child, date(2026, 5, 4), outcome="Y", tribunal=word)

    facts = found(session, parent, child).facts.assessment
    assert facts is not None
    assert facts.by_order is by_order


def test_a_plan_with_its_latest_review(session: Session, parent: Viewer) -> None:
    child = a_child(session, parent)
    people.add_plan(session, child, start_on=date(2020, 1, 6), ceased_on=date(2021, 1, 6))
    plan = people.add_plan(session, child, start_on=MADE)
    session.add(
        ActivePlan(
            active_plans_id="l1",
            plan_id=plan,
            last_review_on=date(2026, 9, 1),
            review_outcome="A",
            review_meeting_on=date(2026, 8, 10),
            review_draft_on=date(2026, 9, 1),
            transfer_la="999",
        )
    )
    session.flush()

    facts = found(session, parent, child).facts.plan
    assert facts is not None
    assert facts.made == from_record(MADE, RecordSource.PLANS)
    assert facts.ceased is None
    assert facts.last_review == from_record(date(2026, 9, 1), RecordSource.REVIEWS)
    assert facts.review_outcome is EventKind.DECISION_AMEND
    assert facts.meeting == from_record(date(2026, 8, 10), RecordSource.REVIEWS)
    assert facts.moved_in


def test_events_that_do_not_move_a_case_along_are_left_out(
    session: Session, parent: Viewer
) -> None:
    child = a_child(session, parent)
    add_event(session, child, "meeting", date(2026, 8, 10))
    add_event(session, child, "welfare_visit", date(2026, 8, 11))
    add_event(session, child, "draft_served", date(2026, 1, 11), detail="x")

    events = found(session, parent, child).facts.events
    assert [each.kind for each in events] == [EventKind.DRAFT_SERVED, EventKind.MEETING]


def test_what_a_full_extract_came_without_is_in_doubt(session: Session, parent: Viewer) -> None:
    child = a_child(session, parent)
    add_request(session, child, date(2026, 5, 4), marked_absent_on=TODAY)

    facts = found(session, parent, child).facts.assessment
    assert facts is not None
    assert facts.received == from_record(date(2026, 5, 4), RecordSource.REQUESTS, in_doubt=True)


def test_a_flagged_date_is_in_doubt_until_it_is_settled(session: Session, parent: Viewer) -> None:
    child, other = a_child(session, parent), a_child(session, parent)
    people.add_plan(session, child, start_on=MADE)
    people.add_plan(session, other, start_on=MADE)
    flagged = FlaggedDate(RecordSource.PLANS, MADE)

    def doubts() -> list[bool]:
        return [
            case.facts.plan.made.in_doubt
            for each in (child, other)
            if (case := found(session, parent, each)).facts.plan and case.facts.plan.made
        ]

    add_report(session, child, flagged, "", by=parent.person_id, now=NOW)
    add_report(session, child, flagged, "It was in May", by=parent.person_id, now=NOW)
    assert doubts() == [True, False]
    assert found(session, parent, child).flagged == {flagged}

    caseworker = people.add_staff(session, Role.CASEWORKER)
    people.put_on_caseload(session, child, caseworker)
    [flag] = list_flags_of_child(session, Viewer(Role.CASEWORKER, caseworker), child, TODAY)
    add_answer(session, flag, DateOutcome.CANNOT_TELL, "Looking", by=caseworker, now=NOW)
    assert doubts() == [True, False]
    add_answer(session, flag, DateOutcome.RIGHT, "It is right", by=caseworker, now=NOW)
    assert doubts() == [False, False]

    add_report(session, child, flagged, "It was in June", by=parent.person_id, now=NOW)
    assert doubts() == [True, False]


def test_the_record_is_as_old_as_the_oldest_file_about_cases(
    session: Session, parent: Viewer
) -> None:
    child = a_child(session, parent)
    people.add_plan(session, child, start_on=MADE)
    note_files_read(session, ["requests.csv"], TODAY - timedelta(30))
    note_files_read(session, ["settings.csv"], TODAY - timedelta(300))

    facts = found(session, parent, child).facts
    assert facts.as_of == TODAY - timedelta(30)
    assert facts.plan is not None
    assert facts.plan.made == from_record(MADE, RecordSource.PLANS)


def test_a_record_that_never_came_has_no_age(session: Session) -> None:
    viewer = Viewer(Role.FAMILY_MEMBER, people.add_adult(session))
    child = a_child(session, viewer)
    people.add_plan(session, child, start_on=MADE)

    facts = found(session, viewer, child).facts
    assert facts.as_of is None
    assert facts.plan is not None
    assert facts.plan.made == Recorded(MADE, RecordSource.PLANS, None)


def test_the_setting_attended_comes_before_the_one_named(session: Session, parent: Viewer) -> None:
    child = a_child(session, parent)
    plan = people.add_plan(session, child)
    for urn, kind, phase, leaving in (
        ("1", "named", "Secondary", None),
        ("2", "attended", "Primary", None),
        ("3", "attended", "Nursery", TODAY - timedelta(1)),
    ):
        people.add_setting(session, urn=urn, name=f"School {urn}", phase=phase)
        session.add(Placement(kind=kind, source_id=urn, plan_id=plan, urn=urn, leaving_on=leaving))
    session.flush()

    case = found(session, parent, child)
    assert case.setting == "School 2"
    assert case.facts.setting_phase is SettingPhase.PRIMARY


def test_the_caseworker_and_the_open_review_are_named(session: Session, parent: Viewer) -> None:
    child = a_child(session, parent)
    plan = people.add_plan(session, child)
    people.put_on_caseload(
        session, child, people.add_staff(session, Role.CASEWORKER, name="Testworker")
    )
    closed, current = uuid4(), uuid4()
    for review_id, closed_on in ((closed, MADE), (current, None)):
        session.add(
            ReviewCycle(
                id=review_id,
                plan_id=plan,
                child_id=child,
                cycle_began=MADE,
                closed_on=closed_on,
            )
        )
    session.flush()

    case = found(session, parent, child)
    assert (case.caseworker, case.review_id) == ("Testworker", current)
    assert case.facts.has_caseworker


def test_only_children_this_person_may_see_are_found(session: Session, parent: Viewer) -> None:
    own = a_child(session, parent)
    other = people.add_child(session)

    assert find_case(session, parent, other, TODAY) is None
    assert [case.child_id for case in list_cases(session, parent, TODAY)] == [own]


def test_many_children_take_no_more_statements_than_one(session: Session, parent: Viewer) -> None:
    for number in range(5):
        child = a_child(session, parent)
        add_request(session, child, date(2026, 5, 4))
        people.add_plan(session, child)
        add_event(session, child, "meeting", date(2026, 8, 10 + number))
        if number == 0:
            with counted(session) as for_one:
                list_cases(session, parent, TODAY)
    with counted(session) as for_five:
        assert len(list_cases(session, parent, TODAY)) == 5

    assert len(for_one) == len(for_five) <= 8


def test_an_import_says_how_old_the_files_are_that_it_took(
    session: Session, tmp_path: Path
) -> None:
    (tmp_path / "person.csv").write_text(
        "person_id,caseref,surname,forename\np1,c1,Testfamily,Testchild\n"
    )
    (tmp_path / "requests.csv").write_text("requests_id,person_id,receiveddate\n")

    import_records(session, tmp_path, True, NOW)
    assert list_files_read(session) == {}
    import_records(session, tmp_path, False, NOW)
    assert list_files_read(session) == {"person.csv": TODAY}


def test_a_plan_to_come_does_not_hide_the_one_in_force(session: Session, parent: Viewer) -> None:
    child = a_child(session, parent)
    people.add_plan(session, child, start_on=TODAY + timedelta(7))
    assert found(session, parent, child).facts.plan is not None
    people.add_plan(session, child, start_on=MADE)
    plan = found(session, parent, child).facts.plan
    assert plan is not None
    assert plan.made == from_record(MADE, RecordSource.PLANS)
