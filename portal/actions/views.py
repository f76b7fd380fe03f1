"""Giving views for a review: begin, answer, send, change, add.

Every step begins with `open_writing`, which asks who may write; a step that writes holds the
author's contribution until its transaction ends, so that two devices take turns.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal.actions.messages import queue_message
from portal.domain.messages import MessageKind, Recipient, RecipientKind
from portal.domain.people import Viewer
from portal.domain.reviews import (
    NotLinked,
    Review,
    ReviewClosed,
    ReviewState,
    may_contribute,
    review_state,
)
from portal.domain.rights import school_year_group
from portal.domain.views import (
    Addition,
    AlreadyCirculated,
    Audience,
    Contribution,
    Missing,
    Provenance,
    SentViews,
    Version,
    Wording,
    may_add,
    may_change,
    missing_answers,
)
from portal.domain.views_answers import Answer, Conflict, find_conflict
from portal.domain.views_questions import Question, Voice, voice_for
from portal.store import reviews, views, views_sent
from portal.store.reviews import ReviewOfChild
from portal.store.shared_sealing import Pair
from portal.store.trail import ReadPurpose, record_read


@dataclass(frozen=True, slots=True)
class Writing:
    """A person at work on their views for a review. ``contribution`` is None before they begin."""

    of: ReviewOfChild
    state: ReviewState
    author_id: UUID
    voice: Voice
    contribution: Contribution | None

    @property
    def wording(self) -> Wording:
        return Wording() if self.contribution is None else self.contribution.working

    @property
    def sent(self) -> SentViews:
        return SentViews(self.voice) if self.contribution is None else self.contribution.sent

    @property
    def pair(self) -> Pair:
        return Pair(self.author_id, self.of.review.child_id)

    def why_not_change(self) -> ReviewClosed | AlreadyCirculated | None:
        """None while answers may be written; else why they may not."""
        if refusal := _why_closed(self.of.review):
            return refusal
        if self.contribution is None or may_change(self.contribution, self.state):
            return None
        return AlreadyCirculated()

    def with_answer(self, question: Question, answer: Answer) -> "Writing":
        """The same after this answer was kept, which decides what is asked next."""
        contribution = self.get_contribution()
        answers = {**contribution.working.answers, question.key: answer}
        working = replace(contribution.working, answers=answers)
        return replace(self, contribution=replace(contribution, working=working))

    def get_contribution(self) -> Contribution:
        """The contribution of a person who has begun. Raises LookupError before."""
        if self.contribution is None:
            raise LookupError("nothing has been begun for this review")
        return self.contribution


@dataclass(frozen=True, slots=True)
class NotReady:
    """Something must be there before the views can be sent."""

    missing: tuple[Missing, ...]


@dataclass(frozen=True, slots=True)
class ChangedSincePreview:
    """Another page or device changed the views after this preview was opened."""


@dataclass(frozen=True, slots=True)
class NothingSentYet:
    """There is nothing to add to: whoever has sent nothing still writes answers."""


def open_writing(
    session: Session, viewer: Viewer, review_id: UUID, today: date
) -> Writing | NotLinked:
    """What this person has written for this review so far, or word that there is no way in."""
    return _open(session, viewer, review_id, today, to_write=False)


def begin_writing(
    session: Session, viewer: Viewer, review_id: UUID, now: datetime, today: date
) -> Writing | NotLinked | ReviewClosed:
    """The same, to be changed: it is begun where it was not, and other devices wait their turn."""
    writing = _open(session, viewer, review_id, today, to_write=True)
    if isinstance(writing, NotLinked):
        return writing
    if refusal := _why_closed(writing.of.review):
        return refusal
    if writing.contribution is not None:
        return writing
    review = writing.of.review
    begun = views.add_contribution(session, review, viewer.person_id, writing.voice, now)
    if begun is None:
        begun = views.find_contribution(session, review, viewer.person_id, to_write=True)
    return replace(writing, contribution=begun)


def _open(
    session: Session, viewer: Viewer, review_id: UUID, today: date, *, to_write: bool
) -> Writing | NotLinked:
    of = reviews.find_review(session, viewer, review_id, today)
    if of is None:
        return NotLinked()
    contribution = views.find_contribution(session, of.review, viewer.person_id, to_write=to_write)
    year_group = of.year_group
    if year_group is None and of.birth_date is not None:
        year_group = school_year_group(of.birth_date, today)
    voice = contribution.voice if contribution else voice_for(viewer.role, year_group)
    if voice is None:
        return NotLinked()
    record_read(session, viewer, child_id=of.review.child_id, purpose=ReadPurpose.GIVE_VIEWS)
    return Writing(of, review_state(of.review, today), viewer.person_id, voice, contribution)


def _why_closed(review: Review) -> ReviewClosed | None:
    refusal = may_contribute(review, is_linked=True)
    return refusal if isinstance(refusal, ReviewClosed) else None


def save_answer(
    session: Session,
    writing: Writing,
    question: Question,
    given: Answer,
    *,
    opened_at_revision: int,
    now: datetime,
) -> Conflict | AlreadyCirculated | ReviewClosed | None:
    """Keep an answer in the working copy. A conflict keeps nothing: the person decides."""
    if refusal := writing.why_not_change():
        return refusal
    contribution = writing.get_contribution()
    saved = contribution.working.answers.get(question.key, Answer())
    revision = contribution.revisions.get(question.key, 0)
    if conflict := find_conflict(saved, revision, given, opened_at_revision):
        return conflict
    if given != saved:
        views.save_answer(session, contribution, writing.pair, question.key, given, now)
    return None


def save_provenance(
    session: Session, writing: Writing, provenance: Provenance | None, detail: str
) -> AlreadyCirculated | ReviewClosed | None:
    """Keep how the views came to be."""
    if refusal := writing.why_not_change():
        return refusal
    views.save_provenance(session, writing.get_contribution(), writing.pair, provenance, detail)
    return None


def save_audience(
    session: Session, writing: Writing, audience: Audience
) -> AlreadyCirculated | ReviewClosed | None:
    """Keep whom the author wants to see the views."""
    if refusal := writing.why_not_change():
        return refusal
    views.save_audience(session, writing.get_contribution(), audience)
    return None


def send_views(
    session: Session, writing: Writing, *, stamp: str, receipt_path: str, now: datetime
) -> Version | NotReady | ChangedSincePreview | AlreadyCirculated | ReviewClosed:
    """Freeze the working copy as the next version and queue a receipt. Sending the same views
    twice, as a second press does, gives the version that is there."""
    if refusal := writing.why_not_change():
        return refusal
    contribution = writing.get_contribution()
    wording = contribution.working
    if missing := missing_answers(wording):
        return NotReady(missing)
    if stamp != wording.stamp:
        return ChangedSincePreview()
    latest = contribution.sent.latest
    if latest is not None and not contribution.has_unsent_changes:
        return latest
    version = Version(1 if latest is None else latest.number + 1, now, wording)
    views_sent.add_version(session, contribution.id, writing.pair, version)
    _queue_receipt(session, writing, receipt_path, now)
    return version


def add_words(
    session: Session,
    writing: Writing,
    *,
    words: str,
    provenance: Provenance,
    detail: str,
    audience: Audience,
    receipt_path: str,
    now: datetime,
) -> Addition | NothingSentYet | ReviewClosed:
    """Add to views that have gone round. The same words twice in a row are one addition."""
    if refusal := _why_closed(writing.of.review):
        return refusal
    contribution = writing.get_contribution()
    if not may_add(contribution, writing.state):
        return NothingSentYet()
    before = contribution.sent.additions
    addition = Addition(len(before) + 1, now, words, provenance, detail, audience)
    if before and replace(addition, number=len(before), sent_at=before[-1].sent_at) == before[-1]:
        return before[-1]
    views_sent.add_addition(session, contribution.id, writing.pair, addition)
    _queue_receipt(session, writing, receipt_path, now)
    return addition


def _queue_receipt(session: Session, writing: Writing, link_path: str, now: datetime) -> None:
    queue_message(
        session,
        to=Recipient(RecipientKind.FAMILY_MEMBER, writing.author_id),
        kind=MessageKind.VIEWS_RECEIVED,
        link_path=link_path,
        code=None,
        now=now,
        about=writing.of.review.child_id,
        made_from=writing.get_contribution().id,
    )
