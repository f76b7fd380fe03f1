"""You said, we did."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.db import Base


class CommitmentRow(Base):
    """A commitment and what it comes from: a measure of a release, words that the moderation desk
    released, or a theme in a few words, of a survey, of views for reviews, or of our own.

    ``quotation_id`` is that of the desk; the words themselves are never here.
    """

    __tablename__ = "commitments"
    __table_args__ = (
        CheckConstraint(
            "(theme IS NULL AND quotation_id IS NULL"
            " AND release_id IS NOT NULL AND measure IS NOT NULL)"
            " OR (theme IS NOT NULL AND quotation_id IS NULL"
            " AND release_id IS NULL AND measure IS NULL)"
            " OR (theme IS NULL AND quotation_id IS NOT NULL AND wave_id IS NOT NULL"
            " AND release_id IS NULL AND measure IS NULL)",
            name="said_once",
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    release_id: Mapped[UUID | None] = mapped_column(ForeignKey("releases.id"), index=True)
    measure: Mapped[str | None]
    theme: Mapped[str | None]
    wave_id: Mapped[UUID | None] = mapped_column(ForeignKey("survey_waves.id"))
    quotation_id: Mapped[UUID | None]
    views_first: Mapped[date | None]
    views_last: Mapped[date | None]
    action: Mapped[str]
    owner: Mapped[str]
    due_on: Mapped[date] = mapped_column(index=True)
    reply: Mapped[str]
    rating: Mapped[str | None]
    evidence: Mapped[str]
    subject_id: Mapped[UUID | None] = mapped_column(ForeignKey("commitment_subjects.id"))
    step_id: Mapped[UUID | None] = mapped_column(ForeignKey("action_plan_steps.id"))
    made_on: Mapped[date]
    changed_at: Mapped[datetime]


class CommitmentSubject(Base):
    __tablename__ = "commitment_subjects"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    name: Mapped[str] = mapped_column(unique=True)


class CommitmentChange(Base):
    """One thing that changed in a commitment. Added to, never changed."""

    __tablename__ = "commitment_changes"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    commitment_id: Mapped[UUID] = mapped_column(ForeignKey("commitments.id"), index=True)
    field: Mapped[str]
    before: Mapped[str]
    after: Mapped[str]
    changed_at: Mapped[datetime]
    changed_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))


class CommitmentTelling(Base):
    """That those who took part were told something, once."""

    __tablename__ = "commitment_tellings"

    commitment_id: Mapped[UUID] = mapped_column(ForeignKey("commitments.id"), primary_key=True)
    news: Mapped[str] = mapped_column(primary_key=True)
    told_at: Mapped[datetime]
    told_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
