"""Releases: frozen snapshots, never changed, and the files made from each once."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.db import Base

_FIRST = text("corrects_id IS NULL")


class ReleaseRow(Base):
    """One release of a wave, or a correction of one. ``snapshot`` is canonical JSON, ``checksum``
    its SHA-256. A wave has one release that corrects none, a release one that corrects it."""

    __tablename__ = "releases"
    __table_args__ = (
        Index(
            "uq_releases_first",
            "wave_id",
            unique=True,
            sqlite_where=_FIRST,
            postgresql_where=_FIRST,
        ),
        CheckConstraint("(corrects_id IS NULL) = (correction IS NULL)", name="says_what_changed"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    number: Mapped[int] = mapped_column(unique=True)
    wave_id: Mapped[UUID] = mapped_column(ForeignKey("survey_waves.id"), index=True)
    corrects_id: Mapped[UUID | None] = mapped_column(ForeignKey("releases.id"), unique=True)
    correction: Mapped[str | None]
    rules_version: Mapped[str]
    snapshot: Mapped[str] = mapped_column(Text)
    checksum: Mapped[str]
    released_at: Mapped[datetime]
    released_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))


class ReleaseJoinedWave(Base):
    """A wave that was too small for a release of its own and joined a later one's."""

    __tablename__ = "release_joined_waves"

    release_id: Mapped[UUID] = mapped_column(ForeignKey("releases.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    wave_id: Mapped[UUID] = mapped_column(ForeignKey("survey_waves.id"))


class ReleaseFileRow(Base):
    """One file of a release, made once."""

    __tablename__ = "release_files"

    release_id: Mapped[UUID] = mapped_column(ForeignKey("releases.id"), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[bytes]
    checksum: Mapped[str]
