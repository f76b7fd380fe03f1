"""What caseworkers decided about somebody's access to a child's record."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.db import Base


class AccessDecisionRow(Base):
    """Access opened or closed by a caseworker. Append-only: a later decision is a row of its own.

    ``young_person_agreed``: the caseworker confirmed that the young person agrees, or that a
    capacity decision is on record. The reason is sealed with the child's data key.
    """

    __tablename__ = "access_decisions"
    __table_args__ = (Index("ix_access_decisions_child", "child_id", "decided_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    child_id: Mapped[UUID] = mapped_column(ForeignKey("children.id"))
    family_member_id: Mapped[UUID] = mapped_column(ForeignKey("family_members.id"), index=True)
    change: Mapped[str]
    reason_sealed: Mapped[bytes | None]
    young_person_agreed: Mapped[bool] = mapped_column(default=False)
    decided_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    decided_at: Mapped[datetime]
