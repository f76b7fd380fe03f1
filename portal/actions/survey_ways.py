"""The other ways into a survey: a code typed in, a link that anybody may follow, and paper."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from portal.actions.survey_answers import (
    InvitationUnknown,
    NotOpen,
    OpenSurvey,
    check_answers,
    open_invitation,
    send_answers,
)
from portal.domain.questions import Question, WrongAnswers
from portal.domain.sign_in import CODES_FROM_ONE_PLACE, Limit
from portal.domain.surveys import AlreadyAnswered, NothingAnswered, WaveClosed
from portal.domain.waves import Mode, may_answer, packed_length
from portal.store import forms_taken, invitations, responses, waves
from portal.store.rate import count_try
from portal.store.responses import Response
from portal.store.waves import Version

FROM_ONE_PLACE = Limit(200, timedelta(hours=1))  # a whole event may stand behind one address
LONGEST_NUMBER = 40


@dataclass(frozen=True, slots=True)
class TooManyTries:
    """Too much has come from this network address within the hour."""


@dataclass(frozen=True, slots=True)
class NumberMissing:
    """A form on paper of a wave that anybody may answer has a number on it."""


@dataclass(frozen=True, slots=True)
class NumberTaken:
    """The form with this number has been typed in before."""


@dataclass(frozen=True, slots=True)
class PublicSurvey:
    """A survey that anybody may answer now. Nobody can count its answers per person."""

    wave_id: UUID
    version_id: UUID
    closes_on: date
    version: Version

    @property
    def questions(self) -> tuple[Question, ...]:
        return self.version.questions


def find_by_code(
    session: Session, code: str, *, place: str, today: date, now: datetime
) -> OpenSurvey | NotOpen | TooManyTries:
    """The survey of somebody who types their code in. ``place`` is their network address."""
    if not count_try(session, "survey code from place", place, CODES_FROM_ONE_PLACE, now):
        return TooManyTries()
    return open_invitation(session, invitations.find_by_typed_code(session, code, today), today)


def find_public(
    session: Session, code: str, today: date
) -> PublicSurvey | InvitationUnknown | WaveClosed:
    """The survey behind a public link."""
    wave = waves.find_public(session, code)
    if wave is None:
        return InvitationUnknown()
    refusal = may_answer(wave.state, used=False, closes_on=wave.closes_on, today=today)
    if refusal is not None:
        return WaveClosed()
    version = waves.get_version(session, wave.version_id)
    return PublicSurvey(wave.id, wave.version_id, wave.closes_on, version)


def send_public_answers(
    session: Session,
    survey: PublicSurvey,
    given: Mapping[str, str],
    *,
    press: UUID,
    place: str,
    now: datetime,
) -> WrongAnswers | NothingAnswered | WaveClosed | TooManyTries | None:
    """Take answers from whoever they are. ``press`` is the key that the page brought: sent again,
    as by a second press or after a lost connection, it counts nobody twice."""
    if not count_try(session, "public survey", place, FROM_ONE_PLACE, now):
        return TooManyTries()
    answers = check_answers(survey.questions, given)
    if not isinstance(answers, dict):
        return answers
    if not waves.count_mode(session, survey.wave_id, Mode.PORTAL):
        return WaveClosed()
    if forms_taken.note_press(session, survey.wave_id, press):
        _add(session, survey, answers)
    else:
        waves.count_mode(session, survey.wave_id, Mode.PORTAL, by=-1)
    return None


def send_public_paper(
    session: Session, survey: PublicSurvey, number: str, given: Mapping[str, str]
) -> WrongAnswers | NothingAnswered | WaveClosed | NumberMissing | NumberTaken | None:
    """Take a form on paper, once by its number."""
    plain = " ".join(number.split()).upper()[:LONGEST_NUMBER]
    if not plain:
        return NumberMissing()
    answers = check_answers(survey.questions, given)
    if not isinstance(answers, dict):
        return answers
    if not waves.count_mode(session, survey.wave_id, Mode.PAPER):
        return WaveClosed()
    if not forms_taken.note_number(session, survey.wave_id, plain):
        waves.count_mode(session, survey.wave_id, Mode.PAPER, by=-1)
        return NumberTaken()
    _add(session, survey, answers)
    return None


def send_paper(
    session: Session, wave_id: UUID, code: str, given: Mapping[str, str], today: date
) -> WrongAnswers | NothingAnswered | AlreadyAnswered | WaveClosed | InvitationUnknown | None:
    """Take the paper form of an invited person, whose code is the number on it."""
    found = invitations.find_by_code(session, wave_id, code)
    survey = open_invitation(session, found, today)
    if not isinstance(survey, OpenSurvey):
        return survey
    return send_answers(session, survey, given, Mode.PAPER)


def _add(session: Session, survey: PublicSurvey, answers: Mapping[str, str]) -> None:
    length = packed_length(survey.questions)
    responses.add_waiting(session, survey.wave_id, Response((), answers), length)
