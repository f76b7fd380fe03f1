"""The dates of a school year, worked out by hand from the law and the council's policy.

Nothing here comes from `portal`: it is a second reading of the same rules, written as a person
with a calendar would go about it, so that the two can be held against each other. Sources:
Children and Families Act 2014 s.44; SEND Regulations 2014 regs 5, 13, 18, 20, 22; Education Act
1996 s.8(3).
"""

import calendar
from collections.abc import Collection
from datetime import date, timedelta

FRIDAY = 4
VIEWS_ASKED_BEFORE, ASKED_AGAIN_AFTER, OPENS_BEFORE, RING_WITHIN = 42, 14, 84, 7
RIGHTS_TOLD_BEFORE, EIGHTEEN_TOLD_BEFORE = 90, 60
WARNED_BEFORE = 14
# Bank holidays of England that fall within ten working days of a birthday in this school year.
BANK_HOLIDAYS = frozenset(
    {
        date(2027, 8, 30),
        date(2027, 12, 27),  # for Christmas Day, a Saturday
        date(2027, 12, 28),  # for Boxing Day, a Sunday
        date(2028, 1, 3),  # for New Year's Day, a Saturday
        date(2028, 4, 14),  # Good Friday
        date(2028, 4, 17),  # Easter Monday
        date(2028, 5, 1),
        date(2028, 5, 29),
        date(2028, 8, 28),
    }
)


def days(number: int) -> timedelta:
    return timedelta(days=number)


def anniversary(day: date, years: int) -> date:
    """The same date so many years on; 1 March where that year has no 29 February."""
    if (day.month, day.day) == (2, 29) and not calendar.isleap(day.year + years):
        return date(day.year + years, 3, 1)
    return date(day.year + years, day.month, day.day)


def review_due(began: date) -> date:
    """The day before the anniversary of the plan or the last review."""
    return anniversary(began, 1) - days(1)


def last_good_meeting(began: date, move: date | None) -> date:
    """28 days before the review is due; for a move, early enough for 84 days after it."""
    by_review = review_due(began) - days(28)
    return by_review if move is None else min(by_review, move - days(84))


def last_friday_in_june(year: int) -> date:
    last = date(year, 6, 30)
    while last.weekday() != FRIDAY:
        last -= days(1)
    return last


def rights_begin(born: date) -> date:
    """The day after the last Friday in June of the school year of the 16th birthday."""
    sixteen = anniversary(born, 16)
    summer = sixteen.year if sixteen.month < 9 else sixteen.year + 1
    return last_friday_in_june(summer) + days(1)


def eighteen(born: date) -> date:
    return anniversary(born, 18)


def ten_working_days_after(day: date) -> date:
    left = 10
    while left:
        day += days(1)
        if day.weekday() not in (5, 6) and day not in BANK_HOLIDAYS:
            left -= 1
    return day


def move_before(year_group: int, phase: str, summer: int) -> date | None:
    """The last lawful day of the amended plan for the move due in September of ``summer``."""
    by_february = {(-1, "nursery"), (2, "infant"), (6, "primary")}
    if (year_group, phase) in by_february:
        return date(summer, 2, 14)
    return date(summer, 3, 30) if (year_group, phase) == (11, "secondary") else None


def next_run(day: date, outage: Collection[date]) -> date:
    """The day on which a worker that was away on these days comes round to it."""
    while day in outage:
        day += days(1)
    return day
