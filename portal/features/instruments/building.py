"""The officer puts an instrument together: pages, measures, questions, their order, "only if"."""

from functools import partial
from uuid import UUID, uuid4

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from portal.actions import instruments as actions
from portal.domain import instrument_building as steps
from portal.domain.measures import find_measure
from portal.domain.questions import Question, QuestionKind
from portal.features.instruments import wording
from portal.features.instruments.blueprint import (
    Page,
    blueprint,
    get_instrument,
    make_change,
    officer,
)
from portal.features.instruments.forms import (
    CHOSEN_KINDS,
    ChangeForm,
    MeasuresForm,
    QuestionForm,
    SectionForm,
    plain,
)
from portal.store.instruments import StoredInstrument

_BY = {"up": -1, "down": 1}


def _with_page(instrument_id: UUID, section: int) -> StoredInstrument:
    stored = get_instrument(instrument_id)
    if section >= len(stored.instrument.sections):
        abort(404)
    return stored


def _with_question(instrument_id: UUID, key: str) -> tuple[StoredInstrument, Question, int]:
    stored = get_instrument(instrument_id)
    question = steps.find_question(stored.instrument, key)
    at = steps.section_of(stored.instrument, key)
    if question is None or at is None:
        abort(404)
    return stored, question, at


def _press(stored: StoredInstrument, change: actions.Change, anchor: str = "") -> Page:
    """A change by a button alone. Where somebody else came first there is nothing to keep."""
    form = ChangeForm()
    done = make_change(stored, form, change, anchor=anchor)
    if done:
        return done
    flash(gettext("Somebody has changed these questions meanwhile. Look at them, then try again."))
    return redirect(url_for(".show_instrument", instrument_id=stored.id), 303)


@blueprint.get("/<uuid:instrument_id>/sections/new")
@officer
def start_section(instrument_id: UUID) -> str:
    stored, form = get_instrument(instrument_id), SectionForm()
    form.show(stored.instrument)
    return render_template("instruments/section.html", form=form, stored=stored, section=None)


@blueprint.post("/<uuid:instrument_id>/sections/new")
@officer
def add_section(instrument_id: UUID) -> Page:
    stored, form = get_instrument(instrument_id), SectionForm()
    if form.validate_on_submit():
        title = plain(form.title.data)
        done = make_change(stored, form, lambda one: steps.add_section(one, title))
        if done:
            return done
    page = render_template("instruments/section.html", form=form, stored=stored, section=None)
    return page, 422


@blueprint.get("/<uuid:instrument_id>/sections/<int:section>")
@officer
def start_naming(instrument_id: UUID, section: int) -> str:
    stored = _with_page(instrument_id, section)
    form = SectionForm(obj=stored.instrument.sections[section])
    form.show(stored.instrument)
    return render_template("instruments/section.html", form=form, stored=stored, section=section)


@blueprint.post("/<uuid:instrument_id>/sections/<int:section>")
@officer
def name_section(instrument_id: UUID, section: int) -> Page:
    stored, form = _with_page(instrument_id, section), SectionForm()
    if form.validate_on_submit():
        title = plain(form.title.data)
        done = make_change(stored, form, lambda one: steps.name_section(one, section, title))
        if done:
            return done
    page = render_template("instruments/section.html", form=form, stored=stored, section=section)
    return page, 422


@blueprint.post("/<uuid:instrument_id>/sections/<int:section>/<any(up, down):way>")
@officer
def move_section(instrument_id: UUID, section: int, way: str) -> Page:
    stored = _with_page(instrument_id, section)
    return _press(stored, lambda one: steps.move_section(one, section, _BY[way]))


@blueprint.post("/<uuid:instrument_id>/sections/<int:section>/remove")
@officer
def remove_section(instrument_id: UUID, section: int) -> Page:
    stored = get_instrument(instrument_id)
    return _press(stored, lambda one: steps.remove_section(one, section))


@blueprint.get("/<uuid:instrument_id>/sections/<int:section>/measures")
@officer
def choose_measures(instrument_id: UUID, section: int) -> str:
    stored, form = _with_page(instrument_id, section), MeasuresForm()
    form.show(stored.instrument)
    return _measures_page(stored, form)


