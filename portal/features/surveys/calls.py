"""The telephone desk: the same survey, asked by the officer and counted as a call."""

from collections.abc import Mapping
from typing import assert_never
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import LazyString, gettext, lazy_gettext
from werkzeug.wrappers import Response

from portal.actions import calls as survey_calls
from portal.actions import survey_answers
from portal.actions.calls import Recorded
from portal.actions.survey_answers import InvitationUnknown, MayNotBeRung, NotOpen, OpenSurvey
from portal.domain.calls import MOST_UNREACHED, CallBackPast, CallBackTooLate
from portal.domain.surveys import AlreadyAnswered, WaveClosed
from portal.domain.waves import UNKNOWN, FactKind, Mode, WaveState
from portal.features.surveys import wording
from portal.features.surveys.answering import AnswerForm, GoOn, Kept, Sent, show_form, take_form
from portal.features.surveys.blueprints import staff_blueprint as blueprint
from portal.features.surveys.call_forms import OUTCOMES, AttemptForm
from portal.features.surveys.forms import CallCodeForm
from portal.features.surveys.staff import Page, find_wave_or_404, officer
from portal.kit.cohort_wording import value_words
from portal.kit.now import now, today
from portal.kit.paging import page_asked
from portal.kit.signed_in import get_viewer
from portal.store import call_attempts, calls, invitations
from portal.store.call_attempts import Claim
from portal.store.calls import Turn
from portal.store.db import db
from portal.store.trail import ReadPurpose, record_read

_ON_A_PAGE = 50
_TURNS: Mapping[Turn, LazyString] = {
    Turn.CALL_BACK_TODAY: lazy_gettext("Call back today"),
    Turn.DUE: lazy_gettext("Ring again now"),
    Turn.NEVER_TRIED: lazy_gettext("Not rung yet"),
    Turn.LATER: lazy_gettext("Not before"),
}


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
            return _take(wave_id, found.id)
        form.code.errors = [gettext("No invitation to this survey has this code. Check it")]
    return _list_page(wave_id, form), 422


@blueprint.post("/<uuid:wave_id>/calls/<uuid:invitation_id>/take")
@officer
def take_person(wave_id: UUID, invitation_id: UUID) -> Page:
    """The caller rings this person now; for a while nobody else does."""
    return _take(wave_id, invitation_id)


@blueprint.get("/<uuid:wave_id>/calls/<uuid:invitation_id>")
@officer
def start_call(wave_id: UUID, invitation_id: UUID) -> Page:
    """The call of whoever took this person; others are told to take them first."""
    session = db.session()
    survey = survey_answers.find_for_call(session, wave_id, invitation_id, today())
    if not isinstance(survey, OpenSurvey):
        return _not_open(wave_id, survey)
    claim = call_attempts.find_claim(session, invitation_id, now())
    if claim is None or claim.staff_id != get_viewer().person_id:
        return render_template(
            "surveys/call_to_take.html",
            wave_id=wave_id,
            invitation_id=invitation_id,
            taken=claim,
        )
    draft = survey_answers.read_draft(session, survey)
    return _call_page(survey, show_form(survey, draft, request.args.get("part")))


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
        case GoOn(part):
            here = url_for(".start_call", wave_id=wave_id, invitation_id=invitation_id, part=part)
            return redirect(here, 303)
        case Kept():
            flash(gettext("Kept. Their link and the next call open the same answers."))
            return redirect(
                url_for(".start_attempt", wave_id=wave_id, invitation_id=invitation_id), 303
            )
        case Sent():
            call_attempts.let_go(session, invitation_id)
            flash(gettext("Sent. The answers are in, without a name."))
        case _:
            assert_never(outcome)
    return redirect(url_for(".list_calls", wave_id=wave_id), 303)


@blueprint.get("/<uuid:wave_id>/calls/<uuid:invitation_id>/attempt")
@officer
def start_attempt(wave_id: UUID, invitation_id: UUID) -> Page:
    survey = survey_answers.find_for_call(db.session(), wave_id, invitation_id, today())
    if not isinstance(survey, OpenSurvey):
        return _not_open(wave_id, survey)
    return _attempt_page(survey, AttemptForm())


@blueprint.post("/<uuid:wave_id>/calls/<uuid:invitation_id>/attempt")
@officer
def record_attempt(wave_id: UUID, invitation_id: UUID) -> Page:
    """Note how a call ended in which nothing was sent."""
    session, form = db.session(), AttemptForm()
    survey = survey_answers.find_for_call(session, wave_id, invitation_id, today())
    if not isinstance(survey, OpenSurvey):
        return _not_open(wave_id, survey)
    attempt = form.read()
    if attempt is None:
        return _attempt_page(survey, form), 422
    match survey_calls.record_attempt(session, form.id_to_make, survey, attempt, now()):
        case Recorded(None):
            flash(gettext("Noted. Nobody rings them again for this survey."))
        case Recorded():
            flash(gettext("Noted. They are on the list for the next call."))
        case CallBackPast():
            form.day.errors = [gettext("The time to call back has passed. Enter a later one")]
            return _attempt_page(survey, form), 422
        case CallBackTooLate():
            form.day.errors = [gettext("The survey closes before that day. Enter an earlier one")]
            return _attempt_page(survey, form), 422
        case WaveClosed() as closed:
            return _not_open(wave_id, closed)
    return redirect(url_for(".list_calls", wave_id=wave_id), 303)


def _take(wave_id: UUID, invitation_id: UUID) -> Response:
    taken = survey_calls.take_person(
        db.session(), wave_id, invitation_id, get_viewer().person_id, now()
    )
    match taken:
        case OpenSurvey() | Claim():  # of a claim the page itself says whose it is
            return redirect(
                url_for(".start_call", wave_id=wave_id, invitation_id=invitation_id), 303
            )
        case _:
            return _not_open(wave_id, taken)


def _list_page(wave_id: UUID, form: CallCodeForm) -> str:
    session, wave = db.session(), find_wave_or_404(wave_id)
    if wave.state is not WaveState.OPEN:
        abort(404)
    page = page_asked()
    count = calls.count_to_ring(session, wave_id, now())
    return render_template(
        "surveys/calls.html",
        form=form,
        wave=wave,
        count=count,
        page=page,
        more=page * _ON_A_PAGE < count,
        turns=_TURNS,
        most_unreached=MOST_UNREACHED,
        outcomes=OUTCOMES,
        language_words=_language_words,
        people=calls.list_to_ring(
            session, wave_id, now(), offset=(page - 1) * _ON_A_PAGE, limit=_ON_A_PAGE
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
        invitation_id=invitation.id,
        facts=calls.get_call_facts(session, invitation),
        attempts=call_attempts.list_attempts(session, invitation.id),
        outcomes=OUTCOMES,
        language_words=_language_words,
        about=wording.about_words(survey.version.cohort),
        groups=[wording.GROUPS[kind] for kind in survey.version.groups],
    )


def _language_words(code: str | None) -> str:
    return value_words(FactKind.LANGUAGE, code or UNKNOWN)


def _attempt_page(survey: OpenSurvey, form: AttemptForm) -> str:
    invitation = survey.invitation
    return render_template(
        "surveys/attempt.html",
        form=form,
        wave_id=invitation.wave_id,
        invitation_id=invitation.id,
        closes_on=invitation.closes_on,
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
