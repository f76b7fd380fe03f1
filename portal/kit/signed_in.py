"""Who is signed in. Flask-Login keeps the token in its cookie; the row decides what it is worth."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import Flask, session
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

from portal.domain.people import Role, Viewer
from portal.domain.sign_in import is_fresh, session_is_over
from portal.kit.now import now
from portal.kit.unlinked import is_unlinked
from portal.store import sessions
from portal.store.db import db

login_manager = LoginManager()
AFTER_SIGN_IN = "after_sign_in"  # where the cookie keeps the page that somebody wanted


@dataclass(frozen=True)
class SignedIn(UserMixin):  # type: ignore[misc]  # Flask-Login ships no types
    """Flask-Login's user: the token of the cookie and what its row says."""

    token: str
    viewer: Viewer
    proved_at: datetime

    def get_id(self) -> str:
        return self.token


@login_manager.user_loader  # type: ignore[untyped-decorator]  # Flask-Login ships no types
def _load(token: str) -> SignedIn | None:
    found = sessions.find_open_session(db.session(), token)
    if found is None or session_is_over(
        found.viewer.role,
        started_at=found.started_at,
        used_at=found.used_at,
        ended_at=None,
        now=now(),
    ):
        return None
    if not is_unlinked():
        sessions.note_use(db.session(), found, now())
    return SignedIn(token, found.viewer, found.proved_at)


def find_viewer() -> Viewer | None:
    """The person signed in, or None."""
    return current_user.viewer if current_user.is_authenticated else None


def get_viewer() -> Viewer:
    """The person signed in. Only for routes whose audience is not everybody."""
    viewer = find_viewer()
    if viewer is None:
        raise LookupError("this route lets in people who are not signed in")
    return viewer


def has_just_proved() -> bool:
    """Whether this person proved who they are recently enough for a sensitive export."""
    return bool(current_user.is_authenticated) and is_fresh(current_user.proved_at, now())


def begin_session(role: Role, person_id: UUID) -> None:
    """Sign this person in, in this browser, with nothing of an earlier session carried over."""
    destination = session.get(AFTER_SIGN_IN)
    session.clear()
    if destination:
        session[AFTER_SIGN_IN] = destination
    token = sessions.add_session(db.session(), role, person_id, now())
    login_user(SignedIn(token, Viewer(role, person_id), now()))


def end_sessions() -> None:
    """Sign this person out of every browser."""
    sessions.end_sessions_of(db.session(), get_viewer().person_id, now())
    logout_user()
    session.clear()


def leave_quickly() -> None:
    """Sign this browser out in a hurry; works in a GET, because the way out has to be a link."""
    viewer = find_viewer()
    if viewer is not None and viewer.session_id is not None:
        sessions.end_session(db.session(), viewer.session_id, now())
    logout_user()
    session.clear()


def init_app(app: Flask) -> None:
    login_manager.init_app(app)
    login_manager.session_protection = None  # the row, not the browser's name, is what protects
