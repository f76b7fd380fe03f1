"""How many are in the Parent Carer Forum, as it was typed in."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.db import Base


class ForumCountRow(Base):
    """Added to, never changed: a row that is wrong is followed by one that corrects it, once."""

    __tablename__ = "forum_counts"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    counted_on: Mapped[date]
    mainstream: Mapped[int]
    special: Mapped[int]
    other: Mapped[int | None]
    source: Mapped[str]
    corrects_id: Mapped[UUID | None] = mapped_column(ForeignKey("forum_counts.id"), unique=True)
    typed_at: Mapped[datetime]
    typed_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
