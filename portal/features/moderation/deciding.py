"""One text: read, marked, looked at again without the marked words, decided, confirmed."""

from typing import assert_never
from uuid import UUID

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.actions import moderation as actions
from portal.actions.moderation import Choice
from portal.domain.moderation import (
    ChangedMeanwhile,
    NoConsent,
    NoSuchText,
    NothingLeft,
    NothingToDo,
    Outcome,
    ReasonMissing,
    SamePerson,
    State,
    Step,
    standing,
    state_of,
)
from portal.domain.redaction import Marks
from portal.domain.themes import suggest_themes
from portal.features.moderation import wording
from portal.features.moderation.blueprint import (
    ONE_TEXT,
    Page,
    blueprint,
    go_to,
    officer,
    read_text,
)
from portal.features.moderation.forms import DecisionForm, SeenForm, TakeBackForm
from portal.kit.now import today
from portal.kit.redaction import WHY, make_marking, preview, read_marks
from portal.kit.signed_in import get_viewer
from portal.store import moderation, staff, themes
from portal.store.db import db
from portal.store.desk_texts import DeskText

MARK_AGAIN = "mark"
"""The value of the button that leads back to the words."""


@blueprint.get(ONE_TEXT)
@officer
def show_text(text_source: str, text_id: UUID) -> str:
    """The words with what may be done with them now."""
    text = read_text(text_source, text_id)
    steps = moderation.list_steps(db.session(), text.ref)
    if state_of(steps) is State.WAITING and not text.may_quote:
        return _decision_page(text, steps, _decision_form(text, len(steps)))
    return _text_page(text, steps)


@blueprint.post(f"{ONE_TEXT}/left")
@officer
def show_left(text_source: str, text_id: UUID) -> Page:
    """What is left without the marked words, with the decision below; nothing is kept yet."""
    text, marks = read_text(text_source, text_id), read_marks(request.form)
    steps = moderation.list_steps(db.session(), text.ref)
    if state_of(steps) is not State.WAITING:
        return go_to(text.ref)
    if request.form.get("press") == MARK_AGAIN:
        return _text_page(text, steps, marks)
    return _decision_page(text, steps, _decision_form(text, len(steps), fresh=True), marks)


@blueprint.post(f"{ONE_TEXT}/decide")
@officer
def decide(text_source: str, text_id: UUID) -> Page:
    text, marks = read_text(text_source, text_id), read_marks(request.form)
    form = _decision_form(text)
    if not form.validate_on_submit():
        return _again(text, form, marks)
    choice = Choice(
        form.steps_seen,
        Outcome(form.outcome.data),
        marks,
        form.reason.data or "",
        form.chosen_themes,
    )
    refusal = actions.decide(
        db.session(), get_viewer(), text.ref, choice, needs_second=_needs_second(), today=today()
    )
    match refusal:
        case None:
            flash(gettext("Decided."))
            return redirect(url_for(".list_texts"), 303)
        case NothingLeft():
            form.outcome.errors = [gettext("Nothing is left to quote. Choose another one")]
        case ReasonMissing():
            form.reason.errors = [gettext("Say why you keep these words back")]
        case NoConsent():
            form.outcome.errors = [gettext("Whoever wrote this has not let us quote it")]
        case NoSuchText():
            abort(404)
        case ChangedMeanwhile():
            return _changed(text)
        case _:
            assert_never(refusal)
    return _again(text, form, marks)


@blueprint.post(f"{ONE_TEXT}/confirm")
@officer
def confirm(text_source: str, text_id: UUID) -> Page:
    text, form = read_text(text_source, text_id), SeenForm()
    refusal = actions.confirm(
        db.session(), get_viewer(), text.ref, seen=form.steps_seen, today=today()
    )
    match refusal:
        case None:
            flash(gettext("Confirmed. These words may be quoted now."))
            return redirect(url_for(".list_texts"), 303)
        case SamePerson():
            flash(gettext("You have decided this. Another officer has to confirm it."))
            return go_to(text.ref)
        case NothingToDo() | ChangedMeanwhile():
            return _changed(text)
        case _:
            assert_never(refusal)


@blueprint.post(f"{ONE_TEXT}/take-back")
@officer
def take_back(text_source: str, text_id: UUID) -> Page:
    """Send back a decision that is not confirmed, or withdraw one that is."""
    text, form = read_text(text_source, text_id), TakeBackForm()
    if not form.validate_on_submit():
        steps = moderation.list_steps(db.session(), text.ref)
        return _text_page(text, steps, taking_back=form), 422
    refusal = actions.take_back(
        db.session(),
        get_viewer(),
        text.ref,
        form.reason.data or "",
        seen=form.steps_seen,
        today=today(),
    )
    match refusal:
        case None:
            flash(gettext("Taken back. The text waits for a new decision."))
            return go_to(text.ref)
        case NothingToDo() | ChangedMeanwhile() | ReasonMissing():
            return _changed(text)
        case _:
            assert_never(refusal)


def _needs_second() -> bool:
    return bool(current_app.config["MODERATION_SECOND_PERSON"])


def _changed(text: DeskText) -> Response:
    flash(gettext("Somebody else has done something with this text. Look at it again."))
    return go_to(text.ref)


def _decision_form(text: DeskText, seen: int | None = None, *, fresh: bool = False) -> DecisionForm:
    """The form as posted; or, with ``seen``, a new one. ``fresh`` where another form was posted."""
    form = DecisionForm(formdata=None) if fresh else DecisionForm()
    if seen is not None:
        form.seen.data = str(seen)
    in_use = themes.list_themes(db.session())
    form.offer(in_use, suggest_themes(text.words, in_use), may_quote=text.may_quote)
    return form


def _again(text: DeskText, form: DecisionForm, marks: Marks) -> tuple[str, int]:
    steps = moderation.list_steps(db.session(), text.ref)
    return _decision_page(text, steps, form, marks), 422


def _decision_page(
    text: DeskText, steps: list[Step], form: DecisionForm, marks: Marks | None = None
) -> str:
    return render_template(
        "moderation/decision.html",
        text=text,
        steps=steps,
        form=form,
        left=preview(text.words, marks) if marks and text.may_quote else None,
        names=_names(steps),
        needs_second=_needs_second(),
        wording=wording,
    )


def _text_page(
    text: DeskText,
    steps: list[Step],
    marks: Marks | None = None,
    taking_back: TakeBackForm | None = None,
) -> str:
    state, guard = state_of(steps), SeenForm(formdata=None)
    taking_back = taking_back or TakeBackForm(formdata=None)
    guard.seen.data = taking_back.seen.data = str(len(steps))
    marking, stands = None, standing(steps)
    if state is State.WAITING:
        names = [name for _, name in staff.list_settings(db.session())]
        marking = make_marking(text.words, names, marks)
    return render_template(
        "moderation/text.html",
        text=text,
        steps=steps,
        stands=stands,
        state=state,
        states=State,
        marking=marking,
        why=WHY,
        guard=guard,
        form=taking_back,
        own=stands is not None and stands.by == get_viewer().person_id,
        theme_names=_theme_names(stands),
        names=_names(steps),
        wording=wording,
    )


def _theme_names(stands: Step | None) -> list[str]:
    if stands is None or stands.decision is None or not stands.decision.themes:
        return []
    on_text = stands.decision.themes
    known = themes.list_themes(db.session(), retired=True)
    return [theme.words.name for theme in known if theme.id in on_text]


def _names(steps: list[Step]) -> dict[UUID, str]:
    return staff.list_names(db.session(), {step.by for step in steps}) if steps else {}
