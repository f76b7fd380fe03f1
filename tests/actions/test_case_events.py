"""Recording events here and putting them right: who may, what is refused, what the clocks make of
it, and what was known when."""

from datetime import UTC, date, datetime, timedelta
from functools import partial
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.actions.case_events import (
    AlreadyCorrected,
    AlreadyRecorded,
    BeforeTheLaw,
    CaseNotVisible,
    DayToCome,
    DetailTooLong,
    EventRecorded,
    ExcusedDateUnreadable,
    MeetingAlreadyBooked,
    NotForThisRole,
    NothingChanged,
    NothingRecorded,
    ReasonMissing,
    correct_event,
    record_event,
    withdraw_event,
)
from portal.actions.reviews import keep_reviews_in_step
from portal.domain.case_facts import EventKind, RecordSource
from portal.domain.people import Role, Viewer
from portal.domain.views import Audience
from portal.domain.views_questions import Voice
from portal.store.cases import Case, find_case
from portal.store.record_age import note_files_read
from portal.store.recorded_events import list_recorded
from portal.store.reviews import find_open_review
from portal.store.sealing import erase
from portal.store.tables.cases import CaseEvent, Placement
from portal.store.tables.recorded_events import RecordedEventRow
from portal.store.tables.reviews import Contribution
from portal.store.tables.sessions import ReadTrail
from portal.store.trail import write_pending
from tests import people

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
TODAY = NOW.date()
HELD = date(2026, 11, 3)


@pytest.fixture
def child_id(session: Session) -> UUID:
    note_files_read(session, ("named_plan.csv", "events.csv"), TODAY)
    child = people.add_child(session)
    people.add_plan(session, child, start_on=date(2025, 12, 1))
    return child


@pytest.fixture
def caseworker(session: Session, child_id: UUID) -> Viewer:
    staff = people.add_staff(session, Role.CASEWORKER, name="Cora Caseworker")
    people.put_on_caseload(session, child_id, staff)
    return Viewer(Role.CASEWORKER, staff)


@pytest.fixture
def coordinator(session: Session) -> Viewer:
    """Of a school where nobody is yet."""
    setting = people.add_setting(session, urn="910001")
    return Viewer(Role.COORDINATOR, people.add_staff(session, Role.COORDINATOR, setting_id=setting))


def recorded(
    session: Session,
    viewer: Viewer,
    child_id: UUID,
    kind: EventKind = EventKind.MEETING,
    day: date = HELD,
    detail: str = "",
    now: datetime = NOW,
) -> UUID:
    done = record_event(session, viewer, child_id, kind=kind, day=day, detail=detail, now=now)
    assert isinstance(done, EventRecorded)
    return done.event_id


def case_of(session: Session, viewer: Viewer, child_id: UUID, known_on: date | None = None) -> Case:
    case = find_case(session, viewer, child_id, TODAY, known_on=known_on)
    assert case is not None
    return case


def facts(
    session: Session, viewer: Viewer, child_id: UUID, known_on: date | None = None
) -> list[tuple[EventKind, date]]:
    events = case_of(session, viewer, child_id, known_on).facts.events
    return [(event.kind, event.when.on) for event in events]


def test_what_is_recorded_here_is_a_fact_of_the_case_and_says_so(
    session: Session, child_id: UUID, caseworker: Viewer
) -> None:
    recorded(session, caseworker, child_id)

    (event,) = case_of(session, caseworker, child_id).facts.events
    assert (event.kind, event.when.on) == (EventKind.MEETING, HELD)
    assert (event.when.source, event.when.as_of) == (RecordSource.PORTAL, TODAY)
    (row,) = list_recorded(session, child_id)
    assert (row.recorded_by, row.recorded_at) == ("Cora Caseworker", NOW)


def test_a_caseworker_of_another_child_and_a_family_record_nothing(
    session: Session, child_id: UUID
) -> None:
    parent = people.add_adult(session)
    people.link(session, child_id, parent)
    other = people.add_staff(session, Role.CASEWORKER)
    answers = [
        record_event(session, viewer, child_id, kind=EventKind.MEETING, day=HELD, now=NOW)
        for viewer in (Viewer(Role.CASEWORKER, other), Viewer(Role.FAMILY_MEMBER, parent))
    ]
    assert answers == [CaseNotVisible(), NotForThisRole(EventKind.MEETING)]
    assert list_recorded(session, child_id) == ()


