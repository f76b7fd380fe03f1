"""Sign-in sessions. A session is a row: ending it makes every copy of its cookie worthless."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.db import Base


class SignInSession(Base):
    """One browser signed in. Only the digest of the cookie's token is kept."""

    __tablename__ = "sign_in_sessions"
    __table_args__ = (Index("ix_sign_in_sessions_person", "person_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    token_digest: Mapped[bytes] = mapped_column(unique=True)
    role: Mapped[str]
    person_id: Mapped[UUID]
    started_at: Mapped[datetime]
    proved_at: Mapped[datetime]  # when this person last proved who they are
    used_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class ReadTrail(Base):
    """A read of a child's record, an export or an override. Append-only."""

    __tablename__ = "read_trail"
    __table_args__ = (Index("ix_read_trail_child", "child_id", "read_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    child_id: Mapped[UUID | None] = mapped_column(ForeignKey("children.id"))
    role: Mapped[str]
    person_id: Mapped[UUID]
    purpose: Mapped[str]
    read_at: Mapped[datetime]
