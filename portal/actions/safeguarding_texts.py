"""A text that somebody is reading and is worried about: found for its reader, by the rules by which
they may read it."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from portal.actions.date_flags import NoSuchFlag, open_flag
from portal.actions.draft_comments import NoSuchComment, open_comment
from portal.actions.views_reading import read_views
from portal.domain import moderation
from portal.domain.moderation import TextRef
from portal.domain.people import Role, Viewer
from portal.domain.reviews import NotLinked
from portal.domain.safeguarding import Said, Source, TextSource
from portal.domain.views import SentViews
from portal.store import desk_texts, local_offer
from portal.store.safeguarding_texts import find_review_of

READERS = {
    TextSource.VIEWS: (Role.CASEWORKER, Role.COORDINATOR),
    TextSource.DRAFT_COMMENT: (Role.CASEWORKER,),
    TextSource.WRONG_DATE: (Role.CASEWORKER,),
    TextSource.SURVEY_TEXT: (Role.PARTICIPATION_OFFICER,),
    TextSource.EVENT_WORDS: (Role.PARTICIPATION_OFFICER,),
    TextSource.INSPECTION_WORDS: (Role.PARTICIPATION_OFFICER,),
    TextSource.LOCAL_OFFER: (Role.PARTICIPATION_OFFICER,),
}
"""Who reads texts of which kind. Which of them one may read is asked where they are read."""

_AT_THE_DESK = {
    TextSource.SURVEY_TEXT: moderation.Source.SURVEY,
    TextSource.EVENT_WORDS: moderation.Source.EVENT,
    TextSource.INSPECTION_WORDS: moderation.Source.INSPECTION,
}


def find_text(
    session: Session, viewer: Viewer, kind: TextSource, text_id: UUID, today: date
) -> Source | None:
    """The words as this person may read them; None where they may not, or there are none.

    A comment on a draft is asked for by its own id and held with all that was sent with it.
    """
    if viewer.role not in READERS.get(kind, ()):
        return None
    match kind:
        case TextSource.VIEWS:
            return _find_views(session, viewer, text_id, today)
        case TextSource.DRAFT_COMMENT:
            comment = open_comment(session, viewer, text_id, today)
            if isinstance(comment, NoSuchComment):
                return None
            remark = comment.comment.remark
            one = Said(comment.comment.topic, remark.words, remark.verdict or "")
            return Source(kind, comment.sending_id, (one,), comment.child_id, comment.author_id)
        case TextSource.WRONG_DATE:
            found = open_flag(session, viewer, text_id, today)
            if isinstance(found, NoSuchFlag):
                return None
            said = tuple(Said("", report.words) for report in found.flag.reports)
            return Source(kind, text_id, said, found.child_id, found.flag.author_id)
        case TextSource.LOCAL_OFFER:
            there = local_offer.find_comment(session, text_id)
            words = local_offer.read_words(session, text_id) if there else None
            return Source(kind, text_id, (Said("", words),)) if words else None
        case _:
            ref = TextRef(_AT_THE_DESK[kind], text_id)
            text = desk_texts.find_text(session, ref)
            said = (Said(text.question or "", text.words),) if text else ()
            return Source(kind, text_id, said) if text else None


def _find_views(
    session: Session, viewer: Viewer, contribution_id: UUID, today: date
) -> Source | None:
    review_id = find_review_of(session, contribution_id)
    shared = read_views(session, viewer, review_id, today) if review_id else NotLinked()
    if isinstance(shared, NotLinked):
        return None
    for authored in shared.shown:
        if authored.contribution_id == contribution_id:
            return Source(
                TextSource.VIEWS,
                contribution_id,
                _said(authored.sent),
                shared.of.review.child_id,
                authored.author_id,
            )
    return None


def _said(sent: SentViews) -> tuple[Said, ...]:
    """All that was sent, the latest first, each thing once."""
    said = [Said("", addition.words) for addition in reversed(sent.additions)]
    for version in reversed(sent.versions):
        said += [
            Said(key, answer.words, answer.choice or "")
            for key, answer in version.wording.given().items()
        ]
    return tuple(dict.fromkeys(said))
