"""A caseworker opens the record of a child who is not on their caseload.

The record is found by its exact reference alone. A search by name would show, to anybody who can
type, which families have a plan; and who needs the record has the reference from whoever asks.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal.actions.messages import queue_message
from portal.domain import break_glass as rules
from portal.domain.dates import london_day
from portal.domain.messages import MessageKind, Recipient, RecipientKind
from portal.domain.people import Viewer
from portal.domain.trail import ReadPurpose
from portal.store import break_glass
from portal.store.rate import count_try
from portal.store.references import find_child_by_reference
from portal.store.trail import record_read


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks for. ``last_day``: the last on which the record is open, to its end."""

    reference: str
    reason: str
    last_day: date
    for_safeguarding: bool


@dataclass(frozen=True, slots=True)
class NoSuchReference:
    """No record has exactly this reference, or more than one has this UPN."""


@dataclass(frozen=True, slots=True)
class TooManyReferences:
    """This person has typed too many references in an hour."""


@dataclass(frozen=True, slots=True)
class SeenAlready:
    """The child is on this person's caseload, or they have the record open."""

    child_id: UUID


@dataclass(frozen=True, slots=True)
class Opened:
    """The record is open."""

    child_id: UUID


def find_record(
    session: Session, viewer: Viewer, reference: str, now: datetime
) -> UUID | NoSuchReference | TooManyReferences | SeenAlready:
    """The child whose record has this reference. Every try is counted."""
    if not count_try(session, "break_glass", str(viewer.person_id), rules.TRIES_OF_ONE_PERSON, now):
        return TooManyReferences()
    child_id = find_child_by_reference(session, reference.strip())
    if child_id is None:
        return NoSuchReference()
    today = london_day(now)
    if break_glass.is_on_caseload(session, viewer, child_id) or break_glass.has_open(
        session, viewer, child_id, today
    ):
        return SeenAlready(child_id)
    return child_id


def open_record(
    session: Session, viewer: Viewer, asked: Asked, *, list_path: str, now: datetime
) -> Opened | NoSuchReference | TooManyReferences | SeenAlready:
    """Open the record, and tell at once those who answer for the case. ``list_path``: where they
    see who did it and why."""
    found = find_record(session, viewer, asked.reference, now)
    if not isinstance(found, UUID):
        return found
    break_glass.add_opening(
        session,
        viewer,
        found,
        reason=asked.reason.strip(),
        for_safeguarding=asked.for_safeguarding,
        last_day=asked.last_day,
        now=now,
    )
    purpose = ReadPurpose.SAFEGUARDING if asked.for_safeguarding else ReadPurpose.BREAK_GLASS
    record_read(session, viewer, child_id=found, purpose=purpose)
    for staff_id in _whom_to_tell(session, found, asked):
        queue_message(
            session,
            to=Recipient(RecipientKind.STAFF, staff_id),
            kind=MessageKind.RECORD_OPENED,
            link_path=list_path,
            code=None,
            now=now,
        )
    return Opened(found)


def _whom_to_tell(session: Session, child_id: UUID, asked: Asked) -> list[UUID]:
    """Caseworker and manager; the safeguarding leads where it is for them or nobody answers."""
    responsible = list(break_glass.list_responsible(session, child_id))
    if asked.for_safeguarding or not responsible:
        responsible += break_glass.list_safeguarding_leads(session)
    return responsible
