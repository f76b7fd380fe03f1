"""Inspections: typed in by the officer, or sent once by the learners themselves."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from portal.actions import moderation
from portal.actions.inspection_photos import CleanPhoto, keep_photos
from portal.actions.uploads import TooMany
from portal.domain.dates import london_day
from portal.domain.inspections import (
    InspectionDetails,
    InspectionLink,
    LinkClosed,
    LinkUnknown,
    LinkUsed,
    why_closed,
)
from portal.domain.moderation import Source, TextRef
from portal.domain.people import Viewer
from portal.outside.object_store import ObjectStore
from portal.store import inspections


def add_inspection(
    session: Session, viewer: Viewer, details: InspectionDetails, now: datetime, *, new_id: UUID
) -> UUID:
    """A new inspection; its id. The same again under ``new_id``, as from a second press, is the
    same inspection; something else under it is one of its own."""
    by = viewer.person_id
    if not inspections.add_inspection(session, new_id, details, by=by, now=now):
        there = inspections.find_inspection(session, new_id)
        if there is None or there.details != details:
            new_id = uuid4()
            inspections.add_inspection(session, new_id, details, by=by, now=now)
    return new_id


def change_inspection(
    session: Session, viewer: Viewer, inspection_id: UUID, details: InspectionDetails, now: datetime
) -> None:
    """Take over what was typed. What was decided about quoting other words falls. Raises
    NoResultFound."""
    there = inspections.find_inspection(session, inspection_id)
    by = viewer.person_id
    inspections.change_inspection(session, inspection_id, details, by, now)
    if there is not None and there.details.saw != details.saw:
        ref = TextRef(Source.INSPECTION, inspection_id)
        moderation.note_changed(session, viewer, ref, london_day(now))


def make_link(
    session: Session, viewer: Viewer, link_id: UUID, last_day: date, now: datetime
) -> str:
    """The token of a link for one group, shown once. A second press gives a new token in place of
    the first, or a new link where the first has been used."""
    by = viewer.person_id
    made = inspections.make_link(session, link_id, last_day, by=by, now=now)
    if made is None:
        made = inspections.make_link(session, uuid4(), last_day, by=by, now=now)
    if made is None:
        raise LookupError("a random id is taken")
    return made


def look_at_link(
    session: Session, token: str, today: date
) -> InspectionLink | LinkUnknown | LinkUsed | LinkClosed:
    """What a link leads to. Changes nothing."""
    link = inspections.find_link(session, token)
    refusal = why_closed(link, today)
    if refusal is not None or link is None:
        return refusal or LinkUnknown()
    return link


def send_by_link(
    session: Session,
    store: ObjectStore,
    token: str,
    details: InspectionDetails,
    photos: Sequence[CleanPhoto],
    *,
    scanned: bool,
    today: date,
    now: datetime,
) -> LinkUnknown | LinkUsed | LinkClosed | TooMany | None:
    """Take what the learners found. The link is used up: a second press finds it so."""
    link = inspections.find_link(session, token, hold=True)
    refusal = why_closed(link, today)
    if refusal is not None or link is None:
        return refusal or LinkUnknown()
    inspections.use_link(session, link.id)
    inspections.add_inspection(session, link.id, details, by=None, now=now)
    return keep_photos(session, store, link.id, photos, scanned=scanned, now=now)
