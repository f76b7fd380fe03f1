"""The rows of the council's record files, read as the facts of a case."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from portal.domain.case_facts import (
    AssessmentFacts,
    EventKind,
    Outcome,
    PlanFacts,
    Recorded,
    RecordSource,
    read_recorded,
)
from portal.domain.date_flags import DateOutcome, FlagStanding
from portal.store.record_age import FlaggedDate, list_files_read
from portal.store.tables.cases import ActivePlan, Assessment, AssessmentRequest, Plan
from portal.store.tables.record_age import DateFlag, DateFlagAnswer

Among = Callable[[InstrumentedAttribute[UUID]], ColumnElement[bool]]
"""Narrows a statement to the children asked for, by its column of child ids."""

FILES = {
    RecordSource.REQUESTS: "requests.csv",
    RecordSource.ASSESSMENTS: "assessment.csv",
    RecordSource.PLANS: "named_plan.csv",
    RecordSource.REVIEWS: "active_plans.csv",
    RecordSource.EVENTS: "events.csv",
}

OUTCOMES = {
    "Y": Outcome.YES,
    "N": Outcome.NO,
    "W": Outcome.WITHDRAWN,
    "H": Outcome.DECIDED_EARLIER,
}
DECISIONS = {
    "M": EventKind.DECISION_KEEP,
    "A": EventKind.DECISION_AMEND,
    "C": EventKind.DECISION_CEASE,
}
NO_WORDS = frozenset({"", "n", "no", "0", "false"})


# Built once: putting a statement of many columns together costs more than running it.
_FLAGS = (
    select(
        DateFlag.child_id,
        DateFlag.source,
        DateFlag.day,
        DateFlag.flagged_by_id,
        DateFlag.flagged_at,
        DateFlag.settled_at,
        DateFlagAnswer.outcome,
        DateFlagAnswer.answered_at,
    )
    .outerjoin(DateFlagAnswer, DateFlagAnswer.flag_id == DateFlag.id)
    # The last row of a flag is the one that counts.
    .order_by(DateFlag.day, DateFlagAnswer.answered_at)
)
_ASSESSMENTS = (
    select(
        AssessmentRequest.child_id,
        AssessmentRequest.received_on,
        AssessmentRequest.outcome,
        AssessmentRequest.outcome_on,
        AssessmentRequest.mediation,
        AssessmentRequest.tribunal,
        AssessmentRequest.marked_absent_on,
        Assessment.outcome,
        Assessment.outcome_on,
        Assessment.mediation,
        Assessment.tribunal,
        Assessment.marked_absent_on,
    )
    .outerjoin(Assessment, Assessment.request_id == AssessmentRequest.id)
    .order_by(AssessmentRequest.received_on, Assessment.outcome_on)
)
_PLANS = (
    select(
        Plan.child_id,
        Plan.start_on,
        Plan.ceased_on,
        Plan.marked_absent_on,
        ActivePlan.last_review_on,
        ActivePlan.review_outcome,
        ActivePlan.review_meeting_on,
        ActivePlan.review_draft_on,
        ActivePlan.phase_transfer_due_on,
        ActivePlan.phase_transfer_final_on,
        ActivePlan.transfer_la,
        ActivePlan.marked_absent_on,
    )
    .outerjoin(ActivePlan, ActivePlan.plan_id == Plan.id)
    .order_by(Plan.start_on, ActivePlan.last_review_on, ActivePlan.review_meeting_on)
)


@dataclass(frozen=True, slots=True)
class RecordState:
    """How old each file is, and which dates somebody has called wrong: those that stand in doubt,
    and how each person's flag stands."""

    read_on: Mapping[str, date]
    flags: Mapping[UUID, frozenset[FlaggedDate]]
    standings: Mapping[UUID, tuple[FlagStanding, ...]] = field(default_factory=dict)

    @property
    def as_of(self) -> date | None:
        """The day of the oldest file about cases: only up to then is the record whole."""
        names = set(FILES.values())
        return min((day for name, day in self.read_on.items() if name in names), default=None)

    def read(
        self, child_id: UUID, on: date | None, source: RecordSource, absent: date | None
    ) -> Recorded | None:
        doubt = absent is not None or self.is_flagged(child_id, on, source)
        return read_recorded(on, source, self.read_on.get(FILES[source]), in_doubt=doubt)

    def is_flagged(self, child_id: UUID, on: date | None, source: RecordSource) -> bool:
        return on is not None and FlaggedDate(source, on) in self.flags.get(child_id, ())


