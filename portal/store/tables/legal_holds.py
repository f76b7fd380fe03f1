"""Children of whose records nothing may be deleted for now."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.db import Base


class LegalHold(Base):
    """An appeal, a complaint or an inquiry needs this child's records: no expiry touches them.

    Append-only, but for its end. The reason is sealed with the child's data key.
    """

    __tablename__ = "legal_holds"
    __table_args__ = (Index("ix_legal_holds_child", "child_id", "ended_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    child_id: Mapped[UUID] = mapped_column(ForeignKey("children.id"))
    reason_sealed: Mapped[bytes]
    set_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    set_at: Mapped[datetime]
    ended_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    ended_at: Mapped[datetime | None]
