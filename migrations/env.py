"""Alembic's environment: the same revisions on both databases, with the application's engine."""

from alembic import context
from flask import current_app

from portal.store.connection import open_for
from portal.store.db import UtcDateTime, db


def render(kind: str, item: object, _context: object) -> str | bool:
    """A migration stands by itself: it names no type of ours."""
    return "sa.DateTime(timezone=True)" if isinstance(item, UtcDateTime) else False


def run() -> None:
    open_for("write")
    with db.engine.connect() as connection:
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
