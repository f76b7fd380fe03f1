"""Two accounts of one case: the case system's, and what staff recorded here."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from portal.domain.case_events import (
    ONCE_A_COURSE,
    Difference,
    RecordedEvent,
    Said,
    as_recorded,
    merge,
    standing,
)
from portal.domain.case_facts import Event, EventKind, Recorded, RecordSource

DAY = date(2026, 11, 3)
MONDAY = datetime(2026, 11, 9, 9, tzinfo=UTC)
TUESDAY = datetime(2026, 11, 10, 9, tzinfo=UTC)


def event(source: RecordSource, kind: EventKind, day: date, detail: str = "") -> Event:
    return Event(kind, Recorded(day, source, DAY), detail)


def feed(kind: EventKind, day: date = DAY, at: datetime = MONDAY, detail: str = "") -> Said:
    return Said(event(RecordSource.EVENTS, kind, day, detail), at)


def here(kind: EventKind, day: date = DAY, at: datetime = MONDAY, detail: str = "") -> Said:
    return Said(event(RecordSource.PORTAL, kind, day, detail), at)


def test_the_same_kind_on_the_same_day_counts_once_as_the_case_system_has_it() -> None:
    for first, second in ((MONDAY, TUESDAY), (TUESDAY, MONDAY)):
        told = feed(EventKind.MEETING, at=first)
        merged = merge([told], [here(EventKind.MEETING, at=second, detail="in the hall")])
        assert merged.events == (told.event,)
        assert merged.differences == ()


def test_what_only_one_of_them_tells_counts_and_all_stand_in_order() -> None:
    drafted = here(EventKind.DRAFT_SERVED, DAY - timedelta(400))
    met = feed(EventKind.MEETING, DAY)
    reported = here(EventKind.MEETING_REPORT, DAY + timedelta(2))
    merged = merge([met], [reported, drafted])
    assert merged.events == (drafted.event, met.event, reported.event)
    assert merged.differences == ()


def test_advice_of_two_people_on_one_day_are_two() -> None:
    asked = [
        feed(EventKind.ADVICE_ASKED, detail="Health"),
    ]
    own = [
        here(EventKind.ADVICE_ASKED, detail=" health "),
        here(EventKind.ADVICE_ASKED, detail="School"),
    ]
    assert [each.detail for each in merge(asked, own).events] == ["Health", "School"]


@pytest.mark.parametrize("kind", ONCE_A_COURSE)
def test_what_the_case_system_says_later_and_otherwise_counts_alone(kind: EventKind) -> None:
    own, told = here(kind, DAY), feed(kind, DAY + timedelta(5), TUESDAY)
    merged = merge([told], [own])
    assert merged.events == (told.event,)
    assert merged.differences == (Difference(own.event, told.event, counts=told.event),)


def test_another_decision_on_the_same_day_is_a_difference() -> None:
    own, told = here(EventKind.DECISION_AMEND), feed(EventKind.DECISION_KEEP, at=TUESDAY)
    assert merge([told], [own]).events == (told.event,)


def test_what_the_case_system_had_said_before_is_no_contradiction() -> None:
    told, own = (
        feed(EventKind.DRAFT_SERVED, DAY),
        here(EventKind.DRAFT_SERVED, DAY + timedelta(5), TUESDAY),
    )
    merged = merge([told], [own])
    assert merged.events == (told.event, own.event)
    assert merged.differences == ()


@pytest.mark.parametrize(("days", "differs"), [(181, True), (182, False)])
def test_next_years_review_is_another_course(days: int, differs: bool) -> None:
    own, told = here(EventKind.MEETING), feed(EventKind.MEETING, DAY + timedelta(days), TUESDAY)
    assert bool(merge([told], [own]).differences) is differs


@pytest.mark.parametrize(
    "kind",
    [
        EventKind.EXCEPTION,
        EventKind.AGREED_DELAY,
        EventKind.ADVICE_ASKED,
        EventKind.ADVICE_RECEIVED,
    ],
)
def test_what_may_happen_several_times_never_differs(kind: EventKind) -> None:
    own, told = here(kind), feed(kind, DAY + timedelta(5), TUESDAY)
    assert merge([told], [own]).events == (own.event, told.event)


def test_a_booked_meeting_that_is_moved_here_does_not_count_on_the_old_day() -> None:
    booked = feed(EventKind.MEETING, date(2026, 11, 20), MONDAY)
    moved = here(EventKind.MEETING, date(2026, 12, 1), TUESDAY)
    merged = merge([booked], [moved])
    assert merged.events == (moved.event,)
    assert merged.differences == (Difference(moved.event, booked.event, counts=moved.event),)


def test_a_meeting_that_was_held_is_not_moved_by_one_that_is_booked() -> None:
    held = feed(EventKind.MEETING, date(2026, 11, 9), MONDAY)
    booked = here(EventKind.MEETING, date(2026, 12, 1), TUESDAY)
    assert merge([held], [booked]).events == (held.event, booked.event)


def test_a_meeting_that_was_held_does_not_move_one_that_is_booked() -> None:
    booked = feed(EventKind.MEETING, date(2026, 12, 1), MONDAY)
    held = here(EventKind.MEETING, date(2026, 11, 9), TUESDAY)
    assert merge([booked], [held]).events == (held.event, booked.event)


def row(at: datetime, replaces: UUID | None = None, *, withdrawn: bool = False) -> RecordedEvent:
    return RecordedEvent(uuid4(), EventKind.MEETING, DAY, "", at, replaces, withdrawn)


def test_what_was_put_right_stood_until_then() -> None:
    first = row(MONDAY)
    second = row(TUESDAY, first.id)
    assert standing([first, second]) == (second,)
    assert standing([first, second], TUESDAY) == (first,)
    assert standing([first, second], MONDAY) == ()


def test_what_was_withdrawn_is_gone_from_then_on() -> None:
    first = row(MONDAY)
    gone = row(TUESDAY, first.id, withdrawn=True)
    assert standing([first, gone]) == ()
    assert standing([first, gone], TUESDAY) == (first,)


@pytest.mark.parametrize(
    ("detail", "kind"),
    [
        ("personal_circumstances; 2026-12-01; Panel", EventKind.EXCEPTION),
        ("school_closed", EventKind.EXCEPTION),
        ("The parent asked for more time", EventKind.AGREED_DELAY),
        ("pandemic; 2026-12-01", EventKind.AGREED_DELAY),
        ("", EventKind.AGREED_DELAY),
    ],
)
def test_an_exception_without_a_lawful_reason_is_an_agreed_delay(
    detail: str, kind: EventKind
) -> None:
    assert as_recorded(EventKind.EXCEPTION, DAY, detail) is kind
    assert as_recorded(EventKind.MEETING, DAY, detail) is EventKind.MEETING
