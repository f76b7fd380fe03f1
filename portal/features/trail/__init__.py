"""Who has looked: for families a page in plain words, for those who run the portal a proof."""

from flask import Flask

from portal.actions.trail import CHAIN_TRAIL, EXPIRE_TRAIL, chaining_is_due
from portal.features.trail import holds, lead  # noqa: F401 - they add their routes
from portal.features.trail.commands import trail_commands
from portal.features.trail.jobs import chain_trail, expire_trail
from portal.features.trail.routes import blueprint
from portal.kit.jobs import add_handler, once_a_day


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    app.cli.add_command(trail_commands)
    add_handler(app, CHAIN_TRAIL, chain_trail, is_due=chaining_is_due)
    add_handler(app, EXPIRE_TRAIL, expire_trail, is_due=once_a_day(EXPIRE_TRAIL))
