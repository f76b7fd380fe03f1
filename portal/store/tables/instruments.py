"""What the participation group says of an instrument, and what families sign off."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.db import Base


class InstrumentShown(Base):
    """The group may see this instrument."""

    __tablename__ = "instruments_shown"

    instrument_id: Mapped[UUID] = mapped_column(
        ForeignKey("survey_instruments.id"), primary_key=True
    )
    shown_at: Mapped[datetime]


class InstrumentRemark(Base):
    """A comment or a proposed question, and what the officer answered. ``question`` is the key of
    the one that it is about, empty for the whole."""

    __tablename__ = "instrument_remarks"
    __table_args__ = (Index("ix_instrument_remarks_instrument", "instrument_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    instrument_id: Mapped[UUID] = mapped_column(ForeignKey("survey_instruments.id"))
    kind: Mapped[str]
    question: Mapped[str]
    words: Mapped[str]
    made_at: Mapped[datetime]
    made_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    answer: Mapped[str | None]
    answered_at: Mapped[datetime | None]
    taken_in: Mapped[bool] = mapped_column(default=False)


class InstrumentSignOff(Base):
    """The group stands by what was asked when ``digest`` was its short form."""

    __tablename__ = "instrument_sign_offs"

    instrument_id: Mapped[UUID] = mapped_column(
        ForeignKey("survey_instruments.id"), primary_key=True
    )
    digest: Mapped[str] = mapped_column(primary_key=True)
    signed_at: Mapped[datetime]
    signed_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))


class WaveSignOff(Base):
    """The sign-off under which a wave was opened; a wave without one was not signed off."""

    __tablename__ = "survey_wave_sign_offs"

    wave_id: Mapped[UUID] = mapped_column(ForeignKey("survey_waves.id"), primary_key=True)
    signed_at: Mapped[datetime]
