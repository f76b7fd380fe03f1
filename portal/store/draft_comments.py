"""What people say about a document, each for themselves, and the answers they get."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.draft_comments import (
    Answer,
    Asking,
    Comment,
    Kept,
    Outcome,
    Remark,
    Reply,
    Topic,
    Verdict,
    read_topic,
)
from portal.domain.drafts import Document
from portal.domain.people import Viewer
from portal.store.sealing import SubjectErasedError
from portal.store.shared_sealing import Pair, hold_keys, seal_for_both, unseal_for_both
from portal.store.tables.children import Child
from portal.store.tables.people import FamilyLink, FamilyMember
from portal.store.tables.plan_drafts import DraftAnswer, DraftComment, DraftSending, PlanDraft
from portal.store.visibility import visible_children

_WORDS = {"table": DraftComment.__tablename__, "column": "words_sealed"}
_ANSWER = {"table": DraftAnswer.__tablename__, "column": "words_sealed"}


@dataclass(frozen=True, slots=True)
class AuthoredReply:
    """What one person sent about a document, as staff see it."""

    reply: Reply
    name: str
    relationship: str


@dataclass(frozen=True, slots=True)
class CommentOfDocument:
    """A comment with what its answer needs to know."""

    comment: Comment
    document_id: UUID
    child_id: UUID
    author_id: UUID
    author: str
    sending_id: UUID


def find_reply(session: Session, document: Document, author_id: UUID) -> Reply:
    """All that this person says about this document; nothing where one of the two is erased."""
    found = _replies(session, document.child_id, [document.id], author_id)
    return found.get(author_id, Reply(author_id))


def list_sent(session: Session, document: Document) -> Sequence[AuthoredReply]:
    """Everybody's sent comments on this document, by name. What is not sent yet stays theirs."""
    replies = {
        author_id: reply
        for author_id, reply in _replies(session, document.child_id, [document.id], None).items()
        if reply.sent
    }
    rows = session.execute(
        select(FamilyMember.id, FamilyMember.given, FamilyMember.family, FamilyLink.relationship)
        .outerjoin(
            FamilyLink,
            (FamilyLink.family_member_id == FamilyMember.id)
            & (FamilyLink.child_id == document.child_id),
        )
        .where(FamilyMember.id.in_(list(replies)))
        .order_by(FamilyMember.given, FamilyMember.family, FamilyMember.id)
    )
    return [
        AuthoredReply(replies[author_id], f"{given} {family}", relationship or "")
        for author_id, given, family, relationship in rows
    ]


def list_waiting(
    session: Session, child_id: UUID, document_ids: Collection[UUID]
) -> tuple[Comment, ...]:
    """Everybody's comments on these documents of a child that want an answer and have none, oldest
    first."""
    replies = _replies(session, child_id, document_ids, None)
    waiting = (comment for reply in replies.values() for comment in reply.sent if comment.waits)
    return tuple(sorted(waiting, key=lambda comment: comment.sent_at))


def _replies(
    session: Session, child_id: UUID, document_ids: Collection[UUID], author_id: UUID | None
) -> dict[UUID, Reply]:
    query = (
        select(DraftComment, DraftSending.sent_at)
        .outerjoin(DraftSending, DraftSending.id == DraftComment.sending_id)
        .where(DraftComment.draft_id.in_(document_ids))
        .order_by(DraftSending.sent_at, DraftComment.id)
    )
    if author_id is not None:
        query = query.where(DraftComment.author_id == author_id)
    else:
        query = query.where(DraftComment.sending_id.is_not(None))
    rows = session.execute(query).all()
    if not rows:
        return {}
    answers = _answers(session, [row.id for row, sent_at in rows if sent_at is not None])
    by_author: dict[UUID, list[tuple[DraftComment, datetime | None]]] = defaultdict(list)
    for row, sent_at in rows:
        by_author[row.author_id].append((row, sent_at))
    hold_keys(session, [child_id, *by_author])
    replies = {}
    for author, theirs in by_author.items():
        try:
            replies[author] = _reply(session, Pair(author, child_id), theirs, answers)
        except SubjectErasedError:
            continue
    return replies


def _reply(
    session: Session,
    pair: Pair,
    rows: Iterable[tuple[DraftComment, datetime | None]],
    answers: dict[UUID, list[DraftAnswer]],
) -> Reply:
    working: dict[Topic, Kept] = {}
    sent: list[Comment] = []
    for row, sent_at in rows:
        topic, remark = _topic(row.topic), _remark(session, pair, row)
        if sent_at is None:
            working[topic] = Kept(remark, row.revision)
        else:
            given = tuple(_answer(session, pair, each) for each in answers.get(row.id, ()))
            sent.append(Comment(row.id, topic, remark, sent_at, given))
    return Reply(pair.author_id, working, tuple(sent))


def _topic(text: str) -> Topic:
    topic = read_topic(text)
    if topic is None:
        raise ValueError(f"a comment names an unknown topic {text!r}")
    return topic


def _remark(session: Session, pair: Pair, row: DraftComment) -> Remark:
    words = unseal_for_both(session, pair, **_WORDS, row_id=row.id, sealed=row.words_sealed)
    return Remark(Verdict(row.verdict) if row.verdict else None, words)


