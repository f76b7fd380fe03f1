"""Work to be done outside a request, written in the same transaction as its cause."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import JSON, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.db import Base
from portal.store.tables.queued import Queued


class Job(Queued, Base):
    """One piece of work, for the handler that a feature registered for its kind."""

    __tablename__ = "jobs"
    __table_args__ = (Index("ix_jobs_waiting", "ended_at", "next_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    kind: Mapped[str]
    payload: Mapped[dict[str, str]] = mapped_column(JSON)
    added_at: Mapped[datetime]
