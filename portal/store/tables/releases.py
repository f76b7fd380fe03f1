"""Releases: frozen snapshots, never changed, and the files made from each once."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.db import Base


class ReleaseRow(Base):
    """One release of one wave. ``snapshot`` is canonical JSON, ``checksum`` its SHA-256."""

    __tablename__ = "releases"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    number: Mapped[int] = mapped_column(unique=True)
    wave_id: Mapped[UUID] = mapped_column(ForeignKey("survey_waves.id"), unique=True)
    rules_version: Mapped[str]
    snapshot: Mapped[str] = mapped_column(Text)
    checksum: Mapped[str]
    released_at: Mapped[datetime]
    released_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))


class ReleaseFileRow(Base):
    """One file of a release as it was rendered when it was released."""

    __tablename__ = "release_files"

    release_id: Mapped[UUID] = mapped_column(ForeignKey("releases.id"), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[bytes]
    checksum: Mapped[str]
