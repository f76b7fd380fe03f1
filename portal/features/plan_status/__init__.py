"""Where a plan is, what happens next and by when: for families, caseworkers and settings."""

from flask import Flask

from portal.features.plan_status import family, staff
from portal.features.plan_status.blueprint import blueprint

__all__ = ["family", "init_app", "staff"]


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
