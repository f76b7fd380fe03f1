"""The doors: events and what came of them, inspections, the forum's members, and two forms for
people who do not sign in."""

from flask import Blueprint

events_blueprint = Blueprint("events", __name__, template_folder="templates", url_prefix="/events")
feedback_blueprint = Blueprint("event_feedback", __name__, url_prefix="/at")
inspections_blueprint = Blueprint("inspections", __name__, url_prefix="/inspections")
inspecting_blueprint = Blueprint("inspecting", __name__, url_prefix="/inspect")
forum_blueprint = Blueprint("forum", __name__, url_prefix="/forum-members")
