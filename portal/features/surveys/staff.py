"""The participation officer makes a wave, opens it, watches it and closes it."""

from dataclasses import replace
from typing import assert_never
from uuid import UUID

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.actions import survey_days, surveys
from portal.actions.messages import queue_message
from portal.actions.survey_cohorts import AsksOthers, preview_cohort
from portal.actions.surveys import NotReadyToAsk
from portal.domain.messages import MessageKind, Recipient, RecipientKind
from portal.domain.people import Role
from portal.domain.waves import (
    ClosesTooSoon,
    DatesReversed,
    TooFewInvited,
    Wave,
    WaveNotDraft,
    WaveNotOpen,
    WaveNotStopped,
    WaveState,
)
from portal.features.surveys import wording
from portal.features.surveys.blueprints import staff_blueprint as blueprint
from portal.features.surveys.forms import WaveForm
from portal.kit.access import audience
from portal.kit.cohort_wording import cohort_sentence
from portal.kit.correction_wording import correction_words
from portal.kit.forms import Form
from portal.kit.links import path_for
from portal.kit.now import now, today
from portal.kit.qr import draw_qr, whole_address
from portal.kit.signed_in import get_viewer
from portal.store import cohorts, instruments, series, waves
from portal.store.db import db

Page = str | Response | tuple[str, int]
officer = audience(Role.PARTICIPATION_OFFICER)
_TEST_CODE = "TEST TEST"  # has the length of a code and can be nobody's: S is no letter of one


def surveys_a_term() -> int:
    """In how many surveys a term the council asks one person at most."""
    return int(current_app.config["SURVEYS_A_TERM"])


def find_wave_or_404(wave_id: UUID) -> Wave:
    wave = waves.find_wave(db.session(), wave_id)
    if wave is None:
        abort(404)
    return wave


@blueprint.get("")
@officer
def list_waves() -> str:
    return render_template(
        "surveys/waves.html",
        waves=waves.list_waves(db.session()),
        refused=[each for each in series.list_series(db.session()) if each.refusal],
        states=wording.STATES,
        wording=wording,
    )


@blueprint.get("/new")
@officer
def start_wave() -> str:
    return render_template("surveys/new_wave.html", form=_wave_form())


@blueprint.post("/new")
@officer
def create_wave() -> Page:
    form = _wave_form()
    wave = form.read(today()) if form.validate_on_submit() else None
    if wave is None:
        return render_template("surveys/new_wave.html", form=form), 422
    if form.wants_marked_baseline:
        baseline_id = waves.find_baseline(db.session(), wave.instrument_id)
        wave = replace(wave, baseline_id=baseline_id)
    made = surveys.create_wave(db.session(), wave, new_id=form.id_to_make, today=today(), now=now())
    match made:
        case UUID():
            return redirect(url_for(".show_wave", wave_id=made), 303)
        case DatesReversed():
            form.last.errors = [gettext("The last day must not be before the first")]
        case ClosesTooSoon():
            form.closes_on.errors = [gettext("The last day to answer must not be in the past")]
        case _:
            assert_never(made)
    return render_template("surveys/new_wave.html", form=form), 422


@blueprint.get("/<uuid:wave_id>")
@officer
def show_wave(wave_id: UUID) -> str:
    return _wave_page(find_wave_or_404(wave_id))


@blueprint.post("/<uuid:wave_id>/open")
@officer
def open_wave(wave_id: UUID) -> Page:
    find_wave_or_404(wave_id)
    outcome = surveys.open_wave(
        db.session(), wave_id, today=today(), now=now(), surveys_a_term=surveys_a_term()
    )
    match outcome:
        case Wave(public_code=None):
            flash(gettext("The survey is open. The invitations are on their way."))
        case Wave():
            flash(gettext("The survey is open. Its public link is below."))
        case WaveNotDraft():
            flash(gettext("This survey was opened before."))
        case ClosesTooSoon():
            flash(gettext("The last day to answer has passed. Make a new survey."))
        case TooFewInvited() | AsksOthers():
            flash(gettext("The survey cannot be opened. The reason is below."))
        case NotReadyToAsk():
            flash(gettext("The survey cannot be opened before its questions are put right."))
        case _:
            assert_never(outcome)
    return redirect(url_for(".show_wave", wave_id=wave_id), 303)


