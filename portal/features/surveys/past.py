"""Surveys of before the portal: the officer types in the totals that were printed."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext

from portal.domain.measures import MEASURES
from portal.domain.past_waves import FigureWrong, PastWave, read_figure
from portal.features.surveys.blueprints import staff_blueprint as blueprint
from portal.features.surveys.past_forms import PastFigureForm, PastWaveForm, read_number
from portal.features.surveys.staff import Page, officer
from portal.kit.forms import Form
from portal.kit.now import now, today
from portal.kit.signed_in import get_viewer
from portal.store import past_waves
from portal.store.db import db

_STATEMENTS = {
    (measure.key, wording.number): wording.statement
    for measure in MEASURES
    for wording in measure.wordings
}


@blueprint.get("/past")
@officer
def list_past() -> str:
    return render_template("surveys/past_list.html", past=past_waves.list_past_waves(db.session()))


@blueprint.get("/past/new")
@officer
def start_past() -> str:
    return render_template("surveys/new_past.html", form=PastWaveForm())


@blueprint.post("/past/new")
@officer
def create_past() -> Page:
    form = PastWaveForm()
    if not form.validate_on_submit() or form.asked_on.data is None:
        return render_template("surveys/new_past.html", form=form), 422
    asked, answered = read_number(form.asked.data), read_number(form.answered.data)
    if form.asked_on.data > today():
        form.asked_on.errors = [gettext("The day must not be in the future")]
        return render_template("surveys/new_past.html", form=form), 422
    if asked is not None and answered is not None and answered > asked:
        form.answered.errors = [gettext("No more can have answered than were asked")]
        return render_template("surveys/new_past.html", form=form), 422
    # A second press finds the first one's id taken, and shows what that has made.
    made = form.id_to_make
    past_waves.add_past_wave(
        db.session(),
        made,
        title=(form.title.data or "").strip(),
        asked_on=form.asked_on.data,
        asked=asked,
        answered=answered,
        same_way=bool(form.same_way.data),
        source=(form.source.data or "").strip(),
        typed_by_id=get_viewer().person_id,
        now=now(),
    )
    return redirect(url_for(".show_past", past_wave_id=made), 303)


@blueprint.get("/past/<uuid:past_wave_id>")
@officer
def show_past(past_wave_id: UUID) -> str:
    return _past_page(_find_or_404(past_wave_id), PastFigureForm())


@blueprint.post("/past/<uuid:past_wave_id>")
@officer
def add_figure(past_wave_id: UUID) -> Page:
    past, form = _find_or_404(past_wave_id), PastFigureForm()
    if not form.validate_on_submit():
        return _past_page(past, form), 422
    counts = (read_number(box.data) for box in (form.agree, form.base, form.percent))
    figure = read_figure(*counts)
    if isinstance(figure, FigureWrong):
        form.agree.errors = [
            gettext("Enter how many agreed of 10 or more who gave a view, or a per cent to 100")
        ]
        return _past_page(past, form), 422
    percent, share = figure
    measure, wording = form.measure.data.split(":")
    past_waves.set_figure(
        db.session(),
        past_wave_id,
        measure=measure,
        wording=int(wording),
        percent=percent,
        share=share,
    )
    flash(gettext("Kept."))
    return redirect(url_for(".show_past", past_wave_id=past_wave_id), 303)


@blueprint.post("/past/<uuid:past_wave_id>/figures/<uuid:figure_id>/remove")
@officer
def remove_figure(past_wave_id: UUID, figure_id: UUID) -> Page:
    past_waves.remove_figure(db.session(), past_wave_id, figure_id)
    return redirect(url_for(".show_past", past_wave_id=past_wave_id), 303)


def _find_or_404(past_wave_id: UUID) -> PastWave:
    past = past_waves.find_past_wave(db.session(), past_wave_id)
    if past is None:
        abort(404)
    return past


def _past_page(past: PastWave, form: PastFigureForm) -> str:
    return render_template(
        "surveys/past.html", past=past, form=form, statements=_STATEMENTS, guard=Form()
    )
