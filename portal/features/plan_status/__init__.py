"""Where a plan is, what happens next and by when: for families."""

from flask import Flask

from portal.features.plan_status import family
from portal.features.plan_status.blueprint import blueprint

__all__ = ["family", "init_app"]


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
