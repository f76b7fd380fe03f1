"""Calls that ended without answers, and who rings whom now; nothing of it outlives the wave."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import Session

from portal.domain.calls import UNREACHED, Attempt, CallOutcome
from portal.store.changes import adds_new, insert_into
from portal.store.sealing import seal, unseal
from portal.store.tables.calls import SurveyCallAttempt, SurveyCallClaim
from portal.store.tables.people import Staff
from portal.store.tables.surveys import SurveyInvitation

_ATTEMPTS = SurveyCallAttempt.__tablename__


@dataclass(frozen=True, slots=True)
class RecordedAttempt:
    """A call as the team reads of it. ``ring_again_at`` is None where nobody rings any more."""

    outcome: CallOutcome
    ended_at: datetime
    ring_again_at: datetime | None
    note: str


@dataclass(frozen=True, slots=True)
class Claim:
    """Who rings somebody until when."""

    staff_id: UUID
    name: str
    until: datetime


@dataclass(frozen=True, slots=True)
class AttemptsSoFar:
    """How many calls there were, and how many of them in vain."""

    all: int
    unreached: int


def count_attempts(session: Session, invitation_id: UUID) -> AttemptsSoFar:
    """Holds the invitation until the transaction ends: nobody counts, or answers, at once."""
    session.execute(
        select(SurveyInvitation.id).where(SurveyInvitation.id == invitation_id).with_for_update()
    )
    attempt = SurveyCallAttempt
    in_vain = func.count().filter(attempt.outcome.in_(UNREACHED))
    counted = select(func.count(), in_vain).where(attempt.invitation_id == invitation_id)
    return AttemptsSoFar(*session.execute(counted).one())


def add_attempt(
    session: Session,
    attempt_id: UUID,
    *,
    wave_id: UUID,
    invitation_id: UUID,
    number: int,
    attempt: Attempt,
    ring_again_at: datetime | None,
    now: datetime,
) -> bool:
    """Add a call; False, and nothing added, where this id is taken. Raises SubjectErasedError
    where the wave has closed meanwhile."""
    sealed = attempt.note and seal(
        session,
        subject_id=wave_id,
        table=_ATTEMPTS,
        column="note_sealed",
        row_id=attempt_id,
        text=attempt.note,
    )
    row = SurveyCallAttempt(
        id=attempt_id,
        wave_id=wave_id,
        invitation_id=invitation_id,
        number=number,
        outcome=attempt.outcome,
        ended_at=now,
        ring_again_at=ring_again_at,
        note_sealed=sealed or None,
    )
    return adds_new(session, row, attempt_id)


def list_attempts(session: Session, invitation_id: UUID) -> Sequence[RecordedAttempt]:
    """The calls to one person, the latest first, with their notes."""
    rows = session.scalars(
        select(SurveyCallAttempt)
        .where(SurveyCallAttempt.invitation_id == invitation_id)
        .order_by(SurveyCallAttempt.number.desc())
    )
    return [
        RecordedAttempt(
            CallOutcome(row.outcome), row.ended_at, row.ring_again_at, _note(session, row)
        )
        for row in rows
    ]


def _note(session: Session, row: SurveyCallAttempt) -> str:
    if row.note_sealed is None:
        return ""
    return unseal(
        session,
        subject_id=row.wave_id,
        table=_ATTEMPTS,
        column="note_sealed",
        row_id=row.id,
        sealed=row.note_sealed,
    )


def claim_person(
    session: Session,
    *,
    wave_id: UUID,
    invitation_id: UUID,
    staff_id: UUID,
    now: datetime,
    until: datetime,
) -> bool:
    """Take this person for a call; False where somebody else has them. A caller who takes the
    next one lets go of the one before."""
    claim = SurveyCallClaim
    session.execute(
        delete(claim).where(claim.staff_id == staff_id, claim.invitation_id != invitation_id)
    )
    taken = {"staff_id": staff_id, "until": until}
    held = session.scalars(
        insert_into(session, claim)
        .values(invitation_id=invitation_id, wave_id=wave_id, **taken)
        .on_conflict_do_update(
            index_elements=[claim.invitation_id],
            set_=taken,
            where=or_(claim.staff_id == staff_id, claim.until <= now),
        )
        .returning(claim.invitation_id)
    )
    return held.first() is not None


def find_claim(session: Session, invitation_id: UUID, now: datetime) -> Claim | None:
    """Who rings this person just now; None where nobody does."""
    row = session.execute(
        select(SurveyCallClaim.staff_id, Staff.name, SurveyCallClaim.until)
        .join(Staff, Staff.id == SurveyCallClaim.staff_id)
        .where(SurveyCallClaim.invitation_id == invitation_id, SurveyCallClaim.until > now)
    ).first()
    return Claim(*row) if row else None


def let_go(session: Session, invitation_id: UUID) -> None:
    """The call has ended; who made it, and that it was made just now, is nobody's concern."""
    session.execute(delete(SurveyCallClaim).where(SurveyCallClaim.invitation_id == invitation_id))


def destroy_calls(session: Session, wave_id: UUID) -> None:
    """Remove all calls of a wave, and who made them: nothing leads to who was reached."""
    for table in (SurveyCallAttempt, SurveyCallClaim):
        session.execute(delete(table).where(table.wave_id == wave_id))
