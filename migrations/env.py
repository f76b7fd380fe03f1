"""Alembic's environment: the same revisions on both databases, with the application's engine."""

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import context
from flask import current_app
from sqlalchemy import Connection

from portal.store.connection import open_for
from portal.store.db import UtcDateTime, db


def render(kind: str, item: object, _context: object) -> str | bool:
    """A migration stands by itself: it names no type of ours."""
    return "sa.DateTime(timezone=True)" if isinstance(item, UtcDateTime) else False


@contextmanager
def foreign_keys_off(connection: Connection) -> Iterator[None]:
    """SQLite changes a table by making it anew, and may not drop one that rows still point to. So
    it looks at the keys at the end instead; PostgreSQL has no need of this."""
    if connection.dialect.name != "sqlite":
        yield
        return
    sqlite = connection.connection.driver_connection
    sqlite.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
        broken = sqlite.execute("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise RuntimeError(f"{len(broken)} rows point to nothing: {broken[:3]}")
    finally:
        sqlite.execute("PRAGMA foreign_keys=ON")


def run() -> None:
    open_for("write")
    with db.engine.connect() as connection, foreign_keys_off(connection):
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            render_item=render,
            **current_app.extensions["migrate"].configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


if context.is_offline_mode():
    raise SystemExit("Migrations run against a database, not to a file.")
run()
