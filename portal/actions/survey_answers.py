"""Answering a survey: opened by link or on the telephone, kept for later, sent once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal.domain.messages import MessageKind, why_stopped
from portal.domain.people import Viewer
from portal.domain.questions import (
    AnswerFault,
    Question,
    WrongAnswers,
    keep_asked,
    keys_of,
    missing_answers,
    read_answers,
)
from portal.domain.surveys import AlreadyAnswered, NothingAnswered, WaveClosed
from portal.domain.waves import Mode, may_answer, packed_length
from portal.store import contact_reports, invitations, recipients, responses, waves
from portal.store.invitations import Invitation
from portal.store.responses import Response
from portal.store.sealing import SubjectErasedError
from portal.store.waves import Version


@dataclass(frozen=True, slots=True)
class InvitationUnknown:
    """No invitation has this link, or this wave has none by this id."""


@dataclass(frozen=True, slots=True)
class OpenSurvey:
    """A survey that this person may answer now."""

    invitation: Invitation
    version: Version

    @property
    def questions(self) -> tuple[Question, ...]:
        return self.version.questions

    @property
    def version_id(self) -> UUID:
        return self.invitation.version_id

    @property
    def closes_on(self) -> date:
        return self.invitation.closes_on


@dataclass(frozen=True, slots=True)
class MayNotBeRung:
    """The stop list holds this person back since the wave opened."""


NotOpen = InvitationUnknown | WaveClosed | AlreadyAnswered


def find_by_link(session: Session, token: str, today: date) -> OpenSurvey | NotOpen:
    """The survey behind a family's personal link; none for somebody whose access was closed."""
    return open_invitation(session, invitations.find_by_token(session, token, today), today)


def find_own(
    session: Session, viewer: Viewer, *, child_id: UUID, wave_id: UUID, today: date
) -> OpenSurvey | NotOpen:
    """The same survey, for somebody signed in: only their own, about a child they may see."""
    found = invitations.find_own(session, viewer, child_id=child_id, wave_id=wave_id, today=today)
    return open_invitation(session, found, today)


def find_for_coordinator(
    session: Session, viewer: Viewer, invitation_id: UUID, today: date
) -> OpenSurvey | NotOpen:
    """The same survey, for a setting's coordinator who is signed in: only their own."""
    found = invitations.find_by_id(session, invitation_id, today)
    if found is None or found.staff_id != viewer.person_id:
        return InvitationUnknown()
    return open_invitation(session, found, today)


def find_for_call(
    session: Session, wave_id: UUID, invitation_id: UUID, today: date
) -> OpenSurvey | NotOpen | MayNotBeRung:
    """The same survey, for somebody who is asked on the telephone."""
    survey = open_invitation(
        session, invitations.find_invitation(session, wave_id, invitation_id), today
    )
    if not isinstance(survey, OpenSurvey):
        return survey
    if survey.invitation.family_member_id is None:
        return InvitationUnknown()  # families are rung, settings are not
    facts = recipients.get_facts(session, survey.invitation.to, today)
    stopped = why_stopped(MessageKind.SURVEY_INVITATION, facts, about=survey.invitation.child_id)
    return MayNotBeRung() if stopped else survey


def open_invitation(
    session: Session, invitation: Invitation | None, today: date
) -> OpenSurvey | NotOpen:
    """The survey of this invitation, where it can be answered today."""
    if invitation is None:
        return InvitationUnknown()
    refusal = may_answer(
        invitation.state, used=invitation.used, closes_on=invitation.closes_on, today=today
    )
    if refusal is not None:
        return refusal
    return OpenSurvey(invitation, waves.get_version(session, invitation.version_id))


def stop_surveys(session: Session, token: str, now: datetime) -> InvitationUnknown | None:
    """Send the holder of this link no more surveys."""
    invitation = invitations.find_by_token(session, token, None)
    if invitation is None or invitation.family_member_id is None:
        return InvitationUnknown()
    contact_reports.stop_surveys_to(session, invitation.family_member_id, now)
    return None


def report_wrong_person(session: Session, token: str, now: datetime) -> InvitationUnknown | None:
    """The holder of this link says that it is about somebody else's child."""
    invitation = invitations.find_by_token(session, token, None)
    if invitation is None or invitation.family_member_id is None:
        return InvitationUnknown()
    contact_reports.add_report(session, invitation.family_member_id, now)
    return None


