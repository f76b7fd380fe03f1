"""A setting's coordinator who is signed in answers a survey that waits: the mailed invitation's.

No read is noted: the page names no child and shows nothing of a record but the case reference.
"""

from typing import assert_never
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.actions import survey_answers
from portal.actions.survey_answers import InvitationUnknown, NotOpen, OpenSurvey
from portal.domain.people import Role
from portal.domain.surveys import AlreadyAnswered, WaveClosed
from portal.domain.waves import Mode
from portal.features.surveys.answering import AnswerForm, GoOn, Kept, Sent, show_form, take_form
from portal.features.surveys.autosave import is_autosave, keep_page_typed
from portal.features.surveys.blueprints import setting_blueprint as blueprint
from portal.features.surveys.family_pages import render_refusal, render_survey
from portal.kit.access import audience
from portal.kit.now import today
from portal.kit.signed_in import get_viewer
from portal.kit.unlinked import unlinked
from portal.store.db import db

Page = str | Response | tuple[str, int]


@blueprint.get("/surveys/<uuid:own_invitation_id>")
@audience(Role.COORDINATOR)
@unlinked
def open_survey(own_invitation_id: UUID) -> Page:
    survey = _find(own_invitation_id)
    if not isinstance(survey, OpenSurvey):
        return render_refusal(survey)
    draft = survey_answers.read_draft(db.session(), survey)
    return render_survey(survey, show_form(survey, draft, request.args.get("part")))


@blueprint.post("/surveys/<uuid:own_invitation_id>")
@audience(Role.COORDINATOR)
@unlinked
def send_answers(own_invitation_id: UUID) -> Page:
    survey = _find(own_invitation_id)
    if not isinstance(survey, OpenSurvey):
        return render_refusal(survey)
    if is_autosave():
        return keep_page_typed(db.session(), survey)
    outcome = take_form(db.session(), survey, request.form, Mode.PORTAL)
    match outcome:
        case Kept():
            flash(gettext("We have kept your answers. They are not sent yet."))
            return redirect(url_for("reviews.list_setting_children"), 303)
        case GoOn(part):
            return redirect(
                url_for(".open_survey", own_invitation_id=own_invitation_id, part=part), 303
            )
        case Sent():
            return redirect(url_for(".show_sent"), 303)
        case AnswerForm():
            return render_survey(survey, outcome), 422
        case AlreadyAnswered() | WaveClosed():
            return render_refusal(outcome)
        case _:
            assert_never(outcome)


@blueprint.get("/survey-sent")
@audience(Role.COORDINATOR)
@unlinked
def show_sent() -> str:
    """Says thanks; the address does not tell which survey, nor about whom."""
    return render_template("surveys/sent.html")


def _find(own_invitation_id: UUID) -> OpenSurvey | NotOpen:
    """The viewer's own survey; 404 where it is somebody else's."""
    survey = survey_answers.find_for_coordinator(
        db.session(), get_viewer(), own_invitation_id, today()
    )
    if isinstance(survey, InvitationUnknown):
        abort(404)
    return survey
