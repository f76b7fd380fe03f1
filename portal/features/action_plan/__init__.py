"""The action plan: kept and rated by the officer, read by the group and the caseworkers."""

from flask import Flask

from portal.actions.action_plan_files import SCAN_FILE
from portal.features.action_plan import building, evidence, rating, routes
from portal.features.action_plan.blueprint import blueprint
from portal.features.action_plan.commands import action_plan_commands
from portal.kit.jobs import add_handler

__all__ = ["building", "init_app", "rating", "routes"]


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    app.cli.add_command(action_plan_commands)
    add_handler(app, SCAN_FILE, evidence.scan_file)
