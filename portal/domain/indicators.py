"""Indicators: what each is, its figures, and what is said of them.

A rating is worked out, never typed in: everybody can check it, and nobody is asked to colour their
own work. It follows the action plan's key as far as figures can tell:

- *blue* (completed and embedded): the goal was met the last four times in a row;
- *green* (on track): the goal is met;
- *amber* (started, some delay): it is not met, and the figure is better than the one before it or
  than the baseline;
- *red* (significant delay): it is not met and nothing of that is seen.

Where there is no figure or no goal there is no rating.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from portal.domain.commitments import Rating
from portal.domain.statistics import Direction, Share, find_direction

EMBEDDED_AFTER = 4
"""So many figures in a row that meet the goal make it blue."""

LONGEST_WORDS = 1000
"""Letters, of a remark and of a reason."""


class Origin(StrEnum):
    """Where the figures come from: worked out from the records each month, from the latest released
    survey that asked, from the counts of the forum's members, or typed in."""

    CLOCK = "clock"
    WAVE = "wave"
    FORUM = "forum"
    TYPED = "typed"


class Unit(StrEnum):
    """A count is of people, or of things of which each is one family's, such as complaints."""

    PERCENT = "percent"
    COUNT = "count"


class Better(StrEnum):
    HIGHER = "higher"
    LOWER = "lower"


class GoalRule(StrEnum):
    """What the figure has to reach: a target that is typed in, at least the national figure, or
    something better than the baseline."""

    TARGET = "target"
    NATIONAL = "national"
    BASELINE = "baseline"


class State(StrEnum):
    PROPOSED = "proposed"
    TAKEN_ON = "taken_on"
    NOT_TAKEN_ON = "not_taken_on"


@dataclass(frozen=True, slots=True)
class Definition:
    """``meaning`` is how it is counted. ``series`` says which figures of the origin it reads: of
    the clocks ``<measure>:month`` or ``:year``, of surveys the measure, of the forum whose members.
    ``owner`` is a post. ``is_public``: may stand in a pack that everybody can read."""

    name: str
    meaning: str
    unit: Unit = Unit.COUNT
    origin: Origin = Origin.TYPED
    series: str = ""
    better: Better = Better.HIGHER
    goal: GoalRule = GoalRule.TARGET
    owner: str = ""
    is_public: bool = False


@dataclass(frozen=True, slots=True)
class Indicator:
    """``part_of`` is the indicator that counts the whole of which this one counts a part."""

    id: UUID
    definition: Definition
    state: State
    part_of: UUID | None = None


class EntryKind(StrEnum):
    FIGURE = "figure"
    BASELINE = "baseline"
    TARGET = "target"
    NATIONAL = "national"


class HowCounted(StrEnum):
    PORTAL = "portal"
    TYPED = "typed"


@dataclass(frozen=True, slots=True)
class Point:
    """One figure, of the days ``first`` to ``last``. A percentage has at most one decimal.

    ``yes`` and ``of`` are the counts behind a percentage, where they are known. ``source`` is in
    words where it was typed in, and the number of the report for a survey's figure. ``moved`` is
    said by whoever knows better than two figures can tell, as a released report does.
    """

    first: date
    last: date
    value: Decimal
    counted: HowCounted
    known_at: datetime
    yes: int | None = None
    of: int | None = None
    source: str = ""
    note: str = ""
    moved: "Movement | None" = None


class Movement(StrEnum):
    BETTER = "better"
    WORSE = "worse"
    SAME = "same"
    NO_CLEAR_CHANGE = "no_clear_change"
    NOT_COMPARABLE = "not_comparable"
    NOT_KNOWN = "not_known"


@dataclass(frozen=True, slots=True)
class Marks:
    """What the figures are held against; None is not known."""

    baseline: Point | None = None
    target: Point | None = None
    national: Point | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """How an indicator stands. ``current`` None: there is no figure."""

    current: Point | None
    marks: Marks
    movement: Movement
    rating: Rating | None


def stand(definition: Definition, points: Sequence[Point], marks: Marks) -> Standing:
    """How it stands by its latest figure; ``points`` in any order."""
    ordered = sorted(points, key=lambda point: (point.last, point.first))
    return Standing(
        current=ordered[-1] if ordered else None,
        marks=marks,
        movement=find_movement(definition.better, ordered),
        rating=rate(definition, ordered, marks),
    )


def find_movement(better: Better, ordered: Sequence[Point]) -> Movement:
    """Where the latest figure has gone since the one before it.

    Shares whose counts are both known are compared as surveys are (Newcombe), so that a few cases
    more or less are not called a change. Of other numbers it is said whether they rose or fell.
    """
    if not ordered:
        return Movement.NOT_KNOWN
    now = ordered[-1]
    if now.moved is not None:
        return now.moved
    if len(ordered) == 1:
        return Movement.NOT_KNOWN
    before = ordered[-2]
    if now.counted is not before.counted:
        return Movement.NOT_COMPARABLE
    ours, theirs = _share(now), _share(before)
    if ours is not None and theirs is not None:
        direction = find_direction(ours, theirs)
        if direction is Direction.NO_CLEAR_CHANGE:
            return Movement.NO_CLEAR_CHANGE
        rose = direction is Direction.BETTER
    elif now.value == before.value:
        return Movement.SAME
    else:
        rose = now.value > before.value
    return Movement.BETTER if rose == (better is Better.HIGHER) else Movement.WORSE


def rate(definition: Definition, ordered: Sequence[Point], marks: Marks) -> Rating | None:
    """The rating by the rule at the top of this module."""
    goal = _goal(definition, marks)
    if not ordered or goal is None:
        return None
    met = [_meets(definition, point, goal) for point in ordered]
    if met[-1]:
        embedded = len(met) >= EMBEDDED_AFTER and all(met[-EMBEDDED_AFTER:])
        return Rating.BLUE if embedded else Rating.GREEN
    earlier = [point.value for point in ordered[-2:-1]]
    if marks.baseline is not None:
        earlier.append(marks.baseline.value)
    now = ordered[-1].value
    if any(_is_better(definition.better, now, value) for value in earlier):
        return Rating.AMBER
    return Rating.RED


def _goal(definition: Definition, marks: Marks) -> Decimal | None:
    point = {
        GoalRule.TARGET: marks.target,
        GoalRule.NATIONAL: marks.national,
        GoalRule.BASELINE: marks.baseline,
    }[definition.goal]
    return point.value if point else None


def _meets(definition: Definition, point: Point, goal: Decimal) -> bool:
    """At least the goal; better than it where it is the baseline. A report that has compared a
    figure with its baseline is believed: one that rose by chance has not met the goal."""
    if definition.goal is not GoalRule.BASELINE:
        return not _is_better(definition.better, goal, point.value)
    if point.moved is not None:
        return point.moved is Movement.BETTER
    return _is_better(definition.better, point.value, goal)


def _is_better(better: Better, one: Decimal, other: Decimal) -> bool:
    return one > other if better is Better.HIGHER else one < other


def _share(point: Point) -> Share | None:
    if point.yes is None or not point.of:
        return None
    return Share(point.yes, point.of)
