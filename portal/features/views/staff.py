"""The caseworker's page: everybody's views beside each other."""

from uuid import UUID

from flask import abort, render_template

from portal.actions.views_reading import read_views
from portal.domain.people import Role
from portal.domain.reviews import NotLinked
from portal.domain.views_questions import Voice
from portal.features.views.blueprint import blueprint
from portal.kit.access import audience
from portal.kit.now import today
from portal.kit.signed_in import get_viewer
from portal.store.db import db


@blueprint.get("/staff/reviews/<uuid:review_id>/views")
@audience(Role.CASEWORKER)
def compare_views(review_id: UUID) -> str:
    """All that was sent for a review of a child on this caseworker's own caseload."""
    shared = read_views(db.session(), get_viewer(), review_id, today())
    if isinstance(shared, NotLinked):
        abort(404)
    child_first = sorted(shared.shown, key=lambda each: each.sent.voice is Voice.PARENT_CARER)
    return render_template("views/compare.html", shared=shared, columns=child_first)
