"""Public pages that hold nothing about anybody."""

import structlog
from flask import Blueprint, current_app, redirect, render_template, url_for
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response

from portal.domain.people import Role
from portal.kit.access import public
from portal.kit.signed_in import find_viewer
from portal.store import health
from portal.store.db import db

blueprint = Blueprint("front", __name__, template_folder="templates")
log = structlog.get_logger()

FIRST_PAGE: dict[Role, str] = {
    Role.FAMILY_MEMBER: "plan_status.list_children",
    Role.YOUNG_PERSON: "plan_status.list_children",
    Role.CHILD: "plan_status.list_children",
    Role.CASEWORKER: "desk.list_cases",
    Role.PARTICIPATION_OFFICER: "surveys.list_waves",
    Role.GROUP_MEMBER: "releases.list_releases",
    Role.COORDINATOR: "reviews.list_setting_children",
    Role.ADMINISTRATOR: "accounts.list_staff",
    Role.SAFEGUARDING_LEAD: "trail.list_waiting",
}


@blueprint.get("/")
@public
def show_home() -> str | Response:
    """The start page; somebody signed in goes on to what they came for."""
    viewer = find_viewer()
    if viewer is not None:
        return redirect(url_for(FIRST_PAGE[viewer.role]))
    return render_template("front/home.html")


@blueprint.get("/health")
@public
def show_health() -> tuple[dict[str, str], int]:
    """Whether the database answers; 503 where it does not."""
    try:
        health.ask(db.session())
    except SQLAlchemyError as fault:
        log.error("database out of reach", kind=type(fault).__name__)
        return {"status": "out of reach", "database": "out of reach"}, 503
    return {"status": "well", "database": "well"}, 200


@blueprint.get("/privacy")
@public
def show_privacy() -> str:
    return render_template("front/privacy.html")


@blueprint.get("/accessibility")
@public
def show_accessibility() -> str:
    return render_template("front/accessibility.html")


@blueprint.get("/contact")
@public
def show_contact() -> str:
    return render_template(
        "front/contact.html",
        send_team_email=current_app.config["SEND_TEAM_EMAIL"],
        emergency_duty_team=current_app.config["EMERGENCY_DUTY_TEAM"],
        advice_service_name=current_app.config["ADVICE_SERVICE_NAME"],
        advice_service_url=current_app.config["ADVICE_SERVICE_URL"],
    )
