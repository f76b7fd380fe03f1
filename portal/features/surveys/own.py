"""Somebody signed in answers a survey that waits for them: the invitation of their mailed link.

No read is noted: the page names no child and shows nothing of a record.
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
from portal.features.surveys.blueprints import own_blueprint as blueprint
from portal.features.surveys.family_pages import render_refusal, render_survey
from portal.kit.access import audience
from portal.kit.now import today
from portal.kit.signed_in import get_viewer
from portal.kit.unlinked import unlinked
from portal.store.db import db

Page = str | Response | tuple[str, int]


@blueprint.get("/<uuid:child_id>/surveys/<uuid:wave_id>")
@audience(Role.FAMILY_MEMBER)
@unlinked
def open_survey(child_id: UUID, wave_id: UUID) -> Page:
    survey = _find(child_id, wave_id)
    if not isinstance(survey, OpenSurvey):
        return render_refusal(survey)
    draft = survey_answers.read_draft(db.session(), survey)
    form = show_form(survey, draft, request.args.get("part"))
    return render_survey(survey, form, child_id=child_id)


@blueprint.post("/<uuid:child_id>/surveys/<uuid:wave_id>")
@audience(Role.FAMILY_MEMBER)
@unlinked
def send_answers(child_id: UUID, wave_id: UUID) -> Page:
    survey = _find(child_id, wave_id)
    if not isinstance(survey, OpenSurvey):
        return render_refusal(survey)
    if is_autosave():
        return keep_page_typed(db.session(), survey)
    outcome = take_form(db.session(), survey, request.form, Mode.PORTAL)
    match outcome:
        case Kept():
            flash(gettext("We have kept your answers. They are not sent yet."))
            return redirect(url_for("plan_status.show_child", child_id=child_id), 303)
        case GoOn(part):
            here = url_for(".open_survey", child_id=child_id, wave_id=wave_id, part=part)
            return redirect(here, 303)
        case Sent():
            return redirect(url_for(".show_sent"), 303)
        case AnswerForm():
            return render_survey(survey, outcome, child_id=child_id), 422
        case AlreadyAnswered() | WaveClosed():
            return render_refusal(outcome)
        case _:
            assert_never(outcome)


@blueprint.get("/survey-sent")
@audience(Role.FAMILY_MEMBER)
@unlinked
def show_sent() -> str:
    """Says thanks; the address does not tell which survey, nor about whom."""
    return render_template("surveys/sent.html")


def _find(child_id: UUID, wave_id: UUID) -> OpenSurvey | NotOpen:
    """The viewer's own survey; 404 where there is none about a child that they may see."""
    survey = survey_answers.find_own(
        db.session(), get_viewer(), child_id=child_id, wave_id=wave_id, today=today()
    )
    if isinstance(survey, InvitationUnknown):
        abort(404)
    return survey
