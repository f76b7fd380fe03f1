"""Surveys that repeat by themselves."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.db import Base


class SurveySeries(Base):
    """What is asked of whom, how often, and when next. ``refusal``: why the last wave did not
    open."""

    __tablename__ = "survey_series"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    title: Mapped[str]
    instrument_id: Mapped[UUID] = mapped_column(ForeignKey("survey_instruments.id"))
    cohort_kind: Mapped[str]
    span: Mapped[str]
    cohort_filters: Mapped[dict[str, list[str]] | None] = mapped_column(JSON)
    group_kinds: Mapped[list[str]] = mapped_column(JSON)
    days_open: Mapped[int]
    every: Mapped[str]
    first_on: Mapped[date]
    next_on: Mapped[date]
    baseline_id: Mapped[UUID | None]  # a wave; no key, as waves have one to their series
    refusal: Mapped[str | None]
    stopped_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
