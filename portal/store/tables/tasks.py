"""What caseworkers have to do."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.db import Base


class Task(Base):
    """One thing to do for a child. Done once; what came of it is sealed with the child's key."""

    __tablename__ = "tasks"
    __table_args__ = (
        UniqueConstraint("kind", "about_id"),
        Index("ix_tasks_open", "child_id", "done_at", "due_on"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    child_id: Mapped[UUID] = mapped_column(ForeignKey("children.id"))
    kind: Mapped[str]
    about_id: Mapped[UUID]
    due_on: Mapped[date]
    added_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    done_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    note_sealed: Mapped[bytes | None]
