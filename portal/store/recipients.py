"""Where people can be written to, and whether they may be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from portal.domain.addresses import Address, Channel
from portal.domain.messages import FamilyFacts, LinkFacts, Recipient, RecipientKind, StaffFacts
from portal.domain.people import Role, Viewer
from portal.domain.rights import holds_own_rights
from portal.domain.sign_in import AdultFacts
from portal.store.sealing import keyed_digest, unseal
from portal.store.tables.cases import Plan
from portal.store.tables.children import Child
from portal.store.tables.contact_reports import ContactReport
from portal.store.tables.people import FamilyLink, FamilyMember, Staff
from portal.store.visibility import SELF, visible_children

# Codes of ceasereason in named_plan.csv (the Department for Education's SEN2 return).
DIED = "8"
MOVED_AWAY = ("5", "7")


@dataclass(frozen=True, slots=True)
class Reach:
    """How somebody can be reached, what they prefer, and in which language they read."""

    addresses: Mapping[Channel, Address]
    prefers: Channel
    language: str | None

    def choose(self, asked: Channel | None, possible: frozenset[Channel]) -> Address | None:
        """The way they asked for, else the one they prefer, else any that there is."""
        for channel in (asked, self.prefers, *Channel):
            if channel in possible and channel in self.addresses:
                return self.addresses[channel]
        return None


def count_sharers() -> ScalarSelect[int]:
    """How many others have the same e-mail or the same mobile; for a query of FamilyMember."""
    other = aliased(FamilyMember)
    return (
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


def shares_address(session: Session, family_member_id: UUID) -> bool:
    """Whether somebody else has this person's e-mail or mobile."""
    found = select(count_sharers()).where(FamilyMember.id == family_member_id)
    return bool(session.scalar(found))


def list_adults_at(session: Session, lookup: bytes, channel: Channel) -> Sequence[AdultFacts]:
    """The family members with this e-mail or mobile, each with how many others share either."""
    column = FamilyMember.email_lookup if channel is Channel.EMAIL else FamilyMember.mobile_lookup
    rows = session.execute(select(FamilyMember.id, count_sharers()).where(column == lookup))
    return [AdultFacts(person_id, count) for person_id, count in rows]


def find_family_role(session: Session, family_member_id: UUID, today: date) -> Role | None:
    """As whom a family member signs in; None where there is no such person.

    A row linked as ``self`` is the young person's own, from the day that their rights begin, or
    else the child's.
    """
    if session.get(FamilyMember, family_member_id) is None:
        return None
    own = session.execute(
        select(Child.birth_date)
        .join(FamilyLink, FamilyLink.child_id == Child.id)
        .where(FamilyLink.family_member_id == family_member_id, FamilyLink.relationship == SELF)
    ).first()
    if own is None:
        return Role.FAMILY_MEMBER
    born = own.birth_date
    is_young_person = born is not None and holds_own_rights(born, today)
    return Role.YOUNG_PERSON if is_young_person else Role.CHILD


def get_facts(session: Session, to: Recipient, today: date) -> FamilyFacts | StaffFacts:
    """What the stop list asks about a recipient. Nobody by that id counts as closed."""
    if to.kind is RecipientKind.STAFF:
        staff = session.get(Staff, to.id)
        return StaffFacts(account_closed=staff is None or staff.closed_at is not None)
    member = session.get(FamilyMember, to.id)
    if member is None:
        return FamilyFacts((), surveys_stopped=True, says_wrong_person=True)
    return FamilyFacts(
        links=tuple(_links(session, to.id, today)),
        surveys_stopped=member.surveys_stopped_at is not None,
        says_wrong_person=says_wrong_person(session, to.id),
    )


def says_wrong_person(session: Session, family_member_id: UUID) -> bool:
    """Whether the reader of this person's messages says that they are meant for somebody else,
    and the council has not yet checked."""
    reported = exists().where(
        ContactReport.family_member_id == family_member_id, ContactReport.settled_at.is_(None)
    )
    return bool(session.scalar(select(reported)))


def _links(session: Session, family_member_id: UUID, today: date) -> list[LinkFacts]:
    def has_plan(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
        return exists().where(Plan.child_id == FamilyLink.child_id, *conditions)

    open_to = {
        child_id
        for role in (Role.FAMILY_MEMBER, Role.CHILD)
        for child_id in session.scalars(visible_children(Viewer(role, family_member_id), today))
    }
    in_force = has_plan(or_(Plan.ceased_on.is_(None), Plan.ceased_on > today))
    rows = session.execute(
        select(
            FamilyLink.child_id,
            has_plan(Plan.cease_reason == DIED).label("died"),
            has_plan().label("had_plan"),
            in_force.label("has_plan"),
            has_plan(Plan.cease_reason.in_(MOVED_AWAY)).label("moved"),
        ).where(FamilyLink.family_member_id == family_member_id)
    )
    return [
        LinkFacts(
            child_id=row.child_id,
            died=bool(row.died),
            plan_ceased=bool(row.had_plan and not row.has_plan),
            moved_away=bool(row.moved and not row.has_plan),
            restricted=row.child_id not in open_to,
        )
        for row in rows
    ]


def find_reach(session: Session, to: Recipient) -> Reach | None:
    """How to reach a recipient; None where there is no such person."""
    if to.kind is RecipientKind.STAFF:
        staff = session.get(Staff, to.id)
        if staff is None:
            return None
        text = _open(session, "staff", "email_sealed", staff.id, staff.email_sealed)
        return Reach({Channel.EMAIL: Address(Channel.EMAIL, text)}, Channel.EMAIL, None)
    member = session.get(FamilyMember, to.id)
    if member is None:
        return None
    sealed = {Channel.EMAIL: member.email_sealed, Channel.SMS: member.mobile_sealed}
    columns = {Channel.EMAIL: "email_sealed", Channel.SMS: "mobile_sealed"}
    return Reach(
        {
            channel: Address(
                channel, _open(session, "family_members", columns[channel], member.id, value)
            )
            for channel, value in sealed.items()
            if value is not None
        },
        Channel.SMS if member.channel == Channel.SMS else Channel.EMAIL,
        member.language,
    )


def _open(session: Session, table: str, column: str, person_id: UUID, sealed: bytes) -> str:
    return unseal(
        session, subject_id=person_id, table=table, column=column, row_id=person_id, sealed=sealed
    )


def digest_of(session: Session, address: Address) -> bytes:
    """The same as `portal.store.sealing.lookup` of an address that has been read already."""
    return keyed_digest(session, address.channel, address.value)
