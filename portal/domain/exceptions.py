"""Lawful reasons why a time limit of an assessment did not apply, and what is none.

The regulations set the limit aside while meeting it is impractical; they set no new date. So the
excused date is the council's own record, kept beside the original one. A delay that was agreed,
whatever it was called, never moves the legal date.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from portal.domain.clocks import ClockKey, Deadline
from portal.domain.records.cells import read_date
from portal.domain.records.reasons import Reason

FOUR_WEEKS = timedelta(weeks=4)
ONE_WEEK = timedelta(weeks=1)


class LawfulReason(StrEnum):
    """SEND Regulations 2014, regs 5(4), 8(2) and (3), 10(4), 13(3)."""

    SCHOOL_CLOSED = "school_closed"
    EARLY_YEARS_CLOSED = "early_years_closed"
    PERSONAL_CIRCUMSTANCES = "personal_circumstances"
    AWAY_FROM_AREA = "away_from_area"
    MISSED_APPOINTMENT = "missed_appointment"


ABOUT_NOBODY = frozenset({LawfulReason.SCHOOL_CLOSED, LawfulReason.EARLY_YEARS_CLOSED})
"""Reasons that every adult of a family may read. The others are about one person: shown to the
whole family, they would tell one parent of another's circumstances or journeys."""

OF_EVERY_LIMIT = frozenset(LawfulReason) - {LawfulReason.MISSED_APPOINTMENT}
REASONS_OF = {
    ClockKey.DECIDE_TO_ASSESS: OF_EVERY_LIMIT,
    ClockKey.ADVICE_REPLY: frozenset(LawfulReason),
    ClockKey.REFUSE_TO_ISSUE: OF_EVERY_LIMIT,
    ClockKey.FINAL_PLAN: OF_EVERY_LIMIT,
}


@dataclass(frozen=True, slots=True)
class LawfulException:
    """A decision that a reason applied. The reason is shown only to those it concerns.

    ``excused_until`` is the new date that the council recorded, None where it recorded none.
    ``in_doubt`` says that a date is there but cannot be read: a person has to check it.
    """

    reason: LawfulReason
    decided_on: date
    excused_until: date | None = None
    decided_by: str = ""
    in_doubt: bool = False

    @property
    def is_about_nobody(self) -> bool:
        """Whether the whole family may read the reason."""
        return self.reason in ABOUT_NOBODY


@dataclass(frozen=True, slots=True)
class AgreedDelay:
    """Called an exception or not: it does not move the legal date."""

    agreed_on: date


def read_exception(decided_on: date, detail: str) -> LawfulException | AgreedDelay:
    """What a recorded exception is in law: ``reason; excused date; who decided``.

    The last two may be left out. Anything but a lawful reason is an agreed delay. The date is read
    in the forms of the records' files; one that cannot be read puts the exception in doubt.
    """
    reason, until, decided_by = (*(part.strip() for part in detail.split(";", 2)), "", "")[:3]
    try:
        lawful = LawfulReason(reason)
    except ValueError:
        return AgreedDelay(decided_on)
    excused_until = read_date(until) if until else None
    if isinstance(excused_until, Reason):
        return LawfulException(lawful, decided_on, None, decided_by, in_doubt=True)
    return LawfulException(lawful, decided_on, excused_until, decided_by)


def closure_excuses(*, asked: date, closed: date, reopens: date) -> bool:
    """Whether advice was asked of a setting so near a long closure that the limit gives way.

    Closed for 4 weeks or more, and asked between 1 week before it closed and 1 week before it
    opens again (regs 5(4)(a), 8(3), 10(4)(a), 13(3)(a)).
    """
    return reopens - closed >= FOUR_WEEKS and closed - ONE_WEEK <= asked <= reopens - ONE_WEEK


def absence_excuses(*, left: date, returned: date) -> bool:
    """Whether the child or parent was away from the area for 4 weeks or more on end."""
    return returned - left >= FOUR_WEEKS


def excuses(exception: LawfulException, deadline: Deadline) -> bool:
    """Whether this exception is one that the limit knows."""
    return exception.reason in REASONS_OF.get(deadline.key, frozenset())


def excused_day(exception: LawfulException, deadline: Deadline) -> date | None:
    """The excused date beside the original one; never earlier than it."""
    if exception.excused_until is None:
        return None
    return max(exception.excused_until, deadline.day)
