"""The course of a case as the records tell it: request, assessment, plan, review, events."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.db import Base


class AssessmentRequest(Base):
    """A request for an EHC needs assessment (requests.csv)."""

    __tablename__ = "assessment_requests"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    requests_id: Mapped[str] = mapped_column(unique=True)
    child_id: Mapped[UUID] = mapped_column(ForeignKey("children.id"), index=True)
    received_on: Mapped[date | None]
    source: Mapped[str | None]
    rya: Mapped[bool | None]
    outcome: Mapped[str | None]
    outcome_on: Mapped[date | None]
    mediation: Mapped[str | None]
    tribunal: Mapped[str | None]
    exported: Mapped[str | None]
    marked_absent_on: Mapped[date | None]


class Assessment(Base):
    """What came of an assessment (assessment.csv)."""

    __tablename__ = "assessments"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    assessment_id: Mapped[str] = mapped_column(unique=True)
    request_id: Mapped[UUID] = mapped_column(ForeignKey("assessment_requests.id"), index=True)
    outcome: Mapped[str | None]
    outcome_on: Mapped[date | None]
    mediation: Mapped[str | None]
    tribunal: Mapped[str | None]
    other_mediation: Mapped[str | None]
    other_tribunal: Mapped[str | None]
    week20: Mapped[str | None]
    marked_absent_on: Mapped[date | None]


class Plan(Base):
    """An EHC plan (named_plan.csv). In force from ``start_on`` until ``ceased_on``."""

    __tablename__ = "plans"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    named_plan_id: Mapped[str] = mapped_column(unique=True)
    child_id: Mapped[UUID] = mapped_column(ForeignKey("children.id"), index=True)
    assessment_id: Mapped[UUID | None] = mapped_column(ForeignKey("assessments.id"))
    start_on: Mapped[date | None] = mapped_column(index=True)
    residential: Mapped[str | None]
    work_based: Mapped[str | None]
    personal_budget: Mapped[str | None]
    organised_arrangement: Mapped[str | None]
    direct_payment: Mapped[str | None]
    ceased_on: Mapped[date | None]
    cease_reason: Mapped[str | None]
    marked_absent_on: Mapped[date | None]


class ActivePlan(Base):
    """The latest review of a plan as the record has it (active_plans.csv)."""

    __tablename__ = "active_plans"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    active_plans_id: Mapped[str] = mapped_column(unique=True)
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plans.id"), index=True)
    transfer_la: Mapped[str | None]
    review_meeting_on: Mapped[date | None]
    review_outcome: Mapped[str | None]
    review_draft_on: Mapped[date | None]
    phase_transfer_due_on: Mapped[date | None]
    phase_transfer_final_on: Mapped[date | None]
    last_review_on: Mapped[date | None]
    marked_absent_on: Mapped[date | None]


class Placement(Base):
    """A setting named in a plan (plan_detail.csv) or attended (placement_detail.csv)."""

    __tablename__ = "placements"
    __table_args__ = (Index("ix_placements_kind_source_id", "kind", "source_id", unique=True),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    kind: Mapped[str]  # "named" or "attended"
    source_id: Mapped[str]
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plans.id"), index=True)
    urn: Mapped[str | None] = mapped_column(index=True)
    ukprn: Mapped[str | None]
    sen_setting: Mapped[str | None]
    sen_setting_other: Mapped[str | None]
    rank: Mapped[int | None]
    sen_unit: Mapped[bool | None]
    resourced_provision: Mapped[bool | None]
    entry_on: Mapped[date | None]
    leaving_on: Mapped[date | None]
    residential: Mapped[str | None]
    work_based: Mapped[str | None]
    marked_absent_on: Mapped[date | None]


class CaseEvent(Base):
    """Something that happened in a case, as recorded (events.csv). Append-only."""

    __tablename__ = "case_events"
    __table_args__ = (
        Index("uq_case_events_fact", "child_id", "kind", "happened_on", "detail", unique=True),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    child_id: Mapped[UUID] = mapped_column(ForeignKey("children.id"))
    kind: Mapped[str]
    happened_on: Mapped[date]
    detail: Mapped[str] = mapped_column(default="")
    recorded_at: Mapped[datetime]
    marked_absent_on: Mapped[date | None]
