"""The read trail: who opened which child's record, in what role, for what, and when.

Reads are noted while a page is made and written together, in one statement, before it leaves.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import exists, insert, or_, select
from sqlalchemy.orm import Session

from portal.domain.people import STAFF_ROLES, Viewer
from portal.domain.trail import Read, ReadPurpose
from portal.store.connection import write_door
from portal.store.tables.children import Child
from portal.store.tables.people import FamilyLink
from portal.store.tables.sessions import ReadTrail
from portal.store.visibility import visible_children

__all__ = [
    "PENDING",
    "ReadPurpose",
    "StaffReads",
    "find_staff_reads",
    "record_read",
    "write_pending",
]

PENDING = "pending_reads"


@dataclass(frozen=True, slots=True)
class _Read:
    viewer: Viewer
    child_id: UUID | None
    purpose: ReadPurpose


def record_read(
    session: Session, viewer: Viewer, *, child_id: UUID | None, purpose: ReadPurpose
) -> None:
    """Note that this viewer opened this child's record; ``None`` for an export about no child."""
    session.info.setdefault(PENDING, []).append(_Read(viewer, child_id, purpose))


def write_pending(session: Session, now: datetime) -> None:
    """Write what was noted since the last call, and commit it where the request only reads."""
    reads: list[_Read] = session.info.pop(PENDING, [])
    if not reads:
        return
    rows = [
        {
            "id": uuid4(),
            "child_id": read.child_id,
            "role": read.viewer.role,
            "person_id": read.viewer.person_id,
            "purpose": read.purpose,
            "read_at": now,
        }
        for read in dict.fromkeys(reads)
    ]
    with write_door(session):
        session.execute(insert(ReadTrail), rows)


@dataclass(frozen=True, slots=True)
class StaffReads:
    """What staff read of a child's record. ``is_restricted``: a link of the child, whoever's and
    whether or not it is still on the record, has a restriction or one that cannot be read."""

    child: str
    is_restricted: bool
    reads: tuple[Read, ...]


def find_staff_reads(
    session: Session, viewer: Viewer, child_id: UUID, *, since: datetime, today: date
) -> StaffReads | None:
    """Reads of this child's record by staff; None where this person may not see the child."""
    restricted = exists().where(
        FamilyLink.child_id == Child.id,
        or_(FamilyLink.restriction.is_not(None), FamilyLink.restriction_unreadable.is_(True)),
    )
    child = session.execute(
        select(Child.forename, Child.surname, restricted).where(
            Child.id == child_id, Child.id.in_(visible_children(viewer, today))
        )
    ).one_or_none()
    if child is None:
        return None
    forename, surname, is_restricted = child
    reads = session.execute(
        select(ReadTrail.role, ReadTrail.purpose, ReadTrail.read_at).where(
            ReadTrail.child_id == child_id,
            ReadTrail.role.in_(STAFF_ROLES),
            ReadTrail.read_at >= since,
        )
    )
    return StaffReads(
        f"{forename} {surname}", bool(is_restricted), tuple(Read(*row) for row in reads)
    )
