"""Yearly publications of comments on the Local Offer: drafted, released once, read ever after."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from portal.domain.dates import london_day
from portal.domain.local_offer import Shown
from portal.domain.local_offer_publications import (
    Publication,
    Summary,
    read_summary,
    write_summary,
)
from portal.domain.releases import checksum_of
from portal.store.local_offer import read_shown
from portal.store.releases import DamagedReleaseError
from portal.store.tables.local_offer import (
    LocalOfferComment,
    LocalOfferPublication,
    LocalOfferSender,
)


def find_first_day(session: Session) -> date | None:
    """The first day that we know of a comment: when it came or, for one that was decided on, when
    that was."""
    first = func.min(func.coalesce(LocalOfferComment.received_on, LocalOfferComment.decided_on))
    return session.scalar(select(first))


def add_draft(session: Session, due_on: date) -> None:
    """A draft for this day. The caller has looked for one and holds the lock."""
    session.add(LocalOfferPublication(id=uuid4(), due_on=due_on))
    session.flush()


def find_draft(session: Session) -> Publication | None:
    row = session.scalar(
        select(LocalOfferPublication)
        .where(LocalOfferPublication.number.is_(None))
        .order_by(LocalOfferPublication.due_on)
        .limit(1)
    )
    return _read(row) if row else None


def list_publications(session: Session) -> list[Publication]:
    """Those that are out, the latest first."""
    rows = session.scalars(
        select(LocalOfferPublication)
        .where(LocalOfferPublication.number.is_not(None))
        .order_by(LocalOfferPublication.number.desc())
    )
    return [_read(row) for row in rows]


def find_publication(session: Session, number: int) -> Publication | None:
    row = session.scalar(
        select(LocalOfferPublication).where(LocalOfferPublication.number == number)
    )
    return _read(row) if row else None


def release(
    session: Session, draft_id: UUID, number: int, summary: Summary, by: UUID, now: datetime
) -> None:
    """Freeze it, and put every comment that is in no publication yet into this one. What was
    written and what its writers said of themselves is destroyed."""
    text = json.dumps(
        write_summary(summary), sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
    row = session.get_one(LocalOfferPublication, draft_id)
    row.number, row.summary, row.checksum = number, text, checksum_of(text.encode())
    row.released_at, row.released_by_id = now, by
    session.flush()
    session.execute(
        update(LocalOfferComment)
        .where(LocalOfferComment.publication_id.is_(None))
        .values(publication_id=draft_id, sealed=None),
        execution_options={"synchronize_session": "fetch"},
    )
    session.execute(delete(LocalOfferSender))


def list_published(session: Session, publication: Publication) -> list[Shown]:
    """The comments that a publication shows and nobody has taken out since. Raises
    DamagedReleaseError where one of them is not what was published."""
    shown = read_shown(session, LocalOfferComment.publication_id == publication.id)
    known: Mapping[str, str] = publication.summary.checksums if publication.summary else {}
    if any(known.get(str(each.id)) != each.checksum for each in shown):
        raise DamagedReleaseError
    return shown


def _read(row: LocalOfferPublication) -> Publication:
    if row.summary is None or row.released_at is None:
        return Publication(row.id, row.due_on)
    if checksum_of(row.summary.encode()) != row.checksum:
        raise DamagedReleaseError
    return Publication(
        id=row.id,
        due_on=row.due_on,
        number=row.number,
        released_on=london_day(row.released_at),
        summary=read_summary(json.loads(row.summary)),
        checksum=row.checksum,
    )
