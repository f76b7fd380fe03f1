"""Engagement events and their feedback, Young Inspectors, and who is in the forum."""

from flask import Flask

from portal.features.events import staff
from portal.features.events.blueprints import events_blueprint

__all__ = ["init_app", "staff"]


def init_app(app: Flask) -> None:
    app.register_blueprint(events_blueprint)
