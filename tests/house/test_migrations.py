"""The migrations go up, go down, and end where the tables are, on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import create_engine, inspect, text

from portal.shell.application import create_app
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


def test_the_migrations_go_down_to_nothing_and_up_again(migrated: Flask) -> None:
    downgrade(revision="base")
    assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
    upgrade()
    assert set(db.metadata.tables) <= set(inspect(db.engine).get_table_names())
