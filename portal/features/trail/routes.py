"""Who has looked at a child's record, for the family."""

from uuid import UUID

from flask import Blueprint, abort, current_app, render_template

from portal.domain.trail import SHOWN_FOR, looks_to_show
from portal.features.trail import wording
from portal.kit.access import family
from portal.kit.now import now, today
from portal.kit.paging import page_asked
from portal.kit.signed_in import get_viewer
from portal.store.db import db
from portal.store.trail import ReadPurpose, find_staff_reads, record_read

blueprint = Blueprint("trail", __name__, template_folder="templates")

DAYS_A_PAGE = 30


@blueprint.get("/children/<uuid:child_id>/who-has-looked")
@family
def show_looks(child_id: UUID) -> str:
    """Service, purpose and day of what staff read in the last year."""
    session, viewer = db.session(), get_viewer()
    found = find_staff_reads(session, viewer, child_id, since=now() - SHOWN_FOR, today=today())
    if found is None:
        abort(404)
    record_read(session, viewer, child_id=child_id, purpose=ReadPurpose.WHO_HAS_LOOKED)
    days = looks_to_show(found.reads, is_restricted=found.is_restricted)
    page = page_asked()
    return render_template(
        "trail/looks.html",
        words=wording,
        child_id=child_id,
        child=found.child,
        days=days[(page - 1) * DAYS_A_PAGE : page * DAYS_A_PAGE],
        page=page,
        pages=-(-len(days) // DAYS_A_PAGE),
        send_team_email=current_app.config["SEND_TEAM_EMAIL"],
    )
