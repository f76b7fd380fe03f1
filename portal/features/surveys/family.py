"""A family answers by its personal link: one page, no sign-in, nothing kept in the browser."""

from typing import assert_never

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.actions import survey_answers
from portal.actions.survey_answers import InvitationUnknown, NotOpen, OpenSurvey
from portal.domain.surveys import AlreadyAnswered, WaveClosed
from portal.domain.waves import Mode
from portal.features.surveys import wording
from portal.features.surveys.answering import AnswerForm, Kept, Sent, show_form, take_form
from portal.features.surveys.blueprints import family_blueprint as blueprint
from portal.features.surveys.kept_pages import keep_page
from portal.kit.access import public
from portal.kit.now import now, today
from portal.store.db import db

_ANY_TOKEN = "~token~"  # noqa: S105 - stands in a kept page where the reader's own belongs
Page = str | Response | tuple[str, int]


@blueprint.get("/<string:token>")
@public
def open_survey(token: str) -> Page:
    """The promise and all questions; what was saved earlier is chosen already."""
    session = db.session()
    survey = survey_answers.find_by_link(session, token, today())
    if not isinstance(survey, OpenSurvey):
        return _not_open(survey)
    draft = survey_answers.read_draft(session, survey)
    if draft:
        return _page(survey, show_form(survey, draft), token)
    invitation = survey.invitation
    empty = keep_page(
        (invitation.version_id, invitation.closes_on),
        lambda: _page(survey, show_form(survey, {}), _ANY_TOKEN),
    )
    return empty.replace(_ANY_TOKEN, token)


@blueprint.post("/<string:token>")
@public
def send_answers(token: str) -> Page:
    session = db.session()
    survey = survey_answers.find_by_link(session, token, today())
    if not isinstance(survey, OpenSurvey):
        return _not_open(survey)
    outcome = take_form(session, survey, request.form, Mode.PORTAL)
    match outcome:
        case Kept():
            return redirect(url_for(".show_saved", token=token), 303)
        case Sent():
            return redirect(url_for(".show_sent", token=token), 303)
        case AnswerForm():
            return _page(survey, outcome, token), 422
        case AlreadyAnswered() | WaveClosed():
            return _not_open(outcome)
        case _:
            assert_never(outcome)


@blueprint.get("/<string:token>/saved")
@public
def show_saved(token: str) -> str:
    return render_template("surveys/saved.html", token=token)


@blueprint.get("/<string:token>/sent")
@public
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
    return _not_open(refusal) if refusal else render_template("surveys/stopped.html")


@blueprint.post("/<string:token>/wrong-child")
@public
def report_wrong_child(token: str) -> Page:
    refusal = survey_answers.report_wrong_person(db.session(), token, now())
    return _not_open(refusal) if refusal else render_template("surveys/wrong_child.html")


def _page(survey: OpenSurvey, form: AnswerForm, token: str) -> str:
    return render_template(
        "surveys/answer.html",
        form=form,
        token=token,
        about=wording.about_words(survey.version.cohort),
        groups=[wording.GROUPS[kind] for kind in survey.version.groups],
        closes_on=survey.invitation.closes_on,
    )


def _not_open(refusal: NotOpen) -> tuple[str, int]:
    match refusal:
        case InvitationUnknown():
            return render_template("surveys/unknown.html"), 404
        case AlreadyAnswered():
            return render_template("surveys/already_answered.html"), 200
        case WaveClosed():
            return render_template("surveys/closed.html"), 200
        case _:
            assert_never(refusal)
