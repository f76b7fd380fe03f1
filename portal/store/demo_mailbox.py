"""The demo's mailbox."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.messages import Recipient, RecipientKind
from portal.store.tables.demo_mailbox import DemoLetter


@dataclass(frozen=True, slots=True)
class DeliveredLetter:
    """A letter as its reader would have got it."""

    id: UUID
    to: Recipient
    address: str
    subject: str
    text: str
    delivered_at: datetime


def add_letter(session: Session, letter: DeliveredLetter) -> None:
    """Keep a letter; the same one again replaces it."""
    session.merge(
        DemoLetter(
            id=letter.id,
            recipient_kind=letter.to.kind,
            recipient_id=letter.to.id,
            address=letter.address,
            subject=letter.subject,
            text=letter.text,
            delivered_at=letter.delivered_at,
        )
    )
    session.flush()


def list_letters(session: Session, limit: int) -> Sequence[DeliveredLetter]:
    """The newest letters first."""
    rows = session.scalars(
        select(DemoLetter).order_by(DemoLetter.delivered_at.desc(), DemoLetter.id).limit(limit)
    )
    return [
        DeliveredLetter(
            id=row.id,
            to=Recipient(RecipientKind(row.recipient_kind), row.recipient_id),
            address=row.address,
            subject=row.subject,
            text=row.text,
            delivered_at=row.delivered_at,
        )
        for row in rows
    ]
