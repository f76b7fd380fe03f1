"""Engagement events: added, changed, counted and listed, and the state of their feedback forms."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.domain.event_feedback import EventResults, read_results, write_results
from portal.domain.events import (
    FORMS_AT_MOST,
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

_CODE_LETTERS = "acefhjkmnrtwxy3479"  # none of them is taken for another when it is read out
_CODE_LENGTH = 7


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


def find_event_by_code(session: Session, code: str) -> Event | None:
    """By the code of its form, as read from a sheet: spaces, hyphens and case do not matter."""
    query = select(EventRow).where(EventRow.feedback_code == _plain(code))
    row = session.scalars(query).one_or_none()
    return _read(row) if row else None


def count_if_open(session: Session, code: str, today: date) -> UUID | None:
    """Count one more form that came in online; the event, held until the transaction ends. None,
    and nothing counted, where its form takes no answers today."""
    return session.scalar(
        update(EventRow)
        .where(
            EventRow.feedback_code == _plain(code),
            EventRow.feedback_last_day >= today,
            EventRow.results_shown_on.is_(None),
            EventRow.online < FORMS_AT_MOST,
        )
        .values(online=EventRow.online + 1)
        .returning(EventRow.id),
        execution_options={"synchronize_session": False},
    )


def count_back(session: Session, event_id: UUID) -> None:
    """The form that was counted had come in before."""
    session.execute(
        update(EventRow).where(EventRow.id == event_id).values(online=EventRow.online - 1),
        execution_options={"synchronize_session": False},
    )


def lock_event(session: Session, event_id: UUID) -> Event:
    """The event as it is now, held until the transaction ends. Raises NoResultFound."""
    row = session.scalars(
        select(EventRow)
        .where(EventRow.id == event_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    return _read(row)


def set_last_day(session: Session, event_id: UUID, last_day: date, change: Change) -> None:
    """Let the form take answers up to this day; the first time it gets its code."""
    row = session.get_one(EventRow, event_id)
    if row.feedback_code is None:
        row.feedback_code = "".join(secrets.choice(_CODE_LETTERS) for _ in range(_CODE_LENGTH))
    row.feedback_last_day = last_day
    row.changed_at, row.changed_by_id = change.at, change.by
    session.flush()


def count_sheet(session: Session, event_id: UUID) -> None:
    """One more form came in on paper."""
    session.execute(
        update(EventRow).where(EventRow.id == event_id).values(on_paper=EventRow.on_paper + 1)
    )


def keep_results(session: Session, event_id: UUID, results: EventResults, shown_on: date) -> None:
    """Freeze what the group sees."""
    row = session.get_one(EventRow, event_id)
    row.results, row.results_shown_on = write_results(results), shown_on
    session.flush()


def find_results(session: Session, event_id: UUID) -> EventResults | None:
    """What the group sees; None where nothing has been shown."""
    raw = session.scalar(select(EventRow.results).where(EventRow.id == event_id))
    return read_results(raw) if raw else None


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


def _plain(code: str) -> str:
    return "".join(letter for letter in code.lower() if letter.isalnum())


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
