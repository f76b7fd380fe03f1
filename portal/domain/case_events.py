"""Events of a case as two tell them: the council's case system, and staff who record them here.

The case system is the record of truth. What it tells later than a person did, and differently,
counts; the difference is kept for a person to look at.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from portal.domain.case_facts import DECISIONS, Event, EventKind, RecordSource
from portal.domain.dates import london_day
from portal.domain.exceptions import AgreedDelay, read_exception
from portal.domain.people import Role

MAY_RECORD: Mapping[Role, frozenset[EventKind]] = {
    Role.CASEWORKER: frozenset(EventKind),
    Role.COORDINATOR: frozenset({EventKind.MEETING, EventKind.MEETING_REPORT}),
}
"""Which events a person may record and correct, for the children they may see."""

MAY_BE_BOOKED = frozenset({EventKind.MEETING})
"""Events that may have a day to come."""

SAME_COURSE = timedelta(weeks=26)
"""Two of a kind that lie closer than this belong to one review or one assessment: reviews come
once a year, and an assessment takes 20 weeks."""

ONCE_A_COURSE: Mapping[EventKind, frozenset[EventKind]] = {
    kind: frozenset({kind})
    for kind in (
        EventKind.DRAFT_SERVED,
        EventKind.MEETING,
        EventKind.MEETING_REPORT,
        EventKind.AMENDMENT_NOTICE,
        EventKind.FINAL_ISSUED,
    )
} | dict.fromkeys(DECISIONS, DECISIONS)
"""What happens once in a course, and what says the same of it: there is one decision, whichever.
Advice, exceptions and agreed delays may be several."""

TOLD_APART_BY_DETAIL = frozenset({EventKind.ADVICE_ASKED, EventKind.ADVICE_RECEIVED})


@dataclass(frozen=True, slots=True)
class Said:
    """An event and the moment at which it came into this portal."""

    event: Event
    at: datetime


@dataclass(frozen=True, slots=True)
class Difference:
    """What was recorded here, and what the case system says of the same thing.

    ``counts`` is the one that the clocks go by.
    """

    here: Event
    case_system: Event
    counts: Event


@dataclass(frozen=True, slots=True)
class Merged:
    """Every event that counts, in order of day, and the differences between the two."""

    events: tuple[Event, ...]
    differences: tuple[Difference, ...] = ()


def merge(case_system: Sequence[Said], here: Sequence[Said]) -> Merged:
    """Both accounts as one.

    The same kind on the same day counts once, as the case system has it. Where the case system
    says otherwise later than a person did, only its word counts. A meeting that it had booked and
    that was then moved here does not count on the old day.
    """
    known = {_fact(said.event) for said in case_system}
    own = [said for said in here if _fact(said.event) not in known]
    differences: list[Difference] = []
    left_out: set[Event] = set()
    for said in own:
        otherwise = _told_later(said, case_system)
        if otherwise is not None:
            differences.append(Difference(said.event, otherwise, counts=otherwise))
            left_out.add(said.event)
            continue
        for moved in _booked_before(said, case_system):
            differences.append(Difference(said.event, moved, counts=said.event))
            left_out.add(moved)
    events = (said.event for said in (*case_system, *own) if said.event not in left_out)
    return Merged(
        tuple(sorted(events, key=lambda event: (event.when.on, event.kind))), tuple(differences)
    )


def _fact(event: Event) -> tuple[EventKind, date, str]:
    apart = event.kind in TOLD_APART_BY_DETAIL
    detail = " ".join(event.detail.casefold().split()) if apart else ""
    return event.kind, event.when.on, detail


def _told_later(said: Said, case_system: Iterable[Said]) -> Event | None:
    """What the case system said later of the same thing, the nearest to the day recorded here."""
    return min(
        (other.event for other in case_system if other.at > said.at and _is_same(said, other)),
        key=lambda event: abs(event.when.on - said.event.when.on),
        default=None,
    )


def _booked_before(said: Said, case_system: Iterable[Said]) -> list[Event]:
    """Meetings that were still to come when another day was recorded for the same one."""
    recorded_on = london_day(said.at)
    if said.event.kind not in MAY_BE_BOOKED or said.event.when.on < recorded_on:
        return []
    return [
        other.event
        for other in case_system
        if other.at <= said.at and other.event.when.on > recorded_on and _is_same(said, other)
    ]


def was_moved_here(booked: date, events: Iterable[Event]) -> bool:
    """Whether a meeting that the reviews file has booked for this day was moved, while it was
    still to come, by somebody who recorded another day here. The file does not say when it learned
    of its day, so what a person did on purpose counts."""
    return any(
        event.kind is EventKind.MEETING
        and event.when.source is RecordSource.PORTAL
        and event.when.as_of is not None
        and event.when.on != booked
        and abs(event.when.on - booked) < SAME_COURSE
        and event.when.as_of < booked
        and event.when.as_of <= event.when.on
        for event in events
    )


def _is_same(said: Said, other: Said) -> bool:
    alike = ONCE_A_COURSE.get(said.event.kind, frozenset())
    apart = abs(other.event.when.on - said.event.when.on)
    return other.event.kind in alike and apart < SAME_COURSE


@dataclass(frozen=True, slots=True)
class RecordedEvent:
    """One row of what staff recorded: an event, or a correction of an earlier row.

    ``replaces`` names the row that this one puts right; ``is_withdrawn`` says that what it named
    never happened. ``note`` is what was written with it, the reason where it is a correction;
    empty where nothing was or it has been erased.
    """

    id: UUID
    kind: EventKind
    day: date
    detail: str
    recorded_at: datetime
    replaces: UUID | None = None
    is_withdrawn: bool = False
    recorded_by: str = ""
    note: str = ""


def standing(
    rows: Iterable[RecordedEvent], before: datetime | None = None
) -> tuple[RecordedEvent, ...]:
    """The rows that hold: recorded before this moment (None: by now), not put right by then, and
    not withdrawn."""
    known = [row for row in rows if before is None or row.recorded_at < before]
    put_right = {row.replaces for row in known}
    return tuple(row for row in known if row.id not in put_right and not row.is_withdrawn)


def as_recorded(kind: EventKind, day: date, detail: str) -> EventKind:
    """The kind that is recorded: an exception without a lawful reason is an agreed delay."""
    if kind is EventKind.EXCEPTION and isinstance(read_exception(day, detail), AgreedDelay):
        return EventKind.AGREED_DELAY
    return kind
