"""What young people say about the adults around them, and decisions about capacity."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.db import Base


class WishRow(Base):
    """What one young person wants for one adult. Append-only: the highest ``number`` counts.

    ``recorded_by_id`` is the caseworker who wrote it down on the young person's word; empty where
    the young person did it in the portal. The note is sealed with the child's data key.
    """

    __tablename__ = "wishes"
    __table_args__ = (UniqueConstraint("child_id", "family_member_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    child_id: Mapped[UUID] = mapped_column(ForeignKey("children.id"))
    family_member_id: Mapped[UUID] = mapped_column(ForeignKey("family_members.id"), index=True)
    number: Mapped[int]
    may_see: Mapped[str]
    helps_decide: Mapped[bool]
    said_at: Mapped[datetime]
    recorded_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    note_sealed: Mapped[bytes | None]


class CapacityDecisionRow(Base):
    """Whether a young person can make one decision, as somebody assessed it. Append-only: of one
    matter the highest ``number`` stands. Words and names are sealed with the child's data key."""

    __tablename__ = "capacity_decisions"
    __table_args__ = (UniqueConstraint("child_id", "matter", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    child_id: Mapped[UUID] = mapped_column(ForeignKey("children.id"))
    matter: Mapped[str]
    number: Mapped[int]
    outcome: Mapped[str]
    assessed_on: Mapped[date]
    words_sealed: Mapped[bytes]
    recorded_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    recorded_at: Mapped[datetime]
