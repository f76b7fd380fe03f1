"""What a caseworker sees of the own caseload, and a coordinator of the children at the setting."""

from datetime import date
from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.actions.date_flags import NotShown, settle_flag
from portal.domain.clocks import ClockKey
from portal.domain.people import Role, Viewer
from portal.features.plan_status.blueprint import Told, blueprint, flagged_date_of_form, tell
from portal.kit.access import audience
from portal.kit.now import now, today
from portal.kit.paging import page_asked
from portal.kit.signed_in import get_viewer
from portal.store import cases
from portal.store.db import db
from portal.store.trail import ReadPurpose, record_read

CASES_A_PAGE = 50


@blueprint.get("/cases")
@audience(Role.CASEWORKER)
def list_cases() -> str:
    """The own caseload, by what the law says is next."""
    viewer = get_viewer()
    told = sorted(_told(viewer), key=_next_day)
    page = page_asked()
    shown = told[(page - 1) * CASES_A_PAGE : page * CASES_A_PAGE]
    _record(viewer, shown, ReadPurpose.CASE_WORK)
    return render_template(
        "plan_status/cases.html",
        told=shown,
        count=len(told),
        late=sum(each.status.is_late for each in told),
        page=page,
        pages=-(-len(told) // CASES_A_PAGE),
    )


@blueprint.get("/cases/<uuid:child_id>")
@audience(Role.CASEWORKER)
def show_case(child_id: UUID) -> str:
    viewer = get_viewer()
    case = cases.find_case(db.session(), viewer, child_id, today())
    if case is None:
        abort(404)
    told = tell(case)
    _record(viewer, [told], ReadPurpose.CASE_WORK)
    return render_template("plan_status/case.html", told=told)


@blueprint.post("/cases/<uuid:child_id>/dates/settle")
@audience(Role.CASEWORKER)
def settle_wrong_date(child_id: UUID) -> Response:
    flagged = flagged_date_of_form()
    match settle_flag(db.session(), get_viewer(), child_id, flagged, today=today(), now=now()):
        case NotShown():
            abort(404)
        case None:
            flash(gettext("The date is marked as checked."))
    return redirect(url_for("plan_status.show_case", child_id=child_id), 303)


@blueprint.get("/pupils")
@audience(Role.COORDINATOR)
def list_setting_children() -> str:
    """The children placed at the coordinator's setting, by the day their review is due."""
    viewer = get_viewer()
    told = sorted(_told(viewer), key=_review_day)
    _record(viewer, told, ReadPurpose.SETTING_REVIEWS)
    return render_template("plan_status/pupils.html", told=told, review_due=ClockKey.REVIEW_DUE)


def _told(viewer: Viewer) -> list[Told]:
    return [tell(case) for case in cases.list_cases(db.session(), viewer, today())]


def _record(viewer: Viewer, told: list[Told], purpose: ReadPurpose) -> None:
    for each in told:
        record_read(db.session(), viewer, child_id=each.case.child_id, purpose=purpose)


def _next_day(told: Told) -> date:
    due = told.status.next_due
    return due.day if due else date.max


def _review_day(told: Told) -> date:
    due = told.status.find_due(ClockKey.REVIEW_DUE)
    return due.day if due else date.max
