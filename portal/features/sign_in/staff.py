"""Staff sign in with a password and then their authenticator's code."""

from datetime import datetime
from uuid import UUID

from flask import redirect, render_template, request, session, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.actions import staff_accounts
from portal.actions.sign_in import MayEnter, TooManyTries
from portal.domain.sign_in import is_half_signed_in
from portal.features.sign_in.blueprint import blueprint
from portal.features.sign_in.forms import CodeForm, PasswordSignInForm, ProofForm
from portal.features.sign_in.refusals import show_refusal
from portal.kit.access import public, staff
from portal.kit.links import safe_path, take_destination
from portal.kit.now import now
from portal.kit.signed_in import begin_session, get_viewer
from portal.store import sessions
from portal.store.db import db

Page = str | Response | tuple[str, int]

HALF = "half_signed_in"  # where the cookie keeps who gave a good password, and when


@blueprint.get("/staff/sign-in")
@public
def start_staff_sign_in() -> str:
    return render_template("sign_in/staff.html", form=PasswordSignInForm())


@blueprint.post("/staff/sign-in")
@public
def enter_password() -> Page:
    form = PasswordSignInForm()
    if not form.validate_on_submit():
        return render_template("sign_in/staff.html", form=form), 422
    verdict = staff_accounts.check_password(
        db.session(),
        email=form.email.data or "",
        password=form.password.data or "",
        place=request.remote_addr or "unknown",
        now=now(),
    )
    match verdict:
        case TooManyTries():
            return show_refusal(verdict, ask_again=None)
        case staff_accounts.PasswordWrong():
            form.refuse(gettext("The e-mail address or the password is not right"))
            return render_template("sign_in/staff.html", form=form), 422
        case staff_id:
            session[HALF] = [str(staff_id), now().isoformat()]
            return redirect(url_for("sign_in.await_authenticator_code"), 303)


def _find_half_signed_in() -> UUID | None:
    half = session.get(HALF)
    if half is None or not is_half_signed_in(datetime.fromisoformat(half[1]), now()):
        return None
    return UUID(half[0])


@blueprint.get("/staff/sign-in/code")
@public
def await_authenticator_code() -> Page:
    if _find_half_signed_in() is None:
        return redirect(url_for("sign_in.start_staff_sign_in"))
    return render_template("sign_in/staff_code.html", form=CodeForm())


@blueprint.post("/staff/sign-in/code")
@public
def enter_authenticator_code() -> Page:
    form = CodeForm()
    staff_id = _find_half_signed_in()
    if staff_id is None:
        return redirect(url_for("sign_in.start_staff_sign_in"), 303)
    proved = _check_code(form, staff_id)
    match proved:
        case MayEnter():
            begin_session(proved.role, proved.person_id)
            return redirect(take_destination(proved.role), 303)
        case TooManyTries():
            return show_refusal(proved, ask_again=None)
        case None:
            return render_template("sign_in/staff_code.html", form=form), 422


@blueprint.get("/staff/prove")
@staff
def start_proof() -> str:
    """Before a sensitive export: the authenticator once more, then on to ``next``."""
    form = ProofForm(data={"next": request.args.get("next")})
    return render_template("sign_in/prove.html", form=form)


@blueprint.post("/staff/prove")
@staff
def give_proof() -> Page:
    form = ProofForm()
    viewer = get_viewer()
    proved = _check_code(form, viewer.person_id)
    match proved:
        case MayEnter():
            if viewer.session_id is not None:
                sessions.note_proof(db.session(), viewer.session_id, now())
            return redirect(safe_path(form.next.data, viewer.role), 303)
        case TooManyTries():
            return show_refusal(proved, ask_again=None)
        case None:
            return render_template("sign_in/prove.html", form=form), 422


def _check_code(form: CodeForm, staff_id: UUID) -> MayEnter | TooManyTries | None:
    """None where the form has to be shown again, with its error."""
    if not form.validate_on_submit():
        return None
    verdict = staff_accounts.check_authenticator_code(
        db.session(), staff_id=staff_id, code=form.typed, now=now()
    )
    if isinstance(verdict, staff_accounts.AuthenticatorCodeWrong):
        form.refuse(gettext("This code is not right, or was used before. Wait for the next one"))
        return None
    return verdict
