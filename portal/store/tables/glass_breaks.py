"""Records that somebody opened outside their own caseload."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.db import Base


class GlassBreak(Base):
    """A child's record opened by a caseworker who is not on the case, to the end of
    ``last_day`` or until they end it themselves. The reason is sealed with the child's data key.

    Append-only, but for ``ended_at``. ``for_safeguarding``: the reads wait for the lead.
    """

    __tablename__ = "glass_breaks"
    __table_args__ = (
        Index("ix_glass_breaks_staff", "staff_id", "last_day"),
        Index("ix_glass_breaks_child", "child_id", "opened_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    child_id: Mapped[UUID] = mapped_column(ForeignKey("children.id"))
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    reason_sealed: Mapped[bytes]
    for_safeguarding: Mapped[bool]
    opened_at: Mapped[datetime]
    last_day: Mapped[date]
    ended_at: Mapped[datetime | None]
