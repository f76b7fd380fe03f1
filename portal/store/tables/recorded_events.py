"""What staff recorded of a case in this portal."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.db import Base


class RecordedEventRow(Base):
    """An event that somebody recorded here, or the correction of one. Append-only.

    A correction is a row of its own: it names the row that it replaces, which only one may do, and
    says what is right, or withdraws it. The note (of a correction: the reason) is sealed with the
    child's data key.
    """

    __tablename__ = "recorded_events"
    __table_args__ = (Index("ix_recorded_events_child", "child_id", "recorded_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    child_id: Mapped[UUID] = mapped_column(ForeignKey("children.id"))
    kind: Mapped[str]
    happened_on: Mapped[date]
    detail: Mapped[str] = mapped_column(default="")
    note_sealed: Mapped[bytes | None]
    recorded_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"), index=True)
    role: Mapped[str]
    recorded_at: Mapped[datetime]
    replaces_id: Mapped[UUID | None] = mapped_column(ForeignKey("recorded_events.id"), unique=True)
    is_withdrawn: Mapped[bool] = mapped_column(default=False)
