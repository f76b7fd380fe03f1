"""Reviews and amended plans in time, as `timeliness` counts them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from uuid import UUID

from portal.domain.case_facts import (
    DECISIONS,
    CaseFacts,
    Event,
    EventKind,
    PlanFacts,
    began_elsewhere,
)
from portal.domain.clocks import ClockKey
from portal.domain.dates import SchoolYear, add_months
from portal.domain.review_clock import review_deadlines
from portal.domain.rights import school_year_group
from portal.domain.timeliness import (
    Judged,
    Period,
    Shares,
    TimelinessMeasure,
    TimelyShare,
    Verdict,
)
from portal.domain.transfers import Phase, coming_transfer, school_transfer_deadlines

Case = tuple[UUID, CaseFacts]

REVIEW_OF_MOVE = {
    Phase.PRIMARY_SECONDARY: TimelinessMeasure.REVIEWS_SECONDARY,
    Phase.MIDDLE_SECONDARY: TimelinessMeasure.REVIEWS_SECONDARY,
    Phase.SECONDARY_POST16: TimelinessMeasure.REVIEWS_POST16,
}
A_YEAR = 12


def review_shares(
    cases: Iterable[Case], period: Period, *, today: date, known_until: date
) -> Shares:
    """Reviews whose last lawful day falls in the period, and that were completed by it.

    In the school year of a move to secondary school or to a post-16 institution the review for
    the move is the year's review: in time where the amended plan was final by the day before
    15 February or 31 March. Every other review is in time where its decision came within
    12 months. ``known_until`` is the day to which the records reach.
    """
    found: dict[TimelinessMeasure, list[Judged]] = {
        TimelinessMeasure.REVIEWS_SECONDARY: [],
        TimelinessMeasure.REVIEWS_POST16: [],
        TimelinessMeasure.REVIEWS_OTHERS: [],
    }
    for child_id, facts in cases:
        if facts.plan is None:
            continue
        reviews = _Reviews(child_id, facts, facts.plan, period, today, known_until)
        for measure, judged in reviews.judge():
            found[measure].append(judged)
    return {measure: TimelyShare(tuple(judged)) for measure, judged in found.items()}


@dataclass(frozen=True, slots=True)
class _Reviews:
    """The reviews that one plan owed."""

    child_id: UUID
    facts: CaseFacts
    plan: PlanFacts
    period: Period
    today: date
    known_until: date

    def judge(self) -> Iterator[tuple[TimelinessMeasure, Judged]]:
        for year in range(self.period.first.year, self.period.last.year + 1):
            phase = self._move(year)
            judged = self._judge_move(phase, year) if phase else None
            if phase and judged:
                yield REVIEW_OF_MOVE[phase], judged
        completed = [day for day, _ in completed_reviews(self.plan, self.facts.events)]
        days = [*([self.plan.made.on] if self.plan.made else []), *completed]
        for start, done in zip_longest(days, days[1:]):
            judged = self._judge_cycle(start, done)
            if judged is not None:
                yield TimelinessMeasure.REVIEWS_OTHERS, judged

    def _judge_cycle(self, start: date, done: date | None) -> Judged | None:
        limit = review_deadlines(start)[ClockKey.REVIEW_DUE].day
        if not self._was_owed(limit, done):
            return None
        # The record keeps the latest review only: after two years one in between may be lost.
        unknown = done is not None and done > add_months(limit, A_YEAR)
        if limit not in self.period:
            waits = done is None or done > self.period.last
            if limit > self.period.last or not waits or unknown:
                return None
            return Judged(self.child_id, Verdict.OVERDUE_FROM_BEFORE, limit, done)
        if self._move(SchoolYear.of(limit).start + 1):
            return None
        if began_elsewhere(self.plan, self.facts.events, start):
            verdict = Verdict.OTHER_CLOCK
        elif unknown:
            verdict = Verdict.EARLIER_REVIEWS_UNKNOWN
        else:
            verdict = _verdict(done, limit)
        return Judged(self.child_id, verdict, limit, done)

    def _judge_move(self, phase: Phase, year: int) -> Judged | None:
        limit = school_transfer_deadlines(phase, year)[ClockKey.AMENDED_FINAL].day
        finals = self._days_in(year, EventKind.FINAL_ISSUED)
        if self.plan.transfer_done is not None:
            finals.append(self.plan.transfer_done.on)
        first = SchoolYear(year - 1).first_day
        done = min((day for day in finals if day >= first), default=None)
        if limit not in self.period or not self._was_owed(limit, done):
            return None
        decided = [day for day, _ in completed_reviews(self.plan, self.facts.events)]
        unclear = self.plan.moved_in or any(first <= day <= limit for day in decided)
        if done is None and unclear:
            # It may have been the review for the move; only the record of the move would tell.
            return Judged(self.child_id, Verdict.MOVE_UNCLEAR, limit)
        return Judged(self.child_id, _verdict(done, limit), limit, done)

    def _move(self, year: int) -> Phase | None:
        """The move to secondary school or after 16 in September of ``year``, of a plan that was
        there before that school year began."""
        school_year, made = SchoolYear(year - 1), self.plan.made
        years_ago = SchoolYear.of(self.today).start - school_year.start
        recorded = self.facts.year_group
        if self.facts.born is None or (made is not None and made.on >= school_year.first_day):
            return None
        group = school_year_group(
            self.facts.born,
            school_year.first_day,
            recorded=None if recorded is None else recorded - years_ago,
        )
        due = self.plan.transfer_due
        phase = coming_transfer(
            group,
            self.facts.setting_phase if years_ago == 0 else None,
            on_record=due is not None and SchoolYear.of(due.on) == school_year,
        )
        return phase if phase in REVIEW_OF_MOVE else None

    def _was_owed(self, limit: date, done: date | None) -> bool:
        """Whether the day has passed, as far as the records reach, in the life of the plan."""
        ceased = self.plan.ceased
        ended_first = ceased is not None and ceased.on <= limit and (done is None or done > limit)
        return limit < self.known_until and not ended_first

    def _days_in(self, year: int, kind: EventKind) -> list[date]:
        """The days of the school year before September of ``year`` on which this happened."""
        return [
            event.when.on
            for event in self.facts.events
            if event.kind is kind and SchoolYear.of(event.when.on).start == year - 1
        ]


def _verdict(done: date | None, limit: date) -> Verdict:
    return Verdict.IN_TIME if done is not None and done <= limit else Verdict.LATE


def amended_plan_shares(cases: Iterable[Case], period: Period, *, known_until: date) -> Shares:
    """Decisions to amend whose 12 weeks from the meeting end in the period, and whose amended plan
    was final by then. ``known_until`` is the day to which the records reach."""
    judged = (
        each
        for child_id, facts in cases
        if facts.plan is not None
        for each in _judge_amendments(child_id, facts, facts.plan)
        if each.limit is not None and each.limit in period and each.limit < known_until
    )
    return {TimelinessMeasure.AMENDED_PLANS: TimelyShare(tuple(judged))}


def _judge_amendments(child_id: UUID, facts: CaseFacts, plan: PlanFacts) -> Iterator[Judged]:
    decisions = completed_reviews(plan, facts.events)
    for number, (decided, kind) in enumerate(decisions):
        if kind is not EventKind.DECISION_AMEND:
            continue
        before = decisions[number - 1][0] if number else date.min
        after = decisions[number + 1][0] if number + 1 < len(decisions) else date.max
        held = [day for day in _meetings(plan, facts.events) if before < day <= decided]
        if not held:
            limit = review_deadlines(decided, meeting=decided)[ClockKey.AMENDED_FINAL].day
            yield Judged(child_id, Verdict.NO_MEETING, limit)
            continue
        limit = review_deadlines(held[-1], meeting=held[-1])[ClockKey.AMENDED_FINAL].day
        done = min(
            (
                event.when.on
                for event in facts.events
                if event.kind is EventKind.FINAL_ISSUED and decided <= event.when.on < after
            ),
            default=None,
        )
        verdict = _verdict(done, limit) if facts.events else Verdict.NO_EVENTS
        yield Judged(child_id, verdict, limit, done)


def completed_reviews(
    plan: PlanFacts, events: tuple[Event, ...]
) -> list[tuple[date, EventKind | None]]:
    """Every completed review of the plan, by day. The record's latest one is left out where an
    event tells of the same review."""
    made = plan.made.on if plan.made else date.min
    found: dict[date, EventKind | None] = {
        event.when.on: event.kind
        for event in events
        if event.kind in DECISIONS and event.when.on >= made
    }
    last = plan.last_review
    if last is not None and last.on >= made:
        meeting = plan.meeting.on if plan.meeting else last.on
        if not any(min(meeting, last.on) <= day for day in found):
            found[last.on] = plan.review_outcome
    return sorted(found.items(), key=lambda each: each[0])


def _meetings(plan: PlanFacts, events: tuple[Event, ...]) -> list[date]:
    days = {event.when.on for event in events if event.kind is EventKind.MEETING}
    return sorted(days | ({plan.meeting.on} if plan.meeting else set()))
