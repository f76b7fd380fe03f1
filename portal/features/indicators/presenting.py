"""Indicators as pages and files show them, in words."""

from dataclasses import dataclass
from uuid import UUID

from portal.actions.indicator_standing import StandingIndicator
from portal.domain.commitments import Rating
from portal.domain.indicators import Point, Unit
from portal.domain.statistics import Share, round_half_up, wilson_interval
from portal.features.indicators import wording
from portal.kit.charts import Bar, BarChart, place_bars

MOST_BARS = 6


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator on the dashboard."""

    id: UUID
    name: str
    current: str
    baseline: str
    target: str
    national: str
    movement: str
    rating: Rating | None


@dataclass(frozen=True, slots=True)
class PastLine:
    """One figure of an indicator's past."""

    when: str
    value: str
    of: str
    source: str
    note: str


def line_of(each: StandingIndicator) -> Line:
    definition, standing = each.indicator.definition, each.standing
    marks, unit = standing.marks, definition.unit
    return Line(
        each.indicator.id,
        definition.name,
        wording.point_words(standing.current, unit),
        wording.point_words(marks.baseline, unit),
        wording.point_words(marks.target, unit),
        wording.point_words(marks.national, unit),
        str(wording.MOVEMENTS[standing.movement]),
        standing.rating,
    )


def past_lines(each: StandingIndicator) -> list[PastLine]:
    """All its figures, the latest first."""
    definition = each.indicator.definition
    return [
        PastLine(
            wording.span_words(point.first, point.last),
            wording.value_words(point.value, definition.unit),
            "" if point.of is None else str(point.of),
            wording.source_words(point, definition.origin),
            point.note,
        )
        for point in reversed(each.points)
    ]


def chart_of(each: StandingIndicator) -> BarChart | None:
    """The last percentages as bars, the latest at the bottom; two or more make a chart."""
    if each.indicator.definition.unit is not Unit.PERCENT or len(each.points) < 2:
        return None
    return place_bars(
        [
            Bar(wording.span_words(point.first, point.last), *_percents(point))
            for point in each.points[-MOST_BARS:]
        ]
    )


def _percents(point: Point) -> tuple[int, int, int]:
    """The figure and its range, where the cases behind it are known; else the figure alone."""
    if point.yes is None or not point.of:
        percent = round_half_up(float(point.value))
        return percent, percent, percent
    share = Share(point.yes, point.of)
    return share.percent, *wilson_interval(share).percents
