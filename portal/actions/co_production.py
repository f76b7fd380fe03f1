"""Families and the officer agree on what is asked: remarks, answers, proposals, the sign-off."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from portal.domain.co_production import Remark, RemarkDetails
from portal.domain.instrument_building import make_key, put_question
from portal.domain.instrument_files import digest_wording
from portal.domain.instruments import Instrument
from portal.domain.people import Viewer
from portal.domain.questions import FIXED_SCALES, Question, QuestionKind
from portal.store import co_production, instruments


@dataclass(frozen=True, slots=True)
class WordsChanged:
    """These are no longer the words that the person has read; nothing is signed."""


def add_remark(
    session: Session,
    viewer: Viewer,
    instrument_id: UUID,
    details: RemarkDetails,
    now: datetime,
    *,
    new_id: UUID,
) -> None:
    """The same again under ``new_id``, as from a second press, is the same remark."""
    by = viewer.person_id
    if not co_production.add_remark(session, new_id, instrument_id, details, by=by, now=now):
        there = co_production.find_remark(session, instrument_id, new_id)
        if there is None or there.details != details:
            co_production.add_remark(session, uuid4(), instrument_id, details, by=by, now=now)


def answer_remark(session: Session, remark: Remark, answer: str, now: datetime) -> None:
    co_production.answer_remark(session, remark.id, answer, taken_in=remark.taken_in, now=now)


def take_proposal_in(
    session: Session,
    instrument_id: UUID,
    remark: Remark,
    kind: QuestionKind,
    answer: str,
    now: datetime,
) -> str:
    """Make the proposed question the last one; its key. Taken in once, it is taken in for good: the
    officer then puts it in its place and words it. Raises NoResultFound."""
    key = make_key(remark.details.words, remark.id.hex)
    stored = instruments.lock_instrument(session, instrument_id)
    there = co_production.find_remark(session, instrument_id, remark.id)
    if there is not None and not there.taken_in:
        question = Question(key, kind, remark.details.words, options=FIXED_SCALES.get(kind, ()))
        last = max(len(stored.instrument.sections) - 1, 0)
        changed = put_question(stored.instrument, last, question)
        instruments.change_instrument(session, instrument_id, changed, now)
    co_production.answer_remark(session, remark.id, answer, taken_in=True, now=now)
    return key


def sign_off(
    session: Session, viewer: Viewer, instrument_id: UUID, seen: str, now: datetime
) -> WordsChanged | None:
    """The group stands by the present words, of which it has ``seen`` the digest. Raises
    NoResultFound."""
    stored = instruments.lock_instrument(session, instrument_id)
    if digest_wording(stored.instrument) != seen:
        return WordsChanged()
    co_production.add_sign_off(session, instrument_id, seen, by=viewer.person_id, now=now)
    return None


def freeze_sign_off(
    session: Session, wave_id: UUID, instrument_id: UUID, asked: Instrument
) -> None:
    """Keep with an opening wave whether what it asks is signed off, whatever happens to that after.

    Called once, by whoever opens the wave, in the same transaction, with the frozen instrument.
    """
    signed = co_production.find_sign_off_of(session, instrument_id, digest_wording(asked))
    if signed is not None:
        co_production.freeze_sign_off(session, wave_id, signed)
