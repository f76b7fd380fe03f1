"""Pages for administrators: staff accounts."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.actions import staff_accounts
from portal.domain.people import Role
from portal.features.accounts.blueprint import blueprint, set_up_path
from portal.features.accounts.forms import StaffForm
from portal.features.accounts.wording import ROLES
from portal.kit.access import audience
from portal.kit.now import now
from portal.store import staff
from portal.store.db import db

Page = str | Response | tuple[str, int]


@blueprint.get("/staff/accounts")
@audience(Role.ADMINISTRATOR)
def list_staff() -> str:
    return render_template(
        "accounts/staff.html",
        accounts=staff.list_accounts(db.session()),
        roles=ROLES,
    )


@blueprint.get("/staff/accounts/new")
@audience(Role.ADMINISTRATOR)
def start_account() -> str:
    form = StaffForm(staff.list_settings(db.session()))
    return render_template("accounts/new.html", form=form)


@blueprint.post("/staff/accounts/new")
@audience(Role.ADMINISTRATOR)
def add_account() -> Page:
    session = db.session()
    form = StaffForm(staff.list_settings(session))
    if not form.validate_on_submit():
        return render_template("accounts/new.html", form=form), 422
    added = staff_accounts.add_account(
        session,
        role=Role(form.role.data),
        name=(form.name.data or "").strip(),
        email=form.email.data or "",
        setting_id=form.setting_id,
    )
    if not isinstance(added, UUID):
        form.refuse_email(gettext("Somebody with this e-mail address has an account already"))
        return render_template("accounts/new.html", form=form), 422
    staff_accounts.send_set_up_link(session, staff_id=added, link_path=set_up_path, now=now())
    flash(gettext("We have added the account and sent a message to set it up."))
    return redirect(url_for("accounts.list_staff"), 303)


def _open_account_or_404(staff_id: UUID) -> None:
    account = staff.find_account(db.session(), staff_id)
    if account is None or account.is_closed:
        abort(404)


@blueprint.post("/staff/accounts/<uuid:staff_id>/set-up")
@audience(Role.ADMINISTRATOR)
def send_set_up(staff_id: UUID) -> Response:
    """A link to choose a password and add an authenticator: the first ones, or new ones."""
    _open_account_or_404(staff_id)
    staff_accounts.send_set_up_link(
        db.session(), staff_id=staff_id, link_path=set_up_path, now=now()
    )
    flash(gettext("We have sent a message to set the account up."))
    return redirect(url_for("accounts.list_staff"), 303)


@blueprint.get("/staff/accounts/<uuid:staff_id>/close")
@audience(Role.ADMINISTRATOR)
def confirm_closing(staff_id: UUID) -> str:
    _open_account_or_404(staff_id)
    account = staff.find_account(db.session(), staff_id)
    return render_template("accounts/close.html", account=account)


@blueprint.post("/staff/accounts/<uuid:staff_id>/close")
@audience(Role.ADMINISTRATOR)
def close_account(staff_id: UUID) -> Response:
    _open_account_or_404(staff_id)
    staff_accounts.close_account(db.session(), staff_id=staff_id, now=now())
    flash(gettext("The account is closed. Nobody can sign in with it."))
    return redirect(url_for("accounts.list_staff"), 303)