@pytest.mark.parametrize("kind", EventKind)
def test_a_coordinator_records_meetings_and_their_reports_at_the_own_setting_only(
    session: Session, child_id: UUID, coordinator: Viewer, kind: EventKind
) -> None:
    ask = partial(record_event, session, coordinator, child_id, kind=kind, day=HELD, now=NOW)
    assert ask() == CaseNotVisible()

    plan = people.add_plan(session, child_id, start_on=date(2025, 12, 1))
    session.add(Placement(kind="attended", source_id="p1", plan_id=plan, urn="910001"))
    session.flush()
    answer = ask()
    allowed = kind in {EventKind.MEETING, EventKind.MEETING_REPORT}
    assert isinstance(answer, EventRecorded) is allowed


@pytest.mark.parametrize("kind", EventKind)
def test_only_a_meeting_may_be_booked(
    session: Session, child_id: UUID, caseworker: Viewer, kind: EventKind
) -> None:
    detail = "school_closed" if kind is EventKind.EXCEPTION else ""
    tomorrow = TODAY + timedelta(1)
    answer = record_event(
        session, caseworker, child_id, kind=kind, day=tomorrow, detail=detail, now=NOW
    )
    assert (answer == DayToCome()) is (kind is not EventKind.MEETING)


def test_the_day_is_the_day_in_london(session: Session, child_id: UUID, caseworker: Viewer) -> None:
    after_midnight = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)  # half past midnight in London
    first_of_july = date(2026, 7, 1)
    recorded(
        session, caseworker, child_id, EventKind.DRAFT_SERVED, first_of_july, now=after_midnight
    )


@pytest.mark.parametrize(
    ("kind", "day", "detail", "refusal"),
    [
        (EventKind.MEETING, date(2014, 8, 31), "", BeforeTheLaw()),
        (
            EventKind.EXCEPTION,
            HELD,
            "away_from_area; next spring; Panel",
            ExcusedDateUnreadable(),
        ),
        (EventKind.ADVICE_ASKED, HELD, "x" * 201, DetailTooLong()),
    ],
)
def test_what_no_clock_could_read_is_refused(
    session: Session,
    child_id: UUID,
    caseworker: Viewer,
    kind: EventKind,
    day: date,
    detail: str,
    refusal: object,
) -> None:
    answer = record_event(session, caseworker, child_id, kind=kind, day=day, detail=detail, now=NOW)
    assert answer == refusal
    assert list_recorded(session, child_id) == ()


def test_an_exception_without_a_lawful_reason_becomes_an_agreed_delay_with_its_words_kept(
    session: Session, child_id: UUID, caseworker: Viewer
) -> None:
    answer = record_event(
        session,
        caseworker,
        child_id,
        kind=EventKind.EXCEPTION,
        day=HELD,
        detail="Dad asked us to wait; 2026-12-01",
        now=NOW,
    )
    assert isinstance(answer, EventRecorded)
    assert answer.kind is EventKind.AGREED_DELAY
    (row,) = list_recorded(session, child_id)
    assert (row.kind, row.detail) == (EventKind.AGREED_DELAY, "")
    assert row.note == "Dad asked us to wait; 2026-12-01"


def test_an_excuse_is_on_the_trail_as_the_override_that_it_is(
    session: Session, child_id: UUID, caseworker: Viewer
) -> None:
    recorded(session, caseworker, child_id)
    recorded(session, caseworker, child_id, EventKind.AGREED_DELAY)
    write_pending(session, NOW)
    assert session.scalars(select(ReadTrail.purpose)).all() == ["exception_recorded"]


def test_a_second_press_records_nothing_more(
    session: Session, child_id: UUID, caseworker: Viewer
) -> None:
    first = recorded(session, caseworker, child_id)
    again = record_event(session, caseworker, child_id, kind=EventKind.MEETING, day=HELD, now=NOW)
    assert again == AlreadyRecorded(first)


def test_another_day_for_a_booked_meeting_is_a_correction(
    session: Session, child_id: UUID, caseworker: Viewer
) -> None:
    day, other = TODAY + timedelta(10), TODAY + timedelta(20)
    booked = recorded(session, caseworker, child_id, day=day)
    again = record_event(session, caseworker, child_id, kind=EventKind.MEETING, day=other, now=NOW)
    assert again == MeetingAlreadyBooked(booked, day)

    moved = correct_event(
        session,
        caseworker,
        child_id,
        booked,
        kind=EventKind.MEETING,
        day=other,
        reason="Hall taken",
        now=NOW,
    )
    assert isinstance(moved, EventRecorded)
    assert facts(session, caseworker, child_id) == [(EventKind.MEETING, other)]


