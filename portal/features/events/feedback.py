"""What people say of an event: a public form without sign-in, from its short address."""

from typing import assert_never

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.actions import event_feedback as actions
from portal.domain.event_feedback import FormClosed, FormUnknown, NothingSaid, TooMuchFromOnePlace
from portal.domain.events import Event
from portal.features.events.blueprints import feedback_blueprint as blueprint
from portal.features.events.feedback_forms import PublicForm
from portal.kit.access import public
from portal.kit.now import now, today
from portal.kit.unlinked import unlinked
from portal.store.db import db

Page = str | Response | tuple[str, int]

FORM_AT_MOST = 64 * 1024


@blueprint.url_value_preprocessor
def limit_what_strangers_send(_endpoint: str | None, _values: object) -> None:
    """Anybody may post to these addresses. This is asked before anything of it is read."""
    request.max_content_length = FORM_AT_MOST


@blueprint.get("/<string:code>")
@public
@unlinked
def show_form(code: str) -> Page:
    event = actions.find_form(db.session(), code, today())
    if not isinstance(event, Event):
        return _refuse(event)
    return _form_page(event, PublicForm(formdata=None))


@blueprint.post("/<string:code>")
@public
@unlinked
def send_feedback(code: str) -> Page:
    form = PublicForm()
    if not form.validate_on_submit():
        return _again(code, form, 422)
    refusal = actions.take_online(
        db.session(),
        code,
        form.feedback,
        press=form.id_to_make,
        place=request.remote_addr or "unknown",
        today=today(),
        now=now(),
    )
    match refusal:
        case None:
            return redirect(url_for(".show_thanks", code=code), 303)
        case NothingSaid():
            form.refuse_empty()
            return _again(code, form, 422)
        case TooMuchFromOnePlace():
            # A page, not an error: what is raised takes the count of tries back with it.
            return _again(code, form, 429)
        case FormClosed():
            return _again(code, form, 200)
        case _:
            assert_never(refusal)


def _again(code: str, form: PublicForm, status: int) -> tuple[str, int]:
    """The form with what was typed, or why there is none."""
    event = actions.find_form(db.session(), code, today())
    if not isinstance(event, Event):
        return _refuse(event)
    return _form_page(event, form, too_much=status == 429), status


@blueprint.get("/<string:code>/sent")
@public
@unlinked
def show_thanks(code: str) -> str:
    return render_template("events/thanks.html", code=code)


def _form_page(event: Event, form: PublicForm, *, too_much: bool = False) -> str:
    return render_template("events/answer.html", event=event, form=form, too_much=too_much)


def _refuse(refusal: FormUnknown | FormClosed) -> tuple[str, int]:
    match refusal:
        case FormUnknown():
            return render_template("events/form_unknown.html"), 404
        case FormClosed():
            return render_template("events/form_closed.html"), 200
        case _:
            assert_never(refusal)
