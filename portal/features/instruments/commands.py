"""Instruments from the command line."""

import click
from flask.cli import AppGroup

from portal.actions import instruments as actions
from portal.kit.now import now
from portal.store.connection import open_for
from portal.store.db import db

instruments_commands = AppGroup("instruments", help="What surveys ask.")


@instruments_commands.command("add-shipped")
def add_shipped() -> None:
    """Add the instruments that come with the portal, where they are not there yet.

    Run it once after the first installation; again it changes nothing.
    """
    open_for("write")
    added = actions.add_shipped(db.session(), now())
    db.session.commit()
    click.echo(f"Instruments that come with the portal: {', '.join(added)}")
