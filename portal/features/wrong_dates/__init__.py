"""Dates that families call wrong: said, looked at by a person, answered."""

from flask import Flask

from portal.features.wrong_dates import family, staff
from portal.features.wrong_dates.blueprint import blueprint

__all__ = ["family", "init_app", "staff"]


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
