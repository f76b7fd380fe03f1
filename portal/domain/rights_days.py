"""The days on which a young person's rights are told of, begin, and ask for a word at 18.

Source: Education Act 1996 s.8(3); Code of Practice 8.13. How long before is *policy*.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from portal.domain.dates import birthday
from portal.domain.rights import MAJORITY, rights_from

SATURDAY = 5
SETTLED_WITHIN = 10
"""Working days, from the 18th birthday, for a caseworker to settle what parents may see."""
CAUGHT_UP_FOR = timedelta(days=30)
"""A day that passed longer ago is not told of as news: the portal, or the child, came later."""


class RightsDay(StrEnum):
    RIGHTS_SOON = "rights_soon"
    RIGHTS_BEGIN = "rights_begin"
    EIGHTEEN_SOON = "eighteen_soon"
    EIGHTEEN = "eighteen"


@dataclass(frozen=True, slots=True)
class Notice:
    """How long before people are told: *policy*."""

    before_rights: timedelta = timedelta(days=90)
    before_18: timedelta = timedelta(days=60)


class Reached(NamedTuple):
    """``day`` is the day the rule names, whenever somebody comes round to it."""

    kind: RightsDay
    day: date


def reached_days(born: date, on: date, notice: Notice) -> tuple[Reached, ...]:
    """Which of these days have come, and are still worth acting on.

    What was to be told before is not told once the day itself is there. That somebody is 18 stays
    so: the question what parents may see does not go away.
    """
    begin, eighteen = rights_from(born), birthday(born, MAJORITY)
    found = []
    if begin - notice.before_rights <= on < begin:
        found.append(Reached(RightsDay.RIGHTS_SOON, begin - notice.before_rights))
    if begin <= on < begin + CAUGHT_UP_FOR:
        found.append(Reached(RightsDay.RIGHTS_BEGIN, begin))
    if eighteen - notice.before_18 <= on < eighteen:
        found.append(Reached(RightsDay.EIGHTEEN_SOON, eighteen - notice.before_18))
    if on >= eighteen:
        found.append(Reached(RightsDay.EIGHTEEN, eighteen))
    return tuple(found)


def settle_by(eighteen: date, on: date, bank_holidays: Collection[date]) -> date:
    """The last day for settling it: counted from the birthday, or from ``on`` where that is long
    past and nobody could have known."""
    start = eighteen if on < eighteen + CAUGHT_UP_FOR else on
    return add_working_days(start, SETTLED_WITHIN, bank_holidays)


def add_working_days(start: date, days: int, bank_holidays: Collection[date]) -> date:
    """So many working days after ``start``, which is not counted itself."""
    day = start
    while days:
        day += timedelta(1)
        if day.weekday() < SATURDAY and day not in bank_holidays:
            days -= 1
    return day
