"""Views for a review: given by families, children and young people; read by their caseworker."""

from flask import Flask

from portal.features.views import family, safety, sending, staff
from portal.features.views.blueprint import blueprint

__all__ = ["family", "init_app", "safety", "sending", "staff"]


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
