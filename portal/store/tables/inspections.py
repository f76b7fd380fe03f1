"""What Young Inspectors found, their photos, and the links by which they tell it.

What they wrote and what a photo shows is sealed with a key of the inspection's own.
"""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, false
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.db import Base


class InspectionRow(Base):
    """``changed_by_id`` is None while it stands as the learners sent it. ``may_quote``: they let us
    quote what they wrote."""

    __tablename__ = "inspections"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    place: Mapped[str]
    inspected_on: Mapped[date] = mapped_column(index=True)
    learners: Mapped[int]
    works: Mapped[str]
    saw_sealed: Mapped[bytes]
    may_quote: Mapped[bool] = mapped_column(default=False, server_default=false())
    by_link: Mapped[bool]
    shown_on: Mapped[date | None]
    changed_at: Mapped[datetime]
    changed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))


class InspectionPhotoRow(Base):
    """A photo's content lies sealed in the object store under ``object_name``."""

    __tablename__ = "inspection_photos"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    inspection_id: Mapped[UUID] = mapped_column(ForeignKey("inspections.id"), index=True)
    object_name: Mapped[str]
    about_sealed: Mapped[bytes]
    kind: Mapped[str]
    scan: Mapped[str]
    added_at: Mapped[datetime]


class InspectionLinkRow(Base):
    """Only the digest of the link's token is kept."""

    __tablename__ = "inspection_links"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    token_digest: Mapped[bytes] = mapped_column(unique=True)
    last_day: Mapped[date]
    used: Mapped[bool] = mapped_column(default=False)
    made_at: Mapped[datetime]
    made_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
