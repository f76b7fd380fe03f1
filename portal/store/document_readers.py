"""Who may read what is served: the rules of access, asked for one child's people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Row, Select, and_, case, select
from sqlalchemy.orm import Session

from portal.domain.drafts import may_read_document
from portal.domain.people import Viewer
from portal.domain.rights import Access, holds_own_rights
from portal.store.tables.children import Child
from portal.store.tables.people import FamilyLink
from portal.store.visibility import SELF, link_is_open, new_documents_wait


@dataclass(frozen=True, slots=True)
class Reader:
    """What a family member may see of a child today, and the child's birth date for the rule."""

    access: Access
    born: date | None

    def may_read(self, served_on: date) -> bool:
        return may_read_document(self.access, served_on, born=self.born)


def find_reader(session: Session, viewer: Viewer, child_id: UUID, today: date) -> Reader:
    """How this family member stands to the documents of this child."""
    row = session.execute(
        open_links(child_id, today).where(FamilyLink.family_member_id == viewer.person_id)
    ).one_or_none()
    return Reader(Access.NOT_LINKED_NOW, None) if row is None else reader_of(row)


def list_readers(session: Session, child_id: UUID, served_on: date, today: date) -> Sequence[UUID]:
    """The family members to tell of a document. A child is told nothing by us before their rights
    begin: the adults are."""
    rows = session.execute(open_links(child_id, today).order_by(FamilyLink.id))
    return [
        row.family_member_id
        for row in rows
        if reader_of(row).may_read(served_on) and _is_told(row, today)
    ]


_Link = Row[tuple[UUID, str, date | None, int]]


def open_links(child_id: UUID, today: date) -> Select[tuple[UUID, str, date | None, int]]:
    """The people whose link to this child is open, with what `reader_of` asks."""
    waits = case((new_documents_wait(today), 1), else_=0).label("waits")
    return (
        select(FamilyLink.family_member_id, FamilyLink.relationship, Child.birth_date, waits)
        .join(Child, Child.id == FamilyLink.child_id)
        .where(and_(FamilyLink.child_id == child_id, link_is_open(today)))
    )


def reader_of(row: _Link) -> Reader:
    return Reader(Access.NEW_DOCUMENTS_WAIT if row.waits else Access.OPEN, row.birth_date)


def _is_told(row: _Link, today: date) -> bool:
    if row.relationship != SELF:
        return True
    return row.birth_date is not None and holds_own_rights(row.birth_date, today)
