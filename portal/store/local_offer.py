"""Comments on the Local Offer: taken, read, decided on and answered.

Rows of one transaction can be told from the database's own bookkeeping. So each form that comes in
writes all waiting comments, and all that their writers said of themselves, anew and in shuffled
order: nothing of what waits tells what came with what.
"""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, delete, func, insert, select, text, update
from sqlalchemy.orm import Session

from portal.domain.local_offer import (
    About,
    Answer,
    Comment,
    Decided,
    Decision,
    Handled,
    Sender,
    Shown,
    Subject,
)
from portal.store.changes import insert_into, table_of
from portal.store.sealing import erase, keyed_digest, prepare_keys, seal, unseal
from portal.store.tables.local_offer import (
    LocalOfferComment,
    LocalOfferContact,
    LocalOfferSender,
    LocalOfferTaken,
)

_COMMENT_KEY = UUID("5b0f1d0a-0f2c-4f5e-9c1b-6d3a56b2c056")
"""The data key that seals what was written, whoever wrote it: nobody knows who did."""
_SEALED = {"table": "local_offer_comments", "column": "sealed"}
_CONTACT = {"table": "local_offer_contacts", "column": "sealed"}
_AS_IT_STANDS = {"synchronize_session": False}
_KEPT_FOR = timedelta(days=1)
_shuffle = secrets.SystemRandom().shuffle
_comments = table_of(LocalOfferComment)


