"""The telephone desk: the same survey, asked by the officer and counted as a call."""

from typing import assert_never
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.actions import survey_answers
from portal.actions.survey_answers import InvitationUnknown, MayNotBeRung, NotOpen, OpenSurvey
from portal.domain.surveys import AlreadyAnswered, WaveClosed
from portal.domain.waves import Mode, WaveState
from portal.features.surveys import wording
from portal.features.surveys.answering import AnswerForm, Kept, Sent, show_form, take_form
from portal.features.surveys.blueprints import staff_blueprint as blueprint
from portal.features.surveys.forms import CallCodeForm
from portal.features.surveys.staff import Page, find_wave_or_404, officer
from portal.kit.now import today
from portal.kit.paging import page_asked
from portal.kit.signed_in import get_viewer
from portal.store import calls, invitations
from portal.store.db import db
from portal.store.trail import ReadPurpose, record_read

_ON_A_PAGE = 50


@blueprint.get("/<uuid:wave_id>/calls")
@officer
def list_calls(wave_id: UUID) -> str:
    return _list_page(wave_id, CallCodeForm())


@blueprint.post("/<uuid:wave_id>/calls")
@officer
def find_call(wave_id: UUID) -> Page:
    """Somebody rings and reads the code out."""
    form = CallCodeForm()
    if form.validate_on_submit():
        found = invitations.find_by_code(db.session(), wave_id, form.code.data or "")
        if found is not None:
            return redirect(url_for(".start_call", wave_id=wave_id, invitation_id=found.id), 303)
        form.code.errors = [gettext("No invitation to this survey has this code. Check it")]
    return _list_page(wave_id, form), 422


@blueprint.get("/<uuid:wave_id>/calls/<uuid:invitation_id>")
@officer
def start_call(wave_id: UUID, invitation_id: UUID) -> Page:
    session = db.session()
    survey = survey_answers.find_for_call(session, wave_id, invitation_id, today())
    if not isinstance(survey, OpenSurvey):
        return _not_open(wave_id, survey)
    return _call_page(survey, show_form(survey, survey_answers.read_draft(session, survey)))


@blueprint.post("/<uuid:wave_id>/calls/<uuid:invitation_id>")
@officer
def take_call(wave_id: UUID, invitation_id: UUID) -> Page:
    session = db.session()
    survey = survey_answers.find_for_call(session, wave_id, invitation_id, today())
    if not isinstance(survey, OpenSurvey):
        return _not_open(wave_id, survey)
    outcome = take_form(session, survey, request.form, Mode.TELEPHONE)
    match outcome:
        case AnswerForm():
            return _call_page(survey, outcome), 422
        case AlreadyAnswered() | WaveClosed():
            return _not_open(wave_id, outcome)
        case Kept():
            flash(gettext("Kept. Their link and the next call open the same answers."))
        case Sent():
            flash(gettext("Sent. The answers are in, without a name."))
        case _:
            assert_never(outcome)
    return redirect(url_for(".list_calls", wave_id=wave_id), 303)


def _list_page(wave_id: UUID, form: CallCodeForm) -> str:
    session, wave = db.session(), find_wave_or_404(wave_id)
    if wave.state is not WaveState.OPEN:
        abort(404)
    page = page_asked()
    count = calls.count_to_ring(session, wave_id, today())
    return render_template(
        "surveys/calls.html",
        form=form,
        wave=wave,
        count=count,
        page=page,
        more=page * _ON_A_PAGE < count,
        people=calls.list_to_ring(
            session, wave_id, today(), offset=(page - 1) * _ON_A_PAGE, limit=_ON_A_PAGE
        ),
    )


def _call_page(survey: OpenSurvey, form: AnswerForm) -> str:
    session, invitation = db.session(), survey.invitation
    record_read(
        session, get_viewer(), child_id=invitation.child_id, purpose=ReadPurpose.SURVEY_CALL
    )
    return render_template(
        "surveys/call.html",
        form=form,
        wave_id=invitation.wave_id,
        facts=calls.get_call_facts(session, invitation),
        about=wording.about_words(survey.version.cohort),
        groups=[wording.GROUPS[kind] for kind in survey.version.groups],
    )


def _not_open(wave_id: UUID, refusal: NotOpen | MayNotBeRung) -> Response:
    match refusal:
        case InvitationUnknown():
            abort(404)
        case AlreadyAnswered():
            flash(gettext("They have answered already. Nobody can answer twice."))
        case MayNotBeRung():
            flash(gettext("Please do not ring this person: our records have changed."))
        case WaveClosed():
            flash(gettext("This survey takes no more answers."))
            return redirect(url_for(".show_wave", wave_id=wave_id), 303)
        case _:
            assert_never(refusal)
    return redirect(url_for(".list_calls", wave_id=wave_id), 303)
