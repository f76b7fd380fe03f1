"""The invented council's indicators: shipped ones, numbers typed in, proposals."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

from sqlalchemy.orm import Session

from portal.actions import indicators as actions
from portal.actions.indicator_standing import list_standing
from portal.domain.indicator_numbers import Number
from portal.domain.indicators import Definition, EntryKind, State
from portal.domain.people import Viewer

_SOURCE = "Invented for the demo"
_OWNER = "Head of SEND"
_COMPLAINTS = (31, 27, 24, 22)
"""By quarter, the earliest first."""


def show_indicators(
    session: Session, officer: Viewer, member: Viewer, today: date, now: datetime
) -> int:
    """Add them; how many have a figure."""
    actions.add_shipped(session, now)
    complaints = actions.shipped_id("complaints")
    for back, count in enumerate(reversed(_COMPLAINTS), start=1):
        last = today - timedelta(days=91 * back)
        figure = Number(
            EntryKind.FIGURE,
            last - timedelta(days=90),
            last,
            Decimal(count),
            None,
            _SOURCE,
            _OWNER,
        )
        actions.add_number(session, officer, complaints, figure, now, new_id=uuid4())
    first = today - timedelta(days=500)
    began = Number(EntryKind.BASELINE, first, first, Decimal(36), None, _SOURCE, _OWNER)
    actions.add_number(session, officer, complaints, began, now, new_id=uuid4())
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
