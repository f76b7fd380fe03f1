"""The clock of an annual review: from the day a plan was made or last reviewed to the next one."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from portal.domain.clocks import (
    Bound,
    ClockKey,
    Days,
    Deadline,
    Force,
    MonthsAfter,
    MonthsBeginningWith,
    Rule,
    Start,
    apply_rule,
)
from portal.domain.dates import birthday

VIEWS_ASKED_DAYS_BEFORE_MEETING = 42
"""When views are first asked for: a council's own choice, shown to families as a target."""

EARLY_YEARS_END = 5

REVIEW_RULES = (
    Rule(
        ClockKey.REVIEW_DUE,
        Start.PLAN_MADE_OR_REVIEWED,
        MonthsBeginningWith(12),
        "Children and Families Act 2014, s.44; SEND Code of Practice 2015, 9.169",
    ),
    Rule(ClockKey.INVITATIONS, Start.MEETING, Days(-15), "SEND Regulations 2014, reg 20(3)"),
    Rule(ClockKey.ADVICE_CIRCULATED, Start.MEETING, Days(-14), "SEND Regulations 2014, reg 20(4)"),
    Rule(ClockKey.MEETING_REPORT, Start.MEETING, Days(14), "SEND Regulations 2014, reg 20"),
    Rule(
        ClockKey.DECISION,
        Start.MEETING,
        Days(28),
        "SEND Regulations 2014, reg 20(10); L, M and P v Devon [2022] EWHC 493 (Admin)",
    ),
    Rule(
        ClockKey.AMENDMENT_COMMENTS,
        Start.AMENDMENT_NOTICE,
        Days(14),
        "SEND Regulations 2014, reg 22(2)(c)",
        bound=Bound.NO_EARLIER,
    ),
    Rule(
        ClockKey.AMENDED_FINAL,
        Start.AMENDMENT_NOTICE,
        Days(56),
        "SEND Regulations 2014, reg 22(3) and (4)",
    ),
)

AMENDED_FINAL_FROM_MEETING = Rule(
    ClockKey.AMENDED_FINAL,
    Start.MEETING,
    Days(84),
    "SEND Regulations 2014, reg 20(10) and reg 22(3) and (4)",
)

PLANNING_RULES = (
    Rule(
        ClockKey.LATEST_SENSIBLE_MEETING,
        Start.REVIEW_DUE,
        Days(-28),
        "SEND Regulations 2014, reg 20(10)",
        Force.GUIDANCE,
    ),
    Rule(
        ClockKey.EARLY_YEARS_LOOK,
        Start.PLAN_MADE_OR_REVIEWED,
        MonthsAfter(6),
        "SEND Code of Practice 2015, 9.178",
        Force.GUIDANCE,
    ),
)


@lru_cache(maxsize=8192)  # a pass over every case asks for the same days again and again
def review_deadlines(
    plan_made: date,
    *,
    last_review: date | None = None,
    meeting: date | None = None,
    notice: date | None = None,
) -> Mapping[ClockKey, Deadline]:
    """The legal limits of a review, by key; a key whose start is not known is absent.

    ``last_review`` is the day the last review was completed, its decision included. ``notice`` is
    the day the notice and the proposed changes were served; before there is one, the amended plan
    is counted from the meeting.
    """
    starts = {
        Start.PLAN_MADE_OR_REVIEWED: last_review or plan_made,
        Start.MEETING: meeting,
        Start.AMENDMENT_NOTICE: notice,
    }
    rules = REVIEW_RULES if notice else (*REVIEW_RULES, AMENDED_FINAL_FROM_MEETING)
    return {
        rule.key: apply_rule(rules, rule.key, rule.start, day)
        for rule in rules
        if (day := starts[rule.start]) is not None
    }


@lru_cache(maxsize=8192)
def latest_sensible_meeting(review_due: date) -> Deadline:
    """The last meeting whose decision, due 28 days later, still completes the review in time."""
    return apply_rule(
        PLANNING_RULES, ClockKey.LATEST_SENSIBLE_MEETING, Start.REVIEW_DUE, review_due
    )


def views_asked(
    meeting: date, *, days_before_meeting: int = VIEWS_ASKED_DAYS_BEFORE_MEETING
) -> Deadline:
    """When the council means to ask for views: its own target, never law."""
    return Deadline(
        ClockKey.VIEWS_ASKED,
        Days(-days_before_meeting).last_day(meeting),
        Start.MEETING,
        meeting,
        "council policy",
        Force.TARGET,
        Bound.NO_LATER,
    )


def early_years_look(made_or_reviewed: date, *, born: date) -> Deadline | None:
    """Under 5 the Code suggests a look every 3 to 6 months: guidance, never overdue."""
    look = apply_rule(
        PLANNING_RULES, ClockKey.EARLY_YEARS_LOOK, Start.PLAN_MADE_OR_REVIEWED, made_or_reviewed
    )
    return look if look.day < birthday(born, EARLY_YEARS_END) else None
