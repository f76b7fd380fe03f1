"""Inspections and their links: added, changed, shown to the group, found."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime
from hashlib import sha256
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.domain.inspections import (
    Inspection,
    InspectionDetails,
    InspectionLink,
    ListedInspection,
    Works,
)
from portal.store.changes import adds_new
from portal.store.inspection_photos import list_photos
from portal.store.sealing import seal, unseal
from portal.store.tables.inspections import InspectionLinkRow, InspectionRow

_TABLE = InspectionRow.__tablename__


def add_inspection(
    session: Session, new_id: UUID, details: InspectionDetails, *, by: UUID | None, now: datetime
) -> bool:
    """Add it; False, and nothing added, where this id is taken. ``by`` None: the learners sent
    it by their link."""
    row = InspectionRow(id=new_id, by_link=by is None)
    _write(session, row, details, by, now)
    return adds_new(session, row, new_id)


def change_inspection(
    session: Session, inspection_id: UUID, details: InspectionDetails, by: UUID, now: datetime
) -> None:
    """Raises NoResultFound."""
    _write(session, session.get_one(InspectionRow, inspection_id), details, by, now)
    session.flush()


def show_inspection(session: Session, inspection_id: UUID, shown_on: date | None) -> None:
    """Let the group read it from this day on; None takes it back."""
    session.execute(
        update(InspectionRow).where(InspectionRow.id == inspection_id).values(shown_on=shown_on)
    )


def find_inspection(
    session: Session, inspection_id: UUID, *, shown_only: bool = False
) -> Inspection | None:
    row = session.get(InspectionRow, inspection_id)
    if row is None or (shown_only and row.shown_on is None):
        return None
    saw = unseal(
        session,
        subject_id=row.id,
        table=_TABLE,
        column="saw_sealed",
        row_id=row.id,
        sealed=row.saw_sealed,
    )
    return Inspection(
        id=row.id,
        details=InspectionDetails(
            row.place, row.inspected_on, row.learners, saw, Works(row.works), row.may_quote
        ),
        by_link=row.by_link,
        shown_on=row.shown_on,
        photos=list_photos(session, row.id),
    )


def list_inspections(session: Session, *, shown_only: bool) -> Sequence[ListedInspection]:
    """The latest first."""
    query = select(InspectionRow).order_by(InspectionRow.inspected_on.desc(), InspectionRow.id)
    if shown_only:
        query = query.where(InspectionRow.shown_on.is_not(None))
    return [
        ListedInspection(
            row.id,
            row.place,
            row.inspected_on,
            row.learners,
            Works(row.works),
            row.by_link,
            row.shown_on,
        )
        for row in session.scalars(query)
    ]


def make_link(
    session: Session, link_id: UUID, last_day: date, *, by: UUID, now: datetime
) -> str | None:
    """A new secret link, of which only the digest is kept. Made again under the same id, as from a
    second press, it takes the place of the first; None where the first has been used."""
    token = secrets.token_urlsafe(32)
    row = session.get(InspectionLinkRow, link_id)
    if row is None:
        row = InspectionLinkRow(id=link_id, used=False)
        session.add(row)
    elif row.used:
        return None
    row.token_digest, row.last_day = _digest(token), last_day
    row.made_at, row.made_by_id = now, by
    session.flush()
    return token


def find_link(session: Session, token: str, *, hold: bool = False) -> InspectionLink | None:
    """The link of this token; ``hold`` keeps it from everybody else until the transaction ends."""
    query = select(InspectionLinkRow).where(InspectionLinkRow.token_digest == _digest(token))
    if hold:
        query = query.with_for_update().execution_options(populate_existing=True)
    row = session.scalars(query).one_or_none()
    return InspectionLink(row.id, row.last_day, row.used) if row else None


def use_link(session: Session, link_id: UUID) -> None:
    session.execute(
        update(InspectionLinkRow).where(InspectionLinkRow.id == link_id).values(used=True)
    )


def _digest(token: str) -> bytes:
    return sha256(token.encode()).digest()


def _write(
    session: Session,
    row: InspectionRow,
    details: InspectionDetails,
    by: UUID | None,
    now: datetime,
) -> None:
    row.place, row.inspected_on = details.place, details.day
    row.learners, row.works = details.learners, details.works
    row.may_quote = details.may_quote
    row.changed_at, row.changed_by_id = now, by
    row.saw_sealed = seal(
        session,
        subject_id=row.id,
        table=_TABLE,
        column="saw_sealed",
        row_id=row.id,
        text=details.saw,
    )
