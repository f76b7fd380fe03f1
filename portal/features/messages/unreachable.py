"""Families who cannot be reached: for caseworkers by name, for administrators by the record's
numbers; and what somebody found who checked that a message went astray."""

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.domain.people import Role
from portal.domain.unreachable import MENDERS, ReportDecision, Why
from portal.features.messages import wording
from portal.features.messages.forms import DecisionForm
from portal.kit.access import audience
from portal.kit.now import now, today
from portal.kit.paging import page_asked
from portal.kit.signed_in import get_viewer
from portal.store import contact_reports, unreachable
from portal.store.contact_reports import ReportedContact
from portal.store.db import db
from portal.store.trail import ReadPurpose, record_read

PEOPLE_A_PAGE = 100

blueprint = Blueprint("unreachable", __name__, template_folder="templates")


@blueprint.get("/staff/unreachable")
@audience(Role.CASEWORKER, Role.ADMINISTRATOR)
def list_unreachable() -> str:
    session, viewer, page = db.session(), get_viewer(), page_asked()
    why = _why()
    people = unreachable.list_unreachable(
        session,
        viewer,
        today(),
        why=why,
        after=(page - 1) * PEOPLE_A_PAGE,
        limit=PEOPLE_A_PAGE,
    )
    for child_id in {child.id for person in people for child in person.children}:
        record_read(session, viewer, child_id=child_id, purpose=ReadPurpose.CASE_WORK)
    total, counts = unreachable.count_unreachable(session, viewer, today())
    return render_template(
        "messages/unreachable.html",
        people=people,
        total=total,
        counts=counts,
        why=why,
        words=wording,
        menders=MENDERS,
        page=page,
        pages=-(-(counts[why] if why else total) // PEOPLE_A_PAGE),
    )


@blueprint.get("/staff/contact-reports/<uuid:report_id>")
@audience(Role.CASEWORKER, Role.ADMINISTRATOR)
def show_report(report_id: UUID) -> str:
    report = _get_report(report_id)
    return render_template("messages/report.html", report=report, form=DecisionForm())


@blueprint.post("/staff/contact-reports/<uuid:report_id>")
@audience(Role.CASEWORKER, Role.ADMINISTRATOR)
def settle_report(report_id: UUID) -> Response | tuple[str, int]:
    """The record has been checked: messages go again, or stay stopped until it is corrected."""
    report, form = _get_report(report_id), DecisionForm()
    if not form.validate_on_submit():
        return render_template("messages/report.html", report=report, form=form), 422
    decision = ReportDecision(form.decision.data)
    staff_id = get_viewer().person_id
    if not contact_reports.decide_report(db.session(), report_id, staff_id, decision, now()):
        abort(404)
    flash(str(wording.AFTER_DECISION[decision]))
    return redirect(url_for("unreachable.list_unreachable"), 303)


def _get_report(report_id: UUID) -> ReportedContact:
    report = contact_reports.find_open_report(db.session(), report_id)
    if report is None or not unreachable.may_settle_for(
        db.session(), get_viewer(), report.family_member_id, today()
    ):
        abort(404)
    return report


def _why() -> Why | None:
    try:
        return Why(request.args.get("why", ""))
    except ValueError:
        return None
