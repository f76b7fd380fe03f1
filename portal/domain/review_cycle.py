"""What the portal does in one review because a day has come: facts in, steps out.

A review is held before the latest sensible meeting (`review_clock`) or, in the school year of a
move between phases, before the latest safe one (`transfers`), whichever comes first. Everything
here counts back from the meeting, or from that day while no meeting has a date, and is done once.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from portal.domain.clocks import ClockKey, Deadline
from portal.domain.dates import SchoolYear
from portal.domain.plan_stages import PlanStatus
from portal.domain.review_clock import (
    VIEWS_ASKED_DAYS_BEFORE_MEETING,
    latest_sensible_meeting,
    review_deadlines,
)
from portal.domain.reviews import Review, ReviewClosed
from portal.domain.transfers import TRANSFER_STARTS, latest_safe_meeting

CAUGHT_UP_FOR = timedelta(days=14)
"""A day that lies further back than this when the portal first sees it is let go: an old record
taken in must set nothing off, and a worker that stood still for days must lose nothing."""

NOTICE = timedelta(days=15)
"""Two clear weeks between the invitation and the meeting (reg 20(3))."""


class CycleStep(StrEnum):
    """What is done once in a review, or once for each date that its meeting is given."""

    REVIEW_OPENED = "review_opened"
    MEETING_DATE_ASKED = "meeting_date_asked"
    MEETING_DATE_MISSING = "meeting_date_missing"
    VIEWS_ASKED = "views_asked"
    VIEWS_ASKED_AGAIN = "views_asked_again"
    MEETING_INVITED = "meeting_invited"
    VIEWS_CIRCULATED = "views_circulated"
    MEETING_OVER = "meeting_over"


@dataclass(frozen=True, slots=True)
class CyclePolicy:
    """A council's own choices, in days; never law.

    ``opens_before_meeting`` is the lead time of a review; ``views_asked_again_after`` counts from
    the day on which somebody was asked.
    """

    opens_before_meeting: int = 84
    views_asked_before_meeting: int = VIEWS_ASKED_DAYS_BEFORE_MEETING
    views_asked_again_after: int = 14


@dataclass(frozen=True, slots=True)
class Done:
    """A step that was taken: the day that the rule named, and the day on which it was done."""

    step: CycleStep
    day: date
    on: date


@dataclass(frozen=True, slots=True)
class CycleFacts:
    """One review that is open. ``move_by`` is the last lawful day of the amended plan for a move
    that is still owed (SEND Regulations 2014, reg 18), None where there is no move."""

    began: date
    meeting: date | None = None
    move_by: date | None = None
    done: tuple[Done, ...] = ()


@dataclass(frozen=True, slots=True)
class Reached:
    """A step whose day has come. ``day`` is the day the rule names."""

    step: CycleStep
    day: date


def move_owed(status: PlanStatus, began: date, today: date) -> date | None:
    """The last lawful day of the amended plan for a coming move, where this review is the one for
    it. A review that began in the school year of the move came after the one for it, and once the
    day has passed the yearly limit is what is left."""
    limit = next((due for due in status.due if is_move(due.deadline)), None)
    if limit is None or limit.day < today or began >= SchoolYear.of(limit.day).first_day:
        return None
    return limit.day


def is_move(deadline: Deadline) -> bool:
    """Whether this is the limit of a plan amended for a move between phases."""
    return deadline.key is ClockKey.AMENDED_FINAL and deadline.start in TRANSFER_STARTS


def latest_meeting(began: date, move_by: date | None = None) -> date:
    """The last day on which the meeting still leaves the law its time: 28 days before the review
    is due (reg 20(10)) or 84 days before the plan must be ready for a move (regs 18, 20(10), 22),
    whichever is earlier."""
    due = review_deadlines(began)[ClockKey.REVIEW_DUE].day
    sensible = latest_sensible_meeting(due).day
    return sensible if move_by is None else min(sensible, latest_safe_meeting(move_by).day)


def steps_reached(
    facts: CycleFacts, today: date, policy: CyclePolicy = CyclePolicy()
) -> tuple[Reached, ...]:
    """The steps of this review that are to be taken today."""
    return tuple(_CycleDay(facts, today, policy).steps())


@dataclass(frozen=True, slots=True)
class _CycleDay:
    """One review on one day."""

    facts: CycleFacts
    today: date
    policy: CyclePolicy

    def steps(self) -> Iterator[Reached]:
        meeting = self.facts.meeting
        if meeting is not None and meeting < self.today:
            yield from self._after(meeting)
            return
        yield from self._opening()
        yield from self._views()
        if meeting is not None:
            yield from self._meeting(meeting)

    def _opening(self) -> Iterator[Reached]:
        """The review opens, and without a meeting the coordinator is asked for a date (reg 20(2):
        the head teacher arranges it where the council asks); still none when views are asked for,
        the caseworker is told."""
        day = self._opens()
        if self._is_time(CycleStep.REVIEW_OPENED, day):
            yield Reached(CycleStep.REVIEW_OPENED, day)
        if self.facts.meeting is not None:
            return
        if self._is_time(CycleStep.MEETING_DATE_ASKED, day):
            yield Reached(CycleStep.MEETING_DATE_ASKED, day)
        if self._is_time(CycleStep.MEETING_DATE_MISSING, self._views_day()):
            yield Reached(CycleStep.MEETING_DATE_MISSING, self._views_day())

    def _opens(self) -> date:
        """The move is only known in its own school year, so a review for it opens no earlier."""
        day = self._meets() - timedelta(self.policy.opens_before_meeting)
        if self.facts.meeting is None and self.facts.move_by is not None:
            return max(day, SchoolYear.of(self.facts.move_by).first_day)
        return day

    def _views(self) -> Iterator[Reached]:
        """Advice and information are asked of everybody invited (reg 20(4)); when is policy. Once
        a review, and again some days after to whoever has not answered, while there is time."""
        asked = self._find(CycleStep.VIEWS_ASKED)
        if asked is None:
            if self._is_time(CycleStep.VIEWS_ASKED, self._views_day()):
                yield Reached(CycleStep.VIEWS_ASKED, self._views_day())
            return
        day = asked.on + timedelta(self.policy.views_asked_again_after)
        if self._is_time(CycleStep.VIEWS_ASKED_AGAIN, day):
            yield Reached(CycleStep.VIEWS_ASKED_AGAIN, day)

    def _meeting(self, meeting: date) -> Iterator[Reached]:
        """Two weeks' notice is the least (reg 20(3)), so everybody is told as soon as the date is
        known, and late rather than never. What was sent goes round two weeks before (reg 20(4))."""
        limits = review_deadlines(self.facts.began, meeting=meeting)
        notice = Reached(CycleStep.MEETING_INVITED, limits[ClockKey.INVITATIONS].day)
        if self.today < meeting and not self._was_done(notice):
            yield notice
        round_on = Reached(CycleStep.VIEWS_CIRCULATED, limits[ClockKey.ADVICE_CIRCULATED].day)
        if round_on.day <= self.today and not self._was_done(round_on):
            yield round_on

    def _after(self, meeting: date) -> Iterator[Reached]:
        over = Reached(CycleStep.MEETING_OVER, meeting)
        if self.today - meeting <= CAUGHT_UP_FOR and not self._was_done(over):
            yield over

    def _is_time(self, step: CycleStep, day: date) -> bool:
        """Whether this step, which is taken once a review, is to be taken today. With a meeting to
        come there is time until views go round, however late its date became known."""
        if self.today < day or self._find(step) is not None:
            return False
        meeting = self.facts.meeting
        if meeting is None:
            return self.today - day <= CAUGHT_UP_FOR
        limits = review_deadlines(self.facts.began, meeting=meeting)
        return self.today < limits[ClockKey.ADVICE_CIRCULATED].day

    def _meets(self) -> date:
        return self.facts.meeting or latest_meeting(self.facts.began, self.facts.move_by)

    def _views_day(self) -> date:
        return self._meets() - timedelta(self.policy.views_asked_before_meeting)

    def _find(self, step: CycleStep) -> Done | None:
        return next((done for done in self.facts.done if done.step is step), None)

    def _was_done(self, reached: Reached) -> bool:
        return any(Reached(done.step, done.day) == reached for done in self.facts.done)


@dataclass(frozen=True, slots=True)
class NoticeTooShort:
    """The law wants more notice than this; ``earliest`` is the first day that may be chosen."""

    earliest: date


def first_lawful_meeting(today: date) -> date:
    """The first day for which invitations that go out today give two clear weeks (reg 20(3))."""
    return today + NOTICE


def why_not_meet(review: Review, day: date, today: date) -> ReviewClosed | NoticeTooShort | None:
    """None where a meeting may be set for this day; holidays and weekends are the setting's own
    affair."""
    if review.closed_on is not None:
        return ReviewClosed(review.closed_on)
    earliest = first_lawful_meeting(today)
    return NoticeTooShort(earliest) if day < earliest else None
