"""The invented council's indicators: shipped ones, numbers typed in, proposals."""

from datetime import date, datetime
from decimal import Decimal
from uuid import uuid4

from sqlalchemy.orm import Session

from portal.actions import indicators as actions
from portal.actions import timeliness
from portal.actions.indicator_standing import list_standing
from portal.domain.indicator_numbers import Number
from portal.domain.indicators import Definition, EntryKind, State
from portal.domain.people import Viewer

_SOURCE = "Invented for the demo"
_OWNER = "Head of SEND"
_COMPLAINTS = (31, 27, 24, 22)
"""Of the last four years, the earliest first."""


def show_indicators(
    session: Session, officer: Viewer, member: Viewer, today: date, now: datetime
) -> int:
    """Add them; how many have a figure."""
    timeliness.count_months(session, now)
    actions.add_shipped(session, now)
    for back, count in enumerate(reversed(_COMPLAINTS), start=1):
        add_complaints(session, officer, EntryKind.FIGURE, today.year - back, count, now)
    add_complaints(session, officer, EntryKind.BASELINE, today.year - 5, 36, now)
    proposal = Definition(
        "Families who have one named person to ring",
        "Families tell us that this matters most. Count those who were given a name.",
    )
    proposed = actions.propose(session, member, proposal, now, new_id=uuid4())
    words = "Please count it every month, not once a year."
    actions.add_remark(session, member, proposed, words, now, new_id=uuid4())
    declined = Definition("Letters sent each week", "It would show how much is written.")
    not_ours = actions.propose(session, member, declined, now, new_id=uuid4())
    reason = "More letters are not better ones. We count letters that families helped to write."
    actions.decide(
        session, officer, not_ours, declined, State.NOT_TAKEN_ON, reason, now, new_id=uuid4()
    )
    return sum(each.standing.current is not None for each in list_standing(session, None))


def add_complaints(
    session: Session, officer: Viewer, kind: EntryKind, year: int, count: int, now: datetime
) -> None:
    number = Number(
        kind, date(year, 1, 1), date(year, 12, 31), Decimal(count), None, _SOURCE, _OWNER
    )
    actions.add_number(
        session, officer, actions.shipped_id("complaints"), number, now, new_id=uuid4()
    )
