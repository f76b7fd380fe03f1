"""A portal review: one cycle of a plan, for which the family may give views.

The council's case system records reviews that were held; the portal opens one review a cycle, so
that views have somewhere to go before the case system knows of a meeting.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from portal.domain.clocks import ClockKey, Start, apply_rule
from portal.domain.review_clock import REVIEW_RULES

CORRECTION_WINDOW = timedelta(days=90)
"""A start that moves by less than this, with no meeting behind it, is a mended record."""


class ReviewState(StrEnum):
    """What may still be done with the views for a review."""

    OPEN = "open"
    CIRCULATED = "circulated"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Review:
    """One cycle of one plan.

    ``cycle_began`` is the day the plan was made or last reviewed; ``meeting`` is the day of this
    cycle's meeting, once the record knows it; ``closed_on`` is the day the portal learned that the
    cycle had ended.
    """

    id: UUID
    child_id: UUID
    plan_id: UUID
    cycle_began: date
    meeting: date | None = None
    closed_on: date | None = None

    @property
    def circulated_on(self) -> date | None:
        """The day views go round, two weeks before the meeting (SEND Regulations 2014, reg 20(4));
        None while the meeting has no date."""
        if self.meeting is None:
            return None
        return apply_rule(REVIEW_RULES, ClockKey.ADVICE_CIRCULATED, Start.MEETING, self.meeting).day

    @property
    def last_day_to_change(self) -> date | None:
        """The last day on which views already sent may be changed."""
        return None if self.circulated_on is None else self.circulated_on - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ReviewClosed:
    """The cycle is over: what was said stays readable, nothing more is taken."""

    closed_on: date


@dataclass(frozen=True, slots=True)
class NotLinked:
    """Nothing in force today links this person to the child; a restriction counts as no link."""


def review_state(review: Review, today: date) -> ReviewState:
    """Worked out from the meeting's date alone: a meeting that moves on opens the views again."""
    if review.closed_on is not None:
        return ReviewState.CLOSED
    if review.circulated_on is not None and review.circulated_on <= today:
        return ReviewState.CIRCULATED
    return ReviewState.OPEN


def may_contribute(review: Review, *, is_linked: bool) -> ReviewClosed | NotLinked | None:
    """None when this person may give views; else why not. The link is asked first, so that a
    person without one learns nothing about the review."""
    if not is_linked:
        return NotLinked()
    if review.closed_on is not None:
        return ReviewClosed(review.closed_on)
    return None


def begins_new_cycle(review: Review, recorded_start: date) -> bool:
    """Whether the day on which the record now says the plan was made or last reviewed ends this
    cycle, or is a correction of the day on which it began.

    A day on or after this cycle's meeting is that meeting's decision. Without a meeting in between,
    only a long step forward is a new cycle: closing a review over a mended date would take away a
    page that a family is writing on.
    """
    if recorded_start <= review.cycle_began:
        return False
    if review.meeting is not None and recorded_start >= review.meeting:
        return True
    return recorded_start - review.cycle_began >= CORRECTION_WINDOW


def meeting_in_cycle(cycle_began: date, recorded_meeting: date | None) -> date | None:
    """The recorded meeting, where it belongs to the cycle that began on this day and not to the
    one before it. A meeting on the first day belongs to the decision that began the cycle."""
    if recorded_meeting is None or recorded_meeting <= cycle_began:
        return None
    return recorded_meeting
