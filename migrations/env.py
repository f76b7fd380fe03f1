"""Alembic's environment: the same revisions on both databases, with the application's engine."""

from alembic import context
from flask import current_app

from portal.store.connection import open_for
from portal.store.db import db


def run() -> None:
    open_for("write")
    with db.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            compare_type=True,
            render_as_batch=True,
            **current_app.extensions["migrate"].configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


if context.is_offline_mode():
    raise SystemExit("Migrations run against a database, not to a file.")
run()
