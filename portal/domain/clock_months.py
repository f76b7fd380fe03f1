"""What was done in time, month by month, and the shares of months and years made from it.

A month is counted once, when the records reach past its end. A year is the sum of its months, so
that the two never disagree.

What leaves the team is made of *cells*: a cell is one month or several in a row, and holds at least
ten duties, and of in time, late and excused none holds 1 to 4. A month that is no cell joins the
next ones. All that is shown is a sum of whole cells, so nothing smaller can be worked out, whatever
is taken from what; the cells of a year do not change as months are added.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from itertools import groupby

from portal.domain.dates import add_months
from portal.domain.disclosure import hidden_counts
from portal.domain.figures import Thresholds
from portal.domain.indicators import HowCounted, Point
from portal.domain.statistics import percent_of
from portal.domain.timeliness import Period, Shares, TimelinessMeasure, Verdict

COUNTED = (
    TimelinessMeasure.NEW_PLANS_WITHOUT_EXCEPTIONS,  # with its exceptions: both shares of new plans
    TimelinessMeasure.REVIEWS_SECONDARY,
    TimelinessMeasure.REVIEWS_POST16,
    TimelinessMeasure.REVIEWS_OTHERS,
    TimelinessMeasure.AMENDED_PLANS,
)


class Span(StrEnum):
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class ClockMonth:
    """The duties of one measure that fell due in the month that begins on ``first``."""

    measure: TimelinessMeasure
    first: date
    in_time: int
    late: int
    excused: int
    counted_at: datetime

    @property
    def last(self) -> date:
        return add_months(self.first, 1) - timedelta(1)


@dataclass(frozen=True, slots=True)
class _Cell:
    """Months in a row, added up."""

    months: tuple[ClockMonth, ...]

    @property
    def in_time(self) -> int:
        return sum(month.in_time for month in self.months)

    @property
    def late(self) -> int:
        return sum(month.late for month in self.months)

    @property
    def excused(self) -> int:
        return sum(month.excused for month in self.months)

    def may_leave(self, thresholds: Thresholds) -> bool:
        counts = {"in_time": self.in_time, "late": self.late, "excused": self.excused}
        enough = self.in_time + self.late >= thresholds.share
        return enough and not hidden_counts(counts, thresholds)


def months_to_count(counted: Iterable[date], known_until: date | None) -> list[Period]:
    """The months after the last counted one that the records reach past, the earliest first; where
    none is counted yet, from the January before. ``counted`` are the first days of months."""
    if known_until is None:
        return []
    after = (known_until + timedelta(1)).replace(day=1)  # the month not yet over
    last_counted = max(counted, default=None)
    first = add_months(after, -1).replace(month=1)
    if last_counted is not None:
        first = add_months(last_counted, 1)
    months = []
    while first < after:
        months.append(Period(first, add_months(first, 1) - timedelta(1)))
        first = add_months(first, 1)
    return months


def count_month(shares: Shares, first: date, now: datetime) -> list[ClockMonth]:
    """What was judged in a month, for each measure."""
    return [
        ClockMonth(
            measure,
            first,
            in_time=len(shares[measure].having(Verdict.IN_TIME)),
            late=len(shares[measure].having(Verdict.LATE)),
            excused=len(shares[measure].having(Verdict.EXCEPTION)),
            counted_at=now,
        )
        for measure in COUNTED
    ]


def clock_points(
    series: str, months: Sequence[ClockMonth], thresholds: Thresholds | None = None
) -> list[Point]:
    """The figures of a series such as ``new-plans:month``: one a month, or one a calendar year up
    to its latest month. With ``thresholds``, as they may leave the team."""
    name, _, span = series.partition(":")
    measure = TimelinessMeasure(name)
    excused_are_late = measure is TimelinessMeasure.NEW_PLANS
    kept = TimelinessMeasure.NEW_PLANS_WITHOUT_EXCEPTIONS if excused_are_late else measure
    own = sorted((month for month in months if month.measure is kept), key=lambda each: each.first)
    points = []
    for _, in_year in groupby(own, key=lambda month: month.first.year):
        cells = _cells(list(in_year), thresholds)
        if Span(span) is Span.YEAR:
            cells = [_Cell(tuple(month for cell in cells for month in cell.months))]
        points += [point for cell in cells if (point := _point(cell, excused_are_late)) is not None]
    return points


def _cells(months: Sequence[ClockMonth], thresholds: Thresholds | None) -> list[_Cell]:
    """The months of one year as they may be shown; the last ones that make no cell are left out."""
    if thresholds is None:
        return [_Cell((month,)) for month in months]
    cells, open_months = [], list[ClockMonth]()
    for month in months:
        open_months.append(month)
        cell = _Cell(tuple(open_months))
        if cell.may_leave(thresholds):
            cells.append(cell)
            open_months = []
    return cells


def _point(cell: _Cell, excused_are_late: bool) -> Point | None:
    of = cell.in_time + cell.late + (cell.excused if excused_are_late else 0)
    if not of:
        return None
    return Point(
        first=cell.months[0].first,
        last=cell.months[-1].last,
        value=Decimal(percent_of(cell.in_time, of)),
        counted=HowCounted.PORTAL,
        known_at=max(month.counted_at for month in cell.months),
        yes=cell.in_time,
        of=of,
    )
