"""What became of messages: that they were handed over, and the failures that come back."""

from collections.abc import Mapping
from datetime import datetime
from itertools import islice
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.addresses import Channel
from portal.domain.sending import DeliveryStatus
from portal.store.tables.deliveries import MessageDelivery

_AT_ONCE = 500


def add_delivery(
    session: Session,
    message_id: UUID,
    recipient_id: UUID,
    channel: Channel | None,
    status: DeliveryStatus,
    now: datetime,
) -> None:
    session.add(
        MessageDelivery(
            message_id=message_id,
            recipient_id=recipient_id,
            channel=channel,
            status=status,
            handed_at=now,
            status_at=now,
        )
    )
    session.flush()


def note_statuses(session: Session, statuses: Mapping[UUID, DeliveryStatus], now: datetime) -> int:
    """Note what has come back about these messages; how many of them it changed. Messages that
    are not ours are passed over."""
    changed = 0
    ids = iter(statuses)
    while some := list(islice(ids, _AT_ONCE)):
        rows = select(MessageDelivery).where(MessageDelivery.message_id.in_(some))
        for row in session.scalars(rows):
            if row.status != statuses[row.message_id]:
                row.status, row.status_at = statuses[row.message_id], now
                changed += 1
    session.flush()
    return changed
