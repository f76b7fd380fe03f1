"""The shares in time, worked out over the cases that this person may see, or over all for a job."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal.domain.case_facts import Event
from portal.domain.clock_months import count_month, months_to_count
from portal.domain.dates import london_day
from portal.domain.people import Viewer
from portal.domain.timeliness import (
    Judged,
    NewPlan,
    Period,
    Shares,
    TimelinessMeasure,
    new_plan_shares,
)
from portal.domain.timeliness_reviews import amended_plan_shares, review_shares
from portal.store import clock_months
from portal.store.case_records import RecordState
from portal.store.cases import Case, list_cases, list_cases_of_everybody
from portal.store.new_plans import list_new_plans, list_new_plans_of_everybody
from portal.store.record_age import list_files_read


@dataclass(frozen=True, slots=True)
class Timeliness:
    """The shares of a period, and the cases they were worked out from.

    ``known_until`` is the day to which the records reach, None where none was ever taken in: then
    nothing can be judged.
    """

    shares: Shares
    cases: tuple[Case, ...]
    known_until: date | None

    def judged(self, measure: TimelinessMeasure) -> list[tuple[Case, Judged]]:
        """The cases behind a share, by name."""
        place = {case.child_id: number for number, case in enumerate(self.cases)}
        judged = sorted(self.shares[measure].judged, key=lambda each: place[each.child_id])
        return [(self.cases[place[each.child_id]], each) for each in judged]


def work_out_timeliness(
    session: Session, viewer: Viewer, period: Period, today: date
) -> Timeliness:
    """Every share of the period, from a fixed number of statements."""
    cases = tuple(list_cases(session, viewer, today))
    known_until = cases[0].facts.as_of if cases else None
    plans = list_new_plans(session, viewer, today, period, _events(cases))
    return Timeliness(_judge(cases, plans, period, today), cases, known_until)


def count_months(session: Session, now: datetime) -> None:
    """Count, over every case, the months that the records reach past and that were not counted."""
    today = london_day(now)
    counted = {month.first for month in clock_months.list_months(session)}
    known_until = RecordState(list_files_read(session), {}).as_of
    periods = months_to_count(counted, known_until)
    if not periods:
        return
    cases = list_cases_of_everybody(session, today)
    events = _events(cases)
    for period in periods:
        plans = list_new_plans_of_everybody(session, period, events)
        shares = _judge(cases, plans, period, today)
        clock_months.add_months(session, count_month(shares, period.first, now))


def _events(cases: Sequence[Case]) -> dict[UUID, tuple[Event, ...]]:
    return {case.child_id: case.facts.events for case in cases}


def _judge(cases: Sequence[Case], plans: Sequence[NewPlan], period: Period, today: date) -> Shares:
    facts = [(case.child_id, case.facts) for case in cases]
    known_until = (cases[0].facts.as_of if cases else None) or date.min
    return (
        new_plan_shares(plans, period)
        | review_shares(facts, period, today=today, known_until=known_until)
        | amended_plan_shares(facts, period, known_until=known_until)
    )
