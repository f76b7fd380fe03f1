"""Somebody types in the code of their letter or message, and gets to their own survey."""

from typing import assert_never

from flask import redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.actions.survey_answers import InvitationUnknown, OpenSurvey
from portal.actions.survey_ways import TooManyTries, find_by_code
from portal.domain.surveys import AlreadyAnswered, WaveClosed
from portal.features.surveys.blueprints import family_blueprint as blueprint
from portal.features.surveys.family_pages import render_refusal
from portal.features.surveys.way_forms import CodeForm
from portal.kit.access import public
from portal.kit.now import now, today
from portal.kit.unlinked import unlinked
from portal.store import invitations
from portal.store.db import db

Page = str | Response | tuple[str, int]


@blueprint.get("")
@public
@unlinked
def show_code() -> str:
    return render_template("surveys/code.html", form=CodeForm(formdata=None))


@blueprint.post("")
@public
@unlinked
def enter_code() -> Page:
    form = CodeForm(formdata=request.form)
    if not form.validate():
        return render_template("surveys/code.html", form=form), 422
    place = request.remote_addr or "unknown"
    found = find_by_code(db.session(), form.code.data or "", place=place, today=today(), now=now())
    match found:
        case OpenSurvey():
            token = invitations.link_token(db.session(), found.invitation.id)
            return redirect(url_for(".open_survey", token=token), 303)
        case InvitationUnknown():
            form.code.errors = [gettext("No survey has this code now. Check each letter")]
            return render_template("surveys/code.html", form=form), 422
        case TooManyTries():
            form.code.errors = [gettext("There were too many tries. Wait an hour, or ring us")]
            return render_template("surveys/code.html", form=form), 429
        case AlreadyAnswered() | WaveClosed():
            return render_refusal(found)
        case _:
            assert_never(found)
