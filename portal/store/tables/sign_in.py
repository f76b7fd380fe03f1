"""Tickets: a link and a code, sent together, with which one person can sign in once."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.db import Base


class SignInTicket(Base):
    """A chance to sign in. Only digests of its link, code and browser are kept.

    A ticket asked for on the sign-in page has no person until the worker has looked the address
    up, and never gets one where nobody is known: it then behaves like any other, and no code fits.
    """

    __tablename__ = "sign_in_tickets"
    __table_args__ = (
        Index("ix_sign_in_tickets_browser", "browser_digest", "made_at"),
        Index("ix_sign_in_tickets_person", "person_id"),
        Index("ix_sign_in_tickets_made", "made_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    purpose: Mapped[str]
    person_kind: Mapped[str | None]
    person_id: Mapped[UUID | None]
    address_lookup: Mapped[bytes | None]
    channel: Mapped[str | None]
    browser_digest: Mapped[bytes | None]
    token_digest: Mapped[bytes | None] = mapped_column(unique=True)
    code_digest: Mapped[bytes | None]
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    wrong_codes: Mapped[int] = mapped_column(default=0)
