"""The migrations go up, go down, and end where the tables are, on both databases, over data too."""

import json
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import CheckConstraint, create_engine, inspect, text

from portal.shell.application import create_app
from portal.store import waves
from portal.store.db import db
from tests.conftest import SECRETS


@pytest.fixture
def empty_database(database: str, postgresql_url: str, tmp_path: Path) -> Iterator[str]:
    if database == "sqlite":
        yield f"sqlite:///{tmp_path / 'migrated.sqlite'}"
        return
    admin = create_engine(postgresql_url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text("CREATE DATABASE migrated"))
    yield postgresql_url.replace("/postgres?", "/migrated?")
    with admin.connect() as connection:
        connection.execute(text("DROP DATABASE migrated WITH (FORCE)"))
    admin.dispose()


@pytest.fixture
def at_the_first(empty_database: str) -> Iterator[Flask]:
    """A database as the first revision left it."""
    app = create_app({**SECRETS, "DATABASE_URL": empty_database, "LOG_LEVEL": "CRITICAL"})
    with app.app_context():
        upgrade(revision="0001")
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def migrated(empty_database: str) -> Iterator[Flask]:
    app = create_app({**SECRETS, "DATABASE_URL": empty_database, "LOG_LEVEL": "CRITICAL"})
    with app.app_context():
        upgrade()
        yield app
        db.session.remove()
        db.engine.dispose()


def test_the_migrations_end_where_the_tables_are(migrated: Flask) -> None:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, db.metadata) == []


def test_the_migrations_keep_every_check(migrated: Flask) -> None:
    """Alembic compares no checks, and forgets them where it writes a table of SQLite anew."""
    found = inspect(db.engine)
    for table in db.metadata.sorted_tables:
        named = {str(each.name) for each in table.constraints if isinstance(each, CheckConstraint)}
        stored = {each["name"] for each in found.get_check_constraints(table.name)}
        assert stored == named, table.name


def test_the_migrations_go_down_to_nothing_and_up_again(migrated: Flask) -> None:
    downgrade(revision="base")
    assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
    upgrade()
    assert set(db.metadata.tables) <= set(inspect(db.engine).get_table_names())


def test_a_wave_of_before_instruments_asks_what_it_asked(at_the_first: Flask) -> None:
    draft, opened = UUID(int=1), UUID(int=2)
    frozen = {
        "key": "plan.communication",
        "wording": 1,
        "options": ["agree"],
        "statements": {"en": "Asked in those words."},
        "hints": {},
    }
    with db.engine.begin() as connection:
        for wave_id, state in ((draft, "draft"), (opened, "open")):
            connection.execute(
                text(
                    "INSERT INTO survey_waves (id, title, state, choices, cohort_kind,"
                    " cohort_first, cohort_last, group_kinds, closes_on, asked, portal,"
                    " telephone, created_at)"
                    " VALUES (:id, 'Old', :state, :choices, 'final_plan_issued', '2020-08-01',"
                    " '2020-08-31', '[]', '2020-09-30', 12, 7, 3, '2020-09-01 09:00:00')"
                ),
                {
                    "id": _id_of(connection.dialect.name, wave_id),
                    "state": state,
                    "choices": json.dumps([["plan.needs", 1]]),
                },
            )
        connection.execute(
            text(
                "INSERT INTO survey_versions (id, wave_id, number, questions)"
                " VALUES (:id, :wave_id, 1, :questions)"
            ),
            {
                "id": _id_of(connection.dialect.name, UUID(int=3)),
                "wave_id": _id_of(connection.dialect.name, opened),
                "questions": json.dumps([frozen]),
            },
        )
    upgrade()
    (asked,) = waves.get_wave(db.session(), opened).questions
    assert (asked.key, asked.wording, asked.statement) == (
        "plan.communication",
        1,
        "Asked in those words.",
    )
    assert waves.get_wave(db.session(), opened).answered == 10
    (to_ask,) = waves.get_wave(db.session(), draft).questions
    assert to_ask.statement == "The plan describes my child’s or young person’s needs accurately."
    db.session.rollback()
    downgrade(revision="0001")


def test_rows_that_nobody_may_count_stay_unnumbered(migrated: Flask, database: str) -> None:
    """Where SQLite numbered them, it would tell the order in which people answered."""
    unnumbered = {
        table.name
        for table in db.metadata.sorted_tables
        if table.dialect_options["sqlite"].get("with_rowid") is False
    }
    assert "survey_responses" in unnumbered
    if database == "sqlite":
        with db.engine.connect() as connection:
            made = connection.execute(
                text("SELECT name FROM sqlite_master WHERE sql LIKE '%WITHOUT ROWID%'")
            )
            assert {row.name for row in made} == unnumbered


def _id_of(dialect: str, value: UUID) -> str:
    return value.hex if dialect == "sqlite" else str(value)
