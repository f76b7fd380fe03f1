"""The code frame, as the officer keeps it: themes added, put better, replaced, taken out of use."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from portal.domain.moderation import ChangedMeanwhile
from portal.domain.people import Viewer
from portal.domain.themes import NameTaken, Theme, ThemeWords
from portal.store import themes


def add_theme(
    session: Session, viewer: Viewer, words: ThemeWords, today: date, *, new_id: UUID
) -> UUID | NameTaken | ChangedMeanwhile:
    """A new theme; its id. The same again under ``new_id``, as from a second press, is the same."""
    if _is_taken(session, words.name, but=new_id):
        return NameTaken()
    theme = Theme(new_id, 1, words)
    return _add(session, viewer, theme, today) or new_id


def change_theme(
    session: Session,
    viewer: Viewer,
    theme: Theme,
    words: ThemeWords,
    today: date,
    *,
    same_meaning: bool,
    new_id: UUID,
) -> UUID | NameTaken | ChangedMeanwhile:
    """Put the words of a theme better, or, where they mean something else, begin another theme and
    take this one out of use: texts that have it keep what it meant. The id of the theme that reads
    so now. ``theme`` is as the person saw it."""
    if theme.words == words:
        return theme.id
    if same_meaning:
        if _is_taken(session, words.name, but=theme.id):
            return NameTaken()
        better = replace(theme, version=theme.version + 1, words=words)
        return _add(session, viewer, better, today) or theme.id
    if _is_taken(session, words.name, but=new_id):
        return NameTaken()
    refusal = retire_theme(session, viewer, theme, today, retired=True)
    return refusal or add_theme(session, viewer, words, today, new_id=new_id)


def retire_theme(
    session: Session, viewer: Viewer, theme: Theme, today: date, *, retired: bool
) -> ChangedMeanwhile | None:
    """Take a theme out of use, or back into it. It stays on the texts that have it."""
    if theme.retired == retired:
        return None
    after = replace(theme, version=theme.version + 1, retired=retired)
    return _add(session, viewer, after, today)


def _add(session: Session, viewer: Viewer, theme: Theme, today: date) -> ChangedMeanwhile | None:
    if themes.add_version(session, theme, by=viewer.person_id, day=today):
        return None
    return None if themes.find_theme(session, theme.id) == theme else ChangedMeanwhile()


def _is_taken(session: Session, name: str, *, but: UUID) -> bool:
    """Whether another theme has this name: the counts of two could not be told apart."""
    return any(
        theme.words.name.casefold() == name.casefold() and theme.id != but
        for theme in themes.list_themes(session, retired=True)
    )
