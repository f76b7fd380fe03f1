"""Concerns that somebody may come to harm, and the rota of those who are told."""

from datetime import date, datetime, time
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.db import Base


class SafeguardingConcern(Base):
    """One text that somebody is worried about, or what somebody wrote because they do not feel
    safe.

    The text is kept as it was, sealed with a data key of the concern's own, as are the way to reach
    its writer and all words of the history: erasing a child or an adult does not erase it, and it
    can be erased by itself. ``source_id`` names the text; what was made from it waits while
    ``decided_at`` is empty. ``next_at``: when the next people are told; empty once somebody has
    taken it. ``may_go_on``: the decision lets the meeting read the text.
    """

    __tablename__ = "safeguarding_concerns"
    __table_args__ = (
        Index("ix_safeguarding_concerns_source_id", "source_id"),
        Index("ix_safeguarding_concerns_decided_at", "decided_at", "raised_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    source: Mapped[str]
    source_id: Mapped[UUID]
    child_id: Mapped[UUID | None] = mapped_column(ForeignKey("children.id"), index=True)
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("family_members.id"))
    text_sealed: Mapped[bytes]
    contact_sealed: Mapped[bytes | None]
    looks_first: Mapped[bool]
    raised_at: Mapped[datetime]
    told_rounds: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime | None] = mapped_column(index=True)
    taken_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    decided_at: Mapped[datetime | None]
    may_go_on: Mapped[bool] = mapped_column(default=False)


class SafeguardingEntry(Base):
    """One step in the history of a concern. Append-only.

    ``staff_id``: who did it; empty where the worker or the writer did. ``told_id``: who was told,
    by the message ``message_id`` through ``channel``. Words are sealed with the concern's data key.
    """

    __tablename__ = "safeguarding_entries"
    __table_args__ = (UniqueConstraint("concern_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    concern_id: Mapped[UUID] = mapped_column(ForeignKey("safeguarding_concerns.id"))
    number: Mapped[int]
    step: Mapped[str]
    happened_at: Mapped[datetime]
    staff_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"), index=True)
    told_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    message_id: Mapped[UUID | None]
    channel: Mapped[str | None]
    outcome: Mapped[str | None]
    words_sealed: Mapped[bytes | None]
    reference_sealed: Mapped[bytes | None]


class DutyPeople:
    """Who is on, in the order in which they are told."""

    first_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    second_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    third_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))


class SafeguardingWeekday(DutyPeople, Base):
    """The declared hours of one day of the week (Monday is 0). No row: closed."""

    __tablename__ = "safeguarding_weekdays"

    weekday: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    opens: Mapped[time]
    closes: Mapped[time]


class SafeguardingDay(DutyPeople, Base):
    """A day unlike its weekday, a bank holiday on which somebody reads for example. Closed where
    ``opens`` is empty."""

    __tablename__ = "safeguarding_days"

    day: Mapped[date] = mapped_column(primary_key=True)
    opens: Mapped[time | None]
    closes: Mapped[time | None]


class SafeguardingMobile(Base):
    """The number to which a lead's text messages go, sealed with the lead's own data key."""

    __tablename__ = "safeguarding_mobiles"

    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    mobile_sealed: Mapped[bytes]
