"""The events of a case: those of the records feed and those recorded here, as one account."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import Date, Row, Uuid, cast, null, select, union_all
from sqlalchemy.orm import Session

from portal.domain.case_events import Merged, RecordedEvent, Said, merge, standing
from portal.domain.case_facts import DECISIONS, Event, EventKind, RecordSource, read_recorded
from portal.domain.dates import LONDON, london_day
from portal.store.case_records import Among, RecordState
from portal.store.tables.cases import CaseEvent
from portal.store.tables.recorded_events import RecordedEventRow

_FEED = select(
    CaseEvent.child_id,
    cast(null(), Uuid).label("id"),
    CaseEvent.kind,
    CaseEvent.happened_on,
    CaseEvent.detail,
    CaseEvent.recorded_at,
    CaseEvent.marked_absent_on,
    cast(null(), Uuid).label("replaces_id"),
    cast(null(), RecordedEventRow.is_withdrawn.type).label("is_withdrawn"),
).where(CaseEvent.kind.in_(EventKind))
_HERE = select(
    RecordedEventRow.child_id,
    RecordedEventRow.id,
    RecordedEventRow.kind,
    RecordedEventRow.happened_on,
    RecordedEventRow.detail,
    RecordedEventRow.recorded_at,
    cast(null(), Date).label("marked_absent_on"),
    RecordedEventRow.replaces_id,
    RecordedEventRow.is_withdrawn,
)
_FETCH = 1000


def read_events(
    session: Session, among: Among, state: RecordState, known_on: date | None = None
) -> dict[UUID, Merged]:
    """What happened in each case, in order, of the kinds that move it along.

    ``known_on``: as it was known at the end of that day, in London; None for now.
    """
    return dict(stream_events(session, among, state, known_on))


def stream_events(
    session: Session, among: Among, state: RecordState, known_on: date | None = None
) -> Iterator[tuple[UUID, Merged]]:
    """The same, a child at a time, in one statement."""
    both = union_all(
        _FEED.where(among(CaseEvent.child_id)), _HERE.where(among(RecordedEventRow.child_id))
    ).order_by("child_id")
    rows = session.execute(both.execution_options(yield_per=_FETCH))
    until = _end_of(known_on) if known_on else None
    for child_id, told in groupby(rows, key=lambda row: row.child_id):
        yield child_id, _merge(child_id, told, state, until)


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(1), time(), LONDON)


def _merge(
    child_id: UUID, told: Iterable[Row[Any]], state: RecordState, until: datetime | None
) -> Merged:
    feed: list[Said] = []
    here: list[RecordedEvent] = []
    for row in told:
        if row.is_withdrawn is not None:
            here.append(_recorded(row))
        elif until is None or row.recorded_at < until:
            feed += _said_by_feed(child_id, row, state, until)
    return merge(
        feed,
        [said for row in standing(here, until) for said in _said_here(child_id, row, state)],
    )


def _recorded(row: Row[Any]) -> RecordedEvent:
    return RecordedEvent(
        row.id,
        EventKind(row.kind),
        row.happened_on,
        row.detail,
        row.recorded_at,
        row.replaces_id,
        row.is_withdrawn,
    )


def _said_by_feed(
    child_id: UUID, row: Row[Any], state: RecordState, until: datetime | None
) -> Iterator[Said]:
    gone = row.marked_absent_on
    if gone is not None and until is not None and gone >= london_day(until):
        gone = None
    when = state.read(child_id, row.happened_on, RecordSource.EVENTS, gone)
    if when is not None:
        yield Said(Event(EventKind(row.kind), when, row.detail), row.recorded_at)


def _said_here(child_id: UUID, row: RecordedEvent, state: RecordState) -> Iterator[Said]:
    doubt = state.is_flagged(child_id, row.day, RecordSource.PORTAL)
    recorded_on = london_day(row.recorded_at)
    when = read_recorded(row.day, RecordSource.PORTAL, recorded_on, in_doubt=doubt)
    if when is not None:
        yield Said(Event(row.kind, when, row.detail), row.recorded_at)


@dataclass(frozen=True, slots=True)
class ToldOfReviews:
    """The latest decision that was made, and the latest meeting, which may be to come; of those
    of whom anything was recorded here, the meetings themselves."""

    decided: date | None
    met: date | None
    meetings: tuple[Event, ...] = ()


def read_reviews_recorded_here(
    session: Session, today: date, child_id: UUID | None = None
) -> dict[UUID, ToldOfReviews]:
    """Of each child (or of this one) for whom anything was recorded here, by both accounts."""
    some = select(RecordedEventRow.child_id)
    if child_id is not None:
        some = some.where(RecordedEventRow.child_id == child_id)
    nothing_doubted = RecordState({}, {})
    return {
        child: _reviews_of(merged.events, today)
        for child, merged in stream_events(
            session, lambda column: column.in_(some), nothing_doubted
        )
    }


def _reviews_of(events: tuple[Event, ...], today: date) -> ToldOfReviews:
    meetings = tuple(event for event in events if event.kind is EventKind.MEETING)
    decided = (event.when.on for event in events if _is_decided(event, today))
    return ToldOfReviews(
        max(decided, default=None),
        max((event.when.on for event in meetings), default=None),
        meetings,
    )


def _is_decided(event: Event, today: date) -> bool:
    return event.kind in DECISIONS and event.when.on <= today
