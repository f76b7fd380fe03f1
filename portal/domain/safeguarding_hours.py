"""When somebody reads what may be about harm: the hours a council declares, and who is on then.

Source: the portal's own safety rules. Harm disclosed is told to a named rota with a clock for
acknowledging it; outside the declared hours every page says that nobody reads.

Hours are of the clock in London and instants are aware. Time passes only while it is open, so a
clock that begins at ten to five on a Friday goes on on Monday, and one that runs over the day the
clocks change counts the minutes that passed.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID

from portal.domain.dates import LONDON, london_day

LOOKED_AHEAD = timedelta(days=60)
"""So far ahead an opening is looked for. Later than this nobody can call it soon."""

MIDNIGHT = time()
ONE_DAY = timedelta(1)


@dataclass(frozen=True, slots=True)
class Duty:
    """The hours of one day and who is on, in the order in which they are told.

    It closes at ``closes``, which is later than ``opens``; midnight is the end of the day.
    """

    opens: time
    closes: time
    people: tuple[UUID, ...] = ()

    def __post_init__(self) -> None:
        if self.closes != MIDNIGHT and self.closes <= self.opens:
            raise ValueError("it closes after it opens")


@dataclass(frozen=True, slots=True)
class Rota:
    """``week`` by weekday (Monday is 0); ``special`` says of a day that it is as named, or closed
    (None); a bank holiday that is not named there is closed."""

    week: Mapping[int, Duty] = field(default_factory=dict)
    special: Mapping[date, Duty | None] = field(default_factory=dict)
    bank_holidays: Collection[date] = frozenset()

    def duty_of(self, day: date) -> Duty | None:
        """Who is on and when; None for a day on which nobody reads."""
        if day in self.special:
            return self.special[day]
        return None if day in self.bank_holidays else self.week.get(day.weekday())


def _span(day: date, duty: Duty) -> tuple[datetime, datetime]:
    """From when until just before when it is open, as instants."""
    last = day + ONE_DAY if duty.closes == MIDNIGHT else day
    begins = datetime.combine(day, duty.opens, LONDON).astimezone(UTC)
    return begins, datetime.combine(last, duty.closes, LONDON).astimezone(UTC)


def _spans(rota: Rota, moment: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The open times that end after this instant, soonest first."""
    first = london_day(moment)
    for number in range(LOOKED_AHEAD.days + 1):
        day = first + timedelta(number)
        duty = rota.duty_of(day)
        if duty is not None:
            begins, ends = _span(day, duty)
            if ends > moment:
                yield begins, ends


def next_opening(rota: Rota, moment: datetime) -> datetime | None:
    """When somebody reads: this instant itself while it is open; None where no opening is near."""
    for begins, _ in _spans(rota, moment):
        return max(begins, moment)
    return None


def is_open(rota: Rota, moment: datetime) -> bool:
    return next_opening(rota, moment) == moment


def closes_at(rota: Rota, moment: datetime) -> datetime | None:
    """When it closes; None where it is closed."""
    for begins, ends in _spans(rota, moment):
        return ends if begins <= moment else None
    return None


def after_open_time(rota: Rota, start: datetime, length: timedelta) -> datetime:
    """The instant at which so much declared time has passed since ``start``.

    Where no hours are declared nobody has promised when they read, and a clock that never ran
    would tell nobody: then it is counted straight through.
    """
    left = length
    for begins, ends in _spans(rota, start):
        begins = max(begins, start)
        if ends - begins >= left:
            return begins + left
        left -= ends - begins
    return start + length


def on_duty(rota: Rota, moment: datetime) -> tuple[UUID, ...]:
    """Who is on at this instant, in the order in which they are told; nobody while it is closed."""
    duty = rota.duty_of(london_day(moment))
    return duty.people if duty is not None and is_open(rota, moment) else ()


class Lack(StrEnum):
    """What is missing of a day on which somebody is to read."""

    NOBODY = "nobody"
    NO_DEPUTY = "no_deputy"
    ACCOUNT_CLOSED = "account_closed"
    NO_MOBILE = "no_mobile"


@dataclass(frozen=True, slots=True)
class Gap:
    """``person_id``: whom it is about, where it is about somebody."""

    day: date
    lack: Lack
    person_id: UUID | None = None


def find_gaps(
    rota: Rota,
    first: date,
    days: int,
    *,
    leads: Collection[UUID],
    with_mobile: Collection[UUID],
) -> tuple[Gap, ...]:
    """What is missing in the coming days. ``leads``: who has an open account and may read."""
    gaps: list[Gap] = []
    for number in range(days):
        day = first + timedelta(number)
        duty = rota.duty_of(day)
        if duty is None:
            continue
        able = [person for person in duty.people if person in leads]
        gaps += [
            Gap(day, Lack.ACCOUNT_CLOSED, person) for person in duty.people if person not in leads
        ]
        gaps += [Gap(day, Lack.NO_MOBILE, person) for person in able if person not in with_mobile]
        if len(able) < 2:
            gaps.append(Gap(day, Lack.NO_DEPUTY if able else Lack.NOBODY))
    return tuple(gaps)
