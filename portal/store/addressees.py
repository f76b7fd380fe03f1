"""Whom the council writes to about a child: everybody whose link to the child is open."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.domain.rights import holds_own_rights
from portal.store.recipients import count_sharers
from portal.store.tables.children import Child
from portal.store.tables.people import FamilyLink, FamilyMember
from portal.store.visibility import SELF, link_is_open

_AT_ONCE = 500


def list_addressees(
    session: Session, child_ids: Collection[UUID], today: date, *, with_own: bool = True
) -> Mapping[UUID, Sequence[UUID]]:
    """The family members to tell, by child. A child is told nothing by us before their rights
    begin: the adults are. Without ``with_own`` the adults alone. Who of them gets no letters, as
    the young person wants it, is for the stop list to say."""
    ids = list(child_ids)
    found: defaultdict[UUID, list[UUID]] = defaultdict(list)
    for start in range(0, len(ids), _AT_ONCE):
        rows = session.execute(
            select(
                FamilyLink.child_id,
                FamilyLink.family_member_id,
                FamilyLink.relationship,
                Child.birth_date,
            )
            .join(Child, Child.id == FamilyLink.child_id)
            .where(FamilyLink.child_id.in_(ids[start : start + _AT_ONCE]), link_is_open(today))
            .order_by(FamilyLink.child_id, FamilyLink.id)
        )
        for child_id, person_id, relationship, born in rows:
            holds_rights = born is not None and holds_own_rights(born, today)
            if relationship != SELF or (with_own and holds_rights):
                found[child_id].append(person_id)
    return found


def list_own_contacts(
    session: Session, child_ids: Collection[UUID], today: date
) -> Mapping[UUID, UUID]:
    """The young people, or children, who can be written to themselves: by child, the contact row of
    their own. One that has no address, or an address that somebody else has too, is none."""
    ids = list(child_ids)
    found: dict[UUID, UUID] = {}
    for start in range(0, len(ids), _AT_ONCE):
        rows = session.execute(
            select(FamilyLink.child_id, FamilyMember.id)
            .join(FamilyMember, FamilyMember.id == FamilyLink.family_member_id)
            .join(Child, Child.id == FamilyLink.child_id)
            .where(
                FamilyLink.child_id.in_(ids[start : start + _AT_ONCE]),
                FamilyLink.relationship == SELF,
                link_is_open(today),
                or_(
                    FamilyMember.email_lookup.is_not(None), FamilyMember.mobile_lookup.is_not(None)
                ),
                count_sharers() == 0,
            )
            .order_by(FamilyLink.child_id, FamilyLink.id.desc())
        )
        found |= dict(rows.all())
    return found
