"""What is new in a case: what its family is told, whom the caseworker rings, which limit is near.

Whatever appears on a family's page as something that happened is told to the family once, by the
record's own day, whoever recorded it. The words are on the page; a message only says that there
is something to read.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid5

from portal.domain.case_facts import Event, EventKind
from portal.domain.clocks import Bound, ClockKey
from portal.domain.messages import MessageKind
from portal.domain.plan_stages import Due, PlanStatus, StepKind
from portal.domain.tasks import NewTask, TaskKind

TOLD_FOR = timedelta(days=14)
"""What happened longer ago than this was news before the portal knew of it."""

WARNED_BEFORE = timedelta(days=14)

ANSWER_WANTED = frozenset({StepKind.DRAFT_SERVED, StepKind.AMENDMENT_NOTICE})
"""What the family may comment on for at least 15 days (SEND Regulations 2014, regs 13, 22(2))."""

RING_AT: Mapping[StepKind, TaskKind] = {
    StepKind.DRAFT_SERVED: TaskKind.RING_ABOUT_DRAFT,
    StepKind.DECISION_KEEP: TaskKind.RING_ABOUT_DECISION,
    StepKind.DECISION_AMEND: TaskKind.RING_ABOUT_DECISION,
    StepKind.DECISION_CEASE: TaskKind.RING_ABOUT_DECISION,
    StepKind.AMENDMENT_NOTICE: TaskKind.RING_ABOUT_CHANGES,
    StepKind.PLAN_MADE: TaskKind.RING_ABOUT_FINAL_PLAN,
    StepKind.FINAL_ISSUED: TaskKind.RING_ABOUT_FINAL_PLAN,
}
"""The telephone calls that the council agreed with families, by what they follow."""

WARNED_OF = frozenset(
    {
        ClockKey.DECIDE_TO_ASSESS,
        ClockKey.FINAL_PLAN,
        ClockKey.REVIEW_DUE,
        ClockKey.MEETING_REPORT,
        ClockKey.DECISION,
        ClockKey.AMENDED_FINAL,
    }
)
"""What the council itself owes by law, whatever it decides."""


@dataclass(frozen=True, slots=True)
class Happening:
    """Something on record that the family is told: what, and the day it bears."""

    kind: StepKind | EventKind
    day: date

    @property
    def message(self) -> MessageKind:
        wanted = self.kind in ANSWER_WANTED
        return MessageKind.DOCUMENT_SERVED if wanted else MessageKind.PLAN_NEWS

    def call(self, child_id: UUID, within: timedelta) -> NewTask | None:
        """The call that follows; two records of one thing on one day make one call."""
        kind = RING_AT.get(StepKind(self.kind)) if self.kind in RING_AT else None
        if kind is None:
            return None
        return NewTask(child_id, kind, about_day(child_id, kind, self.day), self.day + within)


def recent_happenings(
    status: PlanStatus, events: tuple[Event, ...], today: date
) -> Iterator[Happening]:
    """What happened in the last fortnight, and exceptions, which stand beside a date rather than
    among the steps."""
    for step in status.happened:
        if _is_recent(step.when.on, today):
            yield Happening(step.kind, step.when.on)
    for event in events:
        if event.kind is EventKind.EXCEPTION and _is_recent(event.when.on, today):
            yield Happening(event.kind, event.when.on)


def limits_near(status: PlanStatus, today: date) -> Iterator[Due]:
    """Limits of the law that are a fortnight away or less and not met. One that is being checked
    is among them: checking it is what the caseworker has to do."""
    for due in status.due:
        deadline = due.deadline
        is_owed = deadline.key in WARNED_OF and deadline.bound is Bound.NO_LATER
        if is_owed and deadline.force.is_law and due.day - WARNED_BEFORE <= today <= due.day:
            yield due


def warning_of(child_id: UUID, due: Due) -> NewTask:
    """The task that says so: one for each limit and each day on which it may fall."""
    about = about_day(child_id, due.key, due.day)
    return NewTask(child_id, TaskKind.MEET_LEGAL_DATE, about, due.day)


def about_day(child_id: UUID, what: str, day: date) -> UUID:
    """Names one thing on one day in one case, for a task about something that has no row."""
    return uuid5(child_id, f"{what} {day.isoformat()}")


def _is_recent(day: date, today: date) -> bool:
    return timedelta(0) <= today - day <= TOLD_FOR
