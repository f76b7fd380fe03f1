"""Surveys that repeat: what was planned, and on which day the next wave opens."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.domain.series import Every, Series, SeriesPlan, Span, WhyNotOpened
from portal.domain.waves import CohortKind, GroupKind
from portal.store.changes import adds_new, changes_one, table_of
from portal.store.tables.series import SurveySeries
from portal.store.waves import describe_filters, read_filters

_table = table_of(SurveySeries)


def add_series(session: Session, series_id: UUID, plan: SeriesPlan, now: datetime) -> bool:
    """Add a series; False, and nothing added, where this id is taken."""
    row = SurveySeries(
        id=series_id,
        title=plan.title,
        instrument_id=plan.instrument_id,
        cohort_kind=plan.kind,
        span=plan.span,
        cohort_filters=describe_filters(plan.filters),
        group_kinds=list(plan.groups),
        days_open=plan.days_open,
        every=plan.every,
        first_on=plan.first_on,
        next_on=plan.first_on,
        baseline_id=plan.baseline_id,
        created_at=now,
    )
    return adds_new(session, row, series_id)


def find_series(session: Session, series_id: UUID) -> Series | None:
    row = session.get(SurveySeries, series_id)
    return _read(row) if row else None


def list_series(session: Session) -> Sequence[Series]:
    """All of them, the latest first."""
    rows = session.scalars(select(SurveySeries).order_by(SurveySeries.created_at.desc()))
    return [_read(row) for row in rows]


def list_due(session: Session, today: date) -> Sequence[Series]:
    """Those whose next wave opens today or should have opened before."""
    rows = session.scalars(
        select(SurveySeries)
        .where(SurveySeries.stopped_at.is_(None), SurveySeries.next_on <= today)
        .execution_options(populate_existing=True)
    )
    return [_read(row) for row in rows]


def move_on(session: Session, series: Series, next_on: date) -> bool:
    """Set the next day; False where another worker has, or somebody has stopped the series, since
    it was read. Whoever is told True opens the wave, in the same transaction."""
    as_read = (
        (_table.c.id == series.id)
        & (_table.c.next_on == series.next_on)
        & _table.c.stopped_at.is_(None)
    )
    return changes_one(session, update(_table).where(as_read).values(next_on=next_on), {})


def note_outcome(session: Session, series_id: UUID, refusal: WhyNotOpened | None) -> None:
    """How its last wave fared; None where it opened."""
    session.execute(
        update(SurveySeries).where(SurveySeries.id == series_id).values(refusal=refusal)
    )


def stop_series(session: Session, series_id: UUID, now: datetime) -> bool:
    """False where it was stopped before."""
    running = (_table.c.id == series_id) & _table.c.stopped_at.is_(None)
    return changes_one(session, update(_table).where(running).values(stopped_at=now), {})


def resume_series(session: Session, series_id: UUID, next_on: date) -> bool:
    """Go on, with the next wave on this day; False where it was not stopped."""
    stopped = (_table.c.id == series_id) & _table.c.stopped_at.is_not(None)
    values = {"stopped_at": None, "next_on": next_on}
    return changes_one(session, update(_table).where(stopped).values(**values), {})


def _read(row: SurveySeries) -> Series:
    plan = SeriesPlan(
        title=row.title,
        instrument_id=row.instrument_id,
        kind=CohortKind(row.cohort_kind),
        span=Span(row.span),
        filters=read_filters(row.cohort_filters),
        groups=tuple(GroupKind(kind) for kind in row.group_kinds),
        days_open=row.days_open,
        every=Every(row.every),
        first_on=row.first_on,
        baseline_id=row.baseline_id,
    )
    refusal = WhyNotOpened(row.refusal) if row.refusal else None
    return Series(row.id, plan, row.next_on, row.stopped_at is not None, refusal)
