"""What became of messages: that they were handed over, and the failures that come back."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import CursorResult, update
from sqlalchemy.orm import Session

from portal.domain.addresses import Channel
from portal.domain.sending import DeliveryStatus
from portal.store.tables.deliveries import MessageDelivery


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
    for message_id, status in statuses.items():
        result = session.execute(
            update(MessageDelivery)
            .where(MessageDelivery.message_id == message_id, MessageDelivery.status != status)
            .values(status=status, status_at=now)
        )
        assert isinstance(result, CursorResult)  # noqa: S101 - what an UPDATE answers
        changed += result.rowcount
    return changed
