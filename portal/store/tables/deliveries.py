"""What became of messages after they were handed over, and letters that go on paper."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.db import Base


class MessageDelivery(Base):
    """One letter handed over, or refused for good. ``status``: `portal.domain.sending`; it changes
    when word comes back. ``channel`` is empty where it was given up before one was chosen.
    """

    __tablename__ = "message_deliveries"
    __table_args__ = (
        Index("ix_message_deliveries_recipient", "recipient_id", "channel", "handed_at"),
    )

    message_id: Mapped[UUID] = mapped_column(ForeignKey("outbox_messages.id"), primary_key=True)
    recipient_id: Mapped[UUID]
    channel: Mapped[str | None]
    status: Mapped[str]
    handed_at: Mapped[datetime]
    status_at: Mapped[datetime]


class PaperFile(Base):
    """One file of letters, for the council's own mail merge."""

    __tablename__ = "paper_files"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    made_at: Mapped[datetime] = mapped_column(index=True)
    made_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    letters: Mapped[int]


class PaperLetter(Base):
    """One letter of a file, kept sealed with its reader's key until the file is fetched no more."""

    __tablename__ = "paper_letters"

    message_id: Mapped[UUID] = mapped_column(ForeignKey("outbox_messages.id"), primary_key=True)
    file_id: Mapped[UUID] = mapped_column(ForeignKey("paper_files.id"), index=True)
    place: Mapped[int]
    family_member_id: Mapped[UUID] = mapped_column(ForeignKey("family_members.id"), index=True)
    child_id: Mapped[UUID | None] = mapped_column(ForeignKey("children.id"))
    subject: Mapped[str]
    text_sealed: Mapped[bytes]
    code_sealed: Mapped[bytes | None]
