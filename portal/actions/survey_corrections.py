"""A slip in the words of a survey that is under way, put right without asking something else."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from portal.domain.corrections import (
    Correction,
    EarlierAnswersLost,
    NotToBeCorrected,
    SaidAlready,
    correct_words,
)
from portal.domain.instruments import Instrument
from portal.domain.waves import WaveNotOpen
from portal.store import waves


@dataclass(frozen=True, slots=True)
class CorrectedMeanwhile:
    """Somebody else has put words of this survey right since."""


def correct_wave(
    session: Session, wave_id: UUID, *, before: str, after: str, reason: str, today: date
) -> WaveNotOpen | NotToBeCorrected | EarlierAnswersLost | SaidAlready | CorrectedMeanwhile | None:
    """Say these words instead from now on, as a new version; None where it is done.

    Only for words that mean the same: answers from before and after are counted together. Raises
    NoResultFound where there is no such wave.
    """
    wave = waves.get_wave(session, wave_id)
    if not wave.is_under_way:
        return WaveNotOpen()
    corrected = correct_words(wave.instrument, before, after)
    if not isinstance(corrected, Instrument):
        return corrected
    correction = Correction(today, before, after, reason)
    done = waves.replace_version(session, wave, corrected, correction)
    return None if done else CorrectedMeanwhile()
