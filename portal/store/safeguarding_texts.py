"""What raising a concern has to know: for which review views were given, whom one writes of."""

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.people import Viewer
from portal.store.tables.children import Child
from portal.store.tables.reviews import Contribution
from portal.store.visibility import visible_children


def find_review_of(session: Session, contribution_id: UUID) -> UUID | None:
    """For which review these views were given."""
    return session.scalar(select(Contribution.review_id).where(Contribution.id == contribution_id))


def list_own_children(session: Session, viewer: Viewer, today: date) -> list[tuple[UUID, str]]:
    """The children this family member may see, with their forenames, the oldest first; for the
    young person or child only themselves."""
    rows = session.execute(
        select(Child.id, Child.forename)
        .where(Child.id.in_(visible_children(viewer, today)))
        .order_by(Child.birth_date, Child.id)
    )
    return [(row.id, row.forename or "") for row in rows]
