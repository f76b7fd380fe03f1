"""The adults around one child, as the caseworker sees who can sign in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.domain.family_access import LETS_IN, Standing, explain_access, needs_agreement
from portal.domain.messages import RecipientKind
from portal.domain.people import Viewer
from portal.domain.records.access import tells_of_adoption
from portal.domain.rights import Link, Responsibility, holds_own_rights
from portal.domain.sign_in import TicketPurpose
from portal.domain.wishes import SaidWish, wishes_about
from portal.store.capacity import find_capacity_day
from portal.store.recipients import count_sharers
from portal.store.tables.children import Child
from portal.store.tables.people import FamilyLink, FamilyMember
from portal.store.tables.sign_in import SignInTicket
from portal.store.visibility import SELF, listed_children, parents_access, visible_children
from portal.store.wishes import list_said


@dataclass(frozen=True, slots=True)
class FamilyMemberAccess:
    """One person linked to the child: what they can do, never where they live or what they wrote.

    ``shares_address``: another person has the same e-mail or mobile, so that neither can sign in.
    ``needs_agreement``: only the young person's agreement, or a capacity decision, lets them in.
    ``said`` is what the young person has said about this adult, the latest first;
    ``holds_rights``: the young person's rights are their own by now.
    """

    id: UUID
    name: str
    relationship: str
    standing: Standing
    restriction_review: date | None
    needs_agreement: bool
    can_be_reached: bool
    shares_address: bool
    invited_at: datetime | None
    said: Sequence[SaidWish] = ()
    holds_rights: bool = False

    @property
    def wish_decides(self) -> bool:
        """Whether it is the young person's word that lets this adult in or keeps them out."""
        by_word = {*LETS_IN, Standing.YOUNG_PERSON_OBJECTS, Standing.AGREEMENT_NEEDED}
        return self.holds_rights and self.relationship != SELF and self.standing in by_word

    @property
    def is_open(self) -> bool:
        return self.standing in LETS_IN


def find_child_name(session: Session, viewer: Viewer, child_id: UUID, today: date) -> str | None:
    """The child's name; None where there is no such child, or none that this person may see."""
    row = session.execute(
        select(Child.forename, Child.surname).where(
            Child.id == child_id, Child.id.in_(visible_children(viewer, today))
        )
    ).one_or_none()
    return f"{row.forename} {row.surname}" if row else None


def find_name_on_caseload(
    session: Session, viewer: Viewer, child_id: UUID, today: date
) -> str | None:
    """The same for whoever answers for the child: a record opened by breaking the glass is for
    reading, never for deciding who else may see it."""
    row = session.execute(
        select(Child.forename, Child.surname).where(
            Child.id == child_id, Child.id.in_(listed_children(viewer, today))
        )
    ).one_or_none()
    return f"{row.forename} {row.surname}" if row else None


def list_family(
    session: Session, viewer: Viewer, child_id: UUID, today: date
) -> Sequence[FamilyMemberAccess]:
    """Everybody linked to a child on this person's list; those who may sign in come first."""
    invited = (
        select(func.max(SignInTicket.made_at))
        .where(
            SignInTicket.person_kind == RecipientKind.FAMILY_MEMBER,
            SignInTicket.person_id == FamilyMember.id,
            SignInTicket.purpose == TicketPurpose.FAMILY_INVITATION,
        )
        .scalar_subquery()
    )
    rows = session.execute(
        select(
            FamilyMember,
            FamilyLink,
            Child,
            count_sharers().label("sharers"),
            invited.label("invited"),
        )
        .join(FamilyLink, FamilyLink.family_member_id == FamilyMember.id)
        .join(Child, Child.id == FamilyLink.child_id)
        .where(FamilyLink.child_id == child_id, Child.id.in_(listed_children(viewer, today)))
        .order_by(FamilyMember.family, FamilyMember.given, FamilyMember.id)
    ).all()
    adopted = any(
        tells_of_adoption(row.FamilyLink.relationship)
        for row in rows
        if row.FamilyLink.marked_absent_on is None
    )
    said = list_said(session, child_id) if rows else {}
    capacity_on = find_capacity_day(session, child_id) if rows else None
    family = []
    for member, link, child, sharers, invited_at in rows:
        facts = _facts(link)
        about = said.get(member.id, ())
        wishes = wishes_about(about[0] if about else None, capacity_on)
        family.append(
            FamilyMemberAccess(
                id=member.id,
                name=f"{member.given} {member.family}",
                relationship=link.relationship,
                standing=explain_access(
                    facts,
                    restriction_readable=link.restriction is not None,
                    looked_after=bool(child.looked_after),
                    adopted=adopted,
                    on=today,
                    born=child.birth_date,
                    wishes=wishes,
                    rule=parents_access(session),
                ),
                restriction_review=link.restriction_review,
                needs_agreement=needs_agreement(
                    facts, born=child.birth_date, on=today, wishes=wishes
                ),
                can_be_reached=bool(member.email_lookup or member.mobile_lookup),
                shares_address=bool(sharers),
                invited_at=invited_at,
                said=about,
                holds_rights=child.birth_date is not None
                and holds_own_rights(child.birth_date, today),
            )
        )
    return sorted(family, key=lambda member: not member.is_open)


def _facts(link: FamilyLink) -> Link:
    return Link(
        responsibility=Responsibility(link.responsibility),
        is_self=link.relationship == SELF,
        is_restricted=link.restriction is not None or link.restriction_unreadable,
        is_on_record=link.marked_absent_on is None,
        starts=link.access_from,
        ends=link.access_until,
        opened_by_caseworker=link.opened_by_id is not None,
    )


def find_family_member(
    session: Session, viewer: Viewer, child_id: UUID, family_member_id: UUID, today: date
) -> FamilyMemberAccess | None:
    """One of `list_family`; None where this person may not see the child or nobody is that."""
    around = list_family(session, viewer, child_id, today)
    return next((member for member in around if member.id == family_member_id), None)


def find_by_contact_id(session: Session, contact_id: str) -> UUID | None:
    """The family member with this number in the council's contacts file."""
    return session.scalar(select(FamilyMember.id).where(FamilyMember.contact_id == contact_id))
