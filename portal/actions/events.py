"""Engagement events: typed in and put right by the participation officer."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from portal.domain.events import Attendance, EventDetails
from portal.domain.people import Viewer
from portal.store import events
from portal.store.events import Change


def add_event(
    session: Session, viewer: Viewer, details: EventDetails, now: datetime, *, new_id: UUID
) -> UUID:
    """A new event; its id. The same again under ``new_id``, as from a second press, is the same
    event; something else under it is one of its own."""
    change = Change(viewer.person_id, now)
    if not events.add_event(session, new_id, details, change):
        there = events.find_event(session, new_id)
        if there is None or there.details != details:
            new_id = uuid4()
            events.add_event(session, new_id, details, change)
    return new_id


def change_event(
    session: Session, viewer: Viewer, event_id: UUID, details: EventDetails, now: datetime
) -> None:
    """Raises NoResultFound."""
    events.change_event(session, event_id, details, Change(viewer.person_id, now))


def keep_attendance(
    session: Session, viewer: Viewer, event_id: UUID, attendance: Attendance, now: datetime
) -> None:
    """Raises NoResultFound."""
    events.keep_attendance(session, event_id, attendance, Change(viewer.person_id, now))
