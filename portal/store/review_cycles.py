"""The reviews that are open, what was done in each, and who has to hear of it: a fixed number of
statements for every few hundred reviews or children."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, true
from sqlalchemy.orm import Session

from portal.domain.dates import london_day
from portal.domain.people import Role, Viewer
from portal.domain.review_cycle import CycleStep, Done
from portal.domain.reviews import Review
from portal.store.tables.cases import Placement, Plan
from portal.store.tables.children import Child, Setting
from portal.store.tables.milestones import MilestoneReached
from portal.store.tables.people import FamilyLink, Staff
from portal.store.tables.reviews import Contribution, ContributionSending, ReviewCycle
from portal.store.visibility import link_is_open, visible_children

_AT_ONCE = 500

_OPEN = (
    select(
        ReviewCycle.id,
        ReviewCycle.child_id,
        ReviewCycle.plan_id,
        ReviewCycle.cycle_began,
        ReviewCycle.meeting_on,
        MilestoneReached.kind,
        MilestoneReached.day,
        MilestoneReached.reached_at,
    )
    .join(Child, Child.id == ReviewCycle.child_id)
    .outerjoin(
        MilestoneReached,
        and_(
            MilestoneReached.subject_id == ReviewCycle.id,
            MilestoneReached.kind.in_(tuple(CycleStep)),
        ),
    )
    .where(ReviewCycle.closed_on.is_(None), Child.marked_absent_on.is_(None))
    .order_by(ReviewCycle.child_id, ReviewCycle.id, MilestoneReached.reached_at)
)


@dataclass(frozen=True, slots=True)
class OpenReview:
    """A review, and the steps that were taken in it."""

    review: Review
    done: tuple[Done, ...]


def list_open_reviews(session: Session, child_id: UUID | None = None) -> list[OpenReview]:
    """Every review that is open, or those of one child, in one statement."""
    one: ColumnElement[bool] = true() if child_id is None else ReviewCycle.child_id == child_id
    rows = session.execute(_OPEN.where(one))
    return [
        OpenReview(
            Review(*review),
            tuple(
                Done(CycleStep(row.kind), row.day, london_day(row.reached_at))
                for row in steps
                if row.kind is not None
            ),
        )
        for review, steps in groupby(rows, key=lambda row: tuple(row[:5]))
    ]


def list_who_sent(session: Session, review_ids: Collection[UUID]) -> Mapping[UUID, frozenset[UUID]]:
    """By review, the people who have sent their views."""
    found: defaultdict[UUID, set[UUID]] = defaultdict(set)
    for some in _in_turn(review_ids):
        rows = session.execute(
            select(Contribution.review_id, Contribution.author_id).where(
                Contribution.review_id.in_(some),
                exists().where(ContributionSending.contribution_id == Contribution.id),
            )
        )
        for review_id, author_id in rows:
            found[review_id].add(author_id)
    return {review_id: frozenset(authors) for review_id, authors in found.items()}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the views for a review are: when they were asked for, of how many people (the child
    among them, where the child has a way in), and how many of these have sent any. ``name`` is
    the child's."""

    name: str
    review: Review
    asked_at: datetime | None
    people: int
    sent: int


def list_progress(
    session: Session, viewer: Viewer, today: date, child_id: UUID | None = None
) -> dict[UUID, Progress]:
    """The open review of every child whom this person may see, or of this one, in one statement.
    Numbers only: who has sent what is for those whom the authors let read it."""
    asked = (
        select(func.min(MilestoneReached.reached_at))
        .where(
            MilestoneReached.subject_id == ReviewCycle.id,
            MilestoneReached.kind == CycleStep.VIEWS_ASKED,
        )
        .scalar_subquery()
    )
    people = (
        select(func.count())
        .select_from(FamilyLink)
        .where(FamilyLink.child_id == Child.id, link_is_open(today))
        .correlate(Child)
        .scalar_subquery()
    )
    sent = (
        select(func.count())
        .select_from(Contribution)
        .where(
            Contribution.review_id == ReviewCycle.id,
            exists().where(ContributionSending.contribution_id == Contribution.id),
        )
        .scalar_subquery()
    )
    rows = session.execute(
        select(
            ReviewCycle.id,
            ReviewCycle.child_id,
            ReviewCycle.plan_id,
            ReviewCycle.cycle_began,
            ReviewCycle.meeting_on,
            asked,
            people,
            sent,
            Child.forename,
            Child.surname,
        )
        .join(Child, Child.id == ReviewCycle.child_id)
        .where(
            ReviewCycle.closed_on.is_(None),
            ReviewCycle.child_id.in_(visible_children(viewer, today)),
            true() if child_id is None else ReviewCycle.child_id == child_id,
        )
        .order_by(ReviewCycle.cycle_began)
    )
    return {
        row.child_id: Progress(f"{row.forename} {row.surname}", Review(*row[:5]), *row[5:8])
        for row in rows
    }


def list_coordinators(
    session: Session, child_ids: Collection[UUID], today: date
) -> Mapping[UUID, frozenset[UUID]]:
    """By child, the coordinators of the settings that the child attends or that the plan names."""
    found: defaultdict[UUID, set[UUID]] = defaultdict(set)
    for some in _in_turn(child_ids):
        rows = session.execute(
            select(Plan.child_id, Staff.id)
            .join(Placement, Placement.plan_id == Plan.id)
            .join(Setting, Setting.urn == Placement.urn)
            .join(Staff, Staff.setting_id == Setting.id)
            .where(Plan.child_id.in_(some), *_coordinates(today))
        )
        for child_id, staff_id in rows:
            found[child_id].add(staff_id)
    return {child_id: frozenset(staff) for child_id, staff in found.items()}


@dataclass(frozen=True, slots=True)
class Coordinator:
    """Somebody who coordinates in a setting with a child who has a plan. ``can_sign_in``: the
    account was set up."""

    staff_id: UUID
    can_sign_in: bool


def list_every_coordinator(session: Session, today: date) -> list[Coordinator]:
    """Those who have anybody on their list."""
    rows = session.execute(
        select(Staff.id, Staff.totp_last_step)
        .where(
            exists()
            .where(Placement.plan_id == Plan.id)
            .where(Setting.urn == Placement.urn, Setting.id == Staff.setting_id)
            .where(*_coordinates(today))
            .correlate(Staff)
        )
        .order_by(Staff.id)
    )
    return [Coordinator(staff_id, step is not None) for staff_id, step in rows]


def _coordinates(today: date) -> Iterator[ColumnElement[bool]]:
    """The same children as a coordinator sees (`portal.store.visibility`)."""
    yield Staff.role == Role.COORDINATOR
    yield Staff.closed_at.is_(None)
    yield Plan.ceased_on.is_(None)
    yield Plan.marked_absent_on.is_(None)
    yield Placement.marked_absent_on.is_(None)
    yield or_(Placement.leaving_on.is_(None), Placement.leaving_on >= today)


def _in_turn(ids: Collection[UUID]) -> Iterator[list[UUID]]:
    every = list(ids)
    for start in range(0, len(every), _AT_ONCE):
        yield every[start : start + _AT_ONCE]
