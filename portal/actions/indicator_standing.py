"""How every indicator stands, from the months of the clocks, released reports, the counts of the
forum and the numbers typed in. Reads no answer and no child's record."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from decimal import Decimal
from uuid import UUID

from sqlalchemy.orm import Session

from portal.domain.clock_months import ClockMonth, clock_points
from portal.domain.dates import LONDON
from portal.domain.figures import Thresholds
from portal.domain.forum import ComparedEntry, compare
from portal.domain.indicator_disclosure import (
    Days,
    days_of,
    marks_that_leave,
    points_that_leave,
)
from portal.domain.indicator_numbers import Entry, marks_of, points_of
from portal.domain.indicators import (
    Definition,
    EntryKind,
    HowCounted,
    Indicator,
    Movement,
    Origin,
    Point,
    Standing,
    State,
    stand,
)
from portal.domain.releases import Release
from portal.domain.statistics import Direction, NotComparable, Share
from portal.store import clock_months, forum, indicators, releases


@dataclass(frozen=True, slots=True)
class StandingIndicator:
    """``points`` are all its figures, the earliest first."""

    indicator: Indicator
    standing: Standing
    points: tuple[Point, ...]

    @property
    def changed_at(self) -> datetime | None:
        """When its latest figure came to be known."""
        return max((point.known_at for point in self.points), default=None)


@dataclass(frozen=True, slots=True)
class _Sources:
    entries: Sequence[Entry]
    months: Sequence[ClockMonth]
    releases: Sequence[Release]
    forum: Sequence[ComparedEntry]


def list_standing(
    session: Session,
    thresholds: Thresholds | None,
    *,
    released: Sequence[Release] | None = None,
) -> list[StandingIndicator]:
    """Every indicator that is taken on. ``thresholds``: as it may leave the participation team;
    None for the team itself. ``released``: the reports, where they have been read already."""
    sources = _Sources(
        indicators.list_numbers(session),
        clock_months.list_months(session),
        releases.list_releases(session) if released is None else released,
        compare(forum.list_entries(session)),
    )
    return _stand_all(indicators.list_indicators(session), sources, thresholds)


def find_standing(
    session: Session, indicator: Indicator, thresholds: Thresholds | None
) -> StandingIndicator:
    """One indicator, taken on or not."""
    taken_on = replace(indicator, state=State.TAKEN_ON)
    whole = indicator.part_of and indicators.find_indicator(session, indicator.part_of)
    origins = {each.definition.origin for each in (taken_on, whole) if each}
    sources = _Sources(
        indicators.list_numbers(session),
        clock_months.list_months(session) if Origin.CLOCK in origins else (),
        releases.list_releases(session) if Origin.WAVE in origins else (),
        compare(forum.list_entries(session)) if Origin.FORUM in origins else (),
    )
    return _stand_all([each for each in (whole, taken_on) if each], sources, thresholds)[-1]


def _stand_all(
    listed: Iterable[Indicator], sources: _Sources, thresholds: Thresholds | None
) -> list[StandingIndicator]:
    listed = list(listed)
    found: dict[UUID, StandingIndicator] = {}
    for indicator in sorted(listed, key=lambda each: each.part_of is not None):
        whole = found.get(indicator.part_of) if indicator.part_of else None
        wholes = {days_of(point): point for point in whole.points} if whole else {}
        found[indicator.id] = _stand(indicator, sources, thresholds, wholes)
    return [found[each.id] for each in listed if each.state is State.TAKEN_ON]


def _stand(
    indicator: Indicator,
    sources: _Sources,
    thresholds: Thresholds | None,
    wholes: Mapping[Days, Point],
) -> StandingIndicator:
    definition = indicator.definition
    own = [entry for entry in sources.entries if entry.indicator_id == indicator.id]
    points, marks = points_of(own, EntryKind.FIGURE), marks_of(own)
    safe: list[Point] = []
    match definition.origin:
        case Origin.CLOCK:
            safe = clock_points(definition.series, sources.months, thresholds)
        case Origin.WAVE:
            safe, baseline = _released_points(definition.series, sources.releases)
            marks = replace(marks, baseline=baseline or marks.baseline)
        case Origin.FORUM:
            counted = [_forum_point(definition, each) for each in sources.forum]
            points += [point for point, _ in counted]
            first = next((point for point, is_baseline in counted if is_baseline), None)
            marks = replace(marks, baseline=first or marks.baseline)
        case Origin.TYPED:
            pass
    if thresholds is not None:
        points = points_that_leave(points, definition.unit, thresholds, wholes)
        marks = marks_that_leave(marks, definition.unit, thresholds)
    ordered = sorted(points + safe, key=lambda point: (point.last, point.first))
    return StandingIndicator(indicator, stand(definition, ordered, marks), tuple(ordered))


_MOVED = {
    Direction.BETTER: Movement.BETTER,
    Direction.WORSE: Movement.WORSE,
    Direction.NO_CLEAR_CHANGE: Movement.NO_CLEAR_CHANGE,
    NotComparable.NO_EARLIER_FIGURE: Movement.NOT_KNOWN,
}


def _released_points(measure: str, released: Iterable[Release]) -> tuple[list[Point], Point | None]:
    """The figures that reports show, the earliest first, and what the latest is compared with."""
    points: list[Point] = []
    baseline = None
    standing = (release for release in released if release.corrected_by is None)
    in_order = sorted(standing, key=lambda each: each.number)
    days = {each.snapshot.wave.title: each.snapshot.wave.closes_on for each in in_order}
    for release in in_order:
        figure = release.snapshot.figure(measure)
        if figure is None or figure.share is None:
            continue
        compared = release.snapshot.comparisons[measure]
        point = _released_point(release.snapshot.wave.closes_on, figure.share, release)
        moved = _MOVED.get(compared.outcome, Movement.NOT_COMPARABLE)
        points.append(replace(point, moved=moved))
        baseline = None
        if compared.share is not None and compared.baseline in days:
            day = days[compared.baseline]
            baseline = replace(
                _released_point(day, compared.share, release), source=compared.baseline
            )
    return points, baseline


def _released_point(day: date, share: Share, release: Release) -> Point:
    return Point(
        day,
        day,
        Decimal(share.percent),
        HowCounted.PORTAL,
        release.released_at,
        yes=share.agree,
        of=share.valid,
        source=str(release.number),
    )


def _forum_point(definition: Definition, compared: ComparedEntry) -> tuple[Point, bool]:
    entry = compared.entry
    count = entry.count
    value = count.mainstream if definition.series == "mainstream" else count.together
    known_at = datetime.combine(entry.typed_on, time.max, LONDON)
    point = Point(
        count.counted_on,
        count.counted_on,
        Decimal(value),
        HowCounted.TYPED,
        known_at,
        source=count.source,
    )
    return point, compared.is_baseline
