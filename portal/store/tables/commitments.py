"""You said, we did."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.db import Base


class CommitmentRow(Base):
    """A commitment and what it comes from: a measure of a release, or a theme in a few words."""

    __tablename__ = "commitments"
    __table_args__ = (
        CheckConstraint(
            "(theme IS NULL AND release_id IS NOT NULL AND measure IS NOT NULL)"
            " OR (theme IS NOT NULL AND release_id IS NULL AND measure IS NULL)",
            name="said_once",
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    release_id: Mapped[UUID | None] = mapped_column(ForeignKey("releases.id"), index=True)
    measure: Mapped[str | None]
    theme: Mapped[str | None]
    action: Mapped[str]
    owner: Mapped[str]
    due_on: Mapped[date] = mapped_column(index=True)
    reply: Mapped[str]
    rating: Mapped[str | None]
    evidence: Mapped[str]
    changed_at: Mapped[datetime]
