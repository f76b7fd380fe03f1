"""The telephone desk: whom to ring for a wave, and what to know before ringing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from portal.store.cohorts import may_be_asked
from portal.store.invitations import Invitation
from portal.store.sealing import unseal
from portal.store.tables.children import Child
from portal.store.tables.people import FamilyLink, FamilyMember
from portal.store.tables.surveys import SurveyInvitation


@dataclass(frozen=True, slots=True)
class ToRing:
    """Somebody who has not answered yet. No child's name: a list is not read for one child."""

    invitation_id: UUID
    name: str
    language: str | None
    interpreter: bool


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
    session: Session, wave_id: UUID, today: date, *, offset: int, limit: int
) -> Sequence[ToRing]:
    """Invited people who have not answered and may be asked, by name."""
    rows = session.execute(
        select(
            SurveyInvitation.id,
            FamilyMember.given,
            FamilyMember.family,
            FamilyMember.language,
            FamilyMember.interpreter,
        )
        .select_from(SurveyInvitation)
        .join(FamilyMember, FamilyMember.id == SurveyInvitation.family_member_id)
        .join(Child, Child.id == SurveyInvitation.child_id)
        .join(FamilyLink, _same_link())
        .where(_unanswered(wave_id), may_be_asked(today))
        .order_by(FamilyMember.family, FamilyMember.given, SurveyInvitation.id)
        .offset(offset)
        .limit(limit)
    )
    return [
        ToRing(row.id, f"{row.given} {row.family}", row.language, row.interpreter) for row in rows
    ]


def count_to_ring(session: Session, wave_id: UUID, today: date) -> int:
    """How many `list_to_ring` has in all."""
    return (
        session.scalar(
            select(func.count())
            .select_from(SurveyInvitation)
            .join(FamilyMember, FamilyMember.id == SurveyInvitation.family_member_id)
            .join(Child, Child.id == SurveyInvitation.child_id)
            .join(FamilyLink, _same_link())
            .where(_unanswered(wave_id), may_be_asked(today))
        )
        or 0
    )


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


def _unanswered(wave_id: UUID) -> ColumnElement[bool]:
    return and_(SurveyInvitation.wave_id == wave_id, SurveyInvitation.used.is_(False))
