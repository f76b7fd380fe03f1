"""What everything that waits for the worker has in common."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column


class Queued:
    """``next_at`` is when a worker may take it. Taking it (``claim``) pushes that into the future,
    so that what a dying worker held comes back by itself.
    """

    next_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    claim: Mapped[UUID | None]
    ended_at: Mapped[datetime | None]
    outcome: Mapped[str | None]
    reason: Mapped[str | None]  # a word of ours or a kind of error, never a text with data in it
