"""The own caseload, by what the law says is next."""

from datetime import date

from flask import render_template

from portal.domain.people import Role
from portal.features.desk.blueprint import blueprint
from portal.kit.access import audience
from portal.kit.now import today
from portal.kit.paging import page_asked
from portal.kit.signed_in import get_viewer
from portal.kit.telling import Told, tell
from portal.store import cases
from portal.store.db import db
from portal.store.trail import ReadPurpose, record_read

CASES_A_PAGE = 50


@blueprint.get("/cases")
@audience(Role.CASEWORKER)
def list_cases() -> str:
    """The own caseload, by what the law says is next."""
    viewer, session = get_viewer(), db.session()
    told = sorted(map(tell, cases.list_cases(session, viewer, today())), key=_next_day)
    page = page_asked()
    shown = told[(page - 1) * CASES_A_PAGE : page * CASES_A_PAGE]
    for each in shown:
        record_read(session, viewer, child_id=each.case.child_id, purpose=ReadPurpose.CASE_WORK)
    return render_template(
        "desk/cases.html",
        told=shown,
        count=len(told),
        late=sum(each.status.is_late for each in told),
        page=page,
        pages=-(-len(told) // CASES_A_PAGE),
    )


def _next_day(told: Told) -> date:
    due = told.status.next_due
    return due.day if due else date.max
