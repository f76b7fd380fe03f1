"""The portal's reviews: kept in step with the record, and found for the person who asks."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Subquery,
    and_,
    case,
    exists,
    func,
    insert,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.orm import Session, aliased

from portal.domain.case_events import was_moved_here
from portal.domain.case_facts import DECISIONS, EventKind
from portal.domain.clocks import SEND_REGULATIONS_BEGIN
from portal.domain.people import Viewer
from portal.domain.reviews import Review
from portal.store.case_events import ToldOfReviews, read_reviews_recorded_here
from portal.store.tables.cases import ActivePlan, CaseEvent, Plan
from portal.store.tables.children import Child
from portal.store.tables.reviews import Contribution, ReviewCycle
from portal.store.visibility import visible_children

_FETCH = 1000
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class RecordedCycle:
    """What the record says about the present cycle of a plan in force, and the portal's open
    review of it. ``began`` is the day the plan was made or last reviewed, None where no file
    says, or a day from before the law; ``meeting`` is the latest meeting on record, of whichever
    cycle."""

    plan_id: UUID
    child_id: UUID
    began: date | None
    meeting: date | None
    review: Review | None


@dataclass(frozen=True, slots=True)
class ReviewOfChild:
    """A review with what its pages say about the child."""

    review: Review
    forename: str
    surname: str
    birth_date: date | None
    year_group: int | None


def stream_recorded_cycles(
    session: Session, today: date, child_id: UUID | None = None
) -> Iterator[RecordedCycle]:
    """Every plan in force today (of this child, where one is given), in two statements whatever
    their number."""
    told_here = read_reviews_recorded_here(session, today, child_id)
    held, happened = _reviews_held(today), _events(today)
    of_child = Plan.child_id == child_id if child_id is not None else true()
    rows = session.execute(
        select(
            Plan.id,
            Plan.child_id,
            case((Plan.start_on <= today, Plan.start_on)),
            held.c.reviewed,
            happened.c.decided,
            held.c.meeting,
            happened.c.met,
            ReviewCycle.id,
            ReviewCycle.cycle_began,
            ReviewCycle.meeting_on,
        )
        .outerjoin(held, held.c.plan_id == Plan.id)
        .outerjoin(happened, happened.c.child_id == Plan.child_id)
        .outerjoin(
            ReviewCycle, and_(ReviewCycle.plan_id == Plan.id, ReviewCycle.closed_on.is_(None))
        )
        .where(_in_force(today), of_child)
        .execution_options(yield_per=_FETCH)
    )
    for plan_id, child, made, reviewed, decided, meeting, met, review_id, *known in rows:
        told = told_here.get(child, ToldOfReviews(decided, met))
        moved = meeting is not None and was_moved_here(meeting, told.meetings)
        yield RecordedCycle(
            plan_id,
            child,
            began=_covered(_latest(made, reviewed, told.decided)),
            meeting=_latest(None if moved else meeting, told.met),
            review=None if review_id is None else Review(review_id, child, plan_id, *known),
        )


def _reviews_held(today: date) -> Subquery:
    reviewed = case((ActivePlan.last_review_on <= today, ActivePlan.last_review_on))
    return (
        select(
            ActivePlan.plan_id,
            func.max(reviewed).label("reviewed"),
            func.max(ActivePlan.review_meeting_on).label("meeting"),
        )
        .where(ActivePlan.marked_absent_on.is_(None))
        .group_by(ActivePlan.plan_id)
        .subquery()
    )


def _events(today: date) -> Subquery:
    """The latest decision made, and the latest meeting, which may be to come."""
    made = and_(CaseEvent.kind.in_(DECISIONS), CaseEvent.happened_on <= today)
    decided = case((made, CaseEvent.happened_on))
    met = case((CaseEvent.kind == EventKind.MEETING, CaseEvent.happened_on))
    return (
        select(
            CaseEvent.child_id,
            func.max(decided).label("decided"),
            func.max(met).label("met"),
        )
        .where(CaseEvent.marked_absent_on.is_(None))
        .group_by(CaseEvent.child_id)
        .subquery()
    )


def _in_force(today: date) -> ColumnElement[bool]:
    return and_(
        or_(Plan.start_on.is_(None), Plan.start_on <= today),
        or_(Plan.ceased_on.is_(None), Plan.ceased_on > today),
    )


def _covered(day: date | None) -> date | None:
    """None for a day from before the law began, as with every date of a case: a plan's "1 January
    1900" says nothing, and no clock could count from it."""
    return None if day is None or day < SEND_REGULATIONS_BEGIN else day


