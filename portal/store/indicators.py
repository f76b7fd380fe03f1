"""Indicators: proposed, decided on, talked about, and their numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID, uuid4

from sqlalchemy import exists, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.domain.indicator_numbers import Entry, Number
from portal.domain.indicators import (
    Better,
    Definition,
    EntryKind,
    GoalRule,
    Indicator,
    Origin,
    State,
    Unit,
)
from portal.domain.people import Role
from portal.store.changes import adds_new
from portal.store.tables.indicators import (
    IndicatorDecision,
    IndicatorNumber,
    IndicatorRemark,
    IndicatorRow,
)
from portal.store.tables.people import Staff

TENTHS = 10
PLACE_OF_PROPOSED = 1000
"""After those that came with the portal."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Who decided what, and why. ``role`` and ``name`` are None for one that came with the portal;
    the name is for the officer alone."""

    state: State
    reason: str
    decided_at: datetime
    role: Role | None
    name: str | None


@dataclass(frozen=True, slots=True)
class Remark:
    """``name`` is for the officer alone."""

    words: str
    made_at: datetime
    role: Role
    name: str


def add_indicator(
    session: Session,
    new_id: UUID,
    definition: Definition,
    state: State,
    *,
    by: UUID | None,
    now: datetime,
    place: int = PLACE_OF_PROPOSED,
    part_of: UUID | None = None,
) -> bool:
    """Add it; False, and nothing added, where this id is taken."""
    row = IndicatorRow(
        id=new_id,
        state=state,
        part_of_id=part_of,
        place=place,
        proposed_at=now,
        proposed_by_id=by,
    )
    _write(row, definition)
    return adds_new(session, row, new_id)


def find_indicator(session: Session, indicator_id: UUID, *, lock: bool = False) -> Indicator | None:
    query = select(IndicatorRow).where(IndicatorRow.id == indicator_id)
    if lock:
        query = query.with_for_update()
    row = session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    return _read(row) if row else None


def list_indicators(session: Session) -> Sequence[Indicator]:
    """All of them, those that came with the portal first, in its order."""
    rows = session.scalars(
        select(IndicatorRow)
        .order_by(IndicatorRow.place, IndicatorRow.proposed_at, IndicatorRow.id)
        .execution_options(populate_existing=True)
    )
    return [_read(row) for row in rows]


def decide(
    session: Session,
    indicator_id: UUID,
    definition: Definition,
    state: State,
    reason: str,
    *,
    by: UUID | None,
    now: datetime,
    decision_id: UUID | None = None,
) -> bool:
    """The indicator as it is from now on, and why. False, and nothing changed, where this decision
    was kept before. Raises NoResultFound."""
    decision_id = decision_id or uuid4()
    row = IndicatorDecision(
        id=decision_id,
        indicator_id=indicator_id,
        state=state,
        reason=reason,
        decided_at=now,
        decided_by_id=by,
    )
    if not adds_new(session, row, decision_id):
        return False
    indicator = session.get_one(IndicatorRow, indicator_id, populate_existing=True)
    indicator.state = state
    _write(indicator, definition)
    session.flush()
    return True


def list_decisions(session: Session, indicator_id: UUID) -> Sequence[Decision]:
    """The latest first."""
    rows = session.execute(
        select(IndicatorDecision, Staff.role, Staff.name)
        .outerjoin(Staff, Staff.id == IndicatorDecision.decided_by_id)
        .where(IndicatorDecision.indicator_id == indicator_id)
        .order_by(IndicatorDecision.decided_at.desc(), IndicatorDecision.id)
    )
    return [
        Decision(State(row.state), row.reason, row.decided_at, Role(role) if role else None, name)
        for row, role, name in rows
    ]


def add_remark(
    session: Session, new_id: UUID, indicator_id: UUID, words: str, *, by: UUID, now: datetime
) -> bool:
    """Add it; False, and nothing added, where this id is taken."""
    row = IndicatorRemark(
        id=new_id, indicator_id=indicator_id, words=words, made_at=now, made_by_id=by
    )
    return adds_new(session, row, new_id)


def list_remarks(session: Session, indicator_id: UUID) -> Sequence[Remark]:
    """The first said first."""
    rows = session.execute(
        select(IndicatorRemark, Staff.role, Staff.name)
        .join(Staff, Staff.id == IndicatorRemark.made_by_id)
        .where(IndicatorRemark.indicator_id == indicator_id)
        .order_by(IndicatorRemark.made_at, IndicatorRemark.id)
    )
    return [Remark(row.words, row.made_at, Role(role), name) for row, role, name in rows]


def add_number(
    session: Session,
    new_id: UUID,
    indicator_id: UUID,
    number: Number,
    *,
    by: UUID | None,
    now: datetime,
    corrects: UUID | None = None,
    change: str = "",
) -> bool:
    """Add it; False, and nothing added, where the id is taken, another number stands for these days
    or the number that it corrects has been corrected before."""
    row = IndicatorNumber(
        id=new_id,
        indicator_id=indicator_id,
        kind=number.kind,
        first_on=number.first,
        last_on=number.last,
        tenths=int(number.value * TENTHS),
        base=number.base,
        note=number.note,
        source=number.source,
        owner=number.owner,
        corrects_id=corrects,
        change=change,
        typed_at=now,
        typed_by_id=by,
    )
    try:
        with session.begin_nested():
            session.add(row)
            session.flush()
    except IntegrityError:
        taken = (IndicatorNumber.id == new_id) | (
            (IndicatorNumber.indicator_id == indicator_id)
            & (IndicatorNumber.kind == number.kind)
            & (IndicatorNumber.first_on == number.first)
            & (IndicatorNumber.last_on == number.last)
        )
        if corrects is not None:
            taken |= IndicatorNumber.corrects_id == corrects
        if not session.scalar(select(exists().where(taken))):
            raise  # something else about it was wrong
        return False
    return True


def list_numbers(session: Session, indicator_id: UUID | None = None) -> Sequence[Entry]:
    """Every number that was ever typed in, of one indicator or of all, the latest first."""
    query = (
        select(IndicatorNumber, Staff.name)
        .outerjoin(Staff, Staff.id == IndicatorNumber.typed_by_id)
        .order_by(IndicatorNumber.last_on.desc(), IndicatorNumber.typed_at, IndicatorNumber.id)
    )
    if indicator_id is not None:
        query = query.where(IndicatorNumber.indicator_id == indicator_id)
    rows = session.execute(query).all()
    corrected = {row.corrects_id for row, _ in rows}
    return [_read_number(row, name, row.id in corrected) for row, name in rows]


def find_number(session: Session, number_id: UUID) -> Entry | None:
    indicator_id = session.scalar(
        select(IndicatorNumber.indicator_id).where(IndicatorNumber.id == number_id)
    )
    if indicator_id is None:
        return None
    return next(entry for entry in list_numbers(session, indicator_id) if entry.id == number_id)


def _read_number(row: IndicatorNumber, name: str | None, corrected: bool) -> Entry:
    value = Decimal(row.tenths) / TENTHS
    return Entry(
        id=row.id,
        indicator_id=row.indicator_id,
        number=Number(
            kind=EntryKind(row.kind),
            first=row.first_on,
            last=row.last_on,
            value=value if row.tenths % TENTHS else Decimal(row.tenths // TENTHS),
            base=row.base,
            source=row.source,
            owner=row.owner,
            note=row.note,
        ),
        typed_by=name,
        typed_at=row.typed_at,
        corrects=row.corrects_id,
        change=row.change,
        corrected=corrected,
    )


def _write(row: IndicatorRow, definition: Definition) -> None:
    row.name, row.meaning, row.owner = definition.name, definition.meaning, definition.owner
    row.unit, row.origin, row.series = definition.unit, definition.origin, definition.series
    row.better, row.goal = definition.better, definition.goal
    row.is_public = definition.is_public


def _read(row: IndicatorRow) -> Indicator:
    return Indicator(
        row.id,
        Definition(
            name=row.name,
            meaning=row.meaning,
            unit=Unit(row.unit),
            origin=Origin(row.origin),
            series=row.series,
            better=Better(row.better),
            goal=GoalRule(row.goal),
            owner=row.owner,
            is_public=row.is_public,
        ),
        State(row.state),
        row.part_of_id,
    )
