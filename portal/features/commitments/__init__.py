"""You said, we did: kept by the participation officer, read by everybody."""

from flask import Flask

from portal.actions.commitments import TELL
from portal.features.commitments import public, routes, subjects, telling
from portal.features.commitments.blueprint import blueprint
from portal.kit.jobs import add_handler

__all__ = ["init_app", "public", "routes", "subjects"]


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    add_handler(app, TELL, telling.send_news)
