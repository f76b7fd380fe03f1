"""The code frame: themes under which people put what somebody wrote, so that it can be counted."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from portal.domain.redaction import find_phrase, tidy

NAME_AT_MOST = 60
MEANING_AT_MOST = 300
WORDS_AT_MOST = 1000


@dataclass(frozen=True, slots=True)
class ThemeWords:
    """How a theme reads: ``words`` are what suggests it, one word or phrase each."""

    name: str
    meaning: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Theme:
    """One code of the code frame. Its words may be put better, under a higher ``version``; another
    meaning is another theme, so a text coded years ago still says what it said."""

    id: UUID
    version: int
    words: ThemeWords
    retired: bool = False


@dataclass(frozen=True, slots=True)
class NameTaken:
    """Another theme, in use or not, has this name."""


def suggest_themes(text: str, themes: Iterable[Theme]) -> dict[UUID, str]:
    """The themes whose words stand in a text, each with the first such word. Nothing is guessed
    from anything else, and none is put on the text before a person has chosen it."""
    text = tidy(text)
    found = {
        theme.id: next((word for word in theme.words.words if find_phrase(text, word)), "")
        for theme in themes
        if not theme.retired
    }
    return {theme_id: word for theme_id, word in found.items() if word}
