"""Indicators: what they are, who decided on them, what was said of them, and their numbers."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.db import Base

_FIRST = text("corrects_id IS NULL")


class IndicatorRow(Base):
    """``proposed_by_id`` is None for one that came with the portal."""

    __tablename__ = "indicators"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    name: Mapped[str]
    meaning: Mapped[str] = mapped_column(Text)
    unit: Mapped[str]
    origin: Mapped[str]
    series: Mapped[str]
    better: Mapped[str]
    goal: Mapped[str]
    owner: Mapped[str]
    is_public: Mapped[bool]
    state: Mapped[str]
    part_of_id: Mapped[UUID | None] = mapped_column(ForeignKey("indicators.id"))
    place: Mapped[int]
    proposed_at: Mapped[datetime]
    proposed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))


class IndicatorDecision(Base):
    """Added to, never changed. ``decided_by_id`` is None for one that came with the portal."""

    __tablename__ = "indicator_decisions"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    indicator_id: Mapped[UUID] = mapped_column(ForeignKey("indicators.id"), index=True)
    state: Mapped[str]
    reason: Mapped[str] = mapped_column(Text)
    decided_at: Mapped[datetime]
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))


class IndicatorRemark(Base):
    """What the group, or the officer, says of an indicator. Added to, never changed."""

    __tablename__ = "indicator_remarks"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    indicator_id: Mapped[UUID] = mapped_column(ForeignKey("indicators.id"), index=True)
    words: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime]
    made_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))


class IndicatorNumber(Base):
    """A number that was typed in, in tenths. Added to, never changed: for the same days there is
    one, and one that is wrong is followed by one that corrects it, once."""

    __tablename__ = "indicator_numbers"
    __table_args__ = (
        Index(
            "uq_indicator_numbers_first",
            "indicator_id",
            "kind",
            "first_on",
            "last_on",
            unique=True,
            sqlite_where=_FIRST,
            postgresql_where=_FIRST,
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    indicator_id: Mapped[UUID] = mapped_column(ForeignKey("indicators.id"))
    kind: Mapped[str]
    first_on: Mapped[date]
    last_on: Mapped[date]
    tenths: Mapped[int]
    base: Mapped[int | None]
    note: Mapped[str]
    source: Mapped[str]
    owner: Mapped[str]
    corrects_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("indicator_numbers.id"), unique=True
    )
    change: Mapped[str]
    typed_at: Mapped[datetime]
    typed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))


class ClockMonthRow(Base):
    """What was done in time in a month, counted once when the records reach past it."""

    __tablename__ = "clock_months"

    measure: Mapped[str] = mapped_column(primary_key=True)
    first_on: Mapped[date] = mapped_column(primary_key=True)
    in_time: Mapped[int]
    late: Mapped[int]
    excused: Mapped[int]
    counted_at: Mapped[datetime]
