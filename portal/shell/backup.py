"""`flask backup`: a copy of the SQLite database while it is in use."""

import sqlite3
from contextlib import closing
from pathlib import Path

import click
from flask import Flask

from portal.store.db import db


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path))
def backup(file: Path) -> None:
    """Copy the database to FILE, whole and consistent, without stopping the portal."""
    if db.engine.dialect.name != "sqlite":
        raise click.ClickException("This database is PostgreSQL: use pg_dump.")
    if file.exists():
        raise click.ClickException(f"{file} is there already. Choose another name.")
    with (
        closing(sqlite3.connect(str(db.engine.url.database))) as live,
        closing(sqlite3.connect(file)) as copy,
    ):
        live.backup(copy)
    file.chmod(0o600)
    click.echo(f"Copied to {file}. Keep it as closely as the database, and apart from the keys.")


def init_app(app: Flask) -> None:
    app.cli.add_command(backup)
