"""The action plan from the command line."""

import click
from flask.cli import AppGroup

from portal.actions import action_plan as actions
from portal.kit.now import now
from portal.store.connection import open_for
from portal.store.db import db

action_plan_commands = AppGroup("action-plan", help="What the council promised to change.")


@action_plan_commands.command("add-shipped")
def add_shipped() -> None:
    """Add the action plan that comes with the portal as an example, where it is not there yet.

    It has no ratings. Run again it changes nothing.
    """
    open_for("write")
    added = actions.add_shipped(db.session(), now())
    db.session.commit()
    click.echo(f"Actions added: {added}")
