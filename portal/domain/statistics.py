"""Shares, their intervals and their direction of travel.

Intervals are fractions from 0 to 1 (differences from -1 to 1); percentages are whole numbers,
rounded half up. Wilson (1927) score interval and Newcombe (1998) hybrid score interval, method 10,
both without continuity correction.
"""

import math
from dataclasses import dataclass
from enum import StrEnum
from statistics import NormalDist

HEADLINE_CONFIDENCE = 0.95
BREAKDOWN_CONFIDENCE = 0.99
MANY_ASKED_TWICE = 0.2
"""From this share of people asked in both waves on, the two are no independent samples."""


@dataclass(frozen=True, slots=True)
class Share:
    """How many of the valid answers agree. ``valid`` leaves out "can't say" and blanks.

    Raises ValueError where there is no valid answer or more agree than answered.
    """

    agree: int
    valid: int

    def __post_init__(self) -> None:
        if not 0 <= self.agree <= self.valid or self.valid == 0:
            raise ValueError(f"{self.agree} of {self.valid} is no share")

    @property
    def fraction(self) -> float:
        return self.agree / self.valid

    @property
    def percent(self) -> int:
        return percent_of(self.agree, self.valid)


@dataclass(frozen=True, slots=True)
class Interval:
    """The range of values that the answers are compatible with, both ends included."""

    low: float
    high: float

    @property
    def percents(self) -> tuple[int, int]:
        return round_half_up(self.low * 100), round_half_up(self.high * 100)


def round_half_up(value: float) -> int:
    """The nearest whole number; a half goes up, towards positive infinity."""
    return math.floor(value + 0.5)


def percent_of(part: int, whole: int) -> int:
    """``part`` as a whole percentage of ``whole``, half up, worked out without binary fractions."""
    return (200 * part + whole) // (2 * whole)


def wilson_interval(share: Share, confidence: float = HEADLINE_CONFIDENCE) -> Interval:
    """The Wilson score interval of one share, no continuity correction."""
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    n, p = share.valid, share.fraction
    centre = (p + z * z / (2 * n)) / (1 + z * z / n)
    half_width = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    # The formula gives exactly 0 and 1 at the ends; binary fractions may miss them by a hair.
    low = 0.0 if share.agree == 0 else max(0.0, centre - half_width)
    high = 1.0 if share.agree == n else min(1.0, centre + half_width)
    return Interval(low, high)


def newcombe_interval(
    now: Share, before: Share, confidence: float = HEADLINE_CONFIDENCE
) -> Interval:
    """The interval of ``now - before``, two independent shares (Newcombe 1998, method 10)."""
    difference = now.fraction - before.fraction
    ours, theirs = wilson_interval(now, confidence), wilson_interval(before, confidence)
    down = math.hypot(now.fraction - ours.low, theirs.high - before.fraction)
    up = math.hypot(ours.high - now.fraction, before.fraction - theirs.low)
    return Interval(difference - down, difference + up)


class Direction(StrEnum):
    """Where a share has gone since an earlier wave."""

    BETTER = "better"
    WORSE = "worse"
    NO_CLEAR_CHANGE = "no_clear_change"


class NotComparable(StrEnum):
    """Why nothing may be said about the direction."""

    OTHER_WORDING = "other_wording"
    OTHER_SCALE = "other_scale"
    OTHER_COHORT_RULE = "other_cohort_rule"
    SAME_FAMILIES = "same_families"
    NO_EARLIER_FIGURE = "no_earlier_figure"
    HIDDEN_FIGURE = "hidden_figure"


@dataclass(frozen=True, slots=True)
class AskedAs:
    """How a wave asked a measure: what must be equal before two waves are compared."""

    wording: int
    options: tuple[str, ...]
    cohort_rule: str


def why_not_comparable(
    now: AskedAs, before: AskedAs, *, asked_both: float = 0.0
) -> NotComparable | None:
    """The reason why two waves cannot be compared on a measure, or None where they can.

    ``asked_both`` is the share (0 to 1) of the people asked now who were asked before too.
    """
    if now.wording != before.wording:
        return NotComparable.OTHER_WORDING
    if now.options != before.options:
        return NotComparable.OTHER_SCALE
    if now.cohort_rule != before.cohort_rule:
        return NotComparable.OTHER_COHORT_RULE
    if asked_both >= MANY_ASKED_TWICE:
        return NotComparable.SAME_FAMILIES
    return None


def find_direction(now: Share, before: Share, confidence: float = HEADLINE_CONFIDENCE) -> Direction:
    """Better or worse only where the interval of the difference leaves out 0."""
    interval = newcombe_interval(now, before, confidence)
    if interval.low > 0:
        return Direction.BETTER
    if interval.high < 0:
        return Direction.WORSE
    return Direction.NO_CLEAR_CHANGE
