"""What the safeguarding lead said about lines of the trail that waited."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.db import Base


class TrailDecision(Base):
    """One decision about lines of one child, with a reason sealed with the child's data key.
    Append-only: a later decision about the same lines is a row of its own."""

    __tablename__ = "trail_decisions"
    __table_args__ = (Index("ix_trail_decisions_child", "child_id", "decided_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    child_id: Mapped[UUID] = mapped_column(ForeignKey("children.id"))
    decision: Mapped[str]
    reason_sealed: Mapped[bytes]
    decided_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    decided_at: Mapped[datetime]


class TrailDecisionLine(Base):
    """A line that a decision is about. No foreign key to the line: it may expire before this."""

    __tablename__ = "trail_decision_lines"
    __table_args__ = (Index("ix_trail_decision_lines_line", "line_id"),)

    decision_id: Mapped[UUID] = mapped_column(ForeignKey("trail_decisions.id"), primary_key=True)
    line_id: Mapped[UUID] = mapped_column(primary_key=True)
