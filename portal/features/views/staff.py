"""The page of those who read: everybody's views beside each other."""

from uuid import UUID

from flask import abort, render_template

from portal.actions.views_reading import read_views
from portal.domain.dates import london_day
from portal.domain.people import Role
from portal.domain.reviews import NotLinked, Review
from portal.domain.views import SentViews
from portal.domain.views_questions import Voice
from portal.features.views.blueprint import blueprint
from portal.kit.access import audience
from portal.kit.now import today
from portal.kit.safeguarding_watch import reads_first
from portal.kit.signed_in import get_viewer
from portal.store.db import db
from portal.store.views_sent import AuthoredViews, list_unheard


@blueprint.get("/staff/reviews/<uuid:review_id>/views")
@audience(Role.CASEWORKER, Role.COORDINATOR)
def compare_views(review_id: UUID) -> str:
    """All that was sent for a review of a child on this caseworker's own caseload; for the
    setting's coordinator, once it has gone round, what its authors let the meeting read."""
    viewer = get_viewer()
    shared = read_views(db.session(), viewer, review_id, today())
    if isinstance(shared, NotLinked):
        abort(404)
    is_council = viewer.role is Role.CASEWORKER
    in_order = sorted(
        shared.shown,
        key=lambda each: (not _reads_first(each.sent), each.sent.voice is Voice.PARENT_CARER),
    )
    return render_template(
        "views/compare.html",
        shared=shared,
        columns=[(each, _came_late(each, shared.of.review)) for each in in_order],
        reads_first=_reads_first,
        unheard=list_unheard(db.session(), shared.of.review, today()) if is_council else (),
        is_council=is_council,
    )


def _reads_first(sent: SentViews) -> bool:
    """Whether these views are to be read before the others; the child's come next."""
    answers = [answer for version in sent.versions for answer in version.wording.given().values()]
    words = [answer.words for answer in answers] + [added.words for added in sent.additions]
    return any(reads_first(text) for text in words)


def _came_late(views: AuthoredViews, review: Review) -> bool:
    """Whether the last version was sent after the others' views had gone round."""
    latest = views.sent.latest
    round_on = review.circulated_on
    return latest is not None and round_on is not None and london_day(latest.sent_at) >= round_on
