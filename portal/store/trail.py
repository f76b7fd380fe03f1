"""The read trail: who opened which child's record, in what role, for what, and when.

Reads are noted while a page is made and written together, in one statement, before it leaves.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import exists, insert, or_, select
from sqlalchemy.orm import Session

from portal.domain.dates import london_day
from portal.domain.people import STAFF_ROLES, Role, Viewer
from portal.domain.trail import OVERRIDES, Decision, Read, ReadPurpose
from portal.store.break_glass import purposes_meanwhile
from portal.store.connection import write_door
from portal.store.tables.children import Child
from portal.store.tables.people import FamilyLink
from portal.store.tables.sessions import ReadTrail
from portal.store.tables.trail_decisions import TrailDecision, TrailDecisionLine
from portal.store.visibility import visible_children

__all__ = [
    "IS_RESTRICTED",
    "LATEST_DECISION",
    "PENDING",
    "ReadPurpose",
    "StaffReads",
    "find_staff_reads",
    "record_read",
    "write_pending",
]

PENDING = "pending_reads"

IS_RESTRICTED = exists().where(
    FamilyLink.child_id == Child.id,
    or_(FamilyLink.restriction.is_not(None), FamilyLink.restriction_unreadable.is_(True)),
)
"""A link of the child, whoever's and whether or not it is still on the record, has a restriction
or one that cannot be read. For a query of Child."""

LATEST_DECISION = (
    select(TrailDecision.decision)
    .join(TrailDecisionLine, TrailDecisionLine.decision_id == TrailDecision.id)
    .where(TrailDecisionLine.line_id == ReadTrail.id)
    .order_by(TrailDecision.decided_at.desc(), TrailDecision.id.desc())
    .limit(1)
    .scalar_subquery()
)
"""What the safeguarding lead said last about a line. For a query of ReadTrail."""


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
        for read in dict.fromkeys(_as_it_was(session, reads, london_day(now)))
    ]
    with write_door(session):
        session.execute(insert(ReadTrail), rows)


def _as_it_was(session: Session, reads: list[_Read], today: date) -> Iterator[_Read]:
    """A page says what it was opened for; here, at the one door, is known who broke the glass to
    get there. What they decided meanwhile is written beside, under its own purpose."""
    meanwhile: Mapping[UUID, ReadPurpose] = {}
    viewer = reads[0].viewer  # one request, one viewer
    if viewer.role is Role.CASEWORKER:
        meanwhile = purposes_meanwhile(session, viewer, today)
    for read in reads:
        purpose = meanwhile.get(read.child_id) if read.child_id else None
        if purpose is None or read.purpose in OVERRIDES:
            yield read
        if purpose is not None:
            yield _Read(read.viewer, read.child_id, purpose)


@dataclass(frozen=True, slots=True)
class StaffReads:
    """What staff read of a child's record. ``is_restricted``: see `IS_RESTRICTED`."""

    child: str
    is_restricted: bool
    reads: tuple[Read, ...]


def find_staff_reads(
    session: Session, viewer: Viewer, child_id: UUID, *, since: datetime, today: date
) -> StaffReads | None:
    """Reads of this child's record by staff; None where this person may not see the child."""
    child = session.execute(
        select(Child.forename, Child.surname, IS_RESTRICTED).where(
            Child.id == child_id, Child.id.in_(visible_children(viewer, today))
        )
    ).one_or_none()
    if child is None:
        return None
    forename, surname, is_restricted = child
    rows = session.execute(
        select(ReadTrail.role, ReadTrail.purpose, ReadTrail.read_at, LATEST_DECISION).where(
            ReadTrail.child_id == child_id,
            ReadTrail.role.in_(STAFF_ROLES),
            ReadTrail.read_at >= since,
        )
    )
    reads = tuple(
        Read(role, purpose, at, Decision(decision) if decision else None)
        for role, purpose, at, decision in rows
    )
    return StaffReads(f"{forename} {surname}", bool(is_restricted), reads)
