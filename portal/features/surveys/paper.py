"""A form that came back on paper is typed in by its number, with the same checks as any other."""

from typing import assert_never
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from markupsafe import Markup

from portal.actions.survey_answers import InvitationUnknown
from portal.actions.survey_ways import (
    LONGEST_NUMBER,
    NumberMissing,
    NumberTaken,
    PublicSurvey,
    find_public,
    send_paper,
    send_public_paper,
)
from portal.domain.questions import WrongAnswers
from portal.domain.surveys import AlreadyAnswered, NothingAnswered, WaveClosed
from portal.domain.waves import Wave, WaveState
from portal.features.surveys.answering import AnswerForm, error_words
from portal.features.surveys.blueprints import staff_blueprint as blueprint
from portal.features.surveys.question_block import Asks, error_lines, render_questions
from portal.features.surveys.staff import Page, find_wave_or_404, officer
from portal.features.surveys.way_forms import PaperForm
from portal.kit.now import today
from portal.kit.questions import read_form
from portal.store.db import db


@blueprint.get("/<uuid:wave_id>/paper")
@officer
def start_paper(wave_id: UUID) -> str:
    wave = _open_wave(wave_id)
    return _paper_page(wave, PaperForm(), AnswerForm(_questions(wave, {}, {}), []))


@blueprint.post("/<uuid:wave_id>/paper")
@officer
def type_in_paper(wave_id: UUID) -> Page:
    wave, form = _open_wave(wave_id), PaperForm()
    typed = read_form(wave.questions, request.form)
    form.validate_on_submit()
    outcome = _send(wave, (form.number.data or "")[:LONGEST_NUMBER], typed)
    errors: dict[str, str] = {}
    match outcome:
        case None:
            flash(gettext("The form is in. Write on it that it has been typed in."))
            return redirect(url_for(".start_paper", wave_id=wave_id), 303)
        case WrongAnswers() | NothingAnswered():
            errors = error_words(wave.questions, outcome)
        case InvitationUnknown():
            form.refuse(gettext("No invitation to this survey has this number. Check it"))
        case AlreadyAnswered():
            form.refuse(gettext("This person has answered already, in one way or another"))
        case NumberMissing():
            form.refuse(gettext("Enter the number that stands on the form"))
        case NumberTaken():
            form.refuse(gettext("The form with this number has been typed in before"))
        case WaveClosed():
            flash(gettext("This survey takes no more answers."))
            return redirect(url_for(".show_wave", wave_id=wave_id), 303)
        case _:
            assert_never(outcome)
    summary = [*form.summary, *error_lines(wave.questions, errors)]
    return _paper_page(wave, form, AnswerForm(_questions(wave, typed, errors), summary)), 422


def _send(
    wave: Wave, number: str, typed: dict[str, str]
) -> (
    WrongAnswers
    | NothingAnswered
    | AlreadyAnswered
    | WaveClosed
    | InvitationUnknown
    | NumberMissing
    | NumberTaken
    | None
):
    session = db.session()
    if wave.public_code is None:
        return send_paper(session, wave.id, number, typed, today())
    survey = find_public(session, wave.public_code, today())
    if isinstance(survey, PublicSurvey):
        return send_public_paper(session, survey, number, typed)
    return survey


def _open_wave(wave_id: UUID) -> Wave:
    wave = find_wave_or_404(wave_id)
    if wave.state is not WaveState.OPEN:
        abort(404)
    return wave


def _questions(wave: Wave, typed: dict[str, str], errors: dict[str, str]) -> Markup:
    """All on one page, as on the sheet. An open wave's questions are frozen like its version's."""
    asks = Asks(wave.id, wave.instrument)
    return render_questions(asks, wave.questions, typed, errors=errors)


def _paper_page(wave: Wave, number: PaperForm, form: AnswerForm) -> str:
    return render_template("surveys/paper.html", wave=wave, number=number, form=form)
