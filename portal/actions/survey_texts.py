"""Free answers of an open wave reach their readers within a day, and lead back to nobody.

What waits is sealed until the wave closes; only the texts are taken out. Everything that lay beside
them is then written anew in the same transaction, so that nothing the database keeps of a row
(transaction, place) tells with which other answers, or by whose invitation, a text came.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal.actions.surveys import SWEEP
from portal.domain.waves import TRACED_BELOW, UNDER_WAY, packed_length
from portal.store import responses, shuffling, waves
from portal.store.jobs import add_job

TAKE_DUE = "surveys.take_texts_due"
TAKE = "surveys.take_texts"


def take_texts_due(session: Session, now: datetime) -> None:
    """Start taking the texts out of every wave that runs; a daily job."""
    for wave in waves.list_waves(session, *UNDER_WAY):
        if wave.text_keys:
            add_job(session, TAKE, {"wave_id": str(wave.id)}, now)


def take_texts(session: Session, wave_id: UUID, now: datetime) -> None:
    """Take the texts out of what waits. Done again it finds none and changes nothing.

    While fewer than ten invited people have answered, whoever sees who they are could tell whose
    a text is: so long it stays sealed. In a wave that anybody may answer nobody is seen.
    """
    shuffling.lock_answers(session)
    wave = waves.get_wave(session, wave_id)
    if not wave.is_under_way or (wave.public_code is None and wave.answered < TRACED_BELOW):
        return
    written = wave.text_keys
    waiting = responses.list_waiting(session, wave_id)
    if not any(written & response.answers.keys() for response in waiting):
        return
    responses.add_texts(session, wave_id, waiting, written)
    without = [response.without(written) for response in waiting]
    responses.rewrite_waiting(session, wave_id, without, packed_length(wave.questions))
    shuffling.shuffle_invitations(session, wave_id)
    add_job(session, SWEEP, {}, now)
