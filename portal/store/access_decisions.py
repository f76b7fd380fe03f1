"""Access opened and closed by caseworkers: the link changed, the decision kept beside it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.domain.family_access import AccessChange
from portal.store.changes import changes_one, table_of
from portal.store.sealing import SubjectErasedError, seal, unseal
from portal.store.tables.access_decisions import AccessDecisionRow
from portal.store.tables.people import FamilyLink, Staff

_REASON = {"table": "access_decisions", "column": "reason_sealed"}
_links = table_of(FamilyLink)


@dataclass(frozen=True, slots=True)
class AccessDecision:
    """What was decided, by whom, when. ``reason`` is empty where none was given or it is erased."""

    change: AccessChange
    reason: str
    decided_by: str
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class Around:
    """Somebody linked to a child."""

    child_id: UUID
    family_member_id: UUID


def open_link(session: Session, around: Around, *, opened_by_id: UUID, today: date) -> bool:
    """Open the link from today; False, and nothing changed, where a restriction stands on it or
    it has left the record, whatever the caller read a moment ago."""
    statement = update(_links).where(
        _links.c.child_id == around.child_id,
        _links.c.family_member_id == around.family_member_id,
        _links.c.restriction.is_(None),
        _links.c.restriction_unreadable.is_(False),
        _links.c.marked_absent_on.is_(None),
    )
    values = {"opened_by_id": opened_by_id, "access_from": today, "access_until": None}
    return changes_one(session, statement.values(values), {})


def close_link(session: Session, around: Around, *, today: date) -> None:
    """Close the link at once: its last open day was yesterday."""
    session.execute(
        update(_links)
        .where(
            _links.c.child_id == around.child_id,
            _links.c.family_member_id == around.family_member_id,
        )
        .values(access_until=today - timedelta(1))
    )


def add_decision(
    session: Session,
    around: Around,
    change: AccessChange,
    *,
    reason: str,
    young_person_agreed: bool,
    decided_by_id: UUID,
    now: datetime,
) -> None:
    row_id = uuid4()
    sealed = (
        seal(session, subject_id=around.child_id, **_REASON, row_id=row_id, text=reason)
        if reason
        else None
    )
    session.add(
        AccessDecisionRow(
            id=row_id,
            child_id=around.child_id,
            family_member_id=around.family_member_id,
            change=change,
            reason_sealed=sealed,
            young_person_agreed=young_person_agreed,
            decided_by_id=decided_by_id,
            decided_at=now,
        )
    )
    session.flush()


def list_decisions(session: Session, child_id: UUID) -> Mapping[UUID, Sequence[AccessDecision]]:
    """What was decided around this child, by family member, the latest first.

    For a caller who has made sure that the viewer may see the child.
    """
    rows = session.execute(
        select(AccessDecisionRow, Staff.name)
        .join(Staff, Staff.id == AccessDecisionRow.decided_by_id)
        .where(AccessDecisionRow.child_id == child_id)
        .order_by(AccessDecisionRow.decided_at.desc(), AccessDecisionRow.id)
    )
    decisions: dict[UUID, list[AccessDecision]] = defaultdict(list)
    for row, name in rows:
        decisions[row.family_member_id].append(
            AccessDecision(AccessChange(row.change), _reason(session, row), name, row.decided_at)
        )
    return decisions


def _reason(session: Session, row: AccessDecisionRow) -> str:
    if row.reason_sealed is None:
        return ""
    try:
        return unseal(
            session,
            subject_id=row.child_id,
            **_REASON,
            row_id=row.id,
            sealed=row.reason_sealed,
        )
    except SubjectErasedError:
        return ""
