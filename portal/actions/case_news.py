"""What happened in a case: told to the family once, rung about, and limits that come near."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from portal.actions.family_news import News, tell_families
from portal.domain.case_news import (
    Happening,
    limits_near,
    recent_happenings,
    warning_of,
)
from portal.domain.dates import london_day
from portal.domain.plan_dates import ClockPolicy
from portal.domain.plan_stages import PlanStatus
from portal.domain.plans import plan_status
from portal.store.cases import Case
from portal.store.milestones import Milestone, note_new
from portal.store.tasks import add_tasks

ChildPath = Callable[[UUID], str]
"""The path of a child's page, where the words about what happened are."""


RING_WITHIN = timedelta(days=7)
"""How soon a family is rung after something happened: the council's own choice."""


@dataclass(frozen=True, slots=True)
class CaseToday:
    """A case and its status on the day."""

    case: Case
    status: PlanStatus

    @property
    def child_id(self) -> UUID:
        return self.case.child_id


def status_today(case: Case, today: date, clocks: ClockPolicy) -> CaseToday:
    return CaseToday(case, plan_status(case.facts, today, clocks))


def note_told(
    session: Session,
    child_id: UUID,
    happening: Happening,
    now: datetime,
    *,
    ring_within: timedelta = RING_WITHIN,
) -> None:
    """For whoever tells the family with words and a link of their own: the daily job will not tell
    it once more, and the call that follows is on the desk."""
    _note(session, [(child_id, happening)], ring_within, now)


def tell_what_happened(
    session: Session,
    cases: Iterable[CaseToday],
    *,
    path_of: ChildPath,
    ring_within: timedelta,
    now: datetime,
) -> int:
    """Tell each family what has appeared on its page, one message of a kind however much it is;
    the calls that follow become tasks."""
    today = london_day(now)
    recent = [
        (found.child_id, happening)
        for found in cases
        for happening in recent_happenings(found.status, found.case.facts.events, today)
    ]
    new = _note(session, recent, ring_within, now)
    pieces = dict.fromkeys((child_id, happening.message) for child_id, happening in new)
    news = [News(child_id, kind, path_of(child_id)) for child_id, kind in pieces]
    return tell_families(session, news, now)


def _note(
    session: Session,
    happened: Iterable[tuple[UUID, Happening]],
    ring_within: timedelta,
    now: datetime,
) -> list[tuple[UUID, Happening]]:
    """Those that were not told before, each with its call on the desk."""
    by_milestone = {
        Milestone(child_id, f"told.{happening.kind}", happening.day): (child_id, happening)
        for child_id, happening in happened
    }
    new = [by_milestone[milestone] for milestone in note_new(session, by_milestone, now)]
    calls = [happening.call(child_id, ring_within) for child_id, happening in new]
    add_tasks(session, [call for call in calls if call is not None], now)
    return new


def warn_of_limits(session: Session, cases: Iterable[CaseToday], now: datetime) -> None:
    """Tell caseworkers by a task of each limit of the law that is near and not met."""
    today = london_day(now)
    add_tasks(
        session,
        [
            warning_of(found.child_id, due)
            for found in cases
            for due in limits_near(found.status, today)
        ],
        now,
    )
