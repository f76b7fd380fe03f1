"""Who has looked: for families a page in plain words, for those who run the portal a proof."""

from flask import Flask

from portal.actions.trail import CHAIN_TRAIL
from portal.features.trail.commands import trail_commands
from portal.features.trail.jobs import chain_trail
from portal.features.trail.routes import blueprint


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    app.cli.add_command(trail_commands)
    app.extensions["job_handlers"][CHAIN_TRAIL] = chain_trail
