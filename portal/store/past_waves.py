"""Waves of before the portal, typed in as totals."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.domain.past_waves import PastFigure, PastWave
from portal.domain.statistics import Share
from portal.store.changes import adds_new
from portal.store.tables.past_waves import PastFigureRow, PastWaveRow
from portal.store.tables.people import Staff


def add_past_wave(
    session: Session,
    past_wave_id: UUID,
    *,
    title: str,
    asked_on: date,
    asked: int | None,
    answered: int | None,
    same_way: bool,
    source: str,
    typed_by_id: UUID,
    now: datetime,
) -> bool:
    """Add a past wave without figures; False, and nothing added, where this id is taken."""
    row = PastWaveRow(
        id=past_wave_id,
        title=title,
        asked_on=asked_on,
        asked=asked,
        answered=answered,
        same_way=same_way,
        source=source,
        typed_by_id=typed_by_id,
        typed_at=now,
    )
    return adds_new(session, row, past_wave_id)


def set_figure(
    session: Session,
    past_wave_id: UUID,
    *,
    measure: str,
    wording: int,
    percent: int,
    share: Share | None,
) -> None:
    """Keep this figure of the measure, in place of one that was typed in before."""
    session.execute(
        delete(PastFigureRow).where(
            PastFigureRow.past_wave_id == past_wave_id, PastFigureRow.measure == measure
        )
    )
    session.add(
        PastFigureRow(
            id=uuid4(),
            past_wave_id=past_wave_id,
            measure=measure,
            wording=wording,
            agree=share.agree if share else None,
            base=share.valid if share else None,
            percent=percent,
        )
    )
    session.flush()


def remove_figure(session: Session, past_wave_id: UUID, figure_id: UUID) -> None:
    """Take away a figure that was typed in wrongly."""
    session.execute(
        delete(PastFigureRow).where(
            PastFigureRow.past_wave_id == past_wave_id, PastFigureRow.id == figure_id
        )
    )


def list_past_waves(session: Session) -> tuple[PastWave, ...]:
    """All of them with their figures, the latest first."""
    rows = session.scalars(
        select(PastWaveRow).order_by(PastWaveRow.asked_on.desc(), PastWaveRow.id)
    ).all()
    return _with_figures(session, rows)


def find_past_wave(session: Session, past_wave_id: UUID) -> PastWave | None:
    row = session.get(PastWaveRow, past_wave_id)
    return _with_figures(session, [row])[0] if row else None


def _with_figures(session: Session, rows: Sequence[PastWaveRow]) -> tuple[PastWave, ...]:
    figures: defaultdict[UUID, list[PastFigure]] = defaultdict(list)
    for row in session.scalars(
        select(PastFigureRow)
        .where(PastFigureRow.past_wave_id.in_([row.id for row in rows]))
        .order_by(PastFigureRow.measure)
    ):
        share = None
        if row.agree is not None and row.base is not None:
            share = Share(row.agree, row.base)
        figure = PastFigure(row.id, row.measure, row.wording, row.percent, share)
        figures[row.past_wave_id].append(figure)
    typed_by = select(Staff.id, Staff.name).where(Staff.id.in_({row.typed_by_id for row in rows}))
    names = {row.id: row.name for row in session.execute(typed_by)}
    return tuple(
        PastWave(
            id=row.id,
            title=row.title,
            asked_on=row.asked_on,
            answered=row.answered,
            asked=row.asked,
            same_way=row.same_way,
            source=row.source,
            typed_by=names[row.typed_by_id],
            typed_at=row.typed_at,
            figures=tuple(figures[row.id]),
        )
        for row in rows
    )
