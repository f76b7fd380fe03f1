"""The officer's instruments: listed, made, taken from a file and given as one."""

from uuid import UUID

from flask import Response as FlaskResponse
from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal.actions import instruments as actions
from portal.domain.instrument_building import measures_to_add, name_instrument
from portal.domain.instruments import list_faults, offered_languages
from portal.features.instruments import wording
from portal.features.instruments.blueprint import (
    Page,
    blueprint,
    get_instrument,
    make_change,
    officer,
)
from portal.features.instruments.forms import ChangeForm, FileForm, NewForm, WordsForm, plain
from portal.kit.now import now
from portal.outside.instrument_yaml import BadFile, write_instrument_file
from portal.store import instruments
from portal.store.db import db


@blueprint.get("")
@officer
def list_instruments() -> str:
    return render_template(
        "instruments/list.html",
        instruments=instruments.list_instruments(db.session()),
        wording=wording,
        list_faults=list_faults,
    )


@blueprint.get("/new")
@officer
def start_instrument() -> str:
    return render_template("instruments/new.html", form=NewForm())


@blueprint.post("/new")
@officer
def add_instrument() -> Page:
    form = NewForm()
    if not form.validate_on_submit():
        return render_template("instruments/new.html", form=form), 422
    return _show(actions.add_instrument(db.session(), form.read(), now(), new_id=form.id_to_make))


@blueprint.get("/from-file")
@officer
def start_import() -> str:
    return render_template("instruments/from_file.html", form=FileForm(), problems=())


@blueprint.post("/from-file")
@officer
def import_instrument() -> Page:
    form = FileForm()
    if not form.validate_on_submit():
        return render_template("instruments/from_file.html", form=form, problems=()), 422
    outcome = actions.import_instrument(db.session(), form.content, now(), new_id=form.id_to_make)
    if isinstance(outcome, BadFile):
        told = [wording.problem_words(problem) for problem in outcome.problems]
        form.file.errors = [told[0]]
        return render_template("instruments/from_file.html", form=form, problems=told), 422
    return _show(outcome)


@blueprint.get("/<uuid:instrument_id>")
@officer
def show_instrument(instrument_id: UUID) -> str:
    stored = get_instrument(instrument_id)
    instrument, form = stored.instrument, ChangeForm()
    form.show(instrument)
    return render_template(
        "instruments/instrument.html",
        stored=stored,
        instrument=instrument,
        change=form,
        faults=list_faults(instrument),
        measures_left=bool(measures_to_add(instrument)),
        languages=offered_languages(instrument),
        by_key={question.key: question for question in instrument.questions},
        wording=wording,
    )


@blueprint.get("/<uuid:instrument_id>/file")
@officer
def download_instrument(instrument_id: UUID) -> Response:
    """It names nobody, so no line goes into the trail."""
    stored = get_instrument(instrument_id)
    response = FlaskResponse(
        write_instrument_file(stored.instrument), content_type="application/yaml; charset=utf-8"
    )
    response.headers["Content-Disposition"] = 'attachment; filename="instrument.yaml"'
    return response


@blueprint.get("/<uuid:instrument_id>/words")
@officer
def start_words(instrument_id: UUID) -> str:
    stored = get_instrument(instrument_id)
    form = WordsForm(obj=stored.instrument)
    form.show(stored.instrument)
    return render_template("instruments/words.html", form=form, stored=stored)


@blueprint.post("/<uuid:instrument_id>/words")
@officer
def change_words(instrument_id: UUID) -> Page:
    stored, form = get_instrument(instrument_id), WordsForm()
    if form.validate_on_submit():
        title, introduction = plain(form.title.data), plain(form.introduction.data)
        done = make_change(stored, form, lambda one: name_instrument(one, title, introduction))
        if done:
            return done
    return render_template("instruments/words.html", form=form, stored=stored), 422


def _show(instrument_id: UUID) -> Response:
    return redirect(url_for(".show_instrument", instrument_id=instrument_id), 303)
