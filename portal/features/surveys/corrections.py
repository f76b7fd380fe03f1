"""The officer puts a slip in the words of a survey right while families answer it."""

from typing import assert_never
from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext, lazy_gettext
from wtforms.validators import Length

from portal.actions.survey_corrections import CorrectedMeanwhile, correct_wave
from portal.domain.corrections import (
    EarlierAnswersLost,
    NotToBeCorrected,
    SaidAlready,
    list_correctable,
)
from portal.domain.waves import Wave, WaveNotOpen
from portal.features.surveys.blueprints import staff_blueprint as blueprint
from portal.features.surveys.staff import Page, find_wave_or_404, officer
from portal.kit.fields import SelectChoice, SelectField, TextAreaField, TickField, required
from portal.kit.forms import Form
from portal.kit.now import today
from portal.store.db import db


class CorrectionForm(Form):
    """The words as they are, as they should be, and why."""

    before = SelectField(
        lazy_gettext("Which words are wrong?"),
        [required(lazy_gettext("Choose the words that are wrong"))],
    )
    after = TextAreaField(
        lazy_gettext("What should they be?"),
        [
            required(lazy_gettext("Enter the right words")),
            Length(max=500, message=lazy_gettext("Use at most 500 letters")),
        ],
        description=lazy_gettext("Leave earlier answers in curly brackets as they are."),
    )
    reason = TextAreaField(
        lazy_gettext("What was wrong with them?"),
        [
            required(lazy_gettext("Enter what was wrong")),
            Length(max=300, message=lazy_gettext("Use at most 300 letters")),
        ],
        description=lazy_gettext("Stands in the report. Please do not write names."),
    )
    same = TickField(
        lazy_gettext("They mean the same: answers from before and after can be counted together."),
        [
            required(
                lazy_gettext(
                    "Tick this, or close the survey and ask the new question in another one"
                )
            )
        ],
    )

    def offer(self, wave: Wave) -> None:
        self.before.choices = [
            SelectChoice("", gettext("Choose")),
            *(SelectChoice(words, words) for words in list_correctable(wave.instrument)),
        ]


@blueprint.get("/<uuid:wave_id>/correct")
@officer
def start_correction(wave_id: UUID) -> str:
    wave = _under_way_or_404(wave_id)
    form = CorrectionForm()
    form.offer(wave)
    return render_template("surveys/correction.html", wave=wave, form=form)


@blueprint.post("/<uuid:wave_id>/correct")
@officer
def correct_words(wave_id: UUID) -> Page:
    wave = _under_way_or_404(wave_id)
    form = CorrectionForm()
    form.offer(wave)
    if not form.validate_on_submit():
        return render_template("surveys/correction.html", wave=wave, form=form), 422
    outcome = correct_wave(
        db.session(),
        wave_id,
        before=form.before.data or "",
        after=" ".join((form.after.data or "").split()),
        reason=" ".join((form.reason.data or "").split()),
        today=today(),
    )
    match outcome:
        case None:
            flash(gettext("Corrected. Whoever opens the survey now reads the new words."))
            return redirect(url_for(".show_wave", wave_id=wave_id), 303)
        case EarlierAnswersLost():
            form.after.errors = [gettext("Keep each earlier answer in its curly brackets")]
        case SaidAlready():
            form.after.errors = [gettext("The survey says these words in another place already")]
        case NotToBeCorrected() | CorrectedMeanwhile() | WaveNotOpen():
            form.before.errors = [
                gettext("The survey has changed since you opened this page. Look again")
            ]
        case _:
            assert_never(outcome)
    return render_template("surveys/correction.html", wave=wave, form=form), 422


def _under_way_or_404(wave_id: UUID) -> Wave:
    wave = find_wave_or_404(wave_id)
    if not wave.is_under_way:
        abort(404)
    return wave
