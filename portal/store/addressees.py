"""Whom the council writes to about a child: everybody whose link to the child is open."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.rights import holds_own_rights
from portal.store.tables.children import Child
from portal.store.tables.people import FamilyLink
from portal.store.visibility import SELF, link_is_open

_AT_ONCE = 500


def list_addressees(
    session: Session, child_ids: Collection[UUID], today: date
) -> Mapping[UUID, Sequence[UUID]]:
    """The family members to tell, by child. A child is told nothing by us before their rights
    begin: the adults are."""
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
            if relationship != SELF or (born is not None and holds_own_rights(born, today)):
                found[child_id].append(person_id)
    return found
