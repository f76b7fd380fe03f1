"""Whose rights begin or have begun, and where a word is still missing at 18."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from portal.store.tables.cases import Plan
from portal.store.tables.children import Child
from portal.store.tables.people import FamilyLink
from portal.store.visibility import link_is_open, new_documents_wait

_AT_ONCE = 500


def list_births(session: Session, born_by: date, today: date) -> Sequence[tuple[UUID, date]]:
    """Everybody on the record born on or before a day, with the birth date; not those whose plans
    have all ended."""
    of_child = Plan.child_id == Child.id
    has_plan = exists().where(of_child, or_(Plan.ceased_on.is_(None), Plan.ceased_on > today))
    rows = session.execute(
        select(Child.id, Child.birth_date)
        .where(
            Child.birth_date <= born_by,
            Child.marked_absent_on.is_(None),
            or_(has_plan, ~exists().where(of_child)),
        )
        .order_by(Child.birth_date, Child.caseref, Child.id)
    )
    return [(row.id, row.birth_date) for row in rows if row.birth_date is not None]


def list_waiting(
    session: Session, child_ids: Collection[UUID], today: date
) -> dict[UUID, list[UUID]]:
    """The adults for whom new documents wait, by young person of 18 or more; those of whom it is
    said are in it, and nobody else."""
    found: dict[UUID, list[UUID]] = {}
    for some in _batches(child_ids):
        rows = session.execute(
            select(FamilyLink.child_id, FamilyLink.family_member_id)
            .join(Child, Child.id == FamilyLink.child_id)
            .where(FamilyLink.child_id.in_(some), link_is_open(today), new_documents_wait(today))
            .order_by(FamilyLink.child_id, FamilyLink.id)
        )
        for child_id, person_id in rows:
            found.setdefault(child_id, []).append(person_id)
    return found


def _batches(ids: Collection[UUID]) -> Iterator[list[UUID]]:
    every = list(ids)
    for start in range(0, len(every), _AT_ONCE):
        yield every[start : start + _AT_ONCE]
