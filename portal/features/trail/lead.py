"""Pages of the safeguarding lead: entries that wait, shown to the family or kept back."""

from itertools import islice
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.actions.trail_decisions import (
    ForTheLead,
    LookAgain,
    NothingWaits,
    decide,
    read_waiting,
)
from portal.domain.people import Role
from portal.domain.trail import SHOWN_FOR, Decision, Showing
from portal.features.trail import wording
from portal.features.trail.forms import DecisionForm
from portal.features.trail.routes import blueprint
from portal.kit.access import audience
from portal.kit.now import now
from portal.kit.paging import page_asked
from portal.kit.signed_in import get_viewer
from portal.store.db import db
from portal.store.trail import ReadPurpose, record_read
from portal.store.trail_decisions import list_children_waiting

Page = str | Response | tuple[str, int]

CHILDREN_A_PAGE = 50
DAYS_A_PAGE = 30
_ORDER = {Showing.WAITS: 0, Showing.HELD: 1, Showing.SHOWN: 2}


@blueprint.get("/waiting-entries")
@audience(Role.SAFEGUARDING_LEAD)
def list_waiting() -> str:
    """The children about whom something waits, those who wait longest first."""
    session, viewer, page = db.session(), get_viewer(), page_asked()
    found = list_children_waiting(
        session,
        since=now() - SHOWN_FOR,
        limit=CHILDREN_A_PAGE + 1,
        skip=(page - 1) * CHILDREN_A_PAGE,
    )
    shown = found[:CHILDREN_A_PAGE]
    for waiting in shown:
        record_read(session, viewer, child_id=waiting.child_id, purpose=ReadPurpose.TRAIL_CHECK)
    return render_template(
        "trail/waiting.html", shown=shown, page=page, has_more=len(found) > CHILDREN_A_PAGE
    )


@blueprint.get("/waiting-entries/<uuid:child_id>")
@audience(Role.SAFEGUARDING_LEAD)
def show_waiting_child(child_id: UUID) -> str:
    """The days of one child about which the lead may decide."""
    found = _waiting_or_404(child_id)
    return _page(child_id, found, _form(found))


@blueprint.post("/waiting-entries/<uuid:child_id>")
@audience(Role.SAFEGUARDING_LEAD)
def decide_waiting(child_id: UUID) -> Page:
    found = _waiting_or_404(child_id)
    form = _form(found)
    if not form.validate_on_submit():
        return _page(child_id, found, form), 422
    try:
        decision, days = Decision(request.form.get("decision", "")), form.chosen
    except ValueError:
        abort(400)
    decided = decide(
        db.session(),
        get_viewer(),
        child_id,
        decision,
        days=days,
        reason=form.reason.data or "",
        now=now(),
    )
    match decided:
        case NothingWaits() | LookAgain():
            form.refuse_days(
                gettext("Somebody has looked since you opened this page. Look at the days again")
            )
            return _page(child_id, found, form), 422
        case None:
            flash(gettext("Your decision is kept."))
    return redirect(url_for("trail.show_waiting_child", child_id=child_id), 303)


def _waiting_or_404(child_id: UUID) -> ForTheLead:
    found = read_waiting(db.session(), get_viewer(), child_id, now())
    if isinstance(found, NothingWaits):
        abort(404)
    return found


def _form(found: ForTheLead) -> DecisionForm:
    """With the days of this page: what waits comes first, then what was kept back."""
    days = sorted(found.days, key=lambda day: (_ORDER[day.standing], day))
    start = (page_asked() - 1) * DAYS_A_PAGE
    return DecisionForm({day: found.days[day] for day in islice(days, start, start + DAYS_A_PAGE)})


def _page(child_id: UUID, found: ForTheLead, form: DecisionForm) -> str:
    return render_template(
        "trail/waiting_child.html",
        child_id=child_id,
        found=found,
        form=form,
        words=wording,
        decisions=Decision,
        page=page_asked(),
        pages=-(-len(found.days) // DAYS_A_PAGE),
    )
