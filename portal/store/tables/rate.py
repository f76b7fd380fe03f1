"""How often something was tried, counted in windows of time."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from portal.store.db import Base


class RateCounter(Base):
    """Tries of one thing by one keyed digest (of an address, a person, a place) in one window."""

    __tablename__ = "rate_counters"

    what: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[bytes] = mapped_column(primary_key=True)
    window_start: Mapped[datetime] = mapped_column(primary_key=True, index=True)
    times: Mapped[int]