def test_a_correction_stands_beside_what_it_corrects_and_changes_nothing_of_it(
    session: Session, child_id: UUID, caseworker: Viewer
) -> None:
    first = recorded(session, caseworker, child_id, EventKind.DECISION_KEEP)
    before = list_recorded(session, child_id)
    later = NOW + timedelta(days=1)
    done = correct_event(
        session,
        caseworker,
        child_id,
        first,
        kind=EventKind.DECISION_AMEND,
        day=HELD,
        reason="The letter says amend",
        now=later,
    )
    assert isinstance(done, EventRecorded)
    rows = list_recorded(session, child_id)
    assert rows[:1] == before
    assert (rows[1].replaces, rows[1].note) == (first, "The letter says amend")
    assert facts(session, caseworker, child_id) == [(EventKind.DECISION_AMEND, HELD)]


def test_a_clock_shows_what_was_known_when(
    session: Session, child_id: UUID, caseworker: Viewer
) -> None:
    monday = datetime(2026, 11, 9, 23, 30, tzinfo=UTC)
    first = recorded(session, caseworker, child_id, now=monday)
    correct_event(
        session,
        caseworker,
        child_id,
        first,
        kind=EventKind.MEETING,
        day=HELD + timedelta(1),
        reason="A day out",
        now=monday + timedelta(days=1),
    )
    gone = CaseEvent(
        child_id=child_id,
        kind=EventKind.DRAFT_SERVED,
        happened_on=HELD,
        recorded_at=monday + timedelta(days=2),
        marked_absent_on=date(2026, 11, 13),
    )
    session.add(gone)
    session.flush()

    def known(day: int) -> list[tuple[EventKind, date]]:
        return facts(session, caseworker, child_id, date(2026, 11, day))

    wrong, right = (EventKind.MEETING, HELD), (EventKind.MEETING, HELD + timedelta(1))
    drafted = (EventKind.DRAFT_SERVED, HELD)
    assert known(8) == []
    assert known(9) == [wrong]
    assert known(10) == [right]
    assert known(11) == [drafted, right]

    def in_doubt(day: int) -> bool:
        events = case_of(session, caseworker, child_id, date(2026, 11, day)).facts.events
        return events[0].when.in_doubt

    assert not in_doubt(12)
    assert in_doubt(13)


def test_what_was_withdrawn_counts_no_more(
    session: Session, child_id: UUID, caseworker: Viewer
) -> None:
    first = recorded(session, caseworker, child_id)
    withdraw_event(session, caseworker, child_id, first, reason="Another child", now=NOW)
    assert facts(session, caseworker, child_id) == []
    recorded(session, caseworker, child_id)
    assert facts(session, caseworker, child_id) == [(EventKind.MEETING, HELD)]


def test_a_row_is_put_right_once(session: Session, child_id: UUID, caseworker: Viewer) -> None:
    first = recorded(session, caseworker, child_id)
    withdraw_event(session, caseworker, child_id, first, reason="Another child", now=NOW)
    again = withdraw_event(session, caseworker, child_id, first, reason="Again", now=NOW)
    assert again == AlreadyCorrected()


def test_what_a_correction_must_say(session: Session, child_id: UUID, caseworker: Viewer) -> None:
    first = recorded(session, caseworker, child_id)
    other = recorded(session, caseworker, child_id, day=HELD - timedelta(7))

    def correct(
        event_id: UUID = first, day: date = TODAY, reason: str = "Why", viewer: Viewer = caseworker
    ) -> object:
        return correct_event(
            session,
            viewer,
            child_id,
            event_id,
            kind=EventKind.MEETING,
            day=day,
            reason=reason,
            now=NOW,
        )

    assert correct(event_id=uuid4()) == NothingRecorded()
    assert correct(reason="  ") == ReasonMissing()
    assert correct(day=HELD) == NothingChanged()
    assert correct(day=HELD - timedelta(7)) == AlreadyRecorded(other)
    assert correct(day=date(2014, 1, 1)) == BeforeTheLaw()
    stranger = Viewer(Role.CASEWORKER, people.add_staff(session, Role.CASEWORKER))
    assert correct(viewer=stranger) == CaseNotVisible()
    assert len(list_recorded(session, child_id)) == 2


def test_a_coordinator_does_not_put_a_decision_right(
    session: Session, child_id: UUID, caseworker: Viewer, coordinator: Viewer
) -> None:
    plan = people.add_plan(session, child_id, start_on=date(2025, 12, 1))
    session.add(Placement(kind="attended", source_id="p1", plan_id=plan, urn="910001"))
    decided = recorded(session, caseworker, child_id, EventKind.DECISION_KEEP)
    refused = NotForThisRole(EventKind.DECISION_KEEP)
    assert withdraw_event(session, coordinator, child_id, decided, reason="No", now=NOW) == refused


