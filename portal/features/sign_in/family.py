"""Families sign in by a link or a code. Opening a link changes nothing."""

import secrets
from datetime import datetime
from uuid import UUID

from flask import redirect, render_template, request, session, url_for
from flask_babel import ngettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.actions import sign_in
from portal.domain.addresses import read_address
from portal.domain.sign_in import CodeNeeded, CodeWrong, TicketUnknown, WayIn
from portal.features.sign_in.blueprint import blueprint
from portal.features.sign_in.forms import AddressForm, CodeForm
from portal.features.sign_in.refusals import show_refusal
from portal.kit.access import public
from portal.kit.links import path_for, take_destination
from portal.kit.now import now
from portal.kit.signed_in import begin_session
from portal.store.db import db

Page = str | Response | tuple[str, int]

BROWSER = "browser"  # where the cookie keeps this browser's secret
ASK_AGAIN = "sign_in.start_sign_in"


def link_path(token: str) -> str:
    return path_for("sign_in.show_link", token=token)


def send_way_in(db_session: Session, payload: dict[str, str], moment: datetime) -> None:
    """The worker's half of `ask_for_way_in`."""
    ticket_id = UUID(payload["ticket"])
    sign_in.send_way_in(db_session, ticket_id=ticket_id, link_path=link_path, now=moment)


def _place() -> str:
    return request.remote_addr or "unknown"


def _enter(entered: sign_in.MayEnter) -> Response:
    begin_session(entered.role, entered.person_id)
    return redirect(take_destination(entered.role), 303)


@blueprint.get("/sign-in")
@public
def start_sign_in() -> str:
    return render_template("sign_in/start.html", form=AddressForm())


@blueprint.post("/sign-in")
@public
def ask_for_way_in() -> Page:
    form = AddressForm()
    address = read_address(form.address.data or "")
    if not form.validate_on_submit() or address is None:
        return render_template("sign_in/start.html", form=form), 422
    browser = session.setdefault(BROWSER, secrets.token_urlsafe(32))
    refusal = sign_in.ask_for_way_in(
        db.session(), address=address, browser=browser, place=_place(), now=now()
    )
    if refusal is not None:
        return show_refusal(refusal, ask_again=None)
    return redirect(url_for("sign_in.await_code"), 303)


@blueprint.get("/sign-in/code")
@public
def await_code() -> Page:
    if BROWSER not in session:
        return redirect(url_for(ASK_AGAIN))
    return render_template("sign_in/code.html", form=CodeForm())


@blueprint.post("/sign-in/code")
@public
def enter_code() -> Page:
    form = CodeForm()
    if BROWSER not in session:
        return redirect(url_for(ASK_AGAIN), 303)
    if not form.validate_on_submit():
        return render_template("sign_in/code.html", form=form), 422
    verdict = sign_in.sign_in_by_code(
        db.session(), code=form.typed, browser=session[BROWSER], place=_place(), now=now()
    )
    match verdict:
        case sign_in.MayEnter():
            return _enter(verdict)
        case CodeWrong():
            _say_wrong(form, verdict)
            return render_template("sign_in/code.html", form=form), 422
        case TicketUnknown():
            return redirect(url_for(ASK_AGAIN), 303)
        case refusal:
            return show_refusal(refusal, ask_again=ASK_AGAIN)


@blueprint.get("/sign-in/link/<string:token>")
@public
def show_link(token: str) -> Page:
    found = sign_in.look_at_link(db.session(), token=token, browser=session.get(BROWSER), now=now())
    match found:
        case WayIn.PRESS_CONTINUE:
            return render_template("sign_in/link.html")
        case WayIn.TYPE_CODE:
            return render_template("sign_in/link_code.html", form=CodeForm())
        case refusal:
            return show_refusal(refusal, ask_again=ASK_AGAIN)


@blueprint.post("/sign-in/link/<string:token>")
@public
def enter_by_link(token: str) -> Page:
    if "code" in request.form:
        return _enter_by_link_and_code(token)
    verdict = sign_in.sign_in_by_link(
        db.session(), token=token, browser=session.get(BROWSER), now=now()
    )
    match verdict:
        case sign_in.MayEnter():
            return _enter(verdict)
        case CodeNeeded():
            return render_template("sign_in/link_code.html", form=CodeForm(formdata=None))
        case refusal:
            return show_refusal(refusal, ask_again=ASK_AGAIN)


def _enter_by_link_and_code(token: str) -> Page:
    form = CodeForm()
    if not form.validate_on_submit():
        return render_template("sign_in/link_code.html", form=form), 422
    verdict = sign_in.sign_in_by_link_and_code(
        db.session(), token=token, code=form.typed, place=_place(), now=now()
    )
    match verdict:
        case sign_in.MayEnter():
            return _enter(verdict)
        case CodeWrong():
            _say_wrong(form, verdict)
            return render_template("sign_in/link_code.html", form=form), 422
        case refusal:
            return show_refusal(refusal, ask_again=ASK_AGAIN)


def _say_wrong(form: CodeForm, wrong: CodeWrong) -> None:
    form.refuse(
        ngettext(
            "This is not the code. You can try once more",
            "This is not the code. You can try %(num)s more times",
            wrong.left,
        )
    )
