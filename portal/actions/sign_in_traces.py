"""Forgetting what is left of old sign-ins: sessions, tickets, counts of tries."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.domain.people import Role
from portal.domain.sign_in import TicketPurpose
from portal.domain.sign_in_traces import (
    forget_counters_before,
    forget_sessions_begun_before,
    forget_sessions_ended_before,
    forget_tickets_made_before,
)
from portal.store import rate, sessions, sign_in

FORGET_TRACES = "sign_in.forget_traces"


def forget_traces(session: Session, now: datetime) -> None:
    """Delete what the rule keeps no longer."""
    sessions.delete_ended_sessions(session, forget_sessions_ended_before(now))
    for role in Role:
        sessions.delete_sessions_of_role(session, role, forget_sessions_begun_before(role, now))
    for purpose in TicketPurpose:
        sign_in.delete_tickets_before(session, purpose, forget_tickets_made_before(purpose, now))
    rate.delete_counters_before(session, forget_counters_before(now))