def test_what_was_written_with_an_event_is_sealed_with_the_childs_key(
    session: Session, child_id: UUID, caseworker: Viewer
) -> None:
    record_event(
        session,
        caseworker,
        child_id,
        kind=EventKind.AGREED_DELAY,
        day=HELD,
        note="Canary words",
        now=NOW,
    )
    kept = session.scalar(select(RecordedEventRow.note_sealed))
    assert kept is not None
    assert b"Canary" not in kept
    assert list_recorded(session, child_id)[0].note == "Canary words"
    erase(session, child_id)
    assert list_recorded(session, child_id)[0].note == ""


def test_the_case_systems_later_word_counts_and_the_difference_is_listed(
    session: Session, child_id: UUID, caseworker: Viewer
) -> None:
    recorded(session, caseworker, child_id)
    session.add(
        CaseEvent(
            child_id=child_id,
            kind=EventKind.MEETING,
            happened_on=HELD + timedelta(2),
            recorded_at=NOW + timedelta(hours=1),
        )
    )
    session.flush()
    case = case_of(session, caseworker, child_id)
    assert [event.when.source for event in case.facts.events] == [RecordSource.EVENTS]
    (difference,) = case.differences
    assert (difference.here.when.on, difference.case_system.when.on) == (
        HELD,
        HELD + timedelta(2),
    )


def test_a_decision_recorded_here_opens_the_next_review_at_once_and_only_for_this_child(
    session: Session, child_id: UUID, caseworker: Viewer
) -> None:
    keep_reviews_in_step(session, TODAY)
    other = people.add_child(session)
    people.add_plan(session, other)
    recorded(session, caseworker, child_id, EventKind.DECISION_KEEP)

    review = find_open_review(session, child_id)
    assert review is not None
    assert review.cycle_began == HELD
    assert find_open_review(session, other) is None
    assert keep_reviews_in_step(session, TODAY) == 1  # the other child's


def test_a_decision_taken_back_lets_the_review_go_on_that_it_closed(
    session: Session, child_id: UUID, caseworker: Viewer
) -> None:
    keep_reviews_in_step(session, TODAY)
    before = find_open_review(session, child_id)
    by_mistake = recorded(session, caseworker, child_id, EventKind.DECISION_KEEP)
    withdraw_event(session, caseworker, child_id, by_mistake, reason="Another child", now=NOW)

    assert find_open_review(session, child_id) == before
    assert keep_reviews_in_step(session, TODAY) == 0


def test_what_somebody_began_to_write_meanwhile_stays_open(
    session: Session, child_id: UUID, caseworker: Viewer
) -> None:
    keep_reviews_in_step(session, TODAY)
    by_mistake = recorded(session, caseworker, child_id, EventKind.DECISION_KEEP)
    present = find_open_review(session, child_id)
    assert present is not None
    session.add(
        Contribution(
            review_id=present.id,
            author_id=people.add_adult(session),
            voice=Voice.PARENT_CARER,
            audience=Audience.MEETING,
            begun_at=NOW,
        )
    )
    withdraw_event(session, caseworker, child_id, by_mistake, reason="Another child", now=NOW)

    kept = find_open_review(session, child_id)
    assert kept is not None
    assert (kept.id, kept.cycle_began) == (present.id, date(2025, 12, 1))


def test_a_meeting_booked_here_is_the_reviews_meeting(
    session: Session, child_id: UUID, caseworker: Viewer
) -> None:
    keep_reviews_in_step(session, TODAY)
    day = TODAY + timedelta(3)
    booked = recorded(session, caseworker, child_id, day=day)
    review = find_open_review(session, child_id)
    assert review is not None
    assert review.meeting == day

    withdraw_event(session, caseworker, child_id, booked, reason="Off", now=NOW)
    review = find_open_review(session, child_id)
    assert review is not None
    assert review.meeting is None


def test_nothing_that_was_recorded_is_ever_changed_or_removed(
    session: Session, child_id: UUID, caseworker: Viewer
) -> None:
    event_id = recorded(session, caseworker, child_id)
    for number in range(3):
        done = correct_event(
            session,
            caseworker,
            child_id,
            event_id,
            kind=EventKind.MEETING,
            day=HELD - timedelta(number + 1),
            reason="Again",
            now=NOW,
        )
        assert isinstance(done, EventRecorded)
        event_id = done.event_id
    assert session.scalar(select(func.count()).select_from(RecordedEventRow)) == 4
