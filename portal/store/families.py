"""The adults around one child, as the caseworker sees who can sign in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, aliased

from portal.domain.messages import RecipientKind
from portal.domain.people import Viewer
from portal.domain.sign_in import TicketPurpose
from portal.store.tables.children import Child
from portal.store.tables.people import FamilyLink, FamilyMember
from portal.store.tables.sign_in import SignInTicket
from portal.store.visibility import link_is_open, visible_children


@dataclass(frozen=True, slots=True)
class FamilyMemberAccess:
    """One person linked to the child: what they can do, never where they live or what they wrote.

    ``shares_address``: another person has the same e-mail or mobile, so that neither can sign in.
    """

    id: UUID
    name: str
    relationship: str
    is_open: bool
    can_be_reached: bool
    shares_address: bool
    invited_at: datetime | None


def find_child_name(session: Session, viewer: Viewer, child_id: UUID, today: date) -> str | None:
    """The child's name; None where there is no such child, or none that this person may see."""
    row = session.execute(
        select(Child.forename, Child.surname).where(
            Child.id == child_id, Child.id.in_(visible_children(viewer, today))
        )
    ).one_or_none()
    return f"{row.forename} {row.surname}" if row else None


def list_family(
    session: Session, viewer: Viewer, child_id: UUID, today: date
) -> Sequence[FamilyMemberAccess]:
    """Everybody linked to a child whom this person may see; those who may sign in come first."""
    other = aliased(FamilyMember)
    shared = (
        select(func.count())
        .select_from(other)
        .where(
            other.id != FamilyMember.id,
            or_(
                other.email_lookup == FamilyMember.email_lookup,
                other.mobile_lookup == FamilyMember.mobile_lookup,
            ),
        )
        .scalar_subquery()
    )
    invited = (
        select(func.max(SignInTicket.made_at))
        .where(
            SignInTicket.person_kind == RecipientKind.FAMILY_MEMBER,
            SignInTicket.person_id == FamilyMember.id,
            SignInTicket.purpose == TicketPurpose.FAMILY_INVITATION,
        )
        .scalar_subquery()
    )
    is_open = link_is_open(today)
    rows = session.execute(
        select(
            FamilyMember,
            FamilyLink.relationship,
            is_open.label("is_open"),
            shared.label("sharers"),
            invited.label("invited_at"),
        )
        .join(FamilyLink, FamilyLink.family_member_id == FamilyMember.id)
        .join(Child, Child.id == FamilyLink.child_id)
        .where(FamilyLink.child_id == child_id, Child.id.in_(visible_children(viewer, today)))
        .order_by(is_open.desc(), FamilyMember.family, FamilyMember.given, FamilyMember.id)
    )
    return [
        FamilyMemberAccess(
            id=member.id,
            name=f"{member.given} {member.family}",
            relationship=relationship,
            is_open=bool(opened),
            can_be_reached=bool(member.email_lookup or member.mobile_lookup),
            shares_address=bool(sharers),
            invited_at=invited_at,
        )
        for member, relationship, opened, sharers, invited_at in rows
    ]


def find_by_contact_id(session: Session, contact_id: str) -> UUID | None:
    """The family member with this number in the council's contacts file."""
    return session.scalar(select(FamilyMember.id).where(FamilyMember.contact_id == contact_id))
