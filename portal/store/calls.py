"""The telephone desk: whom to ring for a wave, and what to know before ringing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Subquery, and_, case, func, or_, select
from sqlalchemy.orm import Session

from portal.domain.calls import CallOutcome, end_of_day
from portal.domain.dates import london_day
from portal.store.cohorts import may_be_asked
from portal.store.invitations import Invitation
from portal.store.sealing import unseal
from portal.store.tables.calls import SurveyCallAttempt, SurveyCallClaim
from portal.store.tables.children import Child
from portal.store.tables.people import FamilyLink, FamilyMember, Staff
from portal.store.tables.surveys import SurveyInvitation


class Turn(IntEnum):
    """Where somebody stands in the list."""

    CALL_BACK_TODAY = 0
    DUE = 1
    NEVER_TRIED = 2
    LATER = 3


@dataclass(frozen=True, slots=True)
class ToRing:
    """Somebody who has not answered yet. No child's name: a list is not read for one child.

    ``latest`` and ``ring_again_at`` are of the last call, None before the first; ``taken_by`` is
    the colleague who has them on the telephone.
    """

    invitation_id: UUID
    name: str
    language: str | None
    interpreter: bool
    attempts: int
    latest: CallOutcome | None
    ring_again_at: datetime | None
    turn: Turn
    taken_by: str | None


@dataclass(frozen=True, slots=True)
class CallFacts:
    """Whom to ask for, on which number, and how to check that it is the right person."""

    name: str
    mobile: str | None
    language: str | None
    interpreter: bool
    child_forename: str
    child_born: date | None


def list_to_ring(
    session: Session, wave_id: UUID, now: datetime, *, offset: int, limit: int
) -> Sequence[ToRing]:
    """Invited people who have not answered, may be asked and are still to be rung.

    Who wished to be called back today comes first, then who is due, then who was never tried,
    then those whose time is later.
    """
    so_far, latest = _so_far(wave_id), SurveyCallAttempt
    back_today = and_(
        latest.outcome == CallOutcome.CALL_BACK, latest.ring_again_at < end_of_day(now)
    )
    turn = case(
        (back_today, Turn.CALL_BACK_TODAY),
        (latest.ring_again_at <= now, Turn.DUE),
        (latest.id.is_(None), Turn.NEVER_TRIED),
        else_=Turn.LATER,
    )
    rows = session.execute(
        _to_ring(
            select(
                SurveyInvitation.id,
                FamilyMember.given,
                FamilyMember.family,
                FamilyMember.language,
                or_(FamilyMember.interpreter, so_far.c.interpreter > 0).label("interpreter"),
                func.coalesce(so_far.c.attempts, 0).label("attempts"),
                latest.outcome,
                latest.ring_again_at,
                turn.label("turn"),
                Staff.name.label("taken_by"),
            ),
            so_far,
            wave_id,
            now,
        )
        .outerjoin(
            SurveyCallClaim,
            and_(SurveyCallClaim.invitation_id == SurveyInvitation.id, SurveyCallClaim.until > now),
        )
        .outerjoin(Staff, Staff.id == SurveyCallClaim.staff_id)
        .order_by(
            turn,
            latest.ring_again_at,
            FamilyMember.family,
            FamilyMember.given,
            SurveyInvitation.id,
        )
        .offset(offset)
        .limit(limit)
    )
    return [
        ToRing(
            invitation_id=row.id,
            name=f"{row.given} {row.family}",
            language=row.language,
            interpreter=bool(row.interpreter),
            attempts=row.attempts,
            latest=CallOutcome(row.outcome) if row.outcome else None,
            ring_again_at=row.ring_again_at,
            turn=Turn(row.turn),
            taken_by=row.taken_by,
        )
        for row in rows
    ]


def count_to_ring(session: Session, wave_id: UUID, now: datetime) -> int:
    """How many `list_to_ring` has in all."""
    return session.scalar(_to_ring(select(func.count()), _so_far(wave_id), wave_id, now)) or 0


def _so_far(wave_id: UUID) -> Subquery:
    """The calls of each person who was rung: how many, the last one's number, and whether
    somebody found that an interpreter is needed."""
    call = SurveyCallAttempt
    return (
        select(
            call.invitation_id,
            func.max(call.number).label("attempts"),
            func.count()
            .filter(call.outcome == CallOutcome.INTERPRETER_NEEDED)
            .label("interpreter"),
        )
        .where(call.wave_id == wave_id)
        .group_by(call.invitation_id)
        .subquery()
    )


def _to_ring(query: Select[Any], so_far: Subquery, wave_id: UUID, now: datetime) -> Select[Any]:
    latest = SurveyCallAttempt
    return (
        query.select_from(SurveyInvitation)
        .join(FamilyMember, FamilyMember.id == SurveyInvitation.family_member_id)
        .join(Child, Child.id == SurveyInvitation.child_id)
        .join(FamilyLink, _same_link())
        .outerjoin(so_far, so_far.c.invitation_id == SurveyInvitation.id)
        .outerjoin(
            latest,
            and_(
                latest.invitation_id == so_far.c.invitation_id, latest.number == so_far.c.attempts
            ),
        )
        .where(
            SurveyInvitation.wave_id == wave_id,
            SurveyInvitation.used.is_(False),
            may_be_asked(london_day(now)),
            or_(latest.id.is_(None), latest.ring_again_at.is_not(None)),
        )
    )


def has_number(session: Session, family_member_id: UUID) -> bool:
    """Whether the portal itself has a number for this person."""
    found = select(FamilyMember.mobile_sealed.is_not(None)).where(
        FamilyMember.id == family_member_id
    )
    return bool(session.scalar(found))


def get_call_facts(session: Session, invitation: Invitation) -> CallFacts:
    """What the caller needs. Record the read of this child before using it."""
    member = session.get_one(FamilyMember, invitation.family_member_id)
    child = session.get_one(Child, invitation.child_id)
    mobile = member.mobile_sealed and unseal(
        session,
        subject_id=member.id,
        table=FamilyMember.__tablename__,
        column="mobile_sealed",
        row_id=member.id,
        sealed=member.mobile_sealed,
    )
    return CallFacts(
        name=f"{member.given} {member.family}",
        mobile=mobile or None,
        language=member.language,
        interpreter=member.interpreter,
        child_forename=child.forename,
        child_born=child.birth_date,
    )


def _same_link() -> ColumnElement[bool]:
    return and_(
        FamilyLink.child_id == SurveyInvitation.child_id,
        FamilyLink.family_member_id == SurveyInvitation.family_member_id,
    )
