"""Old sessions and tickets are forgotten, those of yet some use are kept; on both databases."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.actions.sign_in_traces import forget_traces
from portal.domain.messages import Recipient, RecipientKind
from portal.domain.people import Role
from portal.domain.sign_in import LIFE, TicketPurpose, session_life
from portal.domain.sign_in_traces import TICKETS_KEPT
from portal.store import sessions, sign_in
from portal.store.tables.sessions import SignInSession
from portal.store.tables.sign_in import SignInTicket
from tests.conftest import Clock

A_MOMENT = timedelta(seconds=1)
PERSON = Recipient(RecipientKind.FAMILY_MEMBER, uuid4())


def count(session: Session, table: type[SignInSession | SignInTicket]) -> int:
    return len(session.scalars(select(table.id)).all())


@pytest.mark.parametrize("role", [Role.FAMILY_MEMBER, Role.CASEWORKER])
def test_a_session_that_nobody_ended_is_kept_30_days_past_its_longest_life(
    session: Session, clock: Clock, role: Role
) -> None:
    sessions.add_session(session, role, uuid4(), clock())
    session.flush()
    clock.at += session_life(role).absolute + timedelta(days=30)
    forget_traces(session, clock())
    assert count(session, SignInSession) == 1
    clock.at += A_MOMENT
    forget_traces(session, clock())
    assert count(session, SignInSession) == 0


def test_a_session_that_was_ended_is_kept_30_days_from_then(session: Session, clock: Clock) -> None:
    person = uuid4()
    sessions.add_session(session, Role.FAMILY_MEMBER, person, clock())
    sessions.end_sessions_of(session, person, clock())
    clock.move(days=30)
    forget_traces(session, clock())
    assert count(session, SignInSession) == 1
    clock.at += A_MOMENT
    forget_traces(session, clock())
    assert count(session, SignInSession) == 0


def test_a_session_in_use_is_kept(session: Session, clock: Clock) -> None:
    token = sessions.add_session(session, Role.CASEWORKER, uuid4(), clock())
    session.flush()
    forget_traces(session, clock())
    assert sessions.find_open_session(session, token) is not None


@pytest.mark.parametrize("purpose", TicketPurpose)
def test_a_ticket_is_forgotten_long_after_it_is_worthless(
    session: Session, clock: Clock, purpose: TicketPurpose
) -> None:
    assert TICKETS_KEPT[purpose] > LIFE[purpose]
    sign_in.add_ticket_for(session, purpose=purpose, person=PERSON, now=clock())
    clock.at += TICKETS_KEPT[purpose]
    forget_traces(session, clock())
    assert count(session, SignInTicket) == 1
    clock.at += A_MOMENT
    forget_traces(session, clock())
    assert count(session, SignInTicket) == 0
