"""Reviews that move by themselves, and what a setting's coordinator does for them."""

from flask import Flask

from portal.features.reviews import jobs, setting
from portal.features.reviews.blueprint import blueprint
from portal.kit.jobs import add_handler, once_a_day

__all__ = ["init_app", "setting"]


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    kind = jobs.KEEP_REVIEWS_MOVING
    add_handler(app, kind, jobs.keep_moving, is_due=once_a_day(kind))
