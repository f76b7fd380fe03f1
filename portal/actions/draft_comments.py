"""Commenting on a draft or proposed changes, and answering the comments."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from portal.actions.messages import queue_message
from portal.domain.dates import london_day
from portal.domain.draft_comments import (
    Asking,
    Kept,
    Outcome,
    Remark,
    RemarkConflict,
    Reply,
    Topic,
    find_conflict,
    outcomes_of,
)
from portal.domain.drafts import Document, takes_comments
from portal.domain.messages import MessageKind, Recipient, RecipientKind
from portal.domain.people import Viewer
from portal.domain.tasks import NewTask, TaskKind
from portal.store import draft_comments, plan_drafts
from portal.store.draft_comments import CommentOfDocument
from portal.store.milestones import Milestone, note_new
from portal.store.plan_drafts import DocumentOfChild
from portal.store.tasks import add_tasks, end_tasks
from portal.store.trail import ReadPurpose, record_read

ANSWERED = "draft_comments_answered"


@dataclass(frozen=True, slots=True)
class AnswerPolicy:
    """The council's own aims, in days after a comment was sent."""

    answer_within: timedelta
    meet_within: timedelta


@dataclass(frozen=True, slots=True)
class Commenting:
    """A family member with a document that is served to them, and what they say about it."""

    of: DocumentOfChild
    reply: Reply

    @property
    def document(self) -> Document:
        return self.of.document


@dataclass(frozen=True, slots=True)
class NotReadable:
    """There is no such document for this person."""


@dataclass(frozen=True, slots=True)
class PlanIsFinal:
    """The final plan was issued: what is typed now would change nothing."""


@dataclass(frozen=True, slots=True)
class NothingToSend:
    """Nothing is kept that says something."""


@dataclass(frozen=True, slots=True)
class ChangedSinceCheck:
    """Another page or device changed the comments after the check was opened."""


@dataclass(frozen=True, slots=True)
class Sent:
    sending_id: UUID


def open_commenting(
    session: Session, viewer: Viewer, document_id: UUID, today: date, *, to_write: bool = False
) -> Commenting | NotReadable:
    """The document and this person's own comments. ``to_write``: other devices wait."""
    found = plan_drafts.find_document(session, viewer, document_id, today, to_write=to_write)
    if found is None:
        return NotReadable()
    record_read(
        session, viewer, child_id=found.document.child_id, purpose=ReadPurpose.READ_DOCUMENT
    )
    reply = draft_comments.find_reply(session, found.document, viewer.person_id)
    return Commenting(found, reply)


def save_remark(
    session: Session,
    commenting: Commenting,
    topic: Topic,
    given: Remark,
    *,
    opened_at_revision: int,
    now: datetime,
) -> RemarkConflict | PlanIsFinal | None:
    """Keep what is said about a topic. A conflict keeps nothing: the person decides."""
    if not takes_comments(commenting.document):
        return PlanIsFinal()
    saved = commenting.reply.working.get(topic, Kept())
    if conflict := find_conflict(saved, given, opened_at_revision):
        return conflict
    if given != saved.remark:
        draft_comments.save_remark(
            session, commenting.document, commenting.reply.author_id, topic, given, now
        )
    return None


def send_comments(
    session: Session,
    commenting: Commenting,
    *,
    stamp: str,
    policy: AnswerPolicy,
    receipt_path: str,
    now: datetime,
) -> Sent | NothingToSend | ChangedSinceCheck | PlanIsFinal:
    """Freeze what is kept, with a receipt for the writer and a task for the caseworker. A second
    press finds nothing left to send, and gives the sending that is there."""
    document, reply = commenting.document, commenting.reply
    if not takes_comments(document):
        return PlanIsFinal()
    given = reply.given()
    if not given:
        latest = draft_comments.find_latest_sending(session, document.id, reply.author_id)
        return NothingToSend() if latest is None else Sent(latest)
    if stamp != reply.stamp:
        return ChangedSinceCheck()
    sending_id = draft_comments.add_sending(session, document, reply, now)
    today = london_day(now)
    tasks = []
    if any(remark.wants_answer for topic, remark in given.items() if topic is not Asking.MEETING):
        due = today + policy.answer_within
        tasks.append(NewTask(document.child_id, TaskKind.ANSWER_COMMENTS, sending_id, due))
    if Asking.MEETING in given:
        due = today + policy.meet_within
        tasks.append(NewTask(document.child_id, TaskKind.ARRANGE_DRAFT_MEETING, sending_id, due))
    add_tasks(session, tasks, now)
    queue_message(
        session,
        to=Recipient(RecipientKind.FAMILY_MEMBER, reply.author_id),
        kind=MessageKind.COMMENTS_RECEIVED,
        link_path=receipt_path,
        code=None,
        about=document.child_id,
        made_from=sending_id,
        now=now,
    )
    return Sent(sending_id)


@dataclass(frozen=True, slots=True)
class NoSuchComment:
    """Nobody sent such a comment about a child of this caseworker."""


@dataclass(frozen=True, slots=True)
class NotAnOutcome:
    """This cannot be answered to a comment of this kind."""


@dataclass(frozen=True, slots=True)
class Answered:
    document_id: UUID


def open_comment(
    session: Session, viewer: Viewer, comment_id: UUID, today: date
) -> CommentOfDocument | NoSuchComment:
    """A comment to be answered, noted in the trail."""
    found = draft_comments.find_comment(session, viewer, comment_id, today)
    if found is None:
        return NoSuchComment()
    record_read(session, viewer, child_id=found.child_id, purpose=ReadPurpose.READ_COMMENTS)
    return found


def answer_comment(
    session: Session,
    viewer: Viewer,
    comment_id: UUID,
    *,
    outcome: Outcome,
    words: str,
    link_path: str,
    now: datetime,
) -> Answered | NotAnOutcome | NoSuchComment:
    """Answer a comment in words. Whoever sent it is told, once a day however many are answered.
    The task is done with the last answer. The same answer twice in a row is one."""
    found = open_comment(session, viewer, comment_id, london_day(now))
    if isinstance(found, NoSuchComment):
        return found
    comment = found.comment
    if outcome not in outcomes_of(comment.topic):
        return NotAnOutcome()
    answered = Answered(found.document_id)
    if comment.answers and (comment.answers[-1].outcome, comment.answers[-1].words) == (
        outcome,
        words,
    ):
        return answered
    draft_comments.add_answer(session, found, outcome, words, by=viewer.person_id, now=now)
    _finish(session, viewer, found, now)
    milestone = Milestone(found.sending_id, ANSWERED, london_day(now))
    if note_new(session, [milestone], now):
        queue_message(
            session,
            to=Recipient(RecipientKind.FAMILY_MEMBER, found.author_id),
            kind=MessageKind.COMMENTS_ANSWERED,
            link_path=link_path,
            code=None,
            about=found.child_id,
            made_from=found.sending_id,
            now=now,
        )
    return answered


def _finish(session: Session, viewer: Viewer, answered: CommentOfDocument, now: datetime) -> None:
    if answered.comment.topic is Asking.MEETING:
        done = TaskKind.ARRANGE_DRAFT_MEETING
    elif not draft_comments.sending_waits(session, answered.sending_id):
        done = TaskKind.ANSWER_COMMENTS
    else:
        return
    end_tasks(session, answered.sending_id, [done], viewer.person_id, now)
