"""The caseworker's desk: the own cases, and each case with its whole story."""

from flask import Flask

from portal.features.desk import case, worklist
from portal.features.desk.blueprint import blueprint

__all__ = ["case", "init_app", "worklist"]


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
