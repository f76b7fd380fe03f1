"""Engagement events: added, changed, counted and listed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.events import (
    Attendance,
    EngagementKind,
    Event,
    EventDetails,
    FeedbackForm,
    Host,
    SettingType,
)
from portal.store.changes import adds_new
from portal.store.tables.events import EventRow


@dataclass(frozen=True, slots=True)
class Change:
    """Who typed it in, and when."""

    by: UUID
    at: datetime


def add_event(session: Session, new_id: UUID, details: EventDetails, change: Change) -> bool:
    """Add it; False, and nothing added, where this id is taken."""
    row = EventRow(id=new_id, attendance={}, online=0, on_paper=0)
    _write(row, details, change)
    return adds_new(session, row, new_id)


def change_event(session: Session, event_id: UUID, details: EventDetails, change: Change) -> None:
    """Raises NoResultFound where there is none."""
    _write(session.get_one(EventRow, event_id), details, change)
    session.flush()


def keep_attendance(
    session: Session, event_id: UUID, attendance: Attendance, change: Change
) -> None:
    """These counts, in place of those before. Raises NoResultFound."""
    row = session.get_one(EventRow, event_id)
    row.attendance = {str(kind): count for kind, count in attendance.items()}
    row.changed_at, row.changed_by_id = change.at, change.by
    session.flush()


def find_event(session: Session, event_id: UUID) -> Event | None:
    row = session.get(EventRow, event_id)
    return _read(row) if row else None


def list_events(session: Session, year: int) -> Sequence[Event]:
    """The events of a calendar year, the latest first."""
    rows = session.scalars(
        select(EventRow)
        .where(EventRow.held_on.between(date(year, 1, 1), date(year, 12, 31)))
        .order_by(EventRow.held_on.desc(), EventRow.id)
    )
    return [_read(row) for row in rows]


def list_years(session: Session) -> Sequence[int]:
    """The calendar years that hold an event, the latest first."""
    days = session.scalars(select(EventRow.held_on).distinct())
    return sorted({day.year for day in days}, reverse=True)


def _write(row: EventRow, details: EventDetails, change: Change) -> None:
    row.kind, row.title, row.held_on = details.kind, details.title, details.day
    row.place, row.other_host = details.place, details.other_host
    row.hosts = sorted(details.hosts)
    row.changed_at, row.changed_by_id = change.at, change.by


def _read(row: EventRow) -> Event:
    form = None
    if row.feedback_code is not None and row.feedback_last_day is not None:
        form = FeedbackForm(row.feedback_code, row.feedback_last_day)
    return Event(
        id=row.id,
        details=EventDetails(
            kind=EngagementKind(row.kind),
            title=row.title,
            day=row.held_on,
            place=row.place,
            hosts=frozenset(Host(host) for host in row.hosts),
            other_host=row.other_host,
        ),
        attendance={SettingType(kind): count for kind, count in row.attendance.items()},
        form=form,
        online=row.online,
        on_paper=row.on_paper,
        results_shown_on=row.results_shown_on,
    )
