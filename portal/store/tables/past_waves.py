"""Waves of before the portal, typed in as totals."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.db import Base


class PastWaveRow(Base):
    """One past wave; ``asked`` and ``answered`` are empty where they are not known."""

    __tablename__ = "past_waves"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    title: Mapped[str]
    asked_on: Mapped[date]
    asked: Mapped[int | None]
    answered: Mapped[int | None]
    same_way: Mapped[bool]
    source: Mapped[str]
    typed_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    typed_at: Mapped[datetime]


class PastFigureRow(Base):
    """One measure of a past wave: counts, or only the percentage as it was printed."""

    __tablename__ = "past_figures"
    __table_args__ = (UniqueConstraint("past_wave_id", "measure"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    past_wave_id: Mapped[UUID] = mapped_column(ForeignKey("past_waves.id"))
    measure: Mapped[str]
    wording: Mapped[int]
    agree: Mapped[int | None]
    base: Mapped[int | None]
    percent: Mapped[int]