def _latest(*days: date | None) -> date | None:
    return max((day for day in days if day is not None), default=None)


def close_reviews_of_ended_plans(session: Session, today: date) -> int:
    """Close what is open for plans no longer in force; how many it was."""
    ended = select(Plan.id).where(~_in_force(today))
    closed = session.execute(
        update(ReviewCycle)
        .where(ReviewCycle.closed_on.is_(None), ReviewCycle.plan_id.in_(ended))
        .values(closed_on=today)
        .execution_options(synchronize_session=False)
        .returning(ReviewCycle.id)
    )
    return len(closed.all())


def close_reviews(session: Session, review_ids: Iterable[UUID], today: date) -> None:
    """End these cycles; their views stay readable."""
    _update(session, [{"id": review_id, "closed_on": today} for review_id in review_ids])


def list_closed_too_early(session: Session, present: Iterable[Review]) -> dict[UUID, UUID]:
    """By open review, in which nobody has begun to write, the closed one of the same plan that
    began on the same day."""
    found: dict[UUID, UUID] = {}
    is_written = exists().where(Contribution.review_id == ReviewCycle.id)
    before = aliased(ReviewCycle)
    ids = iter([review.id for review in present])
    while some := list(islice(ids, _AT_ONCE)):
        rows = session.execute(
            select(ReviewCycle.id, before.id)
            .join(before, and_(before.plan_id == ReviewCycle.plan_id, before.id != ReviewCycle.id))
            .where(
                ReviewCycle.id.in_(some),
                before.cycle_began == ReviewCycle.cycle_began,
                before.closed_on.is_not(None),
                ~is_written,
            )
            .order_by(before.closed_on, before.id)
        )
        found |= dict(rows.all())  # the latest closed counts
    return found


def reopen_reviews(session: Session, reviews: Iterable[Review]) -> None:
    """Let these go on, with the days that the record now gives."""
    again = list(reviews)
    _update(session, [{"id": review.id, "closed_on": None} for review in again])
    mend_reviews(session, again)


def mend_reviews(session: Session, reviews: Iterable[Review]) -> None:
    """Take over the days that the record now gives for these cycles."""
    _update(
        session,
        [
            {"id": review.id, "cycle_began": review.cycle_began, "meeting_on": review.meeting}
            for review in reviews
        ],
    )


def _update(session: Session, rows: list[dict[str, object]]) -> None:
    if rows:
        session.execute(update(ReviewCycle), rows)


def add_reviews(session: Session, reviews: Iterable[Review]) -> None:
    """Open these reviews."""
    rows = [
        {
            "id": review.id,
            "plan_id": review.plan_id,
            "child_id": review.child_id,
            "cycle_began": review.cycle_began,
            "meeting_on": review.meeting,
        }
        for review in reviews
    ]
    if rows:
        session.execute(insert(ReviewCycle), rows)


def find_review(
    session: Session, viewer: Viewer, review_id: UUID, today: date
) -> ReviewOfChild | None:
    """This review, where this person may see the child today."""
    row = session.execute(
        select(
            ReviewCycle.id,
            ReviewCycle.child_id,
            ReviewCycle.plan_id,
            ReviewCycle.cycle_began,
            ReviewCycle.meeting_on,
            ReviewCycle.closed_on,
            Child.forename,
            Child.surname,
            Child.birth_date,
            Child.year_group,
        )
        .join(Child, Child.id == ReviewCycle.child_id)
        .where(
            ReviewCycle.id == review_id,
            ReviewCycle.child_id.in_(visible_children(viewer, today)),
        )
    ).one_or_none()
    if row is None:
        return None
    review_id, child_id, plan_id, began, meeting, closed, *about_child = row
    return ReviewOfChild(Review(review_id, child_id, plan_id, began, meeting, closed), *about_child)


def find_open_review(session: Session, child_id: UUID) -> Review | None:
    """The open review of this child's plan, for a link to its views. The caller has already asked
    whether the child may be seen."""
    row = session.execute(
        select(
            ReviewCycle.id,
            ReviewCycle.child_id,
            ReviewCycle.plan_id,
            ReviewCycle.cycle_began,
            ReviewCycle.meeting_on,
        )
        .where(ReviewCycle.child_id == child_id, ReviewCycle.closed_on.is_(None))
        .order_by(ReviewCycle.cycle_began.desc())
        .limit(1)
    ).one_or_none()
    return None if row is None else Review(*row)
