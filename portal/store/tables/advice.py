"""Requests for advice, the links and codes that lead to them, and the files that came back.

Free text, names and addresses are sealed with the child's key.
"""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.db import Base


class AdviceRequestRow(Base):
    """One professional asked for one child. ``asked_sealed`` holds whom and what, as JSON;
    ``advice_sealed`` the words so far, or as they were sent."""

    __tablename__ = "advice_requests"
    __table_args__ = (Index("ix_advice_requests_waiting", "replied_at", "withdrawn_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    child_id: Mapped[UUID] = mapped_column(ForeignKey("children.id"), index=True)
    service: Mapped[str]
    asked_sealed: Mapped[bytes]
    asked_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    asked_on: Mapped[date]
    due_on: Mapped[date]
    reply: Mapped[str | None]
    replied_at: Mapped[datetime | None]
    advice_sealed: Mapped[bytes | None]
    decline_sealed: Mapped[bytes | None]
    missed_on: Mapped[date | None]
    missed_sealed: Mapped[bytes | None]
    excused_on: Mapped[date | None]
    passed_to_sealed: Mapped[bytes | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    shared_on: Mapped[date | None]
    shared_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))


class AdviceLink(Base):
    """A link in a message about a request. Only the digest of its token is kept; every message
    has one of its own, and all lead to the same task. ``purpose`` is "answer" or "late"."""

    __tablename__ = "advice_links"

    token_digest: Mapped[bytes] = mapped_column(primary_key=True)
    request_id: Mapped[UUID] = mapped_column(ForeignKey("advice_requests.id"), index=True)
    purpose: Mapped[str]
    made_at: Mapped[datetime]


class AdviceCode(Base):
    """A code sent to the adviser for one browser; once entered, that browser may read and write."""

    __tablename__ = "advice_codes"
    __table_args__ = (Index("ix_advice_codes_browser", "request_id", "browser_digest"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    request_id: Mapped[UUID] = mapped_column(ForeignKey("advice_requests.id"))
    browser_digest: Mapped[bytes]
    code_digest: Mapped[bytes]
    sent_at: Mapped[datetime]
    wrong_codes: Mapped[int] = mapped_column(default=0)
    entered_at: Mapped[datetime | None]


class AdviceFileRow(Base):
    """A file of an answer. Its content lies sealed in the object store under ``object_name``."""

    __tablename__ = "advice_files"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    request_id: Mapped[UUID] = mapped_column(ForeignKey("advice_requests.id"), index=True)
    object_name: Mapped[str]
    name_sealed: Mapped[bytes]
    kind: Mapped[str]
    size: Mapped[int]
    scan: Mapped[str]
    added_at: Mapped[datetime]