def read_state(session: Session, among: Among) -> RecordState:
    """How old the record is, and the flags that stand on the dates of these children."""
    flags: defaultdict[UUID, set[FlaggedDate]] = defaultdict(set)
    standings: defaultdict[UUID, dict[tuple[FlaggedDate, UUID], FlagStanding]] = defaultdict(dict)
    for row in session.execute(_FLAGS.where(among(DateFlag.child_id))):
        flagged = FlaggedDate(RecordSource(row.source), row.day)
        if row.settled_at is None:
            flags[row.child_id].add(flagged)
        standings[row.child_id][flagged, row.flagged_by_id] = _flag_standing(row)
    return RecordState(
        list_files_read(session),
        {child_id: frozenset(found) for child_id, found in flags.items()},
        {child_id: tuple(found.values()) for child_id, found in standings.items()},
    )


def _flag_standing(row: Any) -> FlagStanding:
    is_open = row.settled_at is None
    return FlagStanding(
        RecordSource(row.source),
        row.day,
        row.flagged_by_id,
        is_open=is_open,
        waits=is_open and (row.answered_at is None or row.flagged_at > row.answered_at),
        outcome=None if row.outcome is None else DateOutcome(row.outcome),
        answered_at=row.answered_at,
    )


def read_assessments(
    session: Session, among: Among, state: RecordState
) -> dict[UUID, AssessmentFacts]:
    """The latest request of each child, and what came of it."""
    rows = session.execute(_ASSESSMENTS.where(among(AssessmentRequest.child_id)))
    found: dict[UUID, AssessmentFacts] = {}
    for row in rows:
        child_id, received, outcome, decided, mediation, tribunal, absent, *after = row
        later_outcome, later_decided, later_mediation, later_tribunal, later_absent = after
        found[child_id] = AssessmentFacts(
            received=state.read(child_id, received, RecordSource.REQUESTS, absent),
            request_outcome=OUTCOMES.get(outcome or "", Outcome.AWAITED),
            request_decided=state.read(child_id, decided, RecordSource.REQUESTS, absent),
            outcome=OUTCOMES.get(later_outcome or "", Outcome.AWAITED),
            decided=state.read(child_id, later_decided, RecordSource.ASSESSMENTS, later_absent),
            by_order=any(map(says_yes, (mediation, tribunal, later_mediation, later_tribunal))),
        )
    return found


def says_yes(text: str | None) -> bool:
    """Whether a yes-or-no column says anything but no."""
    return (text or "").strip().lower() not in NO_WORDS


def read_plans(
    session: Session, among: Among, state: RecordState, today: date
) -> dict[UUID, PlanFacts]:
    """The latest plan of each child that has begun, or else the one to come, with its latest
    review on record."""
    rows = session.execute(_PLANS.where(among(Plan.child_id)))
    found: dict[UUID, PlanFacts] = {}
    for row in rows:
        child_id, made, ceased, absent, reviewed, outcome, *dates, moved_from, later_absent = row
        if child_id in found and made is not None and made > today:
            continue
        meeting, notice, transfer_due, transfer_done = (
            state.read(child_id, day, RecordSource.REVIEWS, later_absent) for day in dates
        )
        found[child_id] = PlanFacts(
            made=state.read(child_id, made, RecordSource.PLANS, absent),
            ceased=state.read(child_id, ceased, RecordSource.PLANS, absent),
            last_review=state.read(child_id, reviewed, RecordSource.REVIEWS, later_absent),
            review_outcome=DECISIONS.get(outcome or ""),
            meeting=meeting,
            amendment_notice=notice,
            transfer_due=transfer_due,
            transfer_done=transfer_done,
            moved_in=bool(moved_from),
        )
    return found
