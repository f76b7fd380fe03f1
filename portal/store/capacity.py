"""Capacity decisions about young people: only added to."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from portal.domain.wishes import CapacityDecision, Matter, Outcome, RecordedCapacity
from portal.store.sealing import SubjectErasedError, seal, unseal
from portal.store.tables.people import Staff
from portal.store.tables.wishes import CapacityDecisionRow

_WORDS = {"table": "capacity_decisions", "column": "words_sealed"}


def add_capacity(
    session: Session,
    child_id: UUID,
    decision: CapacityDecision,
    *,
    recorded_by_id: UUID,
    now: datetime,
) -> None:
    """Record a capacity decision; an earlier one about the same matter stands no longer."""
    row_id = uuid4()
    words = {
        "question": decision.question,
        "assessor": decision.assessor,
        "representative": decision.representative,
    }
    latest = session.scalar(
        select(func.max(CapacityDecisionRow.number)).where(
            CapacityDecisionRow.child_id == child_id,
            CapacityDecisionRow.matter == decision.matter,
        )
    )
    session.add(
        CapacityDecisionRow(
            id=row_id,
            child_id=child_id,
            matter=decision.matter,
            number=(latest or 0) + 1,
            outcome=decision.outcome,
            assessed_on=decision.assessed_on,
            words_sealed=seal(
                session,
                subject_id=child_id,
                **_WORDS,
                row_id=row_id,
                text=json.dumps(words, ensure_ascii=False),
            ),
            recorded_by_id=recorded_by_id,
            recorded_at=now,
        )
    )
    session.flush()


def list_capacity(session: Session, child_id: UUID) -> Sequence[RecordedCapacity]:
    """Every capacity decision about this young person, the latest first.

    For a caller who has made sure that the viewer may see the child.
    """
    rows = session.execute(
        select(CapacityDecisionRow, Staff.name)
        .join(Staff, Staff.id == CapacityDecisionRow.recorded_by_id)
        .where(CapacityDecisionRow.child_id == child_id)
        .order_by(CapacityDecisionRow.recorded_at.desc(), CapacityDecisionRow.number.desc())
    )
    found: list[RecordedCapacity] = []
    matters: set[str] = set()
    for row, name in rows:
        stands = row.matter not in matters
        matters.add(row.matter)
        found.append(RecordedCapacity(_decision(session, row), name, row.recorded_at, stands))
    return found


def _decision(session: Session, row: CapacityDecisionRow) -> CapacityDecision:
    try:
        text = unseal(
            session, subject_id=row.child_id, **_WORDS, row_id=row.id, sealed=row.words_sealed
        )
    except SubjectErasedError:
        text = "{}"
    words: dict[str, Any] = json.loads(text)
    return CapacityDecision(
        Matter(row.matter),
        words.get("question", ""),
        Outcome(row.outcome),
        words.get("assessor", ""),
        row.assessed_on,
        words.get("representative", ""),
    )


def find_capacity_day(session: Session, child_id: UUID) -> date | None:
    """The day of the standing decision that this young person cannot decide who sees the record;
    None where nobody has decided so, or a later decision says otherwise."""
    row: Row[str, date] | None = session.execute(
        select(CapacityDecisionRow.outcome, CapacityDecisionRow.assessed_on)
        .where(
            CapacityDecisionRow.child_id == child_id, CapacityDecisionRow.matter == Matter.WHO_SEES
        )
        .order_by(CapacityDecisionRow.number.desc())
        .limit(1)
    ).first()
    return row.assessed_on if row and row.outcome == Outcome.CANNOT_DECIDE else None
