"""Lines of the trail that wait for the safeguarding lead, and what the lead said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import exists, func, insert, or_, select
from sqlalchemy.orm import Session

from portal.domain.trail import FOR_THE_LEAD, PURPOSES, SERVICES, Decision, Read
from portal.store.sealing import SubjectErasedError, prepare_keys, seal, unseal
from portal.store.tables.children import Child
from portal.store.tables.people import Staff
from portal.store.tables.sessions import ReadTrail
from portal.store.tables.trail_decisions import TrailDecision, TrailDecisionLine
from portal.store.trail import IS_RESTRICTED, LATEST_DECISION

_REASON = {"table": "trail_decisions", "column": "reason_sealed"}
_DECIDED = exists().where(TrailDecisionLine.line_id == ReadTrail.id)
_CAN_BE_SHOWN = (ReadTrail.role.in_(SERVICES), ReadTrail.purpose.in_(PURPOSES))


@dataclass(frozen=True, slots=True)
class ChildWaiting:
    """A child about whom lines wait: how many, and from when to when."""

    child_id: UUID
    child: str
    lines: int
    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the trail with its reader's name, which only the lead sees."""

    id: UUID
    reader: str
    read: Read


@dataclass(frozen=True, slots=True)
class ChildLines:
    """What staff read of one child's record, the oldest first."""

    child: str
    is_restricted: bool
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision that was taken. ``reason`` is empty where the child's words are erased."""

    decision: Decision
    reason: str
    decided_by: str
    decided_at: datetime
    first: datetime
    last: datetime
    lines: int


def list_children_waiting(
    session: Session, *, since: datetime, limit: int, skip: int
) -> Sequence[ChildWaiting]:
    """The children about whom lines wait, those who wait longest first."""
    first = func.min(ReadTrail.read_at)
    rows = session.execute(
        select(
            Child.id,
            Child.forename,
            Child.surname,
            func.count(),
            first,
            func.max(ReadTrail.read_at),
        )
        .join(ReadTrail, ReadTrail.child_id == Child.id)
        .where(
            ReadTrail.read_at >= since,
            *_CAN_BE_SHOWN,
            or_(IS_RESTRICTED, ReadTrail.purpose.in_(FOR_THE_LEAD)),
            ~_DECIDED,
        )
        .group_by(Child.id, Child.forename, Child.surname)
        .order_by(first, Child.id)
        .limit(limit)
        .offset(skip)
    )
    return [
        ChildWaiting(child_id, f"{forename} {surname}", lines, begun, ended)
        for child_id, forename, surname, lines, begun, ended in rows
    ]


def find_lines(session: Session, child_id: UUID, *, since: datetime) -> ChildLines | None:
    """Every line of this child's record that could be shown; None where there is no such child."""
    child = session.execute(
        select(Child.forename, Child.surname, IS_RESTRICTED).where(Child.id == child_id)
    ).one_or_none()
    if child is None:
        return None
    rows = session.execute(
        select(
            ReadTrail.id,
            Staff.name,
            ReadTrail.role,
            ReadTrail.purpose,
            ReadTrail.read_at,
            LATEST_DECISION,
        )
        .outerjoin(Staff, Staff.id == ReadTrail.person_id)
        .where(ReadTrail.child_id == child_id, ReadTrail.read_at >= since, *_CAN_BE_SHOWN)
        .order_by(ReadTrail.read_at, ReadTrail.id)
    )
    forename, surname, is_restricted = child
    lines = [
        Line(line_id, name or "", Read(role, purpose, at, Decision(said) if said else None))
        for line_id, name, role, purpose, at, said in rows
    ]
    return ChildLines(f"{forename} {surname}", bool(is_restricted), lines)


def add_decision(
    session: Session,
    child_id: UUID,
    decision: Decision,
    *,
    reason: str,
    line_ids: Sequence[UUID],
    decided_by_id: UUID,
    now: datetime,
) -> None:
    row_id = uuid4()
    session.add(
        TrailDecision(
            id=row_id,
            child_id=child_id,
            decision=decision,
            reason_sealed=seal(session, subject_id=child_id, **_REASON, row_id=row_id, text=reason),
            decided_by_id=decided_by_id,
            decided_at=now,
        )
    )
    session.flush()
    session.execute(
        insert(TrailDecisionLine),
        [{"decision_id": row_id, "line_id": line_id} for line_id in line_ids],
    )


def list_decisions(session: Session, child_id: UUID, *, since: datetime) -> Sequence[Decided]:
    """What was decided about this child's lines, the latest first."""
    rows = session.execute(
        select(
            TrailDecision,
            Staff.name,
            func.min(ReadTrail.read_at),
            func.max(ReadTrail.read_at),
            func.count(),
        )
        .join(Staff, Staff.id == TrailDecision.decided_by_id)
        .join(TrailDecisionLine, TrailDecisionLine.decision_id == TrailDecision.id)
        .join(ReadTrail, ReadTrail.id == TrailDecisionLine.line_id)
        .where(TrailDecision.child_id == child_id, ReadTrail.read_at >= since)
        .group_by(TrailDecision.id, Staff.name)
        .order_by(TrailDecision.decided_at.desc(), TrailDecision.id)
    ).all()
    keys = prepare_keys(session, {child_id} if rows else ())
    decided = [
        Decided(
            Decision(row.decision), _reason(session, row), name, row.decided_at, first, last, lines
        )
        for row, name, first, last, lines in rows
    ]
    del keys  # held until here, so that no reason asks the database for its key
    return decided


def _reason(session: Session, row: TrailDecision) -> str:
    try:
        return unseal(
            session, subject_id=row.child_id, **_REASON, row_id=row.id, sealed=row.reason_sealed
        )
    except SubjectErasedError:
        return ""
