"""The telephone desk: how a call ended without answers, and when to ring that person next.

That somebody *has* answered is no outcome of a call: nothing here may ever say it.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from portal.domain.dates import london_day, london_midnight

MOST_UNREACHED = 3
"""So many calls in vain, and the person is left in peace."""

CLAIM_LASTS = timedelta(minutes=20)
"""How long a caller has a person to themselves."""


class CallOutcome(StrEnum):
    """How a call ended in which nothing was sent."""

    NO_ANSWER = "no_answer"
    SOMEBODY_ELSE = "somebody_else"
    CALL_BACK = "call_back"
    BROKE_OFF = "broke_off"
    INTERPRETER_NEEDED = "interpreter_needed"
    WRONG_NUMBER = "wrong_number"
    DECLINED = "declined"


UNREACHED = frozenset({CallOutcome.NO_ANSWER, CallOutcome.SOMEBODY_ELSE})
_NEVER_AGAIN = frozenset({CallOutcome.WRONG_NUMBER, CallOutcome.DECLINED})


@dataclass(frozen=True, slots=True)
class Attempt:
    """One call that ended without answers. ``call_back_at`` is there exactly where the person
    named a time; ``note`` is for the team, and never what somebody answered."""

    outcome: CallOutcome
    call_back_at: datetime | None
    note: str


@dataclass(frozen=True, slots=True)
class CallBackPast:
    """The time to call back has passed already."""


@dataclass(frozen=True, slots=True)
class CallBackTooLate:
    """The survey takes no answers any more on the day on which to call back."""


def may_call_back(
    at: datetime, *, now: datetime, closes_on: date
) -> CallBackPast | CallBackTooLate | None:
    """None where somebody can be rung at this time, else the reason why not."""
    if at <= now:
        return CallBackPast()
    return CallBackTooLate() if london_day(at) > closes_on else None


def ring_again_at(attempt: Attempt, *, unreached: int, now: datetime) -> datetime | None:
    """From when to ring again after a call that has just ended; None where not at all.

    ``unreached`` counts the calls in vain, this one among them. A call-back that the person wished
    for is made however many they are.
    """
    if attempt.outcome is CallOutcome.CALL_BACK:
        return attempt.call_back_at
    if attempt.outcome is CallOutcome.BROKE_OFF:
        return now
    if attempt.outcome in _NEVER_AGAIN:
        return None
    if attempt.outcome in UNREACHED and unreached >= MOST_UNREACHED:
        return None
    return end_of_day(now)


def end_of_day(now: datetime) -> datetime:
    """The (aware) instant at which the London day of this instant ends, also when clocks change."""
    return london_midnight(london_midnight(now) + timedelta(hours=36))
