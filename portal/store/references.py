"""A child by the number that somebody has in hand. Never by name."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.store.tables.children import Child


def find_child_by_reference(session: Session, reference: str) -> UUID | None:
    """The one child with exactly this case reference or, where none has it, this UPN."""
    for column in (Child.caseref, Child.upn):
        found = session.scalars(select(Child.id).where(column == reference).limit(2)).all()
        if len(found) == 1:
            return found[0]
    return None
