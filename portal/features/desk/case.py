"""One case on one page."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.actions.date_flags import NotShown, settle_flag
from portal.domain.people import Role
from portal.features.desk.blueprint import blueprint
from portal.kit.access import audience
from portal.kit.now import now, today
from portal.kit.signed_in import get_viewer
from portal.kit.telling import flagged_date_of_form, tell
from portal.store import cases
from portal.store.db import db
from portal.store.trail import ReadPurpose, record_read


@blueprint.get("/cases/<uuid:child_id>")
@audience(Role.CASEWORKER)
def show_case(child_id: UUID) -> str:
    viewer = get_viewer()
    case = cases.find_case(db.session(), viewer, child_id, today())
    if case is None:
        abort(404)
    record_read(db.session(), viewer, child_id=child_id, purpose=ReadPurpose.CASE_WORK)
    return render_template("desk/case.html", told=tell(case))


@blueprint.post("/cases/<uuid:child_id>/dates/settle")
@audience(Role.CASEWORKER)
def settle_wrong_date(child_id: UUID) -> Response:
    flagged = flagged_date_of_form()
    match settle_flag(db.session(), get_viewer(), child_id, flagged, today=today(), now=now()):
        case NotShown():
            abort(404)
        case None:
            flash(gettext("The date is marked as checked."))
    return redirect(url_for("desk.show_case", child_id=child_id), 303)
