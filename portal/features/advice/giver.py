"""The way to one task without an account: the link, the code, the page that says what is asked.

Opening a link changes nothing and shows nobody's name.
"""

import secrets
from collections.abc import Callable
from functools import wraps
from typing import assert_never

from flask import current_app, redirect, render_template, request, session, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from portal.actions import advice_giving
from portal.actions.advice_giving import (
    AlreadySent,
    CodeFirst,
    CodeNotTaken,
    LinkUnknown,
    NotOpen,
    RequestWithdrawn,
    TooManyTries,
    Waiting,
)
from portal.domain.advice import AdviceRequest
from portal.features.advice import wording
from portal.features.advice.blueprints import giver_blueprint as blueprint
from portal.features.advice.forms import CodeForm
from portal.kit.access import public
from portal.kit.now import now
from portal.store import advice_files
from portal.store.advice import get_child
from portal.store.db import db
from portal.store.trail import ReadPurpose, record_read

Page = str | Response | tuple[str, int]

BROWSER = "advice_browser"  # where the cookie keeps this browser's secret


def find_browser() -> str | None:
    secret: str | None = session.get(BROWSER)
    return secret


def render_refusal(refusal: NotOpen | TooManyTries) -> tuple[str, int]:
    match refusal:
        case LinkUnknown():
            return render_template("advice/giver_unknown.html", contact=contact()), 404
        case RequestWithdrawn():
            return render_template("advice/giver_withdrawn.html"), 200
        case AlreadySent():
            return render_template("advice/giver_received.html", contact=contact()), 200
        case TooManyTries():
            # A page, not an error: what is raised takes the count of tries back with it.
            return render_template("advice/giver_too_many.html", contact=contact()), 429
        case _:
            assert_never(refusal)


def contact() -> dict[str, str]:
    """Whom to ring or write to."""
    settings = current_app.config
    return {"phone": settings["SEND_TEAM_PHONE"], "email": settings["SEND_TEAM_EMAIL"]}


def for_task(view: Callable[..., Page]) -> Callable[..., Page]:
    """A page of the task: the view is given the request, its read noted in the trail. Whoever may
    not see it gets the page that says why, or is sent to the code."""

    @wraps(view)
    def open_or_refuse(token: str, **others: object) -> Page:
        found = advice_giving.open_request(db.session(), token, browser=find_browser(), now=now())
        if isinstance(found, CodeFirst):
            return redirect(url_for(".open_link", token=token), 303)
        if not isinstance(found, AdviceRequest):
            return render_refusal(found)
        record_read(
            db.session(),
            advice_giving.viewer_of(found),
            child_id=found.child_id,
            purpose=ReadPurpose.GIVE_ADVICE,
        )
        return view(token, found, **others)

    return open_or_refuse


@blueprint.get("/<string:token>")
@public
def open_link(token: str) -> Page:
    found = advice_giving.look_at_link(db.session(), token)
    if not isinstance(found, Waiting):
        return render_refusal(found)
    return render_template(
        "advice/giver_link.html", token=token, due_on=found.due_on, contact=contact()
    )


@blueprint.post("/<string:token>/code")
@public
def send_code(token: str) -> Page:
    browser = session.setdefault(BROWSER, secrets.token_urlsafe(32))
    refusal = advice_giving.send_code(
        db.session(), token, browser=browser, place=_place(), now=now()
    )
    if refusal is not None:
        return render_refusal(refusal)
    return redirect(url_for(".await_code", token=token), 303)


@blueprint.get("/<string:token>/code")
@public
def await_code(token: str) -> Page:
    found = advice_giving.look_at_link(db.session(), token)
    if not isinstance(found, Waiting):
        return render_refusal(found)
    return render_template("advice/giver_code.html", form=CodeForm(), token=token)


@blueprint.post("/<string:token>/enter")
@public
def enter_code(token: str) -> Page:
    form = CodeForm()
    if not form.validate_on_submit():
        return render_template("advice/giver_code.html", form=form, token=token), 422
    refusal = advice_giving.enter_code(
        db.session(),
        token,
        form.typed,
        browser=find_browser() or "",
        place=_place(),
        now=now(),
    )
    if isinstance(refusal, CodeNotTaken):
        form.code.errors = [_not_taken(refusal.left)]
        return render_template("advice/giver_code.html", form=form, token=token), 422
    if refusal is not None:
        return render_refusal(refusal)
    return redirect(url_for(".show_task", token=token), 303)


def _not_taken(left: int) -> str:
    if not left:
        return str(gettext("This code is worth nothing any more. Ask for another one"))
    return str(
        ngettext(
            "This is not the code. You can try once more",
            "This is not the code. You can try %(num)s more times",
            left,
        )
    )


def _place() -> str:
    return request.remote_addr or "unknown"


@blueprint.get("/<string:token>/task")
@public
@for_task
def show_task(token: str, task: AdviceRequest) -> Page:
    """Whom it is about, what is asked, by when, who will see it, who to ring."""
    return render_template(
        "advice/giver_task.html",
        token=token,
        task=task,
        child=get_child(db.session(), task.child_id),
        files=advice_files.list_files(db.session(), task),
        services=wording.SERVICES,
        contact=contact(),
    )


@blueprint.get("/late/<string:token>")
@public
def show_late(token: str) -> Page:
    """For the manager who is told that an answer is late: nothing of the child."""
    found = advice_giving.look_at_late_link(db.session(), token)
    if not isinstance(found, advice_giving.LateRequest):
        return render_refusal(found)
    return render_template("advice/giver_late.html", late=found, contact=contact())
