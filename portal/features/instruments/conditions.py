"""The officer says of a question that it is asked only after certain earlier answers."""

from uuid import UUID

from flask import abort, render_template

from portal.domain import instrument_building as steps
from portal.domain.questions import Question
from portal.features.instruments.blueprint import (
    Page,
    blueprint,
    get_instrument,
    make_change,
    officer,
)
from portal.features.instruments.forms import ChangeForm, ConditionForm
from portal.store.instruments import StoredInstrument


def _find(instrument_id: UUID, key: str) -> tuple[StoredInstrument, Question, list[Question]]:
    """The instrument, the question, and the earlier ones that have answers to choose from."""
    stored = get_instrument(instrument_id)
    question = steps.find_question(stored.instrument, key)
    at = steps.section_of(stored.instrument, key)
    if question is None or at is None:
        abort(404)
    earlier = [q for q in steps.earlier_questions(stored.instrument, at) if q.options]
    return stored, question, earlier


@blueprint.get("/<uuid:instrument_id>/questions/<string:question>/only-if")
@officer
def choose_condition(instrument_id: UUID, question: str) -> str:
    stored, asked, earlier = _find(instrument_id, question)
    form = ChangeForm()
    form.show(stored.instrument)
    return render_template(
        "instruments/conditions.html", stored=stored, asked=asked, earlier=earlier, change=form
    )


@blueprint.post("/<uuid:instrument_id>/questions/<string:question>/only-if")
@officer
def ask_always(instrument_id: UUID, question: str) -> Page:
    stored, asked, earlier = _find(instrument_id, question)
    form = ChangeForm()
    done = make_change(
        stored, form, lambda one: steps.set_condition(one, asked.key, None), anchor=asked.key
    )
    if done:
        return done
    page = render_template(
        "instruments/conditions.html",
        stored=stored,
        asked=asked,
        earlier=earlier,
        form=form,
        change=form,
    )
    return page, 422


@blueprint.get("/<uuid:instrument_id>/questions/<string:question>/only-if/<string:earlier>")
@officer
def start_condition(instrument_id: UUID, question: str, earlier: str) -> str:
    stored, asked, on = _find_pair(instrument_id, question, earlier)
    form = ConditionForm()
    form.offer(on)
    if asked.only_if and asked.only_if.question == on.key:
        form.answers.data = list(asked.only_if.answers)
    form.show(stored.instrument)
    return render_template(
        "instruments/condition.html", stored=stored, asked=asked, on=on, form=form
    )


@blueprint.post("/<uuid:instrument_id>/questions/<string:question>/only-if/<string:earlier>")
@officer
def keep_condition(instrument_id: UUID, question: str, earlier: str) -> Page:
    stored, asked, on = _find_pair(instrument_id, question, earlier)
    form = ConditionForm()
    form.offer(on)
    if form.validate_on_submit():
        condition = form.read(on)
        done = make_change(
            stored,
            form,
            lambda one: steps.set_condition(one, asked.key, condition),
            anchor=asked.key,
        )
        if done:
            return done
    page = render_template(
        "instruments/condition.html", stored=stored, asked=asked, on=on, form=form
    )
    return page, 422


def _find_pair(
    instrument_id: UUID, key: str, earlier: str
) -> tuple[StoredInstrument, Question, Question]:
    stored, asked, offered = _find(instrument_id, key)
    on = next((question for question in offered if question.key == earlier), None)
    if on is None:
        abort(404)
    return stored, asked, on
