"""Clocks that start elsewhere than with a request: nobody is told "late" by the wrong one."""

from datetime import date

from portal.domain.clocks import (
    Bound,
    ClockKey,
    Days,
    Deadline,
    MonthsAfter,
    MonthsBeginningWith,
    Rule,
    Start,
    apply_rule,
)

ORDER_SOURCE = "SEND Regulations 2014, regs 42 and 44"

OTHER_START_RULES = (
    Rule(ClockKey.ASSESSMENT_AGREED, Start.ORDER_TO_ASSESS, Days(14), ORDER_SOURCE),
    Rule(ClockKey.REFUSE_TO_ISSUE, Start.ORDER_TO_ASSESS, Days(70), ORDER_SOURCE),
    Rule(ClockKey.FINAL_PLAN, Start.ORDER_TO_ASSESS, Days(98), ORDER_SOURCE),
    Rule(ClockKey.DRAFT_PLAN, Start.ORDER_TO_MAKE_PLAN, Days(35), ORDER_SOURCE),
    Rule(ClockKey.FINAL_PLAN, Start.ORDER_TO_MAKE_PLAN, Days(77), ORDER_SOURCE),
    Rule(
        ClockKey.REASSESSMENT_REPLY,
        Start.REASSESSMENT_REQUEST,
        Days(15),
        "SEND Regulations 2014, reg 25(1)",
    ),
    Rule(
        ClockKey.FINAL_PLAN,
        Start.REASSESSMENT_AGREED,
        Days(98),
        "SEND Regulations 2014, reg 27(2)",
    ),
    Rule(
        ClockKey.REASSESSMENT_ALLOWED,
        Start.LAST_ASSESSMENT,
        MonthsAfter(6),
        "SEND Regulations 2014, reg 24",
        bound=Bound.NO_EARLIER,
    ),
    Rule(ClockKey.TRANSFER_NOTICE, Start.MOVED_IN, Days(42), "SEND Regulations 2014, reg 15(4)"),
    Rule(
        ClockKey.REVIEW_DUE,
        Start.MOVED_IN,
        MonthsBeginningWith(3),
        "SEND Regulations 2014, reg 15(5)(b)",
    ),
    Rule(
        ClockKey.REVIEW_DUE,
        Start.PLAN_MADE_OR_REVIEWED,
        MonthsBeginningWith(12),
        "SEND Regulations 2014, reg 15(5)(a)",
    ),
)


def deadlines_from(start: Start, day: date) -> dict[ClockKey, Deadline]:
    """Every limit that counts from one other start: an order, a reassessment, a move.

    A mediation agreement counts like an order of the Tribunal (reg 42(2)), unless the parties
    agreed other times in writing (reg 42(5)).
    """
    return {
        rule.key: apply_rule(OTHER_START_RULES, rule.key, start, day)
        for rule in OTHER_START_RULES
        if rule.start is start
    }


def moved_in_deadlines(transferred: date, *, made_or_reviewed: date) -> dict[ClockKey, Deadline]:
    """For a plan from another council: word to the family, and the review by the later limit."""
    limits = deadlines_from(Start.MOVED_IN, transferred)
    yearly = deadlines_from(Start.PLAN_MADE_OR_REVIEWED, made_or_reviewed)[ClockKey.REVIEW_DUE]
    limits[ClockKey.REVIEW_DUE] = max(limits[ClockKey.REVIEW_DUE], yearly, key=lambda d: d.day)
    return limits
