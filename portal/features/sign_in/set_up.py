"""Setting up a staff account by a one-time link: a password, then an authenticator."""

import segno
from flask import current_app, redirect, render_template, url_for
from flask_babel import gettext
from markupsafe import Markup
from werkzeug.wrappers import Response

from portal.actions import staff_accounts
from portal.actions.sign_in import MayEnter
from portal.domain.passwords import PasswordTooEasy, PasswordTooLong, PasswordTooShort
from portal.features.sign_in.blueprint import blueprint
from portal.features.sign_in.forms import CodeForm, NewPasswordForm
from portal.features.sign_in.refusals import show_refusal
from portal.kit.access import public
from portal.kit.links import take_destination
from portal.kit.now import now
from portal.kit.signed_in import begin_session
from portal.store.db import db

Page = str | Response | tuple[str, int]


@blueprint.get("/staff/set-up/<string:token>")
@public
def start_set_up(token: str) -> Page:
    found = staff_accounts.look_at_set_up(db.session(), token=token, now=now())
    if not isinstance(found, staff_accounts.SetUp):
        return show_refusal(found, ask_again=None)
    return render_template("sign_in/set_up_password.html", form=NewPasswordForm())


@blueprint.post("/staff/set-up/<string:token>")
@public
def choose_password(token: str) -> Page:
    form = NewPasswordForm()
    if not form.validate_on_submit():
        return render_template("sign_in/set_up_password.html", form=form), 422
    refusal = staff_accounts.choose_password(
        db.session(),
        token=token,
        password=form.password.data or "",
        council=current_app.config["COUNCIL_NAME"],
        now=now(),
    )
    match refusal:
        case None:
            return redirect(url_for("sign_in.show_authenticator", token=token), 303)
        case PasswordTooShort():
            form.refuse(gettext("Choose a password of 12 characters or more"))
        case PasswordTooLong():
            form.refuse(gettext("Choose a password of 128 characters or less"))
        case PasswordTooEasy():
            form.refuse(gettext("This password is easy to guess. Choose another"))
        case _:
            return show_refusal(refusal, ask_again=None)
    return render_template("sign_in/set_up_password.html", form=form), 422


@blueprint.get("/staff/set-up/<string:token>/authenticator")
@public
def show_authenticator(token: str) -> Page:
    return _show_authenticator(token, CodeForm(), 200)


@blueprint.post("/staff/set-up/<string:token>/authenticator")
@public
def verify_authenticator(token: str) -> Page:
    form = CodeForm()
    if not form.validate_on_submit():
        return _show_authenticator(token, form, 422)
    verdict = staff_accounts.finish_set_up(db.session(), token=token, code=form.typed, now=now())
    match verdict:
        case MayEnter():
            begin_session(verdict.role, verdict.person_id)
            return redirect(take_destination(verdict.role), 303)
        case staff_accounts.AuthenticatorCodeWrong():
            form.refuse(gettext("This code is not right. Wait for the next one and type that"))
            return _show_authenticator(token, form, 422)
        case refusal:
            return show_refusal(refusal, ask_again=None)


def _show_authenticator(token: str, form: CodeForm, status: int) -> Page:
    found = staff_accounts.look_at_set_up(db.session(), token=token, now=now())
    if not isinstance(found, staff_accounts.SetUp):
        return show_refusal(found, ask_again=None)
    if found.totp_secret is None:
        return redirect(url_for("sign_in.start_set_up", token=token))
    address = staff_accounts.authenticator_address(
        found.totp_secret, email=found.email, council=current_app.config["COUNCIL_NAME"]
    )
    page = render_template(
        "sign_in/set_up_authenticator.html",
        form=form,
        picture=_picture(address),
        secret=" ".join(
            found.totp_secret[start : start + 4] for start in range(0, len(found.totp_secret), 4)
        ),
    )
    return page, status


def _picture(address: str) -> Markup:
    """The square picture that an authenticator app reads, drawn in the page itself."""
    svg = segno.make(address, error="m").svg_inline(scale=5, light="#fff")
    return Markup(svg)  # noqa: S704 - drawn by segno; the address is in its shape, not its text
