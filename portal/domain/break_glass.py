"""Opening a record outside one's own caseload, with a written reason and for a few days.

Source: the portal's own privacy rules: caseworkers see their caseload; others break the glass with
a written reason and expiry.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from portal.domain.sign_in import Limit

DAYS = (1, 3, 7)
"""For how many days somebody may ask, today included: one is until tonight."""

TRIES_OF_ONE_PERSON = Limit(20, timedelta(hours=1))
"""How many references somebody may type: case references often run in order."""


def days_to_choose(at_most: int) -> Sequence[int]:
    """``at_most`` is the council's own limit; until tonight can always be chosen."""
    return [days for days in DAYS if days == DAYS[0] or days <= at_most]


def last_day(opened_on: date, days: int) -> date:
    """The last day in London on which the record can be read, to its end."""
    return opened_on + timedelta(days - 1)
