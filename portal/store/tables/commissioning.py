"""What reviews and views asked for, as the caseworkers who read them say; and what was released of
it to those who commission."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.db import Base

_STANDS = text("taken_back_on IS NULL")


class AskedProvisionRow(Base):
    """One kind of provision that was asked for in one review. Nothing is deleted once its day is
    over: a period that has ended keeps its numbers."""

    __tablename__ = "asked_provisions"
    __table_args__ = (
        Index(
            "uq_asked_provisions_standing",
            "review_id",
            "source",
            "provision",
            unique=True,
            sqlite_where=_STANDS,
            postgresql_where=_STANDS,
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    review_id: Mapped[UUID] = mapped_column(ForeignKey("review_cycles.id"))
    child_id: Mapped[UUID] = mapped_column(ForeignKey("children.id"), index=True)
    source: Mapped[str]
    provision: Mapped[str]
    coded_on: Mapped[date] = mapped_column(index=True)
    coded_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    taken_back_on: Mapped[date | None]


class CommissioningReleaseRow(Base):
    """One period's numbers, frozen. ``snapshot`` is canonical JSON, ``checksum`` its SHA-256."""

    __tablename__ = "commissioning_releases"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    number: Mapped[int] = mapped_column(unique=True)
    period: Mapped[str] = mapped_column(unique=True)
    snapshot: Mapped[str] = mapped_column(Text)
    checksum: Mapped[str]
    released_at: Mapped[datetime]
    released_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))


class CommissioningFileRow(Base):
    """One file of a release as it was made when it was released."""

    __tablename__ = "commissioning_files"

    release_id: Mapped[UUID] = mapped_column(
        ForeignKey("commissioning_releases.id"), primary_key=True
    )
    name: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[bytes]
    checksum: Mapped[str]
