"""Two thousand invented cases for one school year: what the records say, and on which day.

Standard library only. A life is made at random but never by chance alone: each kind of course
that the law knows has its share.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from random import Random

from tests.year.by_hand import days, last_good_meeting, move_before

FIRST, LAST = date(2027, 9, 1), date(2028, 8, 31)
SUMMER = 2028
OUTAGE = (date(2027, 12, 14), date(2027, 12, 15))
"""Two days on which no worker ran."""

PHASES = {
    "nursery": range(-2, 0),
    "infant": range(3),
    "primary": range(3, 7),
    "secondary": range(7, 12),
    "16 plus": range(12, 15),
}
SCHOOLS = 20


@dataclass(frozen=True)
class Fact:
    """Something that the case system hands over on a day: an event, or the date of a column."""

    known: date
    what: str
    on: date


@dataclass(frozen=True)
class Life:
    """``began`` is the day the plan was made or last reviewed; None before there is a plan.

    ``meeting`` was booked on ``booked``. ``own_contact``: the child or young person can be
    written to. ``sent`` is the day on which the parent sent views.
    """

    number: int
    born: date
    year_group: int
    phase: str
    began: date | None = None
    was_reviewed: bool = True
    own_contact: bool = False
    meeting: date | None = None
    booked: date | None = None
    sent: date | None = None
    reported: date | None = None
    decided: date | None = None
    amends: bool = False
    final: date | None = None
    ceased: date | None = None
    requested: date | None = None
    agreed: date | None = None
    drafted: date | None = None
    facts: tuple[Fact, ...] = field(default=(), compare=False)

    @property
    def move(self) -> date | None:
        return move_before(self.year_group, self.phase, SUMMER) if self.began else None

    @property
    def school(self) -> int:
        return self.number % SCHOOLS


def make_lives(count: int, seed: int) -> list[Life]:
    random = Random(seed)
    kinds = [_booked, _booked, _booked, _neglected, _old, _ceased, _assessed]
    return [_with_facts(kinds[number % len(kinds)](number, random)) for number in range(count)]


def _somebody(number: int, random: Random) -> Life:
    phase = random.choice(list(PHASES))
    group = random.choice(PHASES[phase])
    # Reception is the school year in which a child turns five: born 1 September 2022 and after.
    first_birth = date(2022 - group, 9, 1)
    born = first_birth + days(random.randrange(365))
    if number % 97 == 0:
        phase, group, born = "secondary", 11, date(2012, 2, 29)
    return Life(number, born, group, phase, own_contact=random.random() < 0.5)


def _with_plan(number: int, random: Random) -> Life:
    """The last review lies where everything that this one asks for falls into the year."""
    began = date(2026, 12, 24) + days(random.randrange(228))
    return replace(_somebody(number, random), began=began, was_reviewed=random.random() < 0.8)


def _neglected(number: int, random: Random) -> Life:
    """Nobody sets a date for the meeting."""
    life = _with_plan(number, random)
    if number % 3 == 0:
        life = replace(life, began=date(2027, 3, 1))  # due on 29 February
    opens = last_good_meeting(life.began or FIRST, life.move) - days(84)
    asked = max(opens, FIRST) + days(42)
    return replace(life, sent=asked + days(random.randrange(1, 10)) if number % 2 else None)


def _booked(number: int, random: Random) -> Life:
    """A meeting is booked in time and held, the report follows, then the decision, some late."""
    life = _with_plan(number, random)
    began = life.began or FIRST
    last = last_good_meeting(began, life.move)
    opens = max(last - days(84), FIRST) if life.move else last - days(84)
    booked = opens + days(random.randrange(1, 36))
    meeting = random.randrange((last - booked).days - 24) + 25
    meeting_on = booked + days(meeting)
    decided = meeting_on + days(random.choice((6, 13, 14, 15, 20, 28, 40)))
    amends = random.random() < 0.5
    return replace(
        life,
        booked=booked,
        meeting=meeting_on,
        sent=max(booked, meeting_on - days(42)) + days(3) if random.random() < 0.5 else None,
        reported=meeting_on + days(random.choice((3, 5))) if random.random() < 0.8 else None,
        decided=decided,
        amends=amends,
        final=decided + days(random.choice((20, 41, 42, 43, 56))) if amends else None,
    )


def _old(number: int, random: Random) -> Life:
    """A record that was left lying: everything in it was due long before the year began."""
    life = replace(_somebody(number, random), year_group=8, phase="secondary")
    return replace(
        life,
        born=date(2014, 9, 1) + days(random.randrange(365)),
        began=date(2025, 9, 1) + days(random.randrange(270)),
    )


def _ceased(number: int, random: Random) -> Life:
    life = replace(_somebody(number, random), year_group=13, phase="16 plus")
    return replace(
        life,
        born=date(2009, 9, 1) + days(random.randrange(365)),
        began=date(2027, 6, 1),
        ceased=FIRST + days(20),
    )


def _assessed(number: int, random: Random) -> Life:
    """A request for an assessment that ends in a plan, in time or not."""
    requested = FIRST + days(random.randrange(1, 200))
    agreed = requested + days(random.choice((10, 27, 28, 29, 42)))
    drafted = agreed + days(60)
    final = requested + days(random.choice((110, 125, 126, 127, 140, 150)))
    return replace(
        _somebody(number, random),
        requested=requested,
        agreed=agreed,
        drafted=drafted,
        final=final,
    )


def _with_facts(life: Life) -> Life:
    return replace(life, facts=tuple(sorted(_facts(life), key=lambda fact: fact.known)))


def _facts(life: Life) -> Iterator[Fact]:
    if life.meeting and life.booked:
        yield Fact(life.booked, "meeting", life.meeting)
    if life.reported:
        yield Fact(life.reported, "meeting_report", life.reported)
    if life.decided:
        decision = "decision_amend" if life.amends else "decision_keep"
        yield Fact(life.decided, decision, life.decided)
        yield Fact(life.decided, "reviewed", life.decided)
        if life.amends:
            yield Fact(life.decided, "amendment_notice", life.decided)
    if life.began and life.final:
        yield Fact(life.final, "final_issued", life.final)
        if life.move:
            yield Fact(life.final, "transfer_done", life.final)
    if life.ceased:
        yield Fact(life.ceased, "ceased", life.ceased)
    if life.requested and life.agreed and life.drafted and life.final:
        yield Fact(life.requested, "requested", life.requested)
        yield Fact(life.agreed, "agreed", life.agreed)
        yield Fact(life.drafted, "draft_served", life.drafted)
        yield Fact(life.final, "plan_made", life.final)
