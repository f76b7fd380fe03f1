"""Opening a record outside one's caseload, ending that, and seeing who has done so."""

from uuid import UUID

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.actions.break_glass import (
    Asked,
    NoSuchReference,
    Opened,
    SeenAlready,
    TooManyReferences,
    find_record,
    open_record,
)
from portal.domain.break_glass import days_to_choose, last_day
from portal.domain.people import Role
from portal.features.break_glass.forms import OpenRecordForm
from portal.kit.access import audience
from portal.kit.now import now, today
from portal.kit.paging import page_asked
from portal.kit.signed_in import get_viewer
from portal.store import break_glass
from portal.store.db import db
from portal.store.trail import ReadPurpose, record_read

Page = str | Response | tuple[str, int]

RECORDS_A_PAGE = 50
CONFIRMED, CHANGE = "open", "change"

blueprint = Blueprint("break_glass", __name__, template_folder="templates")


@blueprint.get("/break-glass")
@audience(Role.CASEWORKER, Role.SAFEGUARDING_LEAD)
def list_openings() -> str:
    """What one has open oneself, and who opened records of one's own caseload."""
    session, viewer, page = db.session(), get_viewer(), page_asked()
    own = break_glass.list_own_open(session, viewer, today())
    by_others = break_glass.list_opened_by_others(
        session, viewer, limit=RECORDS_A_PAGE + 1, skip=(page - 1) * RECORDS_A_PAGE
    )
    is_lead = viewer.role is Role.SAFEGUARDING_LEAD
    purpose = ReadPurpose.TRAIL_CHECK if is_lead else ReadPurpose.CASE_WORK
    for opened in (*own, *by_others[:RECORDS_A_PAGE]):
        record_read(session, viewer, child_id=opened.child_id, purpose=purpose)
    return render_template(
        "break_glass/list.html",
        own=own,
        by_others=by_others[:RECORDS_A_PAGE],
        is_lead=is_lead,
        today=today(),
        page=page,
        has_more=len(by_others) > RECORDS_A_PAGE,
    )


@blueprint.get("/break-glass/new")
@audience(Role.CASEWORKER)
def start_opening() -> str:
    return render_template("break_glass/new.html", form=_form())


@blueprint.post("/break-glass/new")
@audience(Role.CASEWORKER)
def open_other_record() -> Page:
    """First what was typed is checked and shown once more; sent again, the record opens."""
    form, step = _form(), request.form.get("step")
    if step == CHANGE:
        return render_template("break_glass/new.html", form=form)
    if not form.validate_on_submit():
        return render_template("break_glass/new.html", form=form), 422
    asked = Asked(
        reference=form.reference.data or "",
        reason=form.reason.data or "",
        last_day=last_day(today(), int(form.days.data)),
        for_safeguarding=form.for_safeguarding.data,
    )
    match _try(asked, is_confirmed=step == CONFIRMED):
        case Opened(child_id) | SeenAlready(child_id):
            return redirect(url_for("desk.show_case", child_id=child_id), 303)
        case NoSuchReference():
            form.refuse_reference(gettext("There is no record with exactly this reference"))
            return render_template("break_glass/new.html", form=form), 422
        case TooManyReferences():
            abort(429)
        case UUID():
            pass
    steps = (CONFIRMED, CHANGE)
    return render_template("break_glass/confirm.html", form=form, asked=asked, steps=steps)


def _try(
    asked: Asked, *, is_confirmed: bool
) -> Opened | UUID | SeenAlready | NoSuchReference | TooManyReferences:
    session, viewer = db.session(), get_viewer()
    if is_confirmed:
        list_path = url_for("break_glass.list_openings")
        return open_record(session, viewer, asked, list_path=list_path, now=now())
    return find_record(session, viewer, asked.reference, now())


@blueprint.post("/break-glass/<uuid:opening_id>/end")
@audience(Role.CASEWORKER)
def end_opening(opening_id: UUID) -> Response:
    """Close what one has opened oneself, before its day."""
    if not break_glass.end_opening(db.session(), get_viewer(), opening_id, now()):
        abort(404)
    flash(gettext("The record is closed to you again."))
    return redirect(url_for("break_glass.list_openings"), 303)


def _form() -> OpenRecordForm:
    return OpenRecordForm(days_to_choose(current_app.config["BREAK_GLASS_DAYS_AT_MOST"]), today())
