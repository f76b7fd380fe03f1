"""A survey call: taken by one caller at a time, and ended with answers or with a reason."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal.actions import survey_answers
from portal.actions.survey_answers import MayNotBeRung, NotOpen, OpenSurvey
from portal.domain.calls import (
    CLAIM_LASTS,
    UNREACHED,
    Attempt,
    CallBackPast,
    CallBackTooLate,
    CallOutcome,
    may_call_back,
    ring_again_at,
)
from portal.domain.dates import london_day
from portal.domain.surveys import WaveClosed
from portal.store import call_attempts, calls, contact_reports
from portal.store.call_attempts import Claim
from portal.store.sealing import SubjectErasedError


@dataclass(frozen=True, slots=True)
class Recorded:
    """The call is noted. ``ring_again_at`` is None where the person is rung no more."""

    ring_again_at: datetime | None


def take_person(
    session: Session, wave_id: UUID, invitation_id: UUID, staff_id: UUID, now: datetime
) -> OpenSurvey | NotOpen | MayNotBeRung | Claim:
    """The survey of a person whom this caller may now ring; a colleague's claim where one has
    them on the telephone."""
    survey = survey_answers.find_for_call(session, wave_id, invitation_id, london_day(now))
    if not isinstance(survey, OpenSurvey):
        return survey
    taken = call_attempts.claim_person(
        session,
        wave_id=wave_id,
        invitation_id=invitation_id,
        staff_id=staff_id,
        now=now,
        until=now + CLAIM_LASTS,
    )
    return survey if taken else (call_attempts.find_claim(session, invitation_id, now) or survey)


def record_attempt(
    session: Session, attempt_id: UUID, survey: OpenSurvey, attempt: Attempt, now: datetime
) -> Recorded | CallBackPast | CallBackTooLate | WaveClosed:
    """Note how a call ended without answers, once however often it is pressed.

    Who wants no part goes on the stop list. Where the portal's own number was a stranger's, we
    write no more until somebody has checked the record.
    """
    invitation = survey.invitation
    if attempt.call_back_at is not None:
        refusal = may_call_back(attempt.call_back_at, now=now, closes_on=invitation.closes_on)
        if refusal is not None:
            return refusal
    so_far = call_attempts.count_attempts(session, invitation.id)
    unreached = so_far.unreached + (attempt.outcome in UNREACHED)
    again_at = ring_again_at(attempt, unreached=unreached, now=now)
    try:
        call_attempts.add_attempt(
            session,
            attempt_id,
            wave_id=invitation.wave_id,
            invitation_id=invitation.id,
            number=so_far.all + 1,
            attempt=attempt,
            ring_again_at=again_at,
            now=now,
        )
    except SubjectErasedError:  # the wave has closed, and its key is gone, since the page was asked
        return WaveClosed()
    call_attempts.let_go(session, invitation.id)
    _tell_the_stop_list(session, survey, attempt.outcome, now)
    return Recorded(again_at)


def _tell_the_stop_list(
    session: Session, survey: OpenSurvey, outcome: CallOutcome, now: datetime
) -> None:
    person_id = survey.invitation.family_member_id
    if person_id is None:
        return
    if outcome is CallOutcome.DECLINED:
        contact_reports.stop_surveys_to(session, person_id, now)
    elif outcome is CallOutcome.WRONG_NUMBER and calls.has_number(session, person_id):
        contact_reports.add_report(session, person_id, now)
