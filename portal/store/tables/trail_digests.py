"""The chain over the read trail."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.db import Base


class TrailDigest(Base):
    """One link a line of `read_trail`; see `portal.domain.trail_chain`. Append-only, but for
    ``expired_at``. No foreign key: the link outlives its line."""

    __tablename__ = "trail_digests"

    sequence: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    line_id: Mapped[UUID] = mapped_column(unique=True)
    digest: Mapped[bytes]
    previous: Mapped[bytes]
    expired_at: Mapped[datetime | None]
