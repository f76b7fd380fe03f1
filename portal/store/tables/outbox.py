"""Messages waiting to be sent, written in the same transaction as the fact they tell."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.db import Base


class OutboxMessage(Base):
    """One message to one person. Its link and code are destroyed as soon as it has gone.

    ``next_at`` is when the worker may take it: a claim pushes it into the future, so that a worker
    that dies gives the message back by itself. ``stop_digest`` finds the message again when its
    reader presses "wrong child" or "stop surveys".
    """

    __tablename__ = "outbox_messages"
    __table_args__ = (
        Index("ix_outbox_messages_waiting", "ended_at", "next_at"),
        Index("ix_outbox_messages_recipient", "recipient_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    kind: Mapped[str]
    recipient_kind: Mapped[str]
    recipient_id: Mapped[UUID]
    about_id: Mapped[UUID | None] = mapped_column(ForeignKey("children.id"))
    channel: Mapped[str | None]
    link_sealed: Mapped[bytes | None]
    code_sealed: Mapped[bytes | None]
    stop_digest: Mapped[bytes | None] = mapped_column(unique=True)
    queued_at: Mapped[datetime]
    next_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    claim: Mapped[UUID | None]
    ended_at: Mapped[datetime | None]
    outcome: Mapped[str | None]  # sent, stopped or failed
    reason: Mapped[str | None]
