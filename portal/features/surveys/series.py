"""The officer plans a survey that repeats, and stops or resumes it."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext

from portal.actions import survey_series
from portal.domain.waves import ClosesTooSoon, WaveState
from portal.features.surveys import wording
from portal.features.surveys.blueprints import staff_blueprint as blueprint
from portal.features.surveys.series_form import SeriesForm
from portal.features.surveys.staff import Page, officer
from portal.kit.cohort_wording import narrowing_words
from portal.kit.forms import Form
from portal.kit.now import now, today
from portal.store import cohorts, instruments, waves
from portal.store import series as store
from portal.store.db import db


@blueprint.get("/series")
@officer
def list_series() -> str:
    return render_template(
        "surveys/series_list.html", all_series=store.list_series(db.session()), wording=wording
    )


@blueprint.get("/series/new")
@officer
def start_series() -> str:
    return render_template("surveys/new_series.html", form=_form())


@blueprint.post("/series/new")
@officer
def create_series() -> Page:
    form = _form()
    plan = form.read() if form.validate_on_submit() else None
    if plan is not None:
        made = survey_series.create_series(
            db.session(), plan, today=today(), now=now(), new_id=form.id_to_make
        )
        if not isinstance(made, ClosesTooSoon):
            return redirect(url_for(".show_series", series_id=made), 303)
        form.first_on.errors = [gettext("The first day must not be in the past")]
    return render_template("surveys/new_series.html", form=form), 422


@blueprint.get("/series/<uuid:series_id>")
@officer
def show_series(series_id: UUID) -> str:
    session = db.session()
    series = store.find_series(session, series_id)
    if series is None:
        abort(404)
    baseline_id = series.plan.baseline_id
    return render_template(
        "surveys/series.html",
        series=series,
        plan=series.plan,
        instrument=instruments.find_instrument(session, series.plan.instrument_id),
        baseline=waves.find_wave(session, baseline_id) if baseline_id else None,
        narrowed=narrowing_words(series.plan.filters),
        waves=waves.list_of_series(session, series_id),
        states=wording.STATES,
        wording=wording,
        guard=Form(),
    )


@blueprint.post("/series/<uuid:series_id>/stop")
@officer
def stop_series(series_id: UUID) -> Page:
    if survey_series.stop_series(db.session(), series_id, now()):
        flash(gettext("Stopped. No more surveys of this series open. What is open stays open."))
    return redirect(url_for(".show_series", series_id=series_id), 303)


@blueprint.post("/series/<uuid:series_id>/resume")
@officer
def resume_series(series_id: UUID) -> Page:
    if survey_series.resume_series(db.session(), series_id, today=today()):
        flash(gettext("The series goes on."))
    return redirect(url_for(".show_series", series_id=series_id), 303)


def _form() -> SeriesForm:
    session, form = db.session(), SeriesForm()
    form.offer(
        instruments.list_instruments(session),
        waves.list_waves(session, WaveState.CLOSED),
        cohorts.list_values(session),
    )
    return form
