"""The portal's own reviews, one a cycle of a plan, and the views given for them.

Words are sealed for their author and for the child, so that erasing either erases them. Choices
stay plain, to be counted.
"""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.db import Base

_OPEN = text("closed_on IS NULL")


class ReviewCycle(Base):
    """One cycle of a plan. A plan has at most one that is open."""

    __tablename__ = "review_cycles"
    __table_args__ = (
        Index(
            "uq_review_cycles_open",
            "plan_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plans.id"))
    child_id: Mapped[UUID] = mapped_column(ForeignKey("children.id"), index=True)
    cycle_began: Mapped[date]
    meeting_on: Mapped[date | None]
    closed_on: Mapped[date | None]


class Contribution(Base):
    """One person's views for one review: the working copy, saved at every step."""

    __tablename__ = "contributions"
    __table_args__ = (UniqueConstraint("review_id", "author_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    review_id: Mapped[UUID] = mapped_column(ForeignKey("review_cycles.id"))
    author_id: Mapped[UUID] = mapped_column(ForeignKey("family_members.id"), index=True)
    voice: Mapped[str]
    audience: Mapped[str]
    provenance: Mapped[str | None]
    provenance_detail_sealed: Mapped[bytes | None]
    begun_at: Mapped[datetime]


class ContributionAnswer(Base):
    """The working copy of one answer. ``revision`` counts its savings."""

    __tablename__ = "contribution_answers"
    __table_args__ = (UniqueConstraint("contribution_id", "question_key"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    contribution_id: Mapped[UUID] = mapped_column(ForeignKey("contributions.id"))
    question_key: Mapped[str]
    choice: Mapped[str | None]
    words_sealed: Mapped[bytes | None]
    revision: Mapped[int]
    saved_at: Mapped[datetime]


class ContributionSending(Base):
    """Views as they were sent: a whole version, or an addition. Append-only.

    ``choices`` holds the coded answers by question; ``text_sealed`` every word, as JSON.
    """

    __tablename__ = "contribution_sendings"
    __table_args__ = (UniqueConstraint("contribution_id", "is_addition", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    contribution_id: Mapped[UUID] = mapped_column(ForeignKey("contributions.id"))
    is_addition: Mapped[bool]
    number: Mapped[int]
    sent_at: Mapped[datetime]
    audience: Mapped[str]
    provenance: Mapped[str]
    choices: Mapped[dict[str, str]] = mapped_column(JSON)
    text_sealed: Mapped[bytes]
