"""Moves between phases of education (SEND Regulations 2014, regs 2 and 18).

A plan is reviewed and amended *before* 15 February (before 31 March, for a move from secondary
school to a post-16 institution) of the year of the move, so the day before is the last lawful one.
"""

from datetime import date
from enum import StrEnum

from portal.domain.clocks import (
    ClockKey,
    Days,
    Deadline,
    Force,
    MonthsAfter,
    Rule,
    Start,
    apply_rule,
)

SOURCE = "SEND Regulations 2014, reg 18(1)"
MEETING_TO_AMENDED_PLAN = 84


class Phase(StrEnum):
    """A move from one phase of education to the next."""

    EARLY_YEARS_SCHOOL = "early-years-school"
    INFANT_JUNIOR = "infant-junior"
    PRIMARY_MIDDLE = "primary-middle"
    PRIMARY_SECONDARY = "primary-secondary"
    MIDDLE_SECONDARY = "middle-secondary"
    SECONDARY_POST16 = "secondary-post16"
    POST16_POST16 = "post16-post16"


class SettingPhase(StrEnum):
    """What kind of setting a child attends, as far as moves between phases go."""

    EARLY_YEARS = "early_years"
    INFANT = "infant"
    FIRST = "first"
    PRIMARY = "primary"
    MIDDLE = "middle"
    SECONDARY = "secondary"
    THROUGH = "through"
    POST16 = "post16"


TRANSFER_STARTS = frozenset(
    {Start.SCHOOL_TRANSFER, Start.POST16_TRANSFER, Start.MOVE_BETWEEN_POST16}
)

TRANSFER_RULES = (
    Rule(ClockKey.AMENDED_FINAL, Start.SCHOOL_TRANSFER, Days(-1), f"{SOURCE}(b)"),
    Rule(
        ClockKey.AMENDED_FINAL,
        Start.POST16_TRANSFER,
        Days(-1),
        f"{SOURCE}(a)",
        valid_from=date(2016, 1, 1),
    ),
    # In the first year the limit was 31 May.
    Rule(
        ClockKey.AMENDED_FINAL,
        Start.POST16_TRANSFER,
        Days(60),
        "SEND Regulations 2014, reg 18(3)",
        valid_to=date(2015, 12, 31),
    ),
    Rule(
        ClockKey.AMENDED_FINAL,
        Start.MOVE_BETWEEN_POST16,
        MonthsAfter(-5),
        "SEND Regulations 2014, reg 18(2)",
    ),
    Rule(
        ClockKey.LATEST_SAFE_MEETING,
        Start.TRANSFER_DEADLINE,
        Days(-MEETING_TO_AMENDED_PLAN),
        "SEND Regulations 2014, reg 20(10) and reg 22(3) and (4)",
        Force.GUIDANCE,
        # Counted from a limit that has dates of its own; the first of them came before the law.
        valid_from=date.min,
    ),
)


def school_transfer_deadlines(phase: Phase, year: int) -> dict[ClockKey, Deadline]:
    """The amended plan and the latest safe meeting for a move in September of ``year``.

    Raises `ValueError` for a move between post-16 institutions, which counts from its own day.
    """
    match phase:
        case Phase.POST16_POST16:
            raise ValueError("a move between post-16 institutions needs the day of the move")
        case Phase.SECONDARY_POST16:
            return _with_safe_meeting(Start.POST16_TRANSFER, date(year, 3, 31))
        case _:
            return _with_safe_meeting(Start.SCHOOL_TRANSFER, date(year, 2, 15))


def post16_transfer_deadlines(move: date) -> dict[ClockKey, Deadline]:
    """The amended plan, at least five months before the move, and the latest safe meeting."""
    return _with_safe_meeting(Start.MOVE_BETWEEN_POST16, move)


def latest_safe_meeting(last_day: date) -> Deadline:
    """The last meeting that can still end in an amended plan on this day, 84 days later."""
    return apply_rule(
        TRANSFER_RULES, ClockKey.LATEST_SAFE_MEETING, Start.TRANSFER_DEADLINE, last_day
    )


def _with_safe_meeting(start: Start, day: date) -> dict[ClockKey, Deadline]:
    final = apply_rule(TRANSFER_RULES, ClockKey.AMENDED_FINAL, start, day)
    return {
        ClockKey.AMENDED_FINAL: final,
        ClockKey.LATEST_SAFE_MEETING: latest_safe_meeting(final.day),
    }


NURSERY_YEAR, YEAR_2, YEAR_4, YEAR_6, YEAR_8, YEAR_11 = -1, 2, 4, 6, 8, 11

LAST_YEARS = {
    (NURSERY_YEAR, SettingPhase.EARLY_YEARS): Phase.EARLY_YEARS_SCHOOL,
    (YEAR_2, SettingPhase.INFANT): Phase.INFANT_JUNIOR,
    (YEAR_4, SettingPhase.FIRST): Phase.PRIMARY_MIDDLE,
    (YEAR_6, SettingPhase.PRIMARY): Phase.PRIMARY_SECONDARY,
    (YEAR_8, SettingPhase.MIDDLE): Phase.MIDDLE_SECONDARY,
    (YEAR_11, SettingPhase.SECONDARY): Phase.SECONDARY_POST16,
}
MOVES_OF_YEAR = {year: phase for (year, _), phase in LAST_YEARS.items()}
USUAL_MOVES = {NURSERY_YEAR, YEAR_6}


def coming_transfer(
    year_group: int, setting: SettingPhase | None, *, on_record: bool
) -> Phase | None:
    """The move due next September, or None.

    ``on_record`` says that the council's record holds a date for it. Without one nothing is
    claimed for a setting that goes on past the year group (a school's own sixth form is no
    transfer) or that is not known, but for the moves that nearly every child makes.
    """
    if on_record or (setting is None and year_group in USUAL_MOVES):
        return MOVES_OF_YEAR.get(year_group)
    return LAST_YEARS.get((year_group, setting)) if setting else None
