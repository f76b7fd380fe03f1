"""How old the record is, and which of its dates somebody has called wrong."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.db import Base


class RecordFile(Base):
    """The day on which a file of the council's case system was last taken in."""

    __tablename__ = "record_files"

    name: Mapped[str] = mapped_column(primary_key=True)
    read_on: Mapped[date]


class DateFlag(Base):
    """Somebody said that a date of a case is wrong.

    It stands for that very date: once the case system sends another one, it says nothing more.
    """

    __tablename__ = "date_flags"
    __table_args__ = (
        Index("uq_date_flags_fact", "child_id", "source", "day", "flagged_by_id", unique=True),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    child_id: Mapped[UUID] = mapped_column(ForeignKey("children.id"))
    source: Mapped[str]
    day: Mapped[date]
    flagged_by_id: Mapped[UUID] = mapped_column(ForeignKey("family_members.id"), index=True)
    flagged_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))


class DateFlagReport(Base):
    """What somebody said with a flag: each time they said something new. Append-only, and sealed
    for that person and the child."""

    __tablename__ = "date_flag_reports"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    flag_id: Mapped[UUID] = mapped_column(ForeignKey("date_flags.id"), index=True)
    words_sealed: Mapped[bytes]
    said_at: Mapped[datetime]


class DateFlagAnswer(Base):
    """What the council answered to whoever set the flag. Append-only, sealed likewise."""

    __tablename__ = "date_flag_answers"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    flag_id: Mapped[UUID] = mapped_column(ForeignKey("date_flags.id"), index=True)
    outcome: Mapped[str]
    words_sealed: Mapped[bytes]
    answered_at: Mapped[datetime]
    answered_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
