"""Months of what was done in time: counted once, never counted again."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.clock_months import ClockMonth
from portal.domain.timeliness import TimelinessMeasure
from portal.store.changes import insert_into
from portal.store.tables.indicators import ClockMonthRow


def add_months(session: Session, months: Iterable[ClockMonth]) -> None:
    """Keep those that were not counted before; the first count stands."""
    rows = [
        {
            "measure": month.measure,
            "first_on": month.first,
            "in_time": month.in_time,
            "late": month.late,
            "excused": month.excused,
            "counted_at": month.counted_at,
        }
        for month in months
    ]
    if rows:
        session.execute(insert_into(session, ClockMonthRow).on_conflict_do_nothing(), rows)


def list_months(session: Session) -> Sequence[ClockMonth]:
    """All that were counted, the earliest first."""
    rows = session.scalars(select(ClockMonthRow).order_by(ClockMonthRow.first_on))
    return [
        ClockMonth(
            TimelinessMeasure(row.measure),
            row.first_on,
            row.in_time,
            row.late,
            row.excused,
            row.counted_at,
        )
        for row in rows
    ]
