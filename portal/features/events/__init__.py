"""Engagement events and their feedback, Young Inspectors, and who is in the forum."""

from flask import Flask

from portal.actions.inspection_photos import SCAN_PHOTO
from portal.features.events import (
    feedback,
    forum,
    inspecting,
    inspections,
    photos,
    results,
    sheets,
    staff,
)
from portal.features.events.blueprints import (
    events_blueprint,
    feedback_blueprint,
    forum_blueprint,
    inspecting_blueprint,
    inspections_blueprint,
)
from portal.kit.jobs import add_handler

__all__ = [
    "feedback",
    "forum",
    "init_app",
    "inspecting",
    "inspections",
    "results",
    "sheets",
    "staff",
]


def init_app(app: Flask) -> None:
    app.register_blueprint(events_blueprint)
    app.register_blueprint(feedback_blueprint)
    app.register_blueprint(forum_blueprint)
    app.register_blueprint(inspections_blueprint)
    app.register_blueprint(inspecting_blueprint)
    # Anybody may answer, and no cookie says who does: there is no sign-in that a forged post could
    # use. A token would only set a cookie, and lose the words of a phone that keeps none.
    app.extensions["csrf"].exempt(feedback_blueprint)
    app.extensions["csrf"].exempt(inspecting_blueprint)
    add_handler(app, SCAN_PHOTO, photos.scan_photo)
