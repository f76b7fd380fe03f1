"""Engagement events, who came by kind of setting, and the state of the feedback form."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.db import Base


class EventRow(Base):
    """``attendance`` is counts by kind of setting. ``online`` and ``on_paper`` count the ways in
    which feedback came, which its own rows do not say. ``results`` is what was shown to the group,
    protected, and never made again."""

    __tablename__ = "engagement_events"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    kind: Mapped[str]
    title: Mapped[str]
    held_on: Mapped[date] = mapped_column(index=True)
    place: Mapped[str]
    hosts: Mapped[list[str]] = mapped_column(JSON)
    other_host: Mapped[str]
    attendance: Mapped[dict[str, int]] = mapped_column(JSON)
    feedback_code: Mapped[str | None] = mapped_column(unique=True)
    feedback_last_day: Mapped[date | None]
    online: Mapped[int] = mapped_column(default=0)
    on_paper: Mapped[int] = mapped_column(default=0)
    results: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    results_shown_on: Mapped[date | None]
    changed_at: Mapped[datetime]
    changed_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
