"""Pages of administrators and the safeguarding lead: children of whose records nothing expires."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.actions.legal_holds import HeldAlready, NoSuchHold, NoSuchReference, end_hold, set_hold
from portal.domain.people import Role
from portal.features.trail.forms import HoldForm
from portal.features.trail.routes import blueprint
from portal.kit.access import audience
from portal.kit.now import now
from portal.kit.signed_in import get_viewer
from portal.store import legal_holds
from portal.store.db import db

Page = str | Response | tuple[str, int]

keepers = audience(Role.ADMINISTRATOR, Role.SAFEGUARDING_LEAD)


@blueprint.get("/legal-holds")
@keepers
def list_holds() -> str:
    """The holds that stand, each child by its reference alone."""
    return render_template("trail/holds.html", holds=legal_holds.list_holds(db.session()))


@blueprint.get("/legal-holds/new")
@keepers
def start_hold() -> str:
    return render_template("trail/new_hold.html", form=HoldForm())


@blueprint.post("/legal-holds/new")
@keepers
def add_hold() -> Page:
    form = HoldForm()
    if not form.validate_on_submit():
        return render_template("trail/new_hold.html", form=form), 422
    refused = set_hold(
        db.session(),
        get_viewer(),
        form.reference.data or "",
        reason=form.reason.data or "",
        now=now(),
    )
    match refused:
        case NoSuchReference():
            form.refuse_reference(gettext("There is no record with exactly this reference"))
            return render_template("trail/new_hold.html", form=form), 422
        case HeldAlready():
            flash(gettext("This record is under a legal hold already."))
        case None:
            flash(gettext("From now on nothing of this record is deleted."))
    return redirect(url_for("trail.list_holds"), 303)


@blueprint.post("/legal-holds/<uuid:hold_id>/end")
@keepers
def finish_hold(hold_id: UUID) -> Response:
    match end_hold(db.session(), get_viewer(), hold_id, now=now()):
        case NoSuchHold():
            abort(404)
        case None:
            flash(gettext("The hold has ended. What is old enough is deleted from tomorrow."))
    return redirect(url_for("trail.list_holds"), 303)
