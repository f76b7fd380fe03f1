"""What surveys ask: built, previewed, translated, shared as files, and agreed with families."""

from flask import Flask

from portal.features.instruments import (
    agreeing,
    building,
    conditions,
    previews,
    routes,
    translating,
)
from portal.features.instruments.blueprint import blueprint
from portal.features.instruments.commands import instruments_commands

__all__ = ["agreeing", "building", "conditions", "init_app", "previews", "routes", "translating"]


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    app.cli.add_command(instruments_commands)
