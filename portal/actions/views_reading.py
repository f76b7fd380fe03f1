"""Reading others' views: the caseworker all that was sent, a family what was chosen for it."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from portal.domain.people import Role, Viewer
from portal.domain.reviews import NotLinked, Review, ReviewState, review_state
from portal.domain.safeguarding import reaches_meeting, reaches_parents
from portal.domain.views_readers import Reader, visible_to
from portal.store import reviews
from portal.store.reviews import ReviewOfChild
from portal.store.safeguarding_flags import flags_of
from portal.store.trail import ReadPurpose, record_read
from portal.store.views_sent import AuthoredViews, list_sent_views

_READERS = {
    Role.CASEWORKER: Reader.CASEWORKER,
    Role.FAMILY_MEMBER: Reader.FAMILY,
    Role.COORDINATOR: Reader.MEETING,
}
_HELD_FROM = {Reader.MEETING: reaches_meeting, Reader.FAMILY: reaches_parents}


@dataclass(frozen=True, slots=True)
class SharedViews:
    """What one reader may see of the views for a review, by author."""

    of: ReviewOfChild
    state: ReviewState
    shown: tuple[AuthoredViews, ...]


def read_views(
    session: Session, viewer: Viewer, review_id: UUID, today: date
) -> SharedViews | NotLinked:
    """The views of others that this person may see, noted in the trail."""
    reader = _READERS.get(viewer.role)
    of = reviews.find_review(session, viewer, review_id, today)
    if of is None or reader is None:
        return NotLinked()
    record_read(session, viewer, child_id=of.review.child_id, purpose=ReadPurpose.READ_VIEWS)
    state = review_state(of.review, today)
    return SharedViews(of, state, list_shown_views(session, of.review, state, reader))


def list_shown_views(
    session: Session, review: Review, state: ReviewState, reader: Reader
) -> tuple[AuthoredViews, ...]:
    """Each author's views with what this reader may not see left out, and all that somebody was
    worried about: parents never see that, the meeting only once a lead has decided that it may."""
    sent_views = list_sent_views(session, review)
    if reader in _HELD_FROM:
        flags = flags_of(session, [authored.contribution_id for authored in sent_views])
        reaches = _HELD_FROM[reader]
        sent_views = [each for each in sent_views if reaches(flags, each.contribution_id)]
    shown = ((authored, visible_to(reader, authored.sent, state)) for authored in sent_views)
    return tuple(replace(authored, sent=sent) for authored, sent in shown if sent is not None)
