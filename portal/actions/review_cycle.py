"""Reviews that move by themselves: once a day, what the day asks for in every case.

Reads in a fixed number of statements whatever the number of children, and writes in a few for
every few hundred things to be done. A second run on the same day does nothing.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from portal.actions.case_news import (
    RING_WITHIN,
    CaseToday,
    ChildPath,
    status_today,
    tell_what_happened,
    warn_of_limits,
)
from portal.actions.messages import queue_messages
from portal.actions.reviews import keep_reviews_in_step
from portal.domain.dates import london_day
from portal.domain.messages import MessageKind, Recipient, RecipientKind
from portal.domain.plan_dates import ClockPolicy
from portal.domain.review_cycle import (
    NOTICE,
    CycleFacts,
    CyclePolicy,
    CycleStep,
    Reached,
    latest_meeting,
    move_owed,
    steps_reached,
)
from portal.domain.reviews import Review
from portal.domain.tasks import NewTask, TaskKind
from portal.store.addressees import list_addressees
from portal.store.cases import find_case_for_job, list_cases_of_everybody
from portal.store.milestones import Milestone, note_new
from portal.store.outbox import NewMessage
from portal.store.review_cycles import (
    OpenReview,
    list_coordinators,
    list_open_reviews,
    list_who_sent,
)
from portal.store.tasks import add_tasks

TOLD_FAMILY: Mapping[CycleStep, MessageKind] = {
    CycleStep.REVIEW_OPENED: MessageKind.REVIEW_COMING,
    CycleStep.VIEWS_ASKED: MessageKind.VIEWS_ASKED,
    CycleStep.VIEWS_ASKED_AGAIN: MessageKind.VIEWS_ASKED_AGAIN,
    CycleStep.MEETING_INVITED: MessageKind.MEETING_SET,
    CycleStep.VIEWS_CIRCULATED: MessageKind.VIEWS_CIRCULATED,
}
TOLD_COORDINATOR: Mapping[CycleStep, MessageKind] = {
    CycleStep.MEETING_DATE_ASKED: MessageKind.MEETING_DATES_WANTED,
    CycleStep.VIEWS_CIRCULATED: MessageKind.VIEWS_READY,
}
ASKS_FOR_VIEWS = frozenset({CycleStep.VIEWS_ASKED, CycleStep.VIEWS_ASKED_AGAIN})
SAYS_IT_IS_COMING = frozenset({CycleStep.VIEWS_ASKED, CycleStep.MEETING_INVITED})


@dataclass(frozen=True, slots=True)
class ReviewPolicy:
    """The council's own choices. ``ring_within`` is how soon a family is rung after a step."""

    cycle: CyclePolicy = field(default_factory=CyclePolicy)
    clocks: ClockPolicy = field(default_factory=ClockPolicy)
    ring_within: timedelta = RING_WITHIN


@dataclass(frozen=True, slots=True)
class ReviewPaths:
    """Where the messages lead: a child's page, the page to give views for a review, and a
    coordinator's list."""

    child: ChildPath
    views: Callable[[UUID], str]
    setting: str


@dataclass(frozen=True, slots=True)
class ReviewWork:
    """What acting on reviews needs to be told: the rules, where messages lead, and the time."""

    policy: ReviewPolicy
    paths: ReviewPaths
    now: datetime

    @property
    def today(self) -> date:
        return london_day(self.now)


@dataclass(frozen=True, slots=True)
class _Step:
    """A step to be taken in one review."""

    review: Review
    reached: Reached
    meet_by: date


def keep_reviews_moving(session: Session, work: ReviewWork) -> None:
    """Do in every case what this day asks for: open reviews, ask and invite, send views round,
    tell what happened, put calls and limits on the desk."""
    keep_reviews_in_step(session, work.today)
    cases = [
        status_today(case, work.today, work.policy.clocks)
        for case in list_cases_of_everybody(session, work.today)
    ]
    _act(session, list_open_reviews(session), cases, work)
    warn_of_limits(session, cases, work.now)


def act_at_once(session: Session, child_id: UUID, work: ReviewWork) -> None:
    """The same for one child about whom something was just recorded, so that the family hears at
    once. What was told before is not told again, neither now nor by the daily job."""
    case = find_case_for_job(session, child_id, work.today)
    if case is not None:
        found = status_today(case, work.today, work.policy.clocks)
        _act(session, list_open_reviews(session, child_id), [found], work)


