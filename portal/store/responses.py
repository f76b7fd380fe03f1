"""Answers on their way to being nobody's: waiting while a wave is open, shuffled when it closes."""

import json
import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import Row, delete, insert, select
from sqlalchemy.orm import Session

from portal.domain.questions import consent_key, may_quote
from portal.domain.waves import Combination
from portal.store.changes import table_of
from portal.store.drafts import pack
from portal.store.sealing import erase, prepare_keys, seal, unseal
from portal.store.tables.surveys import (
    SurveyAnswer,
    SurveyResponse,
    SurveyText,
    SurveyVersion,
    SurveyWaiting,
)

_WAITING = SurveyWaiting.__tablename__
_ADD_WAITING = insert(table_of(SurveyWaiting))
_shuffle = secrets.SystemRandom().shuffle


@dataclass(frozen=True, slots=True)
class Response:
    """One person's answers by question, and the values of the wave's groups; from nobody."""

    groups: Combination
    answers: Mapping[str, str]

    def without(self, questions: Collection[str]) -> "Response":
        """The same without the answers to these questions, and whether they may be quoted."""
        gone = {*questions, *map(consent_key, questions)}
        kept = {key: value for key, value in self.answers.items() if key not in gone}
        return Response(self.groups, kept)


def prepare_wave_key(session: Session, wave_id: UUID) -> None:
    """Make the wave's key ahead, so that the first answer need not."""
    prepare_keys(session, [wave_id])


def add_waiting(session: Session, wave_id: UUID, response: Response, length: int) -> None:
    """Put one set of answers with those that wait for the wave to close; ``length`` as packed."""
    session.execute(_ADD_WAITING, _waiting_row(session, wave_id, response, length))


def _waiting_row(
    session: Session, wave_id: UUID, response: Response, length: int
) -> dict[str, object]:
    row_id = uuid4()
    content = {"groups": response.groups, "answers": response.answers}
    sealed = seal(
        session,
        subject_id=wave_id,
        table=_WAITING,
        column="sealed",
        row_id=row_id,
        text=pack(content, length),
    )
    return {"id": row_id, "wave_id": wave_id, "sealed": sealed}


def list_waiting(session: Session, wave_id: UUID) -> list[Response]:
    """All sets that wait, opened, in random order."""
    rows = session.execute(
        select(SurveyWaiting.id, SurveyWaiting.sealed).where(SurveyWaiting.wave_id == wave_id)
    )
    waiting = [_open(session, wave_id, row) for row in rows.all()]
    _shuffle(waiting)
    return waiting


def _open(session: Session, wave_id: UUID, row: Row[UUID, bytes]) -> Response:
    opened = unseal(
        session,
        subject_id=wave_id,
        table=_WAITING,
        column="sealed",
        row_id=row.id,
        sealed=row.sealed,
    )
    content = json.loads(opened)
    return Response(tuple(content["groups"]), content["answers"])


def rewrite_waiting(
    session: Session, wave_id: UUID, responses: Sequence[Response], length: int
) -> None:
    """Write all sets that wait anew, in random order and under new ids."""
    session.execute(delete(SurveyWaiting).where(SurveyWaiting.wave_id == wave_id))
    shuffled = list(responses)
    _shuffle(shuffled)
    rows = [_waiting_row(session, wave_id, response, length) for response in shuffled]
    if rows:
        session.execute(insert(SurveyWaiting), rows)


def destroy_waiting(session: Session, wave_id: UUID) -> None:
    """Remove what waited, and the key: whatever copy of a sealed row is left, it stays shut."""
    session.execute(delete(SurveyWaiting).where(SurveyWaiting.wave_id == wave_id))
    erase(session, wave_id)


def add_responses(session: Session, wave_id: UUID, responses: Sequence[Response]) -> None:
    """Write a whole wave in one go, in random order and under random numbers."""
    shuffled = list(responses)
    _shuffle(shuffled)
    numbered = [(secrets.randbits(63), response) for response in shuffled]
    if not numbered:
        return
    version_id = session.scalars(
        select(SurveyVersion.id).where(
            SurveyVersion.wave_id == wave_id, SurveyVersion.replaced.is_(False)
        )
    ).one()
    session.execute(
        insert(SurveyResponse),
        [
            {
                "id": number,
                "wave_id": wave_id,
                "version_id": version_id,
                "group_values": list(response.groups),
            }
            for number, response in numbered
        ],
    )
    session.execute(
        insert(SurveyAnswer),
        [
            {"wave_id": wave_id, "response_id": number, "question": question, "value": value}
            for number, response in numbered
            for question, value in sorted(response.answers.items())
        ],
    )


@dataclass(frozen=True, slots=True)
class Text:
    """What somebody wrote in answer to a question; nobody's. ``may_quote``: we may quote it."""

    question: str
    words: str
    may_quote: bool = False


def add_texts(
    session: Session, wave_id: UUID, waiting: Sequence[Response], questions: Collection[str]
) -> None:
    """Write what was typed in answer to these questions, in random order, apart from the rest.

    Those that are there already are written anew among them: no row tells with which others it
    came. Sealed under a key of each text's own: to destroy one is to destroy that text alone.
    """
    texts = [
        Text(question, response.answers[question], may_quote(response.answers, question))
        for response in waiting
        for question in sorted(questions)
        if question in response.answers
    ]
    _shuffle(texts)
    there = select(
        SurveyText.id, SurveyText.question, SurveyText.may_quote, SurveyText.sealed
    ).where(SurveyText.wave_id == wave_id)
    rows = [dict(row._mapping) for row in session.execute(there)]
    ids = [uuid4() for _ in texts]
    held = prepare_keys(session, ids)
    rows += [
        {
            "id": row_id,
            "question": each.question,
            "may_quote": each.may_quote,
            "sealed": _seal_text(session, row_id, each.words),
        }
        for row_id, each in zip(ids, texts, strict=True)
    ]
    del held  # kept until here, so that sealing asked the database for no key
    session.execute(delete(SurveyText).where(SurveyText.wave_id == wave_id))
    _shuffle(rows)
    if rows:
        session.execute(insert(SurveyText), [{**row, "wave_id": wave_id} for row in rows])


def _seal_text(session: Session, row_id: UUID, words: str) -> bytes:
    return seal(
        session,
        subject_id=row_id,
        table=SurveyText.__tablename__,
        column="sealed",
        row_id=row_id,
        text=words,
    )


def list_texts(session: Session, wave_id: UUID) -> list[Text]:
    """What has been taken out of a wave's answers to be read, in random order."""
    rows = session.scalars(select(SurveyText).where(SurveyText.wave_id == wave_id)).all()
    held = prepare_keys(session, [row.id for row in rows])
    texts = [_open_text(session, row) for row in rows]
    del held
    _shuffle(texts)
    return texts


def _open_text(session: Session, row: SurveyText) -> Text:
    words = unseal(
        session,
        subject_id=row.id,
        table=SurveyText.__tablename__,
        column="sealed",
        row_id=row.id,
        sealed=row.sealed,
    )
    return Text(row.question, words, row.may_quote)


def find_text(session: Session, text_id: UUID) -> tuple[UUID, Text] | None:
    """One text and the wave it was written in; None where there is none such."""
    row = session.get(SurveyText, text_id)
    return (row.wave_id, _open_text(session, row)) if row else None
