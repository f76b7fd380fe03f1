"""Answers on their way to being nobody's: waiting while a wave is open, shuffled when it closes."""

import json
import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import Row, delete, insert, select
from sqlalchemy.orm import Session

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


def prepare_wave_key(session: Session, wave_id: UUID) -> None:
    """Make the wave's key ahead, so that the first answer need not."""
    prepare_keys(session, [wave_id])


def add_waiting(session: Session, wave_id: UUID, response: Response, length: int) -> None:
    """Put one set of answers with those that wait for the wave to close; ``length`` as packed."""
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
    session.execute(_ADD_WAITING, {"id": row_id, "wave_id": wave_id, "sealed": sealed})


def list_waiting(session: Session, wave_id: UUID) -> list[Response]:
    """All sets that wait, opened, in random order."""
    rows = session.execute(
        select(SurveyWaiting.id, SurveyWaiting.sealed).where(SurveyWaiting.wave_id == wave_id)
    )
    waiting = [_open(session, wave_id, row) for row in rows.all()]
    _shuffle(waiting)
    return waiting


def _open(session: Session, wave_id: UUID, row: Row[UUID, bytes]) -> Response:
    text = unseal(
        session,
        subject_id=wave_id,
        table=_WAITING,
        column="sealed",
        row_id=row.id,
        sealed=row.sealed,
    )
    content = json.loads(text)
    return Response(tuple(content["groups"]), content["answers"])


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
        select(SurveyVersion.id).where(SurveyVersion.wave_id == wave_id)
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


def add_texts(
    session: Session, wave_id: UUID, waiting: Sequence[Response], questions: Collection[str]
) -> None:
    """Write what was typed in answer to these questions, in random order, apart from the rest.

    Sealed under a key of each text's own: to destroy one is to destroy that text alone.
    """
    texts = [
        (question, response.answers[question])
        for response in waiting
        for question in sorted(questions)
        if question in response.answers
    ]
    _shuffle(texts)
    for question, text in texts:
        row_id = uuid4()
        sealed = seal(
            session,
            subject_id=row_id,
            table=SurveyText.__tablename__,
            column="sealed",
            row_id=row_id,
            text=text,
        )
        session.add(SurveyText(id=row_id, wave_id=wave_id, question=question, sealed=sealed))
