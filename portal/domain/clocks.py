"""Statutory clocks: dated rules, and the last lawful day that each gives.

Every rule is data with the days between which it is law, because the law changes: a later rule is
added beside the older one and a clock keeps the rule of the day it started.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from portal.domain.dates import add_months, last_day_of_period


class ClockKey(StrEnum):
    """What is due."""

    DECIDE_TO_ASSESS = "decide_to_assess"
    ADVICE_REPLY = "advice_reply"
    REFUSE_TO_ISSUE = "refuse_to_issue"
    DRAFT_COMMENTS = "draft_comments"
    FINAL_PLAN = "final_plan"
    REVIEW_DUE = "review_due"
    EARLY_YEARS_LOOK = "early_years_look"
    VIEWS_ASKED = "views_asked"
    INVITATIONS = "invitations"
    ADVICE_CIRCULATED = "advice_circulated"
    MEETING_REPORT = "meeting_report"
    DECISION = "decision"
    AMENDMENT_COMMENTS = "amendment_comments"
    AMENDED_FINAL = "amended_final"
    LATEST_SENSIBLE_MEETING = "latest_sensible_meeting"
    LATEST_SAFE_MEETING = "latest_safe_meeting"
    ASSESSMENT_AGREED = "assessment_agreed"
    DRAFT_PLAN = "draft_plan"
    REASSESSMENT_REPLY = "reassessment_reply"
    REASSESSMENT_ALLOWED = "reassessment_allowed"
    TRANSFER_NOTICE = "transfer_notice"


class Start(StrEnum):
    """The day a clock counts from."""

    REQUEST_RECEIVED = "request_received"
    ADVICE_ASKED = "advice_asked"
    DRAFT_SERVED = "draft_served"
    PLAN_MADE_OR_REVIEWED = "plan_made_or_reviewed"
    REVIEW_DUE = "review_due"
    MEETING = "meeting"
    AMENDMENT_NOTICE = "amendment_notice"
    SCHOOL_TRANSFER = "school_transfer"
    POST16_TRANSFER = "post16_transfer"
    MOVE_BETWEEN_POST16 = "move_between_post16"
    TRANSFER_DEADLINE = "transfer_deadline"
    ORDER_TO_ASSESS = "order_to_assess"
    ORDER_TO_MAKE_PLAN = "order_to_make_plan"
    REASSESSMENT_REQUEST = "reassessment_request"
    REASSESSMENT_AGREED = "reassessment_agreed"
    LAST_ASSESSMENT = "last_assessment"
    MOVED_IN = "moved_in"


class Force(StrEnum):
    """How binding a date is. Only law can be overdue towards a family."""

    LAW = "law"
    TARGET = "target"
    GUIDANCE = "guidance"

    @property
    def is_law(self) -> bool:
        return self is Force.LAW


class Bound(StrEnum):
    """Whether something must have happened by the day, or may not close or begin before it."""

    NO_LATER = "no_later"
    NO_EARLIER = "no_earlier"


@dataclass(frozen=True, slots=True)
class Days:
    """So many days after the start (before it, where negative)."""

    count: int

    def last_day(self, start: date) -> date:
        return start + timedelta(self.count)


@dataclass(frozen=True, slots=True)
class MonthsAfter:
    """The corresponding date so many months after the start (before it, where negative)."""

    count: int

    def last_day(self, start: date) -> date:
        return add_months(start, self.count)


@dataclass(frozen=True, slots=True)
class MonthsBeginningWith:
    """The last day of a period of so many months whose first day is the start."""

    count: int

    def last_day(self, start: date) -> date:
        return last_day_of_period(start, self.count)


Span = Days | MonthsAfter | MonthsBeginningWith

SEND_REGULATIONS_BEGIN = date(2014, 9, 1)


@dataclass(frozen=True, slots=True)
class Rule:
    """One time limit, and from when until when (inclusive) a clock may start under it."""

    key: ClockKey
    start: Start
    span: Span
    source: str
    force: Force = Force.LAW
    bound: Bound = Bound.NO_LATER
    valid_from: date = SEND_REGULATIONS_BEGIN
    valid_to: date | None = None

    def governs(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Deadline:
    """A last lawful day (or, bound ``NO_EARLIER``, an earliest closing day) and why."""

    key: ClockKey
    day: date
    start: Start
    counted_from: date
    source: str
    force: Force
    bound: Bound


class NoRuleInForceError(LookupError):
    """No dated rule covers a clock that starts on this day."""

    def __init__(self, key: ClockKey, day: date) -> None:
        super().__init__(f"{key} has no rule for a start on {day.isoformat()}")
        self.key = key
        self.day = day


def apply_rule(rules: Iterable[Rule], key: ClockKey, start: Start, day: date) -> Deadline:
    """The deadline of ``key`` counted from ``day``, by the rule in force on that day.

    Raises `NoRuleInForceError` where no rule covers it.
    """
    for rule in rules:
        if rule.key is key and rule.start is start and rule.governs(day):
            return Deadline(
                key, rule.span.last_day(day), start, day, rule.source, rule.force, rule.bound
            )
    raise NoRuleInForceError(key, day)


ASSESSMENT_RULES = (
    Rule(
        ClockKey.DECIDE_TO_ASSESS,
        Start.REQUEST_RECEIVED,
        Days(42),
        "SEND Regulations 2014, reg 5(1)",
    ),
    Rule(ClockKey.ADVICE_REPLY, Start.ADVICE_ASKED, Days(42), "SEND Regulations 2014, reg 8(1)"),
    Rule(
        ClockKey.REFUSE_TO_ISSUE,
        Start.REQUEST_RECEIVED,
        Days(112),
        "SEND Regulations 2014, reg 10(1)",
    ),
    Rule(
        ClockKey.DRAFT_COMMENTS,
        Start.DRAFT_SERVED,
        Days(14),
        "SEND Regulations 2014, reg 13(1)(a)",
        bound=Bound.NO_EARLIER,
    ),
    Rule(
        ClockKey.FINAL_PLAN, Start.REQUEST_RECEIVED, Days(140), "SEND Regulations 2014, reg 13(2)"
    ),
)


def assessment_deadlines(
    received: date, *, draft_served: date | None = None, advice_asked: date | None = None
) -> dict[ClockKey, Deadline]:
    """The clock of an assessment, by key; a key whose start is not known is absent.

    ``received`` is the day the request was received or the council became responsible,
    ``advice_asked`` the day an advice-giver received the request for advice.
    """
    starts = {
        Start.REQUEST_RECEIVED: received,
        Start.ADVICE_ASKED: advice_asked,
        Start.DRAFT_SERVED: draft_served,
    }
    return {
        rule.key: apply_rule(ASSESSMENT_RULES, rule.key, rule.start, day)
        for rule in ASSESSMENT_RULES
        if (day := starts[rule.start]) is not None
    }
