"""Who of the families cannot be reached, and why. Only people to whom the council may write."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from portal.domain.addresses import Channel
from portal.domain.people import Role, Viewer
from portal.domain.rights import latest_birth_with_rights
from portal.domain.sending import DeliveryStatus
from portal.domain.unreachable import Why
from portal.store.tables.cases import Plan
from portal.store.tables.children import Child
from portal.store.tables.contact_reports import ContactReport
from portal.store.tables.deliveries import MessageDelivery
from portal.store.tables.people import FamilyLink, FamilyMember
from portal.store.visibility import SELF, link_is_open, listed_children

_FAILED = {
    Why.PERMANENT_FAILURE: DeliveryStatus.PERMANENT_FAILURE,
    Why.TEMPORARY_FAILURE: DeliveryStatus.TEMPORARY_FAILURE,
    Why.TECHNICAL_FAILURE: DeliveryStatus.TECHNICAL_FAILURE,
}


@dataclass(frozen=True, slots=True)
class ChildNamed:
    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Unreachable:
    """``name`` and ``children`` only for a caseworker of the children; ``report_id`` where a
    reader's report is open, and since when."""

    person_id: UUID
    contact_id: str
    name: str | None
    children: tuple[ChildNamed, ...]
    whys: tuple[Why, ...]
    report_id: UUID | None
    reported_at: datetime | None


def count_unreachable(
    session: Session, viewer: Viewer, today: date
) -> tuple[int, Mapping[Why, int]]:
    """How many people, and how many for each reason; one person may have several."""
    conditions = _conditions()
    row = session.execute(
        _people(viewer, today).with_only_columns(
            func.count(),
            *(func.sum(case((conditions[why], 1), else_=0)) for why in Why),
        )
    ).one()
    return row[0], {why: row[place] or 0 for place, why in enumerate(Why, start=1)}


def list_unreachable(
    session: Session, viewer: Viewer, today: date, *, why: Why | None, after: int, limit: int
) -> Sequence[Unreachable]:
    """In the order of the record's numbers. A caseworker's are those around the own caseload."""
    conditions = _conditions()
    asked = _people(viewer, today).with_only_columns(
        FamilyMember.id,
        FamilyMember.contact_id,
        FamilyMember.given,
        FamilyMember.family,
        ContactReport.id.label("report_id"),
        ContactReport.reported_at,
        *(case((conditions[each], 1), else_=0).label(each.value) for each in Why),
    )
    if why is not None:
        asked = asked.where(conditions[why])
    rows = session.execute(
        asked.order_by(FamilyMember.contact_id, FamilyMember.id).offset(after).limit(limit)
    ).all()
    is_named = viewer.role is Role.CASEWORKER
    children = _children_of(session, viewer, [row.id for row in rows], today) if is_named else {}
    return [
        Unreachable(
            person_id=row.id,
            contact_id=row.contact_id,
            name=f"{row.given} {row.family}" if is_named else None,
            children=tuple(children.get(row.id, ())),
            whys=tuple(each for each in Why if getattr(row, each.value)),
            report_id=row.report_id,
            reported_at=row.reported_at,
        )
        for row in rows
    ]


def may_settle_for(session: Session, viewer: Viewer, person_id: UUID, today: date) -> bool:
    """An administrator for everybody; a caseworker for the families of the own caseload."""
    if viewer.role is Role.ADMINISTRATOR:
        return True
    linked = exists().where(
        FamilyLink.family_member_id == person_id,
        FamilyLink.child_id.in_(listed_children(viewer, today)),
    )
    return bool(session.scalar(select(linked)))


def _people(viewer: Viewer, today: date) -> Select[UUID]:
    """Everybody with something against them whom the council may write to."""
    has_plan = exists().where(Plan.child_id == Child.id)
    in_force = has_plan.where(or_(Plan.ceased_on.is_(None), Plan.ceased_on > today))
    to_reach = (
        select(FamilyLink.family_member_id)
        .join(Child, Child.id == FamilyLink.child_id)
        .where(
            link_is_open(today),
            or_(
                FamilyLink.relationship != SELF,
                Child.birth_date <= latest_birth_with_rights(today),
            ),
            or_(~has_plan, in_force),
        )
    )
    if viewer.role is Role.CASEWORKER:
        to_reach = to_reach.where(Child.id.in_(listed_children(viewer, today)))
    return (
        select(FamilyMember.id)
        .outerjoin(
            ContactReport,
            and_(
                ContactReport.family_member_id == FamilyMember.id,
                ContactReport.settled_at.is_(None),
            ),
        )
        .where(FamilyMember.id.in_(to_reach), or_(*_conditions().values()))
    )


def _conditions() -> dict[Why, ColumnElement[bool]]:
    others = aliased(FamilyMember)

    def is_shared(*, by_email: bool) -> ColumnElement[bool]:
        column = others.email_lookup if by_email else others.mobile_lookup
        doubled = select(column).where(column.is_not(None)).group_by(column)
        own = FamilyMember.email_lookup if by_email else FamilyMember.mobile_lookup
        return own.in_(doubled.having(func.count() > 1))

    return {
        Why.WRONG_PERSON: and_(ContactReport.id.is_not(None), ContactReport.decision.is_(None)),
        Why.WRONG_ADDRESS: ContactReport.decision.is_not(None),
        Why.SHARED_ADDRESS: or_(is_shared(by_email=True), is_shared(by_email=False)),
        Why.NO_ADDRESS: and_(
            FamilyMember.email_lookup.is_(None),
            FamilyMember.mobile_lookup.is_(None),
            func.coalesce(FamilyMember.channel, "").not_in([Channel.LETTER, Channel.PHONE]),
        ),
        **{why: _latest_failed(status) for why, status in _FAILED.items()},
    }


def _latest_failed(status: DeliveryStatus) -> ColumnElement[bool]:
    """Whether the last message by some channel ended like this: a later one that was handed over
    settles it by itself. One that was given up before it had a channel is settled by any."""
    later = aliased(MessageDelivery)
    superseded = exists().where(
        later.recipient_id == MessageDelivery.recipient_id,
        or_(MessageDelivery.channel.is_(None), later.channel == MessageDelivery.channel),
        later.handed_at > MessageDelivery.handed_at,
    )
    return exists().where(
        MessageDelivery.recipient_id == FamilyMember.id,
        MessageDelivery.status == status,
        ~superseded,
    )


def _children_of(
    session: Session, viewer: Viewer, people: Sequence[UUID], today: date
) -> Mapping[UUID, Sequence[ChildNamed]]:
    rows = session.execute(
        select(FamilyLink.family_member_id, Child.id, Child.forename, Child.surname)
        .join(Child, Child.id == FamilyLink.child_id)
        .where(
            FamilyLink.family_member_id.in_(people),
            Child.id.in_(listed_children(viewer, today)),
            link_is_open(today),
        )
        .order_by(Child.surname, Child.forename, Child.id)
    )
    found: defaultdict[UUID, list[ChildNamed]] = defaultdict(list)
    for person_id, child_id, forename, surname in rows:
        found[person_id].append(ChildNamed(child_id, f"{forename} {surname}"))
    return found
