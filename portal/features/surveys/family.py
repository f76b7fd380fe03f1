"""A family answers by its personal link: one page, no sign-in, nothing kept in the browser."""

from typing import assert_never

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.actions import survey_answers
from portal.actions.survey_answers import OpenSurvey
from portal.domain.surveys import AlreadyAnswered, WaveClosed
from portal.domain.waves import Mode
from portal.features.surveys.answering import AnswerForm, GoOn, Kept, Sent, show_form, take_form
from portal.features.surveys.autosave import is_autosave, keep_page_typed
from portal.features.surveys.blueprints import family_blueprint as blueprint
from portal.features.surveys.family_pages import render_refusal, render_survey
from portal.features.surveys.kept_pages import keep_page
from portal.kit.access import public
from portal.kit.now import now, today
from portal.kit.unlinked import unlinked
from portal.store.db import db

_ANY_TOKEN = "~token~"  # noqa: S105 - stands in a kept page where the reader's own belongs
Page = str | Response | tuple[str, int]


@blueprint.get("/<string:token>")
@public
@unlinked
def open_survey(token: str) -> Page:
    """The promise and all questions; what was saved earlier is chosen already."""
    session = db.session()
    survey = survey_answers.find_by_link(session, token, today())
    if not isinstance(survey, OpenSurvey):
        return render_refusal(survey)
    draft, part = survey_answers.read_draft(session, survey), request.args.get("part")
    if draft or part:
        return render_survey(survey, show_form(survey, draft, part), token=token)
    invitation = survey.invitation
    if invitation.staff_id is not None:  # the page says which plan it is about
        return render_survey(survey, show_form(survey, {}), token=token)
    empty = keep_page(
        (invitation.version_id, invitation.closes_on),
        lambda: render_survey(survey, show_form(survey, {}), token=_ANY_TOKEN),
    )
    return empty.replace(_ANY_TOKEN, token)


@blueprint.post("/<string:token>")
@public
@unlinked
def send_answers(token: str) -> Page:
    session = db.session()
    survey = survey_answers.find_by_link(session, token, today())
    if not isinstance(survey, OpenSurvey):
        return render_refusal(survey)
    if is_autosave():
        return keep_page_typed(session, survey)
    outcome = take_form(session, survey, request.form, Mode.PORTAL)
    match outcome:
        case Kept():
            return redirect(url_for(".show_saved", token=token), 303)
        case GoOn(part):
            return redirect(url_for(".open_survey", token=token, part=part), 303)
        case Sent():
            return redirect(url_for(".show_sent", token=token), 303)
        case AnswerForm():
            return render_survey(survey, outcome, token=token), 422
        case AlreadyAnswered() | WaveClosed():
            return render_refusal(outcome)
        case _:
            assert_never(outcome)


@blueprint.get("/<string:token>/saved")
@public
@unlinked
def show_saved(token: str) -> str:
    return render_template("surveys/saved.html", token=token)


@blueprint.get("/<string:token>/sent")
@public
@unlinked
def show_sent(token: str) -> str:
    """Says thanks and asks the database nothing: the link no longer leads to any answers."""
    return keep_page("sent", lambda: render_template("surveys/sent.html"))


@blueprint.get("/<string:token>/not-for-me")
@public
def show_choices(token: str) -> str:
    return render_template("surveys/not_for_me.html", token=token)


@blueprint.post("/<string:token>/stop-surveys")
@public
def stop_surveys(token: str) -> Page:
    refusal = survey_answers.stop_surveys(db.session(), token, now())
    return render_refusal(refusal) if refusal else render_template("surveys/stopped.html")


@blueprint.post("/<string:token>/wrong-child")
@public
def report_wrong_child(token: str) -> Page:
    refusal = survey_answers.report_wrong_person(db.session(), token, now())
    return render_refusal(refusal) if refusal else render_template("surveys/wrong_child.html")
