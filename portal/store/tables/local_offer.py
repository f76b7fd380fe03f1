"""Comments on the Local Offer, what their writers said of themselves, and where to answer them.

Nothing joins the three, but where somebody asked for an answer. Where SQLite would number rows in
the order of their writing, it is told not to.
"""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import JSON, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.db import Base

_UNNUMBERED = {"sqlite_with_rowid": False}


class LocalOfferComment(Base):
    """One comment. ``sealed`` is what was written, until a publication counts the comment;
    ``words`` what is left of it once it is redacted, and that is public as soon as ``shown_on``.

    ``received_on`` says how long it waits, and is forgotten with the decision.
    """

    __tablename__ = "local_offer_comments"
    __table_args__ = (_UNNUMBERED,)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    about: Mapped[str]
    subject: Mapped[str]
    may_publish: Mapped[bool]
    received_on: Mapped[date | None]
    sealed: Mapped[bytes | None]
    decision: Mapped[str | None]
    words: Mapped[str] = mapped_column(Text, default="")
    passed_to: Mapped[str] = mapped_column(default="")
    needs_second: Mapped[bool] = mapped_column(default=False)
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    decided_on: Mapped[date | None]
    confirmed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    answer: Mapped[str] = mapped_column(Text, default="")
    action: Mapped[str] = mapped_column(Text, default="")
    owner: Mapped[str] = mapped_column(default="")
    due_on: Mapped[date | None]
    shown_on: Mapped[date | None] = mapped_column(index=True)
    withdrawn_on: Mapped[date | None]
    publication_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("local_offer_publications.id"), index=True
    )


class LocalOfferSender(Base):
    """What the writer of one comment said of themselves. Counted with the publication, then
    destroyed."""

    __tablename__ = "local_offer_senders"
    __table_args__ = (_UNNUMBERED,)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    facts: Mapped[dict[str, str]] = mapped_column(JSON)


class LocalOfferContact(Base):
    """Where somebody wants to be answered, sealed with a key of its own, which is destroyed with
    it. No foreign key: waiting comments are written anew, and the contact is not."""

    __tablename__ = "local_offer_contacts"
    __table_args__ = (_UNNUMBERED,)

    comment_id: Mapped[UUID] = mapped_column(primary_key=True)
    sealed: Mapped[bytes]


class LocalOfferTaken(Base):
    """A form that is in: a keyed digest of the press of its button and of what it said, so that a
    second press adds nothing. Forgotten after a day."""

    __tablename__ = "local_offer_taken"
    __table_args__ = (_UNNUMBERED,)

    digest: Mapped[bytes] = mapped_column(primary_key=True)
    taken_on: Mapped[date] = mapped_column(index=True)


class LocalOfferPublication(Base):
    """One yearly publication: a draft until somebody releases it. ``summary`` is canonical JSON,
    ``checksum`` its SHA-256."""

    __tablename__ = "local_offer_publications"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    due_on: Mapped[date]
    number: Mapped[int | None] = mapped_column(unique=True)
    summary: Mapped[str | None] = mapped_column(Text)
    checksum: Mapped[str | None]
    released_at: Mapped[datetime | None]
    released_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