def _answer(session: Session, pair: Pair, row: DraftAnswer) -> Answer:
    words = unseal_for_both(session, pair, **_ANSWER, row_id=row.id, sealed=row.words_sealed)
    return Answer(Outcome(row.outcome), words, row.answered_at)


def _answers(session: Session, comment_ids: Sequence[UUID]) -> dict[UUID, list[DraftAnswer]]:
    found: dict[UUID, list[DraftAnswer]] = defaultdict(list)
    if comment_ids:
        rows = session.scalars(
            select(DraftAnswer)
            .where(DraftAnswer.comment_id.in_(comment_ids))
            .order_by(DraftAnswer.answered_at, DraftAnswer.id)
        )
        for row in rows:
            found[row.comment_id].append(row)
    return found


def save_remark(
    session: Session,
    document: Document,
    author_id: UUID,
    topic: Topic,
    remark: Remark,
    now: datetime,
) -> None:
    """Keep what this person says about this topic, not sent yet."""
    pair = Pair(author_id, document.child_id)
    hold_keys(session, [pair.author_id, pair.child_id])
    row = session.scalar(
        select(DraftComment).where(
            DraftComment.draft_id == document.id,
            DraftComment.author_id == author_id,
            DraftComment.topic == topic,
            DraftComment.sending_id.is_(None),
        )
    )
    if row is None:
        row = DraftComment(
            id=uuid4(), draft_id=document.id, author_id=author_id, topic=topic, revision=0
        )
        session.add(row)
    row.verdict, row.saved_at = remark.verdict, now
    row.revision += 1
    row.words_sealed = seal_for_both(session, pair, **_WORDS, row_id=row.id, text=remark.words)
    session.flush()


def add_sending(session: Session, document: Document, reply: Reply, now: datetime) -> UUID:
    """Freeze what this person has kept, as sent now."""
    sending = DraftSending(id=uuid4(), draft_id=document.id, author_id=reply.author_id, sent_at=now)
    session.add(sending)
    session.flush()
    kept = session.scalars(
        select(DraftComment).where(
            DraftComment.draft_id == document.id,
            DraftComment.author_id == reply.author_id,
            DraftComment.sending_id.is_(None),
            DraftComment.topic.in_(list(reply.given())),
        )
    )
    for row in kept:
        row.sending_id = sending.id
    session.flush()
    return sending.id


def find_latest_sending(session: Session, document_id: UUID, author_id: UUID) -> UUID | None:
    """The last comments that this person sent about this document, for a receipt."""
    return session.scalar(
        select(DraftSending.id)
        .where(DraftSending.draft_id == document_id, DraftSending.author_id == author_id)
        .order_by(DraftSending.sent_at.desc())
        .limit(1)
    )


def find_comment(
    session: Session, viewer: Viewer, comment_id: UUID, today: date
) -> CommentOfDocument | None:
    """A sent comment, where this member of staff may see the child today."""
    row = session.execute(
        select(DraftComment, DraftSending, PlanDraft.child_id, FamilyMember)
        .join(DraftSending, DraftSending.id == DraftComment.sending_id)
        .join(PlanDraft, PlanDraft.id == DraftComment.draft_id)
        .join(Child, Child.id == PlanDraft.child_id)
        .join(FamilyMember, FamilyMember.id == DraftComment.author_id)
        .where(
            DraftComment.id == comment_id,
            PlanDraft.child_id.in_(visible_children(viewer, today)),
        )
    ).one_or_none()
    if row is None:
        return None
    comment: DraftComment = row.DraftComment
    pair = Pair(comment.author_id, row.child_id)
    hold_keys(session, [pair.author_id, pair.child_id])
    answers = _answers(session, [comment.id]).get(comment.id, [])
    try:
        read = Comment(
            comment.id,
            _topic(comment.topic),
            _remark(session, pair, comment),
            row.DraftSending.sent_at,
            tuple(_answer(session, pair, each) for each in answers),
        )
    except SubjectErasedError:
        return None
    return CommentOfDocument(
        read,
        comment.draft_id,
        row.child_id,
        comment.author_id,
        f"{row.FamilyMember.given} {row.FamilyMember.family}",
        row.DraftSending.id,
    )


def add_answer(
    session: Session,
    comment: CommentOfDocument,
    outcome: Outcome,
    words: str,
    *,
    by: UUID,
    now: datetime,
) -> None:
    """Answer a comment; earlier answers stay."""
    row_id = uuid4()
    pair = Pair(comment.author_id, comment.child_id)
    session.add(
        DraftAnswer(
            id=row_id,
            comment_id=comment.comment.id,
            outcome=outcome,
            words_sealed=seal_for_both(session, pair, **_ANSWER, row_id=row_id, text=words),
            answered_at=now,
            answered_by_id=by,
        )
    )
    session.flush()


def sending_waits(session: Session, sending_id: UUID) -> bool:
    """Whether a comment of this sending that wants an answer has none yet; a wish for a meeting is
    a task of its own."""
    waiting = session.scalar(
        select(DraftComment.id)
        .outerjoin(DraftAnswer, DraftAnswer.comment_id == DraftComment.id)
        .where(
            DraftComment.sending_id == sending_id,
            DraftAnswer.id.is_(None),
            DraftComment.topic != Asking.MEETING,
            DraftComment.verdict.is_distinct_from(Verdict.RIGHT),
        )
        .limit(1)
    )
    return waiting is not None
