"""What the council's records say about one child's case, before any rule is asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.domain.clocks import SEND_REGULATIONS_BEGIN
from portal.domain.transfers import SettingPhase


class RecordSource(StrEnum):
    """Which of the council's files a date was read from, or that staff recorded it here."""

    REQUESTS = "requests"
    ASSESSMENTS = "assessments"
    PLANS = "plans"
    REVIEWS = "reviews"
    EVENTS = "events"
    PORTAL = "portal"


@dataclass(frozen=True, slots=True)
class Recorded:
    """A date from the record.

    ``as_of`` is the day its file was last taken in, or the day it was recorded here; None where
    that is not known. ``in_doubt`` says that somebody flagged it, or that a full extract came
    without it.
    """

    on: date
    source: RecordSource
    as_of: date | None
    in_doubt: bool = False


def read_recorded(
    on: date | None, source: RecordSource, as_of: date | None, *, in_doubt: bool = False
) -> Recorded | None:
    """A recorded date, or None: where there is none, or one from before the law began, which
    cannot be right and which no clock covers."""
    if on is None or on < SEND_REGULATIONS_BEGIN:
        return None
    return Recorded(on, source, as_of, in_doubt)


class Outcome(StrEnum):
    """Of a request (assess or not) and of an assessment (plan or not)."""

    YES = "yes"
    NO = "no"
    AWAITED = "awaited"
    WITHDRAWN = "withdrawn"
    DECIDED_EARLIER = "decided_earlier"


class EventKind(StrEnum):
    """Events that move a case along (events.csv)."""

    ADVICE_ASKED = "advice_asked"
    ADVICE_RECEIVED = "advice_received"
    DRAFT_SERVED = "draft_served"
    MEETING = "meeting"
    MEETING_REPORT = "meeting_report"
    DECISION_KEEP = "decision_keep"
    DECISION_AMEND = "decision_amend"
    DECISION_CEASE = "decision_cease"
    AMENDMENT_NOTICE = "amendment_notice"
    FINAL_ISSUED = "final_issued"
    EXCEPTION = "exception"
    AGREED_DELAY = "agreed_delay"


DECISIONS = frozenset({EventKind.DECISION_KEEP, EventKind.DECISION_AMEND, EventKind.DECISION_CEASE})


@dataclass(frozen=True, slots=True)
class Event:
    kind: EventKind
    when: Recorded
    detail: str = ""


def latest(events: Iterable[Event], *kinds: EventKind) -> Recorded | None:
    """The last day on which something of these kinds happened."""
    found = (event.when for event in events if event.kind in kinds)
    return max(found, key=lambda when: when.on, default=None)


@dataclass(frozen=True, slots=True)
class AssessmentFacts:
    """A request for an assessment and what came of it.

    ``by_order`` says that mediation or the Tribunal changed its course: the day of the order is
    not in the files, so the clock of the request cannot be trusted.
    """

    received: Recorded | None
    request_outcome: Outcome = Outcome.AWAITED
    request_decided: Recorded | None = None
    outcome: Outcome = Outcome.AWAITED
    decided: Recorded | None = None
    by_order: bool = False


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """A plan, and its latest review as the record has it.

    ``moved_in`` says that another council made it: its first review here has another limit, which
    counts from a day that is not in the files (see `began_elsewhere`).
    """

    made: Recorded | None
    ceased: Recorded | None = None
    last_review: Recorded | None = None
    review_outcome: EventKind | None = None
    meeting: Recorded | None = None
    amendment_notice: Recorded | None = None
    transfer_due: Recorded | None = None
    transfer_done: Recorded | None = None
    moved_in: bool = False

    def begins_later(self, today: date) -> bool:
        return self.made is not None and self.made.on > today

    def is_in_force(self, today: date) -> bool:
        """A plan without the day it was made is taken to have begun."""
        return not self.begins_later(today) and (self.ceased is None or self.ceased.on > today)


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """Everything a plan's status is worked out from.

    ``as_of`` is the day of the last file that was read; None where none ever was.
    """

    born: date | None
    as_of: date | None
    year_group: int | None = None
    setting_phase: SettingPhase | None = None
    assessment: AssessmentFacts | None = None
    plan: PlanFacts | None = None
    events: tuple[Event, ...] = ()
    has_caseworker: bool = False


def began_elsewhere(plan: PlanFacts, events: Iterable[Event], began: date) -> bool:
    """Whether the cycle that began on this day may have begun with another council.

    After a move the first review here is due by the later of 12 months from the last one and 3
    months from the transfer (SEND Regulations 2014, reg 15(5)). Whose the last review was no file
    says: it was held here where an event of ours, a meeting or a decision, led to it.
    """
    ours = DECISIONS | {EventKind.MEETING}
    return plan.moved_in and not any(
        event.kind in ours and event.when.on <= began for event in events
    )