@blueprint.get("/<uuid:wave_id>/questions")
@officer
def show_questions(wave_id: UUID) -> str:
    """What families will read; nothing can be answered here."""
    wave = find_wave_or_404(wave_id)
    return render_template(
        "surveys/questions.html", wave=wave, about=wording.about_words(wave.cohort)
    )


@blueprint.post("/<uuid:wave_id>/send-test")
@officer
def send_test(wave_id: UUID) -> Page:
    """The invitation as families get it, to the officer alone; its link shows the questions."""
    find_wave_or_404(wave_id)
    queue_message(
        db.session(),
        to=Recipient(RecipientKind.STAFF, get_viewer().person_id),
        kind=MessageKind.SURVEY_TEST,
        link_path=path_for("surveys.show_questions", wave_id=wave_id),
        code=_TEST_CODE,
        now=now(),
    )
    flash(gettext("A test is on its way to your own e-mail address."))
    return redirect(url_for(".show_wave", wave_id=wave_id), 303)


@blueprint.post("/<uuid:wave_id>/close")
@officer
def close_wave(wave_id: UUID) -> Page:
    find_wave_or_404(wave_id)
    match surveys.close_wave(db.session(), wave_id, now=now()):
        case None:
            flash(gettext("The survey is closing. Reload this page in a minute."))
        case WaveNotOpen():
            flash(gettext("This survey is not open."))
    return redirect(url_for(".show_wave", wave_id=wave_id), 303)


@blueprint.post("/<uuid:wave_id>/stop")
@officer
def stop_wave(wave_id: UUID) -> Page:
    find_wave_or_404(wave_id)
    match survey_days.stop_wave(db.session(), wave_id):
        case None:
            flash(gettext("The survey has stopped. Nobody can answer, and nothing is sent."))
        case WaveNotOpen():
            flash(gettext("This survey is not open."))
    return redirect(url_for(".show_wave", wave_id=wave_id), 303)


@blueprint.post("/<uuid:wave_id>/resume")
@officer
def resume_wave(wave_id: UUID) -> Page:
    find_wave_or_404(wave_id)
    outcome = survey_days.resume_wave(db.session(), wave_id, today=today(), now=now())
    match outcome:
        case None:
            flash(gettext("The survey goes on. Messages that waited are on their way."))
        case WaveNotStopped():
            flash(gettext("This survey was not stopped."))
        case ClosesTooSoon():
            flash(gettext("The last day to answer has passed. You can only close it."))
        case _:
            assert_never(outcome)
    return redirect(url_for(".show_wave", wave_id=wave_id), 303)


@blueprint.post("/<uuid:wave_id>/baseline")
@officer
def mark_baseline(wave_id: UUID) -> Page:
    """Mark it or, by the other button, mark it no longer."""
    wave = find_wave_or_404(wave_id)
    if wave.state is WaveState.CLOSED:
        marked_at = now() if request.form.get("marked") == "yes" else None
        waves.mark_baseline(db.session(), wave_id, marked_at)
    else:
        flash(gettext("Only a survey that is closed can be the baseline."))
    return redirect(url_for(".show_wave", wave_id=wave_id), 303)


def _wave_form() -> WaveForm:
    form = WaveForm()
    session = db.session()
    form.offer(
        instruments.list_instruments(session),
        waves.list_waves(session, WaveState.CLOSED),
        cohorts.list_values(session),
    )
    return form


def _wave_page(wave: Wave) -> str:
    session = db.session()
    draft = wave.state is WaveState.DRAFT
    baseline = waves.find_wave(session, wave.baseline_id) if wave.baseline_id else None
    preview = (
        preview_cohort(session, wave, today(), surveys_a_term=surveys_a_term()) if draft else None
    )
    others = preview.refusal if preview and isinstance(preview.refusal, AsksOthers) else None
    drawn = preview.sample if preview else ()
    public = wave.public_code and whole_address("survey_answers.open_public", code=wave.public_code)
    sample = wording.sample_table(wave.cohort, wave.groups, drawn, today())
    return render_template(
        "surveys/wave.html",
        wave=wave,
        guard=Form(),
        states=wording.STATES,
        cohort=cohort_sentence(wave.cohort),
        groups=[wording.GROUPS[kind] for kind in wave.groups],
        baseline=baseline,
        preview=preview,
        asks_others=wording.ASKS_OTHERS[others.respondent] if others else None,
        sample=sample,
        combination_words=wording.combination_words,
        correction_words=correction_words,
        public_link=public,
        qr=draw_qr(public) if public else None,
    )
