"""What people said of an event: answers, words, and which forms are in. Nothing joins the three.

Where SQLite would number rows in the order of their writing, it is told not to.
"""

from uuid import UUID, uuid4

from sqlalchemy import JSON, ForeignKey, false
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.db import Base

_UNNUMBERED = {"sqlite_with_rowid": False}


class EventAnswers(Base):
    """One form's options by statement. No time, no way in which it came."""

    __tablename__ = "event_answers"
    __table_args__ = (_UNNUMBERED,)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    event_id: Mapped[UUID] = mapped_column(ForeignKey("engagement_events.id"), index=True)
    answers: Mapped[dict[str, str]] = mapped_column(JSON)


class EventWords(Base):
    """What somebody wrote, sealed with the event's key, apart from what they ticked."""

    __tablename__ = "event_words"
    __table_args__ = (_UNNUMBERED,)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    event_id: Mapped[UUID] = mapped_column(ForeignKey("engagement_events.id"), index=True)
    may_quote: Mapped[bool] = mapped_column(default=False, server_default=false())
    sealed: Mapped[bytes]


class EventFormTaken(Base):
    """A form that is in: a keyed digest of a sheet's number, or of a press of the button. Destroyed
    when the results are shown."""

    __tablename__ = "event_forms_taken"
    __table_args__ = (_UNNUMBERED,)

    event_id: Mapped[UUID] = mapped_column(ForeignKey("engagement_events.id"), primary_key=True)
    digest: Mapped[bytes] = mapped_column(primary_key=True)