def lock_comments(session: Session) -> None:
    """Let nobody else take, decide on or publish comments until the transaction ends. SQLite has
    one writer at a time anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("LOCK TABLE local_offer_comments IN EXCLUSIVE MODE"))


def prepare_key(session: Session) -> None:
    """Make the key of the comments ahead, so that the first one need not."""
    prepare_keys(session, [_COMMENT_KEY])


def note_taken(session: Session, press: str, today: date) -> bool:
    """Note that this press of the button, with what it said, is in; False where it was before."""
    noted = session.scalar(
        insert_into(session, LocalOfferTaken)
        .values(digest=keyed_digest(session, "local offer", press), taken_on=today)
        .on_conflict_do_nothing()
        .returning(LocalOfferTaken.digest)
    )
    return noted is not None


def forget_taken(session: Session, today: date) -> None:
    """Forget presses of before yesterday."""
    session.execute(delete(LocalOfferTaken).where(LocalOfferTaken.taken_on < today - _KEPT_FOR))


def add_comment(session: Session, comment: Comment, sender: Sender, today: date) -> UUID:
    """Put it among those that wait. The caller holds the lock."""
    comment_id = uuid4()
    waiting = [
        dict(row._mapping)
        for row in session.execute(
            delete(LocalOfferComment)
            .where(LocalOfferComment.decision.is_(None))
            .returning(
                _comments.c.id,
                _comments.c.about,
                _comments.c.subject,
                _comments.c.may_publish,
                _comments.c.received_on,
                _comments.c.sealed,
            ),
            execution_options=_AS_IT_STANDS,
        )
    ]
    waiting.append(
        {
            "id": comment_id,
            "about": comment.about,
            "subject": comment.subject,
            "may_publish": comment.may_publish,
            "received_on": today,
            "sealed": seal(
                session,
                subject_id=_COMMENT_KEY,
                **_SEALED,
                row_id=comment_id,
                text=comment.words,
            ),
        }
    )
    _shuffle(waiting)
    session.execute(insert(LocalOfferComment), waiting)
    _add_sender(session, sender)
    return comment_id


def _add_sender(session: Session, sender: Sender) -> None:
    said = [*session.scalars(delete(LocalOfferSender).returning(LocalOfferSender.facts))]
    said.append(sender.facts)
    _shuffle(said)
    session.execute(insert(LocalOfferSender), [{"id": uuid4(), "facts": facts} for facts in said])


# --- where somebody wants to be answered --------------------------------------------------------


def add_contact(session: Session, comment_id: UUID, contact: str) -> None:
    sealed = seal(session, subject_id=comment_id, **_CONTACT, row_id=comment_id, text=contact)
    session.execute(insert(LocalOfferContact), [{"comment_id": comment_id, "sealed": sealed}])


def find_contact(session: Session, comment_id: UUID) -> str | None:
    row = session.get(LocalOfferContact, comment_id)
    if row is None:
        return None
    return unseal(session, subject_id=comment_id, **_CONTACT, row_id=comment_id, sealed=row.sealed)


def destroy_contacts(session: Session, comment_ids: Iterable[UUID]) -> None:
    """Destroy where these were to be answered, with its key: no copy of it can be read again."""
    destroyed = session.scalars(
        delete(LocalOfferContact)
        .where(LocalOfferContact.comment_id.in_(list(comment_ids)))
        .returning(LocalOfferContact.comment_id),
        execution_options=_AS_IT_STANDS,
    ).all()
    held = prepare_keys(session, destroyed)
    for key in held:
        erase(session, key.subject_id)


def list_to_answer(session: Session) -> frozenset[UUID]:
    """The comments whose writers want to be answered."""
    return frozenset(session.scalars(select(LocalOfferContact.comment_id)))


# --- the desk -----------------------------------------------------------------------------------


def list_open(session: Session) -> list[Handled]:
    """All comments that no publication counts yet, in random order."""
    found = _list(session, LocalOfferComment.publication_id.is_(None))
    _shuffle(found)
    return found


def find_comment(session: Session, comment_id: UUID, *, lock: bool = False) -> Handled | None:
    row = session.get(
        LocalOfferComment, comment_id, with_for_update=lock or None, populate_existing=lock
    )
    return _read(row) if row else None


def read_words(session: Session, comment_id: UUID) -> str | None:
    """What was written; None once a publication counts the comment."""
    row = session.get_one(LocalOfferComment, comment_id)
    if row.sealed is None:
        return None
    return unseal(session, subject_id=_COMMENT_KEY, **_SEALED, row_id=comment_id, sealed=row.sealed)


def keep_decision(session: Session, comment_id: UUID, decided: Decided) -> None:
    _change(
        session,
        comment_id,
        decision=decided.decision,
        words=decided.words,
        passed_to=decided.passed_to,
        needs_second=decided.needs_second,
        decided_by_id=decided.by,
        decided_on=decided.on,
        confirmed_by_id=decided.confirmed_by,
        received_on=None,
    )


def undo_decision(session: Session, comment: Handled) -> None:
    """Let it wait again, from the day of the decision on: when it came is forgotten."""
    _change(
        session,
        comment.id,
        decision=None,
        words="",
        passed_to="",
        needs_second=False,
        decided_by_id=None,
        decided_on=None,
        confirmed_by_id=None,
        received_on=comment.decided.on if comment.decided else None,
        answer="",
        action="",
        owner="",
        due_on=None,
        shown_on=None,
    )


def keep_confirmation(session: Session, comment_id: UUID, by: UUID) -> None:
    _change(session, comment_id, confirmed_by_id=by)


def keep_answer(session: Session, comment_id: UUID, answer: Answer, shown_on: date) -> None:
    _change(
        session,
        comment_id,
        answer=answer.answer,
        action=answer.action,
        owner=answer.owner,
        due_on=answer.due,
        shown_on=shown_on,
    )


def withdraw(session: Session, comment_id: UUID, today: date) -> None:
    """Take its words and its answer away for good."""
    _change(
        session,
        comment_id,
        withdrawn_on=today,
        words="",
        answer="",
        action="",
        owner="",
        due_on=None,
    )


def _change(session: Session, comment_id: UUID, **values: Any) -> None:
    session.execute(
        update(LocalOfferComment).where(LocalOfferComment.id == comment_id).values(**values),
        execution_options={"synchronize_session": "fetch"},
    )


# --- what everybody reads -----------------------------------------------------------------------


def list_shown(session: Session, year: int, subject: Subject | None = None) -> list[Shown]:
    """The answered comments of a calendar year, of one part of the Local Offer or all, the newest
    first."""
    asked = LocalOfferComment.shown_on.between(date(year, 1, 1), date(year, 12, 31))
    found = asked if subject is None else asked & (LocalOfferComment.subject == subject)
    return read_shown(session, found)


def read_shown(session: Session, asked: ColumnElement[bool]) -> list[Shown]:
    """The comments that everybody may read, of those asked for."""
    rows = session.scalars(
        select(LocalOfferComment)
        .where(
            asked,
            LocalOfferComment.shown_on.is_not(None),
            LocalOfferComment.withdrawn_on.is_(None),
        )
        .order_by(LocalOfferComment.shown_on.desc(), LocalOfferComment.id)
    )
    return [
        Shown(
            id=row.id,
            about=About(row.about),
            subject=Subject(row.subject),
            words=row.words,
            answer=_answer(row),
            shown_on=row.shown_on,
        )
        for row in rows
        if row.shown_on is not None
    ]


def list_unpublished(session: Session) -> list[Shown]:
    """The answered comments that stand in no yearly publication yet."""
    return read_shown(session, LocalOfferComment.publication_id.is_(None))


def count_shown(session: Session) -> Mapping[int, Mapping[Subject, int]]:
    """How many everybody can read, by year, the latest first, and by subject."""
    year = func.extract("year", LocalOfferComment.shown_on)
    rows = session.execute(
        select(year, LocalOfferComment.subject, func.count())
        .where(LocalOfferComment.shown_on.is_not(None), LocalOfferComment.withdrawn_on.is_(None))
        .group_by(year, LocalOfferComment.subject)
    ).all()
    counts: dict[int, dict[Subject, int]] = {}
    for shown_in, subject, count in sorted(rows, key=lambda row: (-int(row[0]), row[1])):
        counts.setdefault(int(shown_in), {})[Subject(subject)] = count
    return counts


def _list(session: Session, *asked: ColumnElement[bool]) -> list[Handled]:
    return [_read(row) for row in session.scalars(select(LocalOfferComment).where(*asked))]


def _read(row: LocalOfferComment) -> Handled:
    decided = None
    if row.decision is not None and row.decided_by_id is not None and row.decided_on is not None:
        decided = Decided(
            decision=Decision(row.decision),
            by=row.decided_by_id,
            on=row.decided_on,
            words=row.words,
            passed_to=row.passed_to,
            needs_second=row.needs_second,
            confirmed_by=row.confirmed_by_id,
        )
    return Handled(
        id=row.id,
        about=About(row.about),
        subject=Subject(row.subject),
        may_publish=row.may_publish,
        received_on=row.received_on,
        decided=decided,
        answer=_answer(row) if row.shown_on else None,
        shown_on=row.shown_on,
        withdrawn_on=row.withdrawn_on,
        publication_id=row.publication_id,
    )


def _answer(row: LocalOfferComment) -> Answer:
    return Answer(row.answer, row.action, row.owner, row.due_on)


def list_senders(session: Session) -> Sequence[Mapping[str, str]]:
    return session.scalars(select(LocalOfferSender.facts)).all()
