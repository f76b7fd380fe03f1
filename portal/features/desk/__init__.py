"""The caseworker's desk: the own cases, each with its whole story, the tasks, and the team."""

from flask import Flask

from portal.features.desk import case, recording, tasks, team, worklist
from portal.features.desk.blueprint import blueprint

__all__ = ["case", "init_app", "recording", "tasks", "team", "worklist"]


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
