"""Messages waiting to be sent, written in the same transaction as the fact they tell."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.db import Base
from portal.store.tables.queued import Queued


class OutboxMessage(Queued, Base):
    """One message to one person. Its link and code are destroyed as soon as it has gone."""

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
    channel: Mapped[str | None]  # how the recipient asked to be reached, where they did
    link_sealed: Mapped[bytes | None]
    code_sealed: Mapped[bytes | None]
    queued_at: Mapped[datetime]
