"""The code frame: themes, each with every way in which it has read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased

from portal.domain.themes import Theme, ThemeWords
from portal.store.tables.moderation import ThemeVersion


@dataclass(frozen=True, slots=True)
class EarlierWords:
    """How a theme read from a day on, until the next."""

    theme: Theme
    since: date


def list_themes(session: Session, *, retired: bool = False) -> list[Theme]:
    """Every theme as it reads now, by name; with ``retired`` those out of use too."""
    query = select(ThemeVersion).where(_is_latest())
    if not retired:
        query = query.where(ThemeVersion.retired.is_(False))
    themes = [_read(row) for row in session.scalars(query)]
    return sorted(themes, key=lambda theme: (theme.retired, theme.words.name.casefold()))


def find_theme(session: Session, theme_id: UUID) -> Theme | None:
    row = session.scalars(
        select(ThemeVersion).where(ThemeVersion.theme_id == theme_id, _is_latest())
    ).one_or_none()
    return _read(row) if row else None


def list_versions(session: Session, theme_id: UUID) -> Sequence[EarlierWords]:
    """All ways in which a theme has read, the latest first."""
    rows = session.scalars(
        select(ThemeVersion)
        .where(ThemeVersion.theme_id == theme_id)
        .order_by(ThemeVersion.version.desc())
    )
    return [EarlierWords(_read(row), row.made_on) for row in rows]


def add_version(session: Session, theme: Theme, *, by: UUID, day: date) -> bool:
    """Add a theme's next version; False, and nothing added, where that version is there."""
    row = ThemeVersion(
        theme_id=theme.id,
        version=theme.version,
        name=theme.words.name,
        meaning=theme.words.meaning,
        words=list(theme.words.words),
        retired=theme.retired,
        made_on=day,
        made_by_id=by,
    )
    try:
        with session.begin_nested():
            session.add(row)
            session.flush()
    except IntegrityError:
        if session.get(ThemeVersion, (theme.id, theme.version)) is None:
            raise  # something else about it was wrong
        return False
    return True


def _is_latest() -> ColumnElement[bool]:
    later = aliased(ThemeVersion)
    newer = select(later.version).where(
        later.theme_id == ThemeVersion.theme_id, later.version > ThemeVersion.version
    )
    return ~newer.exists()


def _read(row: ThemeVersion) -> Theme:
    words = ThemeWords(row.name, row.meaning, tuple(row.words))
    return Theme(row.theme_id, row.version, words, row.retired)