@blueprint.post("/<uuid:instrument_id>/sections/<int:section>/measures")
@officer
def add_measures(instrument_id: UUID, section: int) -> Page:
    stored, form = _with_page(instrument_id, section), MeasuresForm()
    bank = [m for key in request.form.getlist("measures") if (m := find_measure(key))]
    form.offer(bank)  # one that is there already, as after a second press, is no fault
    if form.validate_on_submit():
        keys = list(form.measures.data or ())
        done = make_change(stored, form, lambda one: steps.add_measures(one, section, keys))
        if done:
            return done
    return _measures_page(stored, form), 422


def _measures_page(stored: StoredInstrument, form: MeasuresForm) -> str:
    form.offer(steps.measures_to_add(stored.instrument))
    return render_template("instruments/measures.html", form=form, stored=stored)


@blueprint.get("/<uuid:instrument_id>/sections/<int:section>/questions/new")
@officer
def choose_kind(instrument_id: UUID, section: int) -> str:
    stored = _with_page(instrument_id, section)
    return render_template(
        "instruments/kinds.html", stored=stored, section=section, kinds=wording.KINDS
    )


@blueprint.get("/<uuid:instrument_id>/sections/<int:section>/questions/new/<string:question_kind>")
@officer
def start_question(instrument_id: UUID, section: int, question_kind: str) -> str:
    stored, form = _with_page(instrument_id, section), QuestionForm()
    form.show(stored.instrument)
    form.mark.data = uuid4().hex
    return _question_page(stored, form, _kind(question_kind), section)


@blueprint.post("/<uuid:instrument_id>/sections/<int:section>/questions/new/<string:question_kind>")
@officer
def add_question(instrument_id: UUID, section: int, question_kind: str) -> Page:
    stored, form, of = _with_page(instrument_id, section), QuestionForm(), _kind(question_kind)
    question = form.read(of, None) if form.validate_on_submit() else None
    if question is not None:
        change = partial(steps.put_question, at=section, question=question)
        done = make_change(stored, form, change, anchor=question.key)
        if done:
            return done
    return _question_page(stored, form, of, section), 422


@blueprint.get("/<uuid:instrument_id>/questions/<string:question>")
@officer
def start_change(instrument_id: UUID, question: str) -> str:
    stored, asked, at = _with_question(instrument_id, question)
    if find_measure(asked.key):
        abort(404)
    form = QuestionForm()
    form.fill(asked)
    form.show(stored.instrument)
    return _question_page(stored, form, asked.kind, at, asked)


@blueprint.post("/<uuid:instrument_id>/questions/<string:question>")
@officer
def change_question(instrument_id: UUID, question: str) -> Page:
    stored, asked, at = _with_question(instrument_id, question)
    if find_measure(asked.key):
        abort(404)
    form = QuestionForm()
    changed = form.read(asked.kind, asked) if form.validate_on_submit() else None
    if changed is not None:
        change = partial(steps.put_question, at=at, question=changed)
        done = make_change(stored, form, change, anchor=asked.key)
        if done:
            return done
    return _question_page(stored, form, asked.kind, at, asked), 422


@blueprint.post("/<uuid:instrument_id>/questions/<string:question>/<any(up, down):way>")
@officer
def move_question(instrument_id: UUID, question: str, way: str) -> Page:
    stored, asked, _ = _with_question(instrument_id, question)
    return _press(
        stored, lambda one: steps.move_question(one, asked.key, _BY[way]), anchor=asked.key
    )


@blueprint.post("/<uuid:instrument_id>/questions/<string:question>/remove")
@officer
def remove_question(instrument_id: UUID, question: str) -> Page:
    stored = get_instrument(instrument_id)
    return _press(stored, lambda one: steps.remove_question(one, question))


def _kind(name: str) -> QuestionKind:
    try:
        return QuestionKind(name)
    except ValueError:
        abort(404)


def _question_page(
    stored: StoredInstrument,
    form: QuestionForm,
    kind: QuestionKind,
    at: int,
    before: Question | None = None,
) -> str:
    earlier = steps.earlier_questions(stored.instrument, at)
    return render_template(
        "instruments/question.html",
        stored=stored,
        form=form,
        kind=wording.KINDS[kind],
        has_options=kind in CHOSEN_KINDS,
        before=before,
        pipes=[question for question in earlier if not question.is_text],
    )