def read_draft(session: Session, survey: OpenSurvey) -> dict[str, str]:
    """What was saved earlier, on whatever device or call; empty where nothing was."""
    return invitations.read_draft(session, survey.invitation)


def save_draft(
    session: Session, survey: OpenSurvey, given: Mapping[str, str]
) -> WrongAnswers | AlreadyAnswered | WaveClosed | None:
    """Keep what was given for later, in place of what was kept."""
    answers = read_answers(survey.questions, given)
    if isinstance(answers, WrongAnswers):
        return answers
    return _keep(session, survey, answers)


def save_step(
    session: Session, survey: OpenSurvey, step: Sequence[Question], given: Mapping[str, str]
) -> dict[str, str] | WrongAnswers | AlreadyAnswered | WaveClosed:
    """Keep the answers of one step beside those of the others: all that is kept now.

    Another device may keep another step at the same moment; neither loses what the other keeps.
    """
    answers = read_answers(step, given)
    if isinstance(answers, WrongAnswers):
        return answers
    here = keys_of(step)
    try:
        earlier = invitations.read_draft_alone(session, survey.invitation)
    except SubjectErasedError:
        return WaveClosed()
    kept = {key: value for key, value in earlier.items() if key not in here} | answers
    return _keep(session, survey, kept) or kept


def _keep(
    session: Session, survey: OpenSurvey, answers: Mapping[str, str]
) -> AlreadyAnswered | WaveClosed | None:
    try:
        saved = invitations.save_draft(
            session, survey.invitation, answers, packed_length(survey.questions)
        )
    except SubjectErasedError:  # the wave has closed, and its key is gone, since the page was asked
        return WaveClosed()
    return None if saved else AlreadyAnswered()


def send_answers(
    session: Session, survey: OpenSurvey, given: Mapping[str, str], mode: Mode
) -> WrongAnswers | NothingAnswered | AlreadyAnswered | WaveClosed | None:
    """Take one person's answers, once, whatever is pressed at the same moment elsewhere.

    The invitation is marked, draft and secret are destroyed, the mode is counted and the answers
    wait sealed, all in the caller's one transaction.
    """
    answers = check_answers(survey.questions, given)
    if not isinstance(answers, dict):
        return answers
    if not waves.count_mode(session, survey.invitation.wave_id, mode):
        return WaveClosed()
    return _take(session, survey, answers, mode)


def send_draft(
    session: Session, survey: OpenSurvey, mode: Mode
) -> WrongAnswers | NothingAnswered | AlreadyAnswered | WaveClosed | None:
    """Take what is kept, in the same way.

    The wave's row is held before the invitation's, as everywhere: nobody waits for each other.
    """
    wave_id = survey.invitation.wave_id
    if not waves.count_mode(session, wave_id, mode):
        return WaveClosed()
    answers = check_answers(
        survey.questions, invitations.read_draft_alone(session, survey.invitation)
    )
    if isinstance(answers, dict):
        return _take(session, survey, answers, mode)
    waves.count_mode(session, wave_id, mode, by=-1)
    return answers


def check_answers(
    questions: Sequence[Question], given: Mapping[str, str]
) -> dict[str, str] | WrongAnswers | NothingAnswered:
    """The answers to send, without those to questions that are not asked; or what is wrong."""
    answers = read_answers(questions, given)
    if isinstance(answers, WrongAnswers):
        return answers
    answers = keep_asked(questions, answers)
    missing = missing_answers(questions, answers)
    if missing:
        return WrongAnswers(dict.fromkeys(missing, AnswerFault.MISSING))
    return answers or NothingAnswered()


def _take(
    session: Session, survey: OpenSurvey, answers: Mapping[str, str], mode: Mode
) -> AlreadyAnswered | None:
    invitation = survey.invitation
    if not invitations.use_invitation(session, invitation.id):
        waves.count_mode(session, invitation.wave_id, mode, by=-1)
        return AlreadyAnswered()
    responses.add_waiting(
        session,
        invitation.wave_id,
        Response(invitation.groups, answers),
        packed_length(survey.questions),
    )
    return None
