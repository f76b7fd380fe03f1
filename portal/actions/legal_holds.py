"""A legal hold keeps everything about a child from being deleted, until somebody ends it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal.domain.people import Viewer
from portal.store import legal_holds
from portal.store.references import find_child_by_reference
from portal.store.trail import ReadPurpose, record_read


@dataclass(frozen=True, slots=True)
class NoSuchReference:
    """No record has exactly this reference, or more than one has this UPN."""


@dataclass(frozen=True, slots=True)
class HeldAlready:
    """A hold stands for this child."""


@dataclass(frozen=True, slots=True)
class NoSuchHold:
    """No such hold stands."""


def set_hold(
    session: Session, viewer: Viewer, reference: str, *, reason: str, now: datetime
) -> NoSuchReference | HeldAlready | None:
    child_id = find_child_by_reference(session, reference.strip())
    if child_id is None:
        return NoSuchReference()
    if legal_holds.is_held(session, child_id):
        return HeldAlready()
    legal_holds.add_hold(
        session, child_id, reason=reason.strip(), set_by_id=viewer.person_id, now=now
    )
    record_read(session, viewer, child_id=child_id, purpose=ReadPurpose.LEGAL_HOLD)
    return None


def end_hold(
    session: Session, viewer: Viewer, hold_id: UUID, *, now: datetime
) -> NoSuchHold | None:
    """From the next day's expiry on, what is too old goes."""
    child_id = legal_holds.end_hold(session, hold_id, ended_by_id=viewer.person_id, now=now)
    if child_id is None:
        return NoSuchHold()
    record_read(session, viewer, child_id=child_id, purpose=ReadPurpose.LEGAL_HOLD)
    return None
