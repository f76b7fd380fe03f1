"""A caseworker's cases by what the law says is next, and on whom each of them waits."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from portal.domain.clocks import ClockKey
from portal.domain.plan_stages import PlanStatus, Stage, Standing

SOON = timedelta(days=14)


class WaitingOn(StrEnum):
    """Who has to act before a case moves on."""

    COUNCIL = "council"
    FAMILY = "family"
    SETTING = "setting"
    ADVISERS = "advisers"
    NOBODY = "nobody"


WAITING_AT: Mapping[Stage, WaitingOn] = {
    Stage.NOTHING_RECORDED: WaitingOn.NOBODY,
    Stage.REQUEST_RECEIVED: WaitingOn.COUNCIL,
    Stage.REQUEST_WITHDRAWN: WaitingOn.NOBODY,
    Stage.ASSESSMENT_REFUSED: WaitingOn.NOBODY,
    Stage.ADVICE_GATHERED: WaitingOn.COUNCIL,
    Stage.ASSESSMENT_WITHDRAWN: WaitingOn.NOBODY,
    Stage.PLAN_REFUSED: WaitingOn.NOBODY,
    Stage.PLAN_BEING_WRITTEN: WaitingOn.COUNCIL,
    Stage.DRAFT_WITH_FAMILY: WaitingOn.FAMILY,
    Stage.FINAL_PLAN_AWAITED: WaitingOn.COUNCIL,
    Stage.PLAN_IN_FORCE: WaitingOn.NOBODY,
    Stage.REVIEW_COMING: WaitingOn.SETTING,
    Stage.REVIEW_MEETING_BOOKED: WaitingOn.SETTING,
    Stage.REVIEW_REPORT_AWAITED: WaitingOn.SETTING,
    Stage.REVIEW_DECISION_AWAITED: WaitingOn.COUNCIL,
    Stage.AMENDMENT_NOTICE_AWAITED: WaitingOn.COUNCIL,
    Stage.AMENDMENT_COMMENTS_OPEN: WaitingOn.FAMILY,
    Stage.AMENDED_PLAN_AWAITED: WaitingOn.COUNCIL,
    Stage.CEASE_DECIDED: WaitingOn.NOBODY,
    Stage.PLAN_CEASED: WaitingOn.NOBODY,
}
"""The setting arranges and holds the review meeting and sends its report (SEND Regulations 2014,
reg 20)."""


def waiting_on(status: PlanStatus, *, has_setting: bool) -> WaitingOn:
    """On whom the case waits.

    While advice is gathered: on those who were asked, as long as one of them has not answered.
    Where no school or college is on record the council holds the review meeting itself (reg 21).
    """
    if status.stage is Stage.ADVICE_GATHERED and status.find_due(ClockKey.ADVICE_REPLY):
        return WaitingOn.ADVISERS
    waiting = WAITING_AT[status.stage]
    if waiting is WaitingOn.SETTING and not has_setting:
        return WaitingOn.COUNCIL
    return waiting


class Show(StrEnum):
    """Which cases of a worklist to show."""

    ALL = "all"
    OVERDUE = "overdue"
    SOON = "soon"
    CHECKING = "checking"


class ShowTasks(StrEnum):
    """Which open tasks to show."""

    ALL = "all"
    OVERDUE = "overdue"
    SOON = "soon"

    def takes(self, due_on: date, today: date) -> bool:
        match self:
            case ShowTasks.OVERDUE:
                return due_on < today
            case ShowTasks.SOON:
                return due_on <= today + SOON
            case ShowTasks.ALL:
                return True


def overdue_since(status: PlanStatus) -> date | None:
    """The last lawful day of what has been late for longest; None where nothing is late."""
    return min(
        (due.excused_until or due.day for due in status.due if due.standing is Standing.LATE),
        default=None,
    )


def is_due_soon(status: PlanStatus, today: date) -> bool:
    """Whether something has its last lawful day within 14 days, today included."""
    return any(due.deadline.force.is_law and today <= due.day <= today + SOON for due in status.due)


def is_being_checked(status: PlanStatus) -> bool:
    """Whether the record cannot be trusted for one of the dates that count."""
    return bool(status.missing) or any(due.standing is Standing.CHECKING for due in status.due)


def is_shown(status: PlanStatus, show: Show, today: date) -> bool:
    match show:
        case Show.OVERDUE:
            return status.is_late
        case Show.SOON:
            return is_due_soon(status, today)
        case Show.CHECKING:
            return is_being_checked(status)
        case Show.ALL:
            return True


def urgency(status: PlanStatus) -> tuple[bool, date]:
    """Sorts cases by what the law says is next; those with nothing by law come last."""
    due = status.next_due
    if due is None:
        return True, date.max
    return not due.deadline.force.is_law, due.day


@dataclass(frozen=True, slots=True)
class OpenTasks:
    """How many tasks of a case are to be done, and how many of them are overdue."""

    open: int = 0
    overdue: int = 0


@dataclass(frozen=True, slots=True)
class WorkOfOne:
    """A case with what its caseworker's counts are made of."""

    case_id: UUID
    status: PlanStatus
    tasks: OpenTasks = OpenTasks()


@dataclass(frozen=True, slots=True)
class Caseload:
    """One caseworker's cases in figures. ``oldest`` is the case that has been late for longest,
    by the legal or the excused date, and since when."""

    cases: int
    overdue: int
    soon: int
    checking: int
    tasks: OpenTasks
    oldest: tuple[date, UUID] | None


def count_caseload(work: list[WorkOfOne], today: date) -> Caseload:
    late = [(since, each.case_id) for each in work if (since := overdue_since(each.status))]
    return Caseload(
        cases=len(work),
        overdue=len(late),
        soon=sum(is_due_soon(each.status, today) for each in work),
        checking=sum(is_being_checked(each.status) for each in work),
        tasks=OpenTasks(
            sum(each.tasks.open for each in work), sum(each.tasks.overdue for each in work)
        ),
        oldest=min(late, default=None),
    )
