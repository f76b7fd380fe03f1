"""The page behind the last link of every message. Needs no sign-in and shows nobody's data."""

from flask import Blueprint, render_template
from werkzeug.wrappers import Response

from portal.actions import messages
from portal.kit.access import public
from portal.kit.now import now
from portal.store.db import db

blueprint = Blueprint("messages", __name__, template_folder="templates", url_prefix="/messages")

Page = str | Response | tuple[str, int]


def _unless_unknown(found: object, template: str) -> Page:
    if isinstance(found, messages.MessageUnknown):
        return render_template("messages/unknown.html"), 404
    return render_template(template)


@blueprint.get("/<string:token>")
@public
def show_choices(token: str) -> Page:
    return _unless_unknown(messages.find_reader(db.session(), token), "messages/choices.html")


@blueprint.post("/<string:token>/stop-surveys")
@public
def stop_surveys(token: str) -> Page:
    return _unless_unknown(
        messages.stop_surveys(db.session(), token, now()), "messages/surveys_stopped.html"
    )


@blueprint.post("/<string:token>/wrong-person")
@public
def report_wrong_person(token: str) -> Page:
    return _unless_unknown(
        messages.report_wrong_person(db.session(), token, now()), "messages/wrong_person.html"
    )
