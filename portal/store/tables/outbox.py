"""Messages waiting to be sent, written in the same transaction as the fact they tell."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.db import Base
from portal.store.tables.queued import Queued


class OutboxMessage(Queued, Base):
    """One message to one person. Its code is destroyed as soon as it has gone, and its link too
    where that is the reader's alone.

    ``digest_id``: the message of kind ``digest`` in which this one travels; it is tried, sent and
    ended there. ``set_aside_at``: no worker takes it any more, it waits for the next file of
    letters on paper. ``wave_id``: the survey that it asks into; while that is stopped it waits.
    ``made_from``: the text that it acknowledges or answers; while a safeguarding concern about that
    text is open it waits.
    """

    __tablename__ = "outbox_messages"
    __table_args__ = (
        Index("ix_outbox_messages_waiting", "ended_at", "next_at"),
        Index("ix_outbox_messages_recipient", "recipient_id"),
        Index("ix_outbox_messages_digest", "digest_id"),
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
    wave_id: Mapped[UUID | None] = mapped_column(ForeignKey("survey_waves.id"))
    made_from: Mapped[UUID | None] = mapped_column(index=True)
    digest_id: Mapped[UUID | None] = mapped_column(ForeignKey("outbox_messages.id"))
    set_aside_at: Mapped[datetime | None]
