"""What a coordinator sees of the children at the setting."""

from datetime import date

from flask import render_template

from portal.domain.clocks import ClockKey
from portal.domain.people import Role
from portal.features.plan_status.blueprint import blueprint
from portal.kit.access import audience
from portal.kit.now import today
from portal.kit.signed_in import get_viewer
from portal.kit.telling import Told, tell
from portal.store import cases
from portal.store.db import db
from portal.store.trail import ReadPurpose, record_read


@blueprint.get("/pupils")
@audience(Role.COORDINATOR)
def list_setting_children() -> str:
    """The children placed at the coordinator's setting, by the day their review is due."""
    viewer, session = get_viewer(), db.session()
    told = sorted(map(tell, cases.list_cases(session, viewer, today())), key=_review_day)
    for each in told:
        record_read(
            session, viewer, child_id=each.case.child_id, purpose=ReadPurpose.SETTING_REVIEWS
        )
    return render_template("plan_status/pupils.html", told=told, review_due=ClockKey.REVIEW_DUE)


def _review_day(told: Told) -> date:
    due = told.status.find_due(ClockKey.REVIEW_DUE)
    return due.day if due else date.max
