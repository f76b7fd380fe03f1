"""What of an indicator may leave the participation team: what is small is left out, so that hidden
looks the same as not known, and everything that is said follows from what is left.

A survey's figures are released already and stay as they are; those of the clocks come in cells
(`clock_months`). This is for counts, and for percentages whose counts are known.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from portal.domain.disclosure import hidden_counts
from portal.domain.figures import Thresholds
from portal.domain.indicators import Marks, Point, Unit

Days = tuple[date, date]


def days_of(point: Point) -> Days:
    return point.first, point.last


def may_leave(point: Point, unit: Unit, thresholds: Thresholds) -> bool:
    """A percentage of which only the percentage is known gives no number of people."""
    if unit is Unit.COUNT:
        counts = {"all": int(point.value)}
    elif point.of is None or point.yes is None:
        return True
    elif point.of < thresholds.share:
        return False
    else:
        counts = {"yes": point.yes, "no": point.of - point.yes}
    return not hidden_counts(counts, thresholds)


def points_that_leave(
    points: Iterable[Point],
    unit: Unit,
    thresholds: Thresholds,
    wholes: Mapping[Days, Point] | None = None,
) -> list[Point]:
    """``wholes``: the figures, by their days, of which these count a part. What the part leaves of
    its whole must not be 1 to 4 either."""
    return [
        point
        for point in points
        if may_leave(point, unit, thresholds)
        and _leaves_no_small_rest(point, (wholes or {}).get(days_of(point)), thresholds)
    ]


def marks_that_leave(marks: Marks, unit: Unit, thresholds: Thresholds) -> Marks:
    """A target is a wish and a national figure is published: neither counts anybody here."""
    kept = marks.baseline and may_leave(marks.baseline, unit, thresholds)
    return Marks(marks.baseline if kept else None, marks.target, marks.national)


def _leaves_no_small_rest(part: Point, whole: Point | None, thresholds: Thresholds) -> bool:
    if whole is None:
        return True
    rest = int(whole.value) - int(part.value)
    return not hidden_counts({"part": int(part.value), "rest": max(rest, 0)}, thresholds)
