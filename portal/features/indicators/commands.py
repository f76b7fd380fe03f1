"""Indicators from the command line."""

import click
from flask.cli import AppGroup

from portal.actions import indicators as actions
from portal.kit.now import now
from portal.store.connection import open_for
from portal.store.db import db

indicators_commands = AppGroup("indicators", help="How the work goes, in figures.")


@indicators_commands.command("add-shipped")
def add_shipped() -> None:
    """Add the indicators that come with the portal, where they are not there yet.

    Run it once after the first installation; again it changes nothing.
    """
    open_for("write")
    actions.add_shipped(db.session(), now())
    db.session.commit()
    click.echo("The indicators that come with the portal are there.")
