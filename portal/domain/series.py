"""A survey that repeats: on which days it opens, and which days in the records it asks about."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from portal.domain.dates import add_months
from portal.domain.waves import CohortFilter, CohortKind, CohortRule, GroupKind


class Every(StrEnum):
    """How often a series opens a wave."""

    MONTH = "month"
    QUARTER = "quarter"

    @property
    def months(self) -> int:
        return 1 if self is Every.MONTH else 3


class Span(StrEnum):
    """The days that a wave of a series asks about: whole months, the last of them the month before
    the wave opens. A quarter is three such months, so that quarterly waves leave no day out."""

    LAST_MONTH = "last_month"
    LAST_QUARTER = "last_quarter"


class WhyNotOpened(StrEnum):
    """Why the wave of a series did not open on its day; its draft is kept."""

    TOO_FEW = "too_few"
    NOT_READY = "not_ready"
    ASKS_OTHERS = "asks_others"


@dataclass(frozen=True, slots=True)
class SeriesPlan:
    """What the officer decides once. ``first_on`` is the day of the first wave; a wave is open for
    ``days_open`` days, its first included."""

    title: str
    instrument_id: UUID
    kind: CohortKind
    span: Span
    filters: tuple[CohortFilter, ...]
    groups: tuple[GroupKind, ...]
    days_open: int
    every: Every
    first_on: date
    baseline_id: UUID | None


@dataclass(frozen=True, slots=True)
class Series:
    """A plan on its way. The next wave opens on ``next_on`` unless the series is stopped;
    ``refusal`` is why the last one did not."""

    id: UUID
    plan: SeriesPlan
    next_on: date
    stopped: bool
    refusal: WhyNotOpened | None


def find_day_after(plan: SeriesPlan, day: date) -> date:
    """The first day of the series after this one. Counted from the first, so that a series that
    begins on the 31st goes back to the 31st after a short month."""
    number = 0
    while (found := add_months(plan.first_on, number * plan.every.months)) <= day:
        number += 1
    return found


def cohort_on(plan: SeriesPlan, day: date) -> CohortRule:
    """Whom the wave that opens on this day asks."""
    this_month = day.replace(day=1)
    months = 1 if plan.span is Span.LAST_MONTH else 3
    first, last = add_months(this_month, -months), this_month - timedelta(days=1)
    return CohortRule(plan.kind, first, last, plan.filters)
