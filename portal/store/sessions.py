"""Sign-in sessions: begun, found by the cookie's token, used, ended."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from portal.domain.people import Role, Viewer
from portal.store.connection import write_door
from portal.store.tables.sessions import SignInSession

# Use is noted this often at most, so that reading a page seldom writes.
USE_NOTED_EVERY = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A session that has not been ended; whether it is too old is the domain's question."""

    viewer: Viewer
    started_at: datetime
    proved_at: datetime
    used_at: datetime


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def add_session(session: Session, role: Role, person_id: UUID, now: datetime) -> str:
    """Begin a session and return the token for the cookie; only its digest is stored."""
    token = secrets.token_urlsafe(32)
    session.add(
        SignInSession(
            id=uuid4(),
            token_digest=_digest(token),
            role=role,
            person_id=person_id,
            started_at=now,
            proved_at=now,
            used_at=now,
        )
    )
    return token


def find_open_session(session: Session, token: str) -> OpenSession | None:
    """The session of this cookie, or None where there is none or it has been ended."""
    row = session.execute(
        select(
            SignInSession.id,
            SignInSession.role,
            SignInSession.person_id,
            SignInSession.started_at,
            SignInSession.proved_at,
            SignInSession.used_at,
        ).where(SignInSession.token_digest == _digest(token), SignInSession.ended_at.is_(None))
    ).one_or_none()
    if row is None:
        return None
    return OpenSession(
        viewer=Viewer(Role(row.role), row.person_id, row.id),
        started_at=row.started_at,
        proved_at=row.proved_at,
        used_at=row.used_at,
    )


def note_use(session: Session, found: OpenSession, now: datetime) -> None:
    """Keep a session in use alive; writes through the one door, and seldom."""
    if now - found.used_at < USE_NOTED_EVERY:
        return
    with write_door(session):
        session.execute(
            update(SignInSession)
            .where(SignInSession.id == found.viewer.session_id)
            .values(used_at=now)
        )


def note_proof(session: Session, session_id: UUID, now: datetime) -> None:
    """The person has just proved again who they are."""
    session.execute(
        update(SignInSession).where(SignInSession.id == session_id).values(proved_at=now)
    )


def end_session(session: Session, session_id: UUID, now: datetime) -> None:
    """Sign out of this one browser; writes through the one door, as the way out is a link."""
    with write_door(session):
        session.execute(
            update(SignInSession).where(SignInSession.id == session_id).values(ended_at=now)
        )


def end_sessions_of(session: Session, person_id: UUID, now: datetime) -> None:
    """Sign this person out everywhere."""
    session.execute(
        update(SignInSession)
        .where(SignInSession.person_id == person_id, SignInSession.ended_at.is_(None))
        .values(ended_at=now)
    )


def delete_ended_sessions(session: Session, before: datetime) -> None:
    """Forget the sessions that were ended before this moment."""
    session.execute(delete(SignInSession).where(SignInSession.ended_at < before))


def delete_sessions_of_role(session: Session, role: Role, begun_before: datetime) -> None:
    """Forget the sessions of a role that began before this moment; choose one past their life."""
    session.execute(
        delete(SignInSession).where(
            SignInSession.role == role, SignInSession.started_at < begun_before
        )
    )
