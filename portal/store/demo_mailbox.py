"""The demo's mailbox."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.store.tables.demo_mailbox import DemoLetter


@dataclass(frozen=True, slots=True)
class KeptLetter:
    """A letter as its reader would have got it."""

    id: UUID
    address: str
    subject: str
    text: str
    written_at: datetime


def add_letter(session: Session, letter: KeptLetter) -> None:
    """Keep a letter; the same one again replaces it."""
    session.merge(
        DemoLetter(
            id=letter.id,
            address=letter.address,
            subject=letter.subject,
            text=letter.text,
            written_at=letter.written_at,
        )
    )
    session.flush()


def list_letters(
    session: Session, limit: int, *, to: Collection[str] | None = None
) -> Sequence[KeptLetter]:
    """The newest letters first; with ``to``, only those to these addresses."""
    query = select(DemoLetter).order_by(DemoLetter.written_at.desc(), DemoLetter.id).limit(limit)
    if to is not None:
        query = query.where(DemoLetter.address.in_(to))
    return [
        KeptLetter(row.id, row.address, row.subject, row.text, row.written_at)
        for row in session.scalars(query)
    ]
