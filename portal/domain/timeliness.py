"""The three shares built on the clocks: new plans, reviews and amended plans in time.

A duty belongs to the period in which its last lawful day falls, a new plan to the one in which it
was issued, so that the shares of adjoining periods add up. A duty is judged only once the records
reach past its last lawful day, and what they cannot tell is counted apart, never as late. Reviews
and amended plans are judged in `timeliness_reviews`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from uuid import UUID

from portal.domain.case_facts import Event, EventKind
from portal.domain.clocks import (
    SEND_REGULATIONS_BEGIN,
    ClockKey,
    Deadline,
    assessment_deadlines,
)
from portal.domain.exceptions import (
    AgreedDelay,
    LawfulException,
    excused_day,
    excuses,
    read_exception,
)
from portal.domain.statistics import percent_of


class TimelinessMeasure(StrEnum):
    """One key a share; kept stable, so that periods can be compared."""

    NEW_PLANS = "new-plans"
    NEW_PLANS_WITHOUT_EXCEPTIONS = "new-plans-without-exceptions"
    REVIEWS_SECONDARY = "reviews-secondary-transfer"
    REVIEWS_POST16 = "reviews-post16-transfer"
    REVIEWS_OTHERS = "reviews-all-others"
    AMENDED_PLANS = "amended-plans"


class Verdict(StrEnum):
    """In time and late are counted; every other verdict is shown beside the share."""

    IN_TIME = "in_time"
    LATE = "late"
    EXCEPTION = "exception"
    NO_REQUEST_DATE = "no_request_date"
    OTHER_CLOCK = "other_clock"
    EARLIER_REVIEWS_UNKNOWN = "earlier_reviews_unknown"
    OVERDUE_FROM_BEFORE = "overdue_from_before"
    MOVE_UNCLEAR = "move_unclear"
    NO_MEETING = "no_meeting"
    NO_EVENTS = "no_events"


@dataclass(frozen=True, slots=True)
class Period:
    """From ``first`` to ``last``, both included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Judged:
    """One duty of one case: its last lawful day and the day it was done, where there is one.

    ``exception`` is the lawful exception on record for it, whether or not it was kept to: the one
    that reaches furthest. Beside the last lawful day it gives the excused one. ``delay_agreed`` is
    the day of the latest agreed delay, which excuses nothing.
    """

    child_id: UUID
    verdict: Verdict
    limit: date | None = None
    done: date | None = None
    exception: LawfulException | None = None
    delay_agreed: date | None = None


@dataclass(frozen=True, slots=True)
class TimelyShare:
    """A share and the cases behind it; a case stands in it once for each duty it had."""

    judged: tuple[Judged, ...]

    def having(self, *verdicts: Verdict) -> tuple[Judged, ...]:
        return tuple(each for each in self.judged if each.verdict in verdicts)

    @property
    def numerator(self) -> int:
        return len(self.having(Verdict.IN_TIME))

    @property
    def denominator(self) -> int:
        return len(self.having(Verdict.IN_TIME, Verdict.LATE))

    @property
    def percent(self) -> int | None:
        """A whole percentage, half up; None where there was nothing to judge."""
        return percent_of(self.numerator, self.denominator) if self.denominator else None


@dataclass(frozen=True, slots=True)
class NewPlan:
    """A plan made for the first time, and the request it came from.

    ``other_clock`` says that an order or another council began it: its limit counts from a day
    that the files do not hold.
    """

    child_id: UUID
    made: date
    received: date | None
    other_clock: bool
    events: tuple[Event, ...]


Shares = dict[TimelinessMeasure, TimelyShare]


def new_plan_shares(plans: Iterable[NewPlan], period: Period) -> Shares:
    """Plans issued in the period: within 20 weeks of the request among all of them, and among all
    but those that a lawful exception made late. An agreed delay is no exception, and a plan that
    came after its excused date is late."""
    judged = [_judge_new_plan(plan) for plan in plans if plan.made in period]
    strict = (
        replace(each, verdict=Verdict.LATE) if each.verdict is Verdict.EXCEPTION else each
        for each in judged
    )
    return {
        TimelinessMeasure.NEW_PLANS: TimelyShare(tuple(strict)),
        TimelinessMeasure.NEW_PLANS_WITHOUT_EXCEPTIONS: TimelyShare(tuple(judged)),
    }


def _judge_new_plan(plan: NewPlan) -> Judged:
    received = plan.received
    if plan.other_clock:
        return Judged(plan.child_id, Verdict.OTHER_CLOCK, done=plan.made)
    if received is None or not SEND_REGULATIONS_BEGIN <= received <= plan.made:
        return Judged(plan.child_id, Verdict.NO_REQUEST_DATE, done=plan.made)
    limit = assessment_deadlines(received)[ClockKey.FINAL_PLAN]
    during = _decided_during(plan.events, received, plan.made)
    exception = _furthest(during, limit)
    until = excused_day(exception, limit) if exception else None
    if plan.made <= limit.day:
        verdict = Verdict.IN_TIME
    elif exception is not None and (until is None or plan.made <= until):
        verdict = Verdict.EXCEPTION
    else:
        verdict = Verdict.LATE
    delay_agreed = max(
        (each.agreed_on for each in during if isinstance(each, AgreedDelay)), default=None
    )
    return Judged(plan.child_id, verdict, limit.day, plan.made, exception, delay_agreed)


def _decided_during(
    events: Iterable[Event], received: date, made: date
) -> list[LawfulException | AgreedDelay]:
    """What was decided about the time of the assessment in its course, exception or delay."""
    return [
        AgreedDelay(event.when.on)
        if event.kind is EventKind.AGREED_DELAY
        else read_exception(event.when.on, event.detail)
        for event in events
        if event.kind in {EventKind.EXCEPTION, EventKind.AGREED_DELAY}
        and received <= event.when.on <= made
    ]


def _furthest(
    decided: Iterable[LawfulException | AgreedDelay], limit: Deadline
) -> LawfulException | None:
    """The exception to this limit that reaches furthest; one without a date of its own reaches any
    day."""
    return max(
        (each for each in decided if isinstance(each, LawfulException) and excuses(each, limit)),
        key=lambda each: each.excused_until or date.max,
        default=None,
    )
