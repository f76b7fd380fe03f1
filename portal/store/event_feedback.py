"""Feedback at events, on its way to being nobody's.

Rows of one transaction can be told from the database's own bookkeeping, and so could a row that
came with a sheet's number. So each form that comes in writes all answers and all words of its
event anew, in shuffled order and under new numbers: every row is of the latest transaction.
"""

import secrets
from uuid import UUID, uuid4

from sqlalchemy import Row, delete, insert, select
from sqlalchemy.orm import Session

from portal.domain.event_feedback import Answers, Feedback, Statement
from portal.domain.measures import Agreement
from portal.store.changes import insert_into
from portal.store.sealing import keyed_digest, prepare_keys, seal, unseal
from portal.store.tables.event_feedback import EventAnswers, EventFormTaken, EventWords

_WORDS = EventWords.__tablename__
_AS_IT_STANDS = {"synchronize_session": False}
_shuffle = secrets.SystemRandom().shuffle


def prepare_event_key(session: Session, event_id: UUID) -> None:
    """Make the event's key ahead, so that the first words need not."""
    prepare_keys(session, [event_id])


def note_taken(session: Session, event_id: UUID, what: str) -> bool:
    """Note that this form is in; False where it was noted before."""
    noted = session.scalar(
        insert_into(session, EventFormTaken)
        .values(event_id=event_id, digest=keyed_digest(session, f"event {event_id}", what))
        .on_conflict_do_nothing()
        .returning(EventFormTaken.digest)
    )
    return noted is not None


def forget_taken(session: Session, event_id: UUID) -> None:
    session.execute(delete(EventFormTaken).where(EventFormTaken.event_id == event_id))


def add_feedback(session: Session, event_id: UUID, feedback: Feedback) -> None:
    """Put it among the rest. The caller holds the event's row, so that nobody else does the same
    meanwhile."""
    taken_out = session.scalars(
        delete(EventAnswers)
        .where(EventAnswers.event_id == event_id)
        .returning(EventAnswers.answers),
        execution_options=_AS_IT_STANDS,
    )
    answers = [*taken_out, dict(feedback.answers)]
    _shuffle(answers)
    session.execute(
        insert(EventAnswers),
        [{"id": uuid4(), "event_id": event_id, "answers": each} for each in answers],
    )
    if feedback.next_step:
        _add_words(session, event_id, feedback.next_step, may_quote=feedback.may_quote)


def _add_words(session: Session, event_id: UUID, text: str, *, may_quote: bool) -> None:
    """Words are written anew with each form that has some, so they too share a transaction. They
    keep their ids, which are random: what was decided about one stays with it."""
    taken_out = session.execute(
        delete(EventWords)
        .where(EventWords.event_id == event_id)
        .returning(EventWords.id, EventWords.may_quote, EventWords.sealed),
        execution_options=_AS_IT_STANDS,
    ).all()
    words = [dict(row._mapping) for row in taken_out]
    words.append(_sealed(session, event_id, text) | {"may_quote": may_quote})
    _shuffle(words)
    session.execute(insert(EventWords), [{**each, "event_id": event_id} for each in words])


def list_answers(session: Session, event_id: UUID) -> list[Answers]:
    rows = session.scalars(select(EventAnswers.answers).where(EventAnswers.event_id == event_id))
    return [
        {Statement(key): Agreement(option) for key, option in answers.items()} for answers in rows
    ]


def list_words(session: Session, event_id: UUID) -> list[str]:
    """What people wrote, in random order."""
    rows = session.execute(
        select(EventWords.id, EventWords.sealed).where(EventWords.event_id == event_id)
    ).all()
    words = [_opened(session, event_id, row) for row in rows]
    _shuffle(words)
    return words


def find_words(session: Session, words_id: UUID) -> tuple[UUID, str, bool] | None:
    """The event, what somebody wrote there, and whether it may be quoted; None where it is not
    there."""
    row = session.get(EventWords, words_id)
    if row is None:
        return None
    return row.event_id, _opened(session, row.event_id, row), row.may_quote


def _opened(session: Session, event_id: UUID, row: Row[UUID, bytes] | EventWords) -> str:
    return unseal(
        session,
        subject_id=event_id,
        table=_WORDS,
        column="sealed",
        row_id=row.id,
        sealed=row.sealed,
    )


def _sealed(session: Session, event_id: UUID, text: str) -> dict[str, object]:
    row_id = uuid4()
    sealed = seal(
        session,
        subject_id=event_id,
        table=_WORDS,
        column="sealed",
        row_id=row_id,
        text=text,
    )
    return {"id": row_id, "sealed": sealed}
