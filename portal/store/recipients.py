"""Where people can be written to, and whether they may be."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, and_, case, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from portal.domain.addresses import Address, Channel
from portal.domain.messages import (
    Facts,
    FamilyFacts,
    LinkFacts,
    Recipient,
    RecipientKind,
    StaffFacts,
)
from portal.domain.people import Role
from portal.domain.rights import holds_own_rights
from portal.domain.sign_in import AdultFacts
from portal.store.advisers import TO_ADVISERS, find_address, list_adviser_facts
from portal.store.safeguarding_rota import find_mobile
from portal.store.sealing import keyed_digest, unseal
from portal.store.tables.cases import Plan
from portal.store.tables.children import Child
from portal.store.tables.contact_reports import ContactReport
from portal.store.tables.people import FamilyLink, FamilyMember, Staff
from portal.store.visibility import SELF, gets_letters, link_is_open, new_documents_wait

# Codes of ceasereason in named_plan.csv (the Department for Education's SEN2 return).
DIED = "8"
MOVED_AWAY = ("5", "7")

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Reach:
    """How somebody can be reached, what they prefer, and in which language they read."""

    addresses: Mapping[Channel, Address]
    prefers: Channel | None
    language: str | None


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
    """As whom a family member signs in; None where there is no such person."""
    return next(iter(list_family_roles(session, family_member_id, today)), None)


def list_family_roles(session: Session, family_member_id: UUID, today: date) -> Sequence[Role]:
    """As whom this person may be here, the one to sign in as first; empty where there is nobody.

    A row linked as ``self`` is the young person's own, from the day that their rights begin, or
    else the child's. Somebody may have a plan of their own and be a parent too. What is closed
    makes nobody anything, as long as something else is open.
    """
    links = session.execute(
        select(
            FamilyLink.relationship,
            Child.birth_date,
            case((link_is_open(today), 1), else_=0).label("open"),
        )
        .select_from(FamilyMember)
        .outerjoin(FamilyLink, FamilyLink.family_member_id == FamilyMember.id)
        .outerjoin(Child, Child.id == FamilyLink.child_id)
        .where(FamilyMember.id == family_member_id)
    ).all()
    if not links:
        return ()
    own = [link for link in links if link.relationship == SELF]
    is_parent = any(link.open for link in links if link.relationship != SELF)
    roles: list[Role] = []
    if own and (any(link.open for link in own) or not is_parent):
        births = [link.birth_date for link in own if link.open] or [link.birth_date for link in own]
        holds = any(born is not None and holds_own_rights(born, today) for born in births)
        roles.append(Role.YOUNG_PERSON if holds else Role.CHILD)
    if is_parent or not roles:
        roles.append(Role.FAMILY_MEMBER)
    return roles


def get_facts(session: Session, to: Recipient, today: date) -> Facts:
    """What the stop list asks about a recipient. Nobody by that id counts as closed."""
    return list_facts(session, [to], today)[to]


def list_facts(
    session: Session, people: Iterable[Recipient], today: date
) -> Mapping[Recipient, Facts]:
    """The same for many recipients, in a fixed number of statements for every few hundred."""
    facts: dict[Recipient, Facts] = {}
    wanted = iter(dict.fromkeys(people))
    while some := list(islice(wanted, _AT_ONCE)):
        by_kind: dict[RecipientKind, list[UUID]] = {}
        for to in some:
            by_kind.setdefault(to.kind, []).append(to.id)
        if staff := by_kind.get(RecipientKind.STAFF):
            facts |= _staff_facts(session, staff)
        if family := by_kind.get(RecipientKind.FAMILY_MEMBER):
            facts |= _family_facts(session, family, today)
        for kind in TO_ADVISERS & set(by_kind):
            of_request = list_adviser_facts(session, by_kind[kind], died=DIED)
            facts |= {Recipient(kind, each): of_request[each] for each in of_request}
    return facts


def _staff_facts(session: Session, ids: Sequence[UUID]) -> dict[Recipient, StaffFacts]:
    working = set(
        session.scalars(select(Staff.id).where(Staff.id.in_(ids), Staff.closed_at.is_(None)))
    )
    return {
        Recipient(RecipientKind.STAFF, staff_id): StaffFacts(account_closed=staff_id not in working)
        for staff_id in ids
    }


def _family_facts(
    session: Session, ids: Sequence[UUID], today: date
) -> dict[Recipient, FamilyFacts]:
    members = session.execute(
        select(
            FamilyMember.id,
            FamilyMember.surveys_stopped_at,
            _has_open_report(FamilyMember.id).label("wrong"),
        ).where(FamilyMember.id.in_(ids))
    )
    known = {row.id: row for row in members}
    links = _list_links(session, ids, today)
    return {
        Recipient(RecipientKind.FAMILY_MEMBER, person_id): FamilyFacts(
            links=tuple(links[person_id]),
            surveys_stopped=known[person_id].surveys_stopped_at is not None,
            says_wrong_person=bool(known[person_id].wrong),
        )
        if person_id in known
        else FamilyFacts((), surveys_stopped=True, says_wrong_person=True)
        for person_id in ids
    }


def says_wrong_person(session: Session, family_member_id: UUID) -> bool:
    """Whether the reader of this person's messages says that they are meant for somebody else,
    and the council has not yet checked."""
    return bool(session.scalar(select(_has_open_report(family_member_id))))


def _has_open_report(family_member: UUID | InstrumentedAttribute[UUID]) -> ColumnElement[bool]:
    return exists().where(
        ContactReport.family_member_id == family_member, ContactReport.settled_at.is_(None)
    )


def _list_links(
    session: Session, ids: Sequence[UUID], today: date
) -> Mapping[UUID, Sequence[LinkFacts]]:
    def has_plan(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
        return exists().where(Plan.child_id == FamilyLink.child_id, *conditions)

    in_force = has_plan(or_(Plan.ceased_on.is_(None), Plan.ceased_on > today))
    rows = session.execute(
        select(
            FamilyLink.family_member_id,
            FamilyLink.child_id,
            case((and_(link_is_open(today), ~_shares_with_somebody_kept_away()), 1), else_=0).label(
                "open"
            ),
            case((gets_letters(today), 0), else_=1).label("no_letters"),
            case((new_documents_wait(today), 1), else_=0).label("documents_wait"),
            has_plan(Plan.cease_reason == DIED).label("died"),
            has_plan().label("had_plan"),
            in_force.label("has_plan"),
            has_plan(Plan.cease_reason.in_(MOVED_AWAY)).label("moved"),
        )
        .join(Child, Child.id == FamilyLink.child_id)
        .join(FamilyMember, FamilyMember.id == FamilyLink.family_member_id)
        .where(FamilyLink.family_member_id.in_(ids))
        .order_by(FamilyLink.family_member_id, FamilyLink.id)
    )
    links: defaultdict[UUID, list[LinkFacts]] = defaultdict(list)
    for row in rows:
        links[row.family_member_id].append(
            LinkFacts(
                child_id=row.child_id,
                died=bool(row.died),
                plan_ceased=bool(row.had_plan and not row.has_plan),
                moved_away=bool(row.moved and not row.has_plan),
                restricted=not row.open,
                no_letters=bool(row.no_letters),
                documents_wait=bool(row.documents_wait),
            )
        )
    return links


def _shares_with_somebody_kept_away() -> ColumnElement[bool]:
    """Whether somebody whom a restriction keeps from the same child reads the same e-mail or
    mobile: what is sent there would reach them. For a query of FamilyLink and FamilyMember."""
    kept_away, reader = aliased(FamilyLink), aliased(FamilyMember)
    return (
        exists()
        .where(
            kept_away.child_id == FamilyLink.child_id,
            kept_away.family_member_id != FamilyLink.family_member_id,
            or_(kept_away.restriction.is_not(None), kept_away.restriction_unreadable.is_(True)),
            reader.id == kept_away.family_member_id,
            or_(
                reader.email_lookup == FamilyMember.email_lookup,
                reader.mobile_lookup == FamilyMember.mobile_lookup,
            ),
        )
        .correlate(FamilyLink, FamilyMember)
    )


def find_name(session: Session, family_member_id: UUID) -> str:
    """For staff who are to ring this person; empty where there is nobody."""
    member = session.get(FamilyMember, family_member_id)
    return f"{member.given} {member.family}" if member else ""


def find_reach(session: Session, to: Recipient) -> Reach | None:
    """How to reach a recipient; None where there is no such person."""
    if to.kind is RecipientKind.STAFF:
        staff = session.get(Staff, to.id)
        if staff is None:
            return None
        text = _open(session, "staff", "email_sealed", staff.id, staff.email_sealed)
        addresses = {Channel.EMAIL: Address(Channel.EMAIL, text)}
        if mobile := find_mobile(session, staff.id):
            addresses[Channel.SMS] = Address(Channel.SMS, mobile)
        return Reach(addresses, Channel.EMAIL, None)
    if to.kind in TO_ADVISERS:
        address = find_address(session, to)
        return Reach({Channel.EMAIL: address}, Channel.EMAIL, None) if address else None
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
        Channel(member.channel) if member.channel in set(Channel) else None,
        member.language,
    )


def list_languages(session: Session, ids: Iterable[UUID]) -> Mapping[UUID, str | None]:
    """In which language these family members read, as the record says."""
    languages: dict[UUID, str | None] = {}
    wanted = iter(ids)
    while some := list(islice(wanted, _AT_ONCE)):
        rows = session.execute(
            select(FamilyMember.id, FamilyMember.language).where(FamilyMember.id.in_(some))
        )
        languages |= {row.id: row.language for row in rows}
    return languages


def _open(session: Session, table: str, column: str, person_id: UUID, sealed: bytes) -> str:
    return unseal(
        session, subject_id=person_id, table=table, column=column, row_id=person_id, sealed=sealed
    )


def digest_of(session: Session, address: Address) -> bytes:
    """The same as `portal.store.sealing.lookup` of an address that has been read already."""
    return keyed_digest(session, address.channel, address.value)
