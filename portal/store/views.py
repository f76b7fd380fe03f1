"""The working copy of somebody's views: found, begun, saved at every step."""

from datetime import datetime
from uuid import UUID, uuid4, uuid5

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.domain.reviews import Review
from portal.domain.views import Audience, Contribution, Provenance, SentViews, Wording
from portal.domain.views_answers import Answer
from portal.domain.views_questions import Choice, Voice
from portal.store.changes import insert_into
from portal.store.sealing import SubjectErasedError
from portal.store.shared_sealing import Pair, hold_keys, seal_for_both, unseal_for_both
from portal.store.tables.reviews import Contribution as ContributionRow
from portal.store.tables.reviews import ContributionAnswer, ContributionSending
from portal.store.views_sent import read_sendings

_WORDS = {"table": "contribution_answers", "column": "words_sealed"}
_DETAIL = {"table": "contributions", "column": "provenance_detail_sealed"}


def find_contribution(
    session: Session, review: Review, author_id: UUID, *, to_write: bool = False
) -> Contribution | None:
    """This person's views for this review; None where there are none, or one of the two people
    has been erased. ``to_write`` makes a second writer wait until this transaction has ended."""
    query = (
        select(ContributionRow, ContributionAnswer)
        .outerjoin(ContributionAnswer, ContributionAnswer.contribution_id == ContributionRow.id)
        .where(ContributionRow.review_id == review.id, ContributionRow.author_id == author_id)
    )
    if to_write:
        query = query.with_for_update(of=ContributionRow)
    rows = session.execute(query).all()
    if not rows:
        return None
    row: ContributionRow = rows[0][0]
    answers: list[ContributionAnswer] = [answer for _, answer in rows if answer is not None]
    pair = Pair(author_id, review.child_id)
    hold_keys(session, [pair.author_id, pair.child_id])
    try:
        return _read(session, row, answers, pair)
    except SubjectErasedError:
        return None


def _read(
    session: Session, row: ContributionRow, answers: list[ContributionAnswer], pair: Pair
) -> Contribution:
    sendings = session.scalars(
        select(ContributionSending)
        .where(ContributionSending.contribution_id == row.id)
        .order_by(ContributionSending.number)
    )
    detail = row.provenance_detail_sealed
    return Contribution(
        id=row.id,
        review_id=row.review_id,
        author_id=row.author_id,
        sent=read_sendings(session, pair, Voice(row.voice), sendings),
        working=Wording(
            answers={answer.question_key: _answer(session, pair, answer) for answer in answers},
            provenance=Provenance(row.provenance) if row.provenance else None,
            provenance_detail=""
            if detail is None
            else unseal_for_both(session, pair, **_DETAIL, row_id=row.id, sealed=detail),
            audience=Audience(row.audience),
        ),
        revisions={answer.question_key: answer.revision for answer in answers},
    )


def _answer(session: Session, pair: Pair, row: ContributionAnswer) -> Answer:
    words = (
        ""
        if row.words_sealed is None
        else unseal_for_both(session, pair, **_WORDS, row_id=row.id, sealed=row.words_sealed)
    )
    return Answer(Choice(row.choice) if row.choice else None, words)


def add_contribution(
    session: Session, review: Review, author_id: UUID, voice: Voice, now: datetime
) -> Contribution | None:
    """Begin somebody's views; None where another page began them a moment ago."""
    hold_keys(session, [author_id, review.child_id])
    new_id = session.scalar(
        insert_into(session, ContributionRow)
        .values(
            id=uuid4(),
            review_id=review.id,
            author_id=author_id,
            voice=voice,
            audience=Audience.MEETING,
            begun_at=now,
        )
        .on_conflict_do_nothing()
        .returning(ContributionRow.id)
    )
    return new_id and Contribution(new_id, review.id, author_id, SentViews(voice))


def save_answer(
    session: Session,
    contribution: Contribution,
    pair: Pair,
    key: str,
    answer: Answer,
    now: datetime,
) -> None:
    """Keep this answer in the working copy, in one statement."""
    row_id = uuid5(contribution.id, key)
    words = answer.words
    values = {
        "choice": answer.choice,
        "words_sealed": seal_for_both(session, pair, **_WORDS, row_id=row_id, text=words)
        if words
        else None,
        "revision": contribution.revisions.get(key, 0) + 1,
        "saved_at": now,
    }
    session.execute(
        insert_into(session, ContributionAnswer)
        .values(id=row_id, contribution_id=contribution.id, question_key=key, **values)
        .on_conflict_do_update(index_elements=[ContributionAnswer.id], set_=values)
    )


def save_provenance(
    session: Session,
    contribution: Contribution,
    pair: Pair,
    provenance: Provenance | None,
    detail: str,
) -> None:
    """Keep how the views came to be."""
    sealed = (
        seal_for_both(session, pair, **_DETAIL, row_id=contribution.id, text=detail)
        if detail
        else None
    )
    _update(session, contribution, provenance=provenance, provenance_detail_sealed=sealed)


def save_audience(session: Session, contribution: Contribution, audience: Audience) -> None:
    """Keep whom the author wants to see the views."""
    _update(session, contribution, audience=audience)


def _update(session: Session, contribution: Contribution, **values: object) -> None:
    session.execute(
        update(ContributionRow).where(ContributionRow.id == contribution.id).values(**values)
    )
