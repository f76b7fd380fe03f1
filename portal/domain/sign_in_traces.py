"""How long the traces of signing in are kept: sessions, tickets, counts of tries.

The portal's own rule: as long as somebody may have to ask what happened, no longer. What is
forgotten here has long been worthless for signing in.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from portal.domain.people import Role
from portal.domain.sign_in import TicketPurpose, session_life

SESSIONS_KEPT = timedelta(days=30)  # from the day that a session ended, or could not go on
COUNTERS_KEPT = timedelta(days=2)  # longer than the window of any limit
TICKETS_KEPT: Mapping[TicketPurpose, timedelta] = {
    TicketPurpose.SIGN_IN: timedelta(days=30),
    TicketPurpose.STAFF_SET_UP: timedelta(days=30),
    TicketPurpose.FAMILY_INVITATION: timedelta(days=90),  # a caseworker sees who was invited when
}


def forget_sessions_ended_before(now: datetime) -> datetime:
    return now - SESSIONS_KEPT


def forget_sessions_begun_before(role: Role, now: datetime) -> datetime:
    """For sessions that nobody ended: they ended by themselves at their longest life."""
    return now - session_life(role).absolute - SESSIONS_KEPT


def forget_tickets_made_before(purpose: TicketPurpose, now: datetime) -> datetime:
    return now - TICKETS_KEPT[purpose]


def forget_counters_before(now: datetime) -> datetime:
    return now - COUNTERS_KEPT
