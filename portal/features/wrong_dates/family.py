"""A family member says that a date is wrong, and reads what was answered."""

from datetime import timedelta
from uuid import UUID

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.actions.date_flags import NotShown, SaidBefore, find_own_flag, flag_date
from portal.domain.date_flags import DateFlag
from portal.features.wrong_dates.blueprint import WRONG, Page, blueprint, read_date
from portal.features.wrong_dates.forms import ReportForm
from portal.kit.access import family
from portal.kit.now import now, today
from portal.kit.signed_in import get_viewer
from portal.store.date_flags import list_own_flags
from portal.store.db import db
from portal.store.families import find_child_name
from portal.store.record_age import FlaggedDate
from portal.store.trail import ReadPurpose, record_read

CONFLICT = 409


@blueprint.get("/children/<uuid:child_id>/dates/flag")
@family
def start_report(child_id: UUID) -> str:
    """The date whose button was pressed, and room for a few words."""
    flagged = read_date(request.args.get("date", ""))
    own = find_own_flag(db.session(), get_viewer(), child_id, flagged, today())
    if isinstance(own, NotShown):
        abort(404)
    return _report_page(child_id, flagged, ReportForm(), own)


@blueprint.post("/children/<uuid:child_id>/dates/flag")
@family
def report_date(child_id: UUID) -> Response | Page:
    flagged = read_date(request.form.get("date", ""))
    session, viewer, form = db.session(), get_viewer(), ReportForm()
    words = form.read()
    if words is None:
        own = find_own_flag(session, viewer, child_id, flagged, today())
        if isinstance(own, NotShown):
            abort(404)
        return _report_page(child_id, flagged, form, own), WRONG
    outcome = flag_date(
        session,
        viewer,
        child_id,
        flagged,
        words,
        check_within=timedelta(current_app.config["DATES_CHECKED_DAYS"]),
        now=now(),
    )
    match outcome:
        case NotShown():
            abort(404)
        case SaidBefore(own) if not own.waits:
            form.words.errors = [gettext("We have answered this. Tell us what is new.")]
            return _report_page(child_id, flagged, form, own), CONFLICT
    flash(gettext("Thank you. A person will check this date and answer you."))
    return redirect(url_for("plan_status.show_child", child_id=child_id), 303)


def _report_page(
    child_id: UUID, flagged: FlaggedDate, form: ReportForm, own: DateFlag | None
) -> str:
    return render_template(
        "wrong_dates/report.html", child_id=child_id, flagged=flagged, form=form, own=own
    )


@blueprint.get("/children/<uuid:child_id>/dates/told")
@family
def list_told(child_id: UUID) -> str:
    """Every date that this person called wrong, with the answers."""
    viewer = get_viewer()
    child = find_child_name(db.session(), viewer, child_id, today())
    if child is None:
        abort(404)
    record_read(db.session(), viewer, child_id=child_id, purpose=ReadPurpose.PLAN_STATUS)
    flags = list_own_flags(db.session(), viewer, child_id)
    return render_template("wrong_dates/told.html", child=child, child_id=child_id, flags=flags)
