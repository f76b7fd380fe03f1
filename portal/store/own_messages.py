"""What somebody has been sent, for their own page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from portal.domain.addresses import Channel
from portal.domain.messages import MessageKind, RecipientKind
from portal.domain.sending import DeliveryStatus
from portal.store.outbox import STOPPED, get_link_and_code
from portal.store.tables.deliveries import MessageDelivery
from portal.store.tables.outbox import OutboxMessage


@dataclass(frozen=True, slots=True)
class OwnMessage:
    """``link_path`` only where the link is no secret. ``channel`` and ``status`` are empty while
    a letter waits to be printed, and where nobody could say."""

    kind: MessageKind
    sent_at: datetime
    channel: Channel | None
    status: DeliveryStatus | None
    link_path: str | None


def count_own_messages(session: Session, person_id: UUID) -> int:
    listed = _sent_to(person_id).subquery()
    return session.scalar(select(func.count()).select_from(listed)) or 0


def list_own_messages(
    session: Session, person_id: UUID, *, after: int, limit: int
) -> Sequence[OwnMessage]:
    """The newest first: all that was sent or could not be delivered, never what was stopped or
    still waits. Parts of a digest are listed one by one."""
    rows = session.execute(
        _sent_to(person_id)
        .add_columns(MessageDelivery.channel, MessageDelivery.status)
        .order_by(OutboxMessage.queued_at.desc(), OutboxMessage.id)
        .offset(after)
        .limit(limit)
    )
    return [
        OwnMessage(
            kind=MessageKind(row.kind),
            sent_at=row.ended_at or row.set_aside_at or row.queued_at,
            channel=Channel(channel) if channel else None,
            status=DeliveryStatus(status) if status else None,
            link_path=get_link_and_code(session, row.id)[0] if row.ended_at else None,
        )
        for row, channel, status in rows
    ]


def _sent_to(person_id: UUID) -> Select[OutboxMessage]:
    handed_over_as = func.coalesce(OutboxMessage.digest_id, OutboxMessage.id)
    return (
        select(OutboxMessage)
        .outerjoin(MessageDelivery, MessageDelivery.message_id == handed_over_as)
        .where(
            OutboxMessage.recipient_kind == RecipientKind.FAMILY_MEMBER,
            OutboxMessage.recipient_id == person_id,
            OutboxMessage.kind != MessageKind.DIGEST,
            or_(OutboxMessage.outcome.is_(None), OutboxMessage.outcome != STOPPED),
            or_(OutboxMessage.ended_at.is_not(None), OutboxMessage.set_aside_at.is_not(None)),
        )
    )
