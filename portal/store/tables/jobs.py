"""Work to be done outside a request, written in the same transaction as its cause."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import JSON, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.db import Base


class Job(Base):
    """One piece of work. ``next_at`` and ``claim`` mean what they mean for a message."""

    __tablename__ = "jobs"
    __table_args__ = (Index("ix_jobs_waiting", "ended_at", "next_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    kind: Mapped[str]
    payload: Mapped[dict[str, str]] = mapped_column(JSON)
    added_at: Mapped[datetime]
    next_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    claim: Mapped[UUID | None]
    ended_at: Mapped[datetime | None]
    outcome: Mapped[str | None]  # done or failed
    reason: Mapped[str | None]  # the kind of error, never its text: that may hold personal data
