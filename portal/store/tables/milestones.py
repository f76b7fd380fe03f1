"""What the portal has already done because a day had come."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.db import Base


class MilestoneReached(Base):
    """One thing done once, for one child, review, request or adult, because of one day."""

    __tablename__ = "milestones_reached"
    __table_args__ = (UniqueConstraint("subject_id", "kind", "day"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    subject_id: Mapped[UUID]
    kind: Mapped[str]
    day: Mapped[date]
    reached_at: Mapped[datetime]
