"""The action plan: areas, actions, steps, the points at which it is rated, ratings, evidence."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.db import Base

_FIRST = text("corrects_id IS NULL")


class ActionPlanArea(Base):
    __tablename__ = "action_plan_areas"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    number: Mapped[int] = mapped_column(unique=True)
    concern: Mapped[str]
    changed_at: Mapped[datetime]


class ActionPlanAction(Base):
    __tablename__ = "action_plan_actions"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    area_id: Mapped[UUID] = mapped_column(ForeignKey("action_plan_areas.id"), index=True)
    code: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    outcomes: Mapped[str]
    shown_by: Mapped[str]
    note: Mapped[str]
    changed_at: Mapped[datetime]


class ActionPlanStep(Base):
    """``due_on`` None: not known. Of a month only its first day is kept, and ``due_month`` says
    so; the same goes for what was agreed first."""

    __tablename__ = "action_plan_steps"
    __table_args__ = (UniqueConstraint("action_id", "letter"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    action_id: Mapped[UUID] = mapped_column(ForeignKey("action_plan_actions.id"))
    letter: Mapped[str]
    words: Mapped[str]
    owner: Mapped[str]
    due_on: Mapped[date | None]
    due_month: Mapped[bool]
    first_due_on: Mapped[date | None]
    first_due_month: Mapped[bool]
    done: Mapped[bool]
    done_on: Mapped[date | None]
    note: Mapped[str]
    changed_at: Mapped[datetime]


class ActionPlanPoint(Base):
    """A point in time at which the council rates its actions."""

    __tablename__ = "action_plan_points"

    day: Mapped[date] = mapped_column(primary_key=True)


class ActionPlanRating(Base):
    """Added to, never changed. One first entry for each action and point, and each entry is
    corrected once at most, so the entries of a point are a chain."""

    __tablename__ = "action_plan_ratings"
    __table_args__ = (
        Index(
            "uq_action_plan_ratings_first",
            "action_id",
            "point",
            unique=True,
            sqlite_where=_FIRST,
            postgresql_where=_FIRST,
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    action_id: Mapped[UUID] = mapped_column(ForeignKey("action_plan_actions.id"), index=True)
    point: Mapped[date] = mapped_column(ForeignKey("action_plan_points.day"))
    rating: Mapped[str]
    reason: Mapped[str]
    corrects_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("action_plan_ratings.id"), unique=True
    )
    release_id: Mapped[UUID | None] = mapped_column(ForeignKey("releases.id"))
    measure: Mapped[str]
    figure: Mapped[str]
    figure_source: Mapped[str]
    figure_on: Mapped[date | None]
    rated_at: Mapped[datetime]
    rated_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))


class ActionPlanFile(Base):
    """A file that shows why a rating was given. Its content lies sealed in the object store under
    ``object_name``, with a key of the action's own."""

    __tablename__ = "action_plan_files"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    rating_id: Mapped[UUID] = mapped_column(ForeignKey("action_plan_ratings.id"), index=True)
    action_id: Mapped[UUID] = mapped_column(ForeignKey("action_plan_actions.id"))
    object_name: Mapped[str]
    name: Mapped[str]
    kind: Mapped[str]
    scan: Mapped[str]
    added_at: Mapped[datetime]