def _act(
    session: Session, reviews: Iterable[OpenReview], cases: Sequence[CaseToday], work: ReviewWork
) -> None:
    _take_steps(session, reviews, cases, work)
    tell_what_happened(
        session,
        cases,
        path_of=work.paths.child,
        ring_within=work.policy.ring_within,
        now=work.now,
    )


def _take_steps(
    session: Session, reviews: Iterable[OpenReview], cases: Sequence[CaseToday], work: ReviewWork
) -> None:
    """Take the steps of these reviews whose day has come. ``cases`` has each review's child."""
    statuses = {found.child_id: found.status for found in cases}
    reached: dict[Milestone, _Step] = {}
    for open_review in reviews:
        review = open_review.review
        move_by = move_owed(statuses[review.child_id], review.cycle_began, work.today)
        facts = CycleFacts(review.cycle_began, review.meeting, move_by, open_review.done)
        for each in steps_reached(facts, work.today, work.policy.cycle):
            step = _Step(review, each, latest_meeting(review.cycle_began, move_by))
            reached[Milestone(review.id, each.step, each.day)] = step
    new = [reached[milestone] for milestone in note_new(session, reached, work.now)]
    _tell_families(session, new, work.paths, work.now)
    _tell_coordinators(session, new, work.paths, work.now)
    tasks = [_task_of(step, work.policy) for step in new]
    add_tasks(session, [task for task in tasks if task is not None], work.now)


def _tell_families(
    session: Session, steps: Sequence[_Step], paths: ReviewPaths, now: datetime
) -> None:
    """One message a step to everybody around the child; asked again is only who has not answered,
    and whoever is asked or invited the same day is not told as well that a review is coming."""
    told = [step for step in steps if step.reached.step in TOLD_FAMILY]
    around = list_addressees(session, {step.review.child_id for step in told}, london_day(now))
    again = [step for step in told if step.reached.step is CycleStep.VIEWS_ASKED_AGAIN]
    have_sent = list_who_sent(session, {step.review.id for step in again})
    known = {step.review.id for step in told if step.reached.step in SAYS_IT_IS_COMING}
    messages: list[NewMessage] = []
    for step in told:
        review, kind = step.review, step.reached.step
        if kind is CycleStep.REVIEW_OPENED and review.id in known:
            continue
        is_again = kind is CycleStep.VIEWS_ASKED_AGAIN
        answered = have_sent.get(review.id, frozenset()) if is_again else frozenset[UUID]()
        link = paths.views(review.id) if kind in ASKS_FOR_VIEWS else paths.child(review.child_id)
        messages += [
            NewMessage(
                to=Recipient(RecipientKind.FAMILY_MEMBER, person_id),
                kind=TOLD_FAMILY[kind],
                link_path=link,
                about=review.child_id,
            )
            for person_id in around.get(review.child_id, ())
            if person_id not in answered
        ]
    queue_messages(session, messages, now)


def _tell_coordinators(
    session: Session, steps: Sequence[_Step], paths: ReviewPaths, now: datetime
) -> None:
    """One message of a kind to each coordinator, however many children it is about."""
    wanted: defaultdict[UUID, set[MessageKind]] = defaultdict(set)
    for step in steps:
        kind = TOLD_COORDINATOR.get(step.reached.step)
        if kind is not None:
            wanted[step.review.child_id].add(kind)
    coordinators = list_coordinators(session, wanted.keys(), london_day(now))
    told = dict.fromkeys(
        (staff_id, kind)
        for child_id, kinds in wanted.items()
        for staff_id in sorted(coordinators.get(child_id, ()))
        for kind in sorted(kinds)
    )
    messages = [
        NewMessage(Recipient(RecipientKind.STAFF, staff_id), kind, paths.setting)
        for staff_id, kind in told
    ]
    queue_messages(session, messages, now)


def _task_of(step: _Step, policy: ReviewPolicy) -> NewTask | None:
    """The call or the chasing that a step asks of the caseworker."""
    review, day = step.review, step.reached.day
    match step.reached.step:
        case CycleStep.REVIEW_OPENED:
            kind, due = TaskKind.RING_ABOUT_REVIEW, day + policy.ring_within
        case CycleStep.MEETING_OVER:
            kind, due = TaskKind.RING_AFTER_MEETING, day + policy.ring_within
        case CycleStep.MEETING_DATE_MISSING:
            kind, due = TaskKind.CHASE_MEETING_DATE, step.meet_by - NOTICE
        case _:
            return None
    return NewTask(review.child_id, kind, review.id, due)
