"""The shares in time, worked out over the cases that this person may see."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from portal.domain.people import Viewer
from portal.domain.timeliness import Judged, Period, Shares, TimelinessMeasure, new_plan_shares
from portal.domain.timeliness_reviews import amended_plan_shares, review_shares
from portal.store.cases import Case, list_cases
from portal.store.new_plans import list_new_plans


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
    facts = [(case.child_id, case.facts) for case in cases]
    events = {child_id: each.events for child_id, each in facts}
    plans = list_new_plans(session, viewer, today, period, events)
    judged_until = known_until or date.min
    shares = (
        new_plan_shares(plans, period)
        | review_shares(facts, period, today=today, known_until=judged_until)
        | amended_plan_shares(facts, period, known_until=judged_until)
    )
    return Timeliness(shares, cases, known_until)
