"""Draft plans and proposed changes, what families say about them, and what is answered.

The wording of a plan is sealed for the child. What a person says, and the answer to it, are sealed
for that person and the child. Verdicts, outcomes and dates stay plain, to be counted.
"""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.db import Base

_NOT_SERVED = text("served_on IS NULL")
_NOT_SENT = text("sending_id IS NULL")


class PlanDraft(Base):
    """One version of a draft plan or of proposed changes. Frozen once it is served.

    ``replaced_at``: a later version was served. A child has at most one that is being written.
    """

    __tablename__ = "plan_drafts"
    __table_args__ = (
        Index(
            "uq_plan_drafts_being_written",
            "child_id",
            unique=True,
            sqlite_where=_NOT_SERVED,
            postgresql_where=_NOT_SERVED,
        ),
        Index("ix_plan_drafts_child_id_served_on", "child_id", "served_on"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    child_id: Mapped[UUID] = mapped_column(ForeignKey("children.id"))
    kind: Mapped[str]
    number: Mapped[int]
    replaces_id: Mapped[UUID | None] = mapped_column(ForeignKey("plan_drafts.id"))
    begun_at: Mapped[datetime]
    begun_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    served_on: Mapped[date | None]
    served_at: Mapped[datetime | None]
    served_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    closes_on: Mapped[date | None]
    replaced_at: Mapped[datetime | None]
    final_on: Mapped[date | None]


class PlanDraftSection(Base):
    """The wording of one section; ``present`` is what the plan says now, for proposed changes."""

    __tablename__ = "plan_draft_sections"
    __table_args__ = (UniqueConstraint("draft_id", "section"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    draft_id: Mapped[UUID] = mapped_column(ForeignKey("plan_drafts.id"))
    section: Mapped[str]
    present_sealed: Mapped[bytes]
    proposed_sealed: Mapped[bytes]
    saved_at: Mapped[datetime]
    saved_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))


class DraftSending(Base):
    """The comments that one person sent at one time."""

    __tablename__ = "draft_sendings"
    __table_args__ = (Index("ix_draft_sendings_draft_id_author_id", "draft_id", "author_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    draft_id: Mapped[UUID] = mapped_column(ForeignKey("plan_drafts.id"))
    author_id: Mapped[UUID] = mapped_column(ForeignKey("family_members.id"), index=True)
    sent_at: Mapped[datetime]


class DraftComment(Base):
    """What one person says about one topic: the working copy until it has a sending, then frozen.

    ``revision`` counts the savings of the working copy.
    """

    __tablename__ = "draft_comments"
    __table_args__ = (
        Index(
            "uq_draft_comments_working",
            "draft_id",
            "author_id",
            "topic",
            unique=True,
            sqlite_where=_NOT_SENT,
            postgresql_where=_NOT_SENT,
        ),
        Index("ix_draft_comments_draft_id_author_id", "draft_id", "author_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    draft_id: Mapped[UUID] = mapped_column(ForeignKey("plan_drafts.id"))
    author_id: Mapped[UUID] = mapped_column(ForeignKey("family_members.id"), index=True)
    sending_id: Mapped[UUID | None] = mapped_column(ForeignKey("draft_sendings.id"), index=True)
    topic: Mapped[str]
    verdict: Mapped[str | None]
    words_sealed: Mapped[bytes]
    revision: Mapped[int]
    saved_at: Mapped[datetime]


class DraftAnswer(Base):
    """The council's answer to one comment. Append-only: a later answer stands beside it."""

    __tablename__ = "draft_answers"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    comment_id: Mapped[UUID] = mapped_column(ForeignKey("draft_comments.id"), index=True)
    outcome: Mapped[str]
    words_sealed: Mapped[bytes]
    answered_at: Mapped[datetime]
    answered_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
