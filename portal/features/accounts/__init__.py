"""Accounts: staff added and set up by administrators, families invited by caseworkers."""

from flask import Flask

from portal.features.accounts import family, routes, young_person  # noqa: F401 - they add their routes
from portal.features.accounts.blueprint import blueprint
from portal.features.accounts.commands import accounts_commands, families_commands, keys_commands


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    for group in (accounts_commands, families_commands, keys_commands):
        app.cli.add_command(group)
