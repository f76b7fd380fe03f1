"""The plans issued in a period, each with the request it came from."""

from collections.abc import Mapping
from datetime import date
from typing import cast
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select, true
from sqlalchemy.orm import Session

from portal.domain.case_facts import Event
from portal.domain.people import Viewer
from portal.domain.timeliness import NewPlan, Period
from portal.store.case_records import says_yes
from portal.store.tables.cases import ActivePlan, Assessment, AssessmentRequest, Plan
from portal.store.visibility import listed_children

# A plan names its assessment, or only the child: then the last request before it is the one.
_PLANS = (
    select(
        Plan.id,
        Plan.child_id,
        Plan.start_on,
        AssessmentRequest.received_on,
        ActivePlan.transfer_la,
        AssessmentRequest.mediation,
        AssessmentRequest.tribunal,
        Assessment.mediation,
        Assessment.tribunal,
    )
    .outerjoin(
        ActivePlan, and_(ActivePlan.plan_id == Plan.id, ActivePlan.marked_absent_on.is_(None))
    )
    .outerjoin(Assessment, Assessment.id == Plan.assessment_id)
    .outerjoin(
        AssessmentRequest,
        or_(
            AssessmentRequest.id == Assessment.request_id,
            and_(
                Plan.assessment_id.is_(None),
                AssessmentRequest.child_id == Plan.child_id,
                AssessmentRequest.received_on <= Plan.start_on,
                AssessmentRequest.marked_absent_on.is_(None),
            ),
        ),
    )
    .where(Plan.marked_absent_on.is_(None))
    # The last row of a plan is the one that counts.
    .order_by(Plan.start_on, Plan.id, AssessmentRequest.received_on)
    .execution_options(yield_per=500)
)


def list_new_plans(
    session: Session,
    viewer: Viewer,
    today: date,
    period: Period,
    events: Mapping[UUID, tuple[Event, ...]],
) -> list[NewPlan]:
    """The plans of the children on this person's lists that were issued in the period, in one
    statement; ``events`` are those of each child's case."""
    return _list(session, Plan.child_id.in_(listed_children(viewer, today)), period, events)


def list_new_plans_of_everybody(
    session: Session, period: Period, events: Mapping[UUID, tuple[Event, ...]]
) -> list[NewPlan]:
    """The plans of all children of whom there are ``events``, for a job: nobody looks at them."""
    return [plan for plan in _list(session, true(), period, events) if plan.child_id in events]


def _list(
    session: Session,
    among: ColumnElement[bool],
    period: Period,
    events: Mapping[UUID, tuple[Event, ...]],
) -> list[NewPlan]:
    rows = session.execute(_PLANS.where(among, Plan.start_on.between(period.first, period.last)))
    found: dict[UUID, NewPlan] = {}
    for plan_id, child_id, made, received, moved_from, *orders in rows:
        found[plan_id] = NewPlan(
            child_id=child_id,
            made=cast(date, made),  # it falls in the period
            received=received,
            other_clock=bool(moved_from) or any(map(says_yes, orders)),
            events=events.get(child_id, ()),
        )
    return list(found.values())
