"""What was decided about words that people wrote, and the themes under which they are counted.

Steps and themes are only ever added. A text is known by its random id in the table it lies in; no
row here says when a text came, or from whom. Where SQLite would number rows in the order of their
writing, it is told not to.
"""

from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import JSON, ForeignKey, ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.db import Base

_UNNUMBERED = {"sqlite_with_rowid": False}


class ModerationStep(Base):
    """One thing that a person did with a text, on a day. ``number`` counts the steps of a text.

    ``words_sealed`` is the redacted text of a quotation, sealed with a key of the text's own: until
    a second person has agreed it is not public, and what was withdrawn can be destroyed.
    """

    __tablename__ = "moderation_steps"
    __table_args__ = (UniqueConstraint("text_id", "source", "number"), _UNNUMBERED)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    source: Mapped[str]
    text_id: Mapped[UUID]
    number: Mapped[int]
    kind: Mapped[str]
    outcome: Mapped[str | None]
    needs_second: Mapped[bool]
    words_sealed: Mapped[bytes | None]
    reason: Mapped[str]
    made_on: Mapped[date]
    made_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))


class ThemeVersion(Base):
    """How a theme of the code frame reads, from a day on. ``words`` suggest it."""

    __tablename__ = "theme_versions"

    theme_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str]
    meaning: Mapped[str]
    words: Mapped[list[str]] = mapped_column(JSON)
    retired: Mapped[bool]
    made_on: Mapped[date]
    made_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))


class ModerationCode(Base):
    """A theme that a person put on a text, as the theme read then."""

    __tablename__ = "moderation_codes"
    __table_args__ = (
        ForeignKeyConstraint(
            ["theme_id", "theme_version"], ["theme_versions.theme_id", "theme_versions.version"]
        ),
        _UNNUMBERED,
    )

    step_id: Mapped[UUID] = mapped_column(ForeignKey("moderation_steps.id"), primary_key=True)
    theme_id: Mapped[UUID] = mapped_column(primary_key=True)
    theme_version: Mapped[int]


class ModerationClock(Base):
    """Texts of one survey, event or inspection wait: since when at the earliest, and up to which
    day they are read in time. Written by a daily job, never with a text; goes when none waits."""

    __tablename__ = "moderation_clocks"

    group_id: Mapped[UUID] = mapped_column(primary_key=True)
    since: Mapped[date]
    due_on: Mapped[date]
