"""Receipts of what expired from the read trail."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from portal.store.db import Base


class TrailExpiry(Base):
    """One expiry; its links in `trail_digests` carry the same ``expired_at``. Append-only.

    ``digest`` is keyed and covers every other column and each of those links, so that nobody who
    has only the database can call a deleted line expired. See `portal.domain.trail_chain.Receipt`.
    """

    __tablename__ = "trail_expiries"

    expired_at: Mapped[datetime] = mapped_column(primary_key=True)
    staff_before: Mapped[datetime]
    family_before: Mapped[datetime]
    first_read_at: Mapped[datetime]
    last_read_at: Mapped[datetime]
    lines: Mapped[int]
    digest: Mapped[bytes]
