"""Marking words of a text on a page without a script: what the form brings, and what it shows.

The partial is ``components/redaction.html``. Suggested words come ticked, and say that they are
only suggested; nothing is taken out before a person has pressed the button.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict

from portal.domain.redaction import (
    PHRASE_AT_MOST,
    Marks,
    SuggestionKind,
    Word,
    missing_phrases,
    redact,
    spans_of,
    split_words,
    suggest,
    tidy,
)

WHY: Mapping[SuggestionKind, LazyString] = {
    SuggestionKind.NAME: _l("may be a name"),
    SuggestionKind.SETTING: _l("may be a school, college or nursery"),
    SuggestionKind.EMAIL: _l("e-mail address"),
    SuggestionKind.ADDRESS: _l("web address"),
    SuggestionKind.PHONE: _l("may be a telephone number"),
    SuggestionKind.POSTCODE: _l("postcode"),
    SuggestionKind.DAY: _l("a day, may be of birth"),
    SuggestionKind.NUMBER: _l("may be a number that leads to somebody"),
}
_PHRASES_AT_MOST, _DIGITS_AT_MOST = 50, 6


@dataclass(frozen=True, slots=True)
class Marking:
    """A text to mark. ``marked`` are the numbers of the words that come ticked."""

    words: Sequence[Word]
    marked: frozenset[int]
    phrases: tuple[str, ...] = ()

    @property
    def has_suggestions(self) -> bool:
        return any(word.suggested for word in self.words)


@dataclass(frozen=True, slots=True)
class Preview:
    """What is left of a text. ``missing`` are phrases that stand nowhere in it."""

    words: str
    marks: Marks
    missing: tuple[str, ...]


def make_marking(text: str, settings: Sequence[str], marks: Marks | None = None) -> Marking:
    """The words to mark: ticked as ``marks`` say, or where something is suggested."""
    text = tidy(text)
    words = split_words(text, suggest(text, settings))
    if marks is None:
        return Marking(words, frozenset(word.number for word in words if word.suggested))
    return Marking(words, marks.words, marks.phrases)


def preview(text: str, marks: Marks) -> Preview:
    text = tidy(text)
    return Preview(redact(text, spans_of(text, marks)), marks, missing_phrases(text, marks))


def read_marks(form: MultiDict[str, str]) -> Marks:
    """What was ticked and typed: ``word`` once for each word, ``phrases`` a line each."""
    lines = (line.strip()[:PHRASE_AT_MOST] for line in form.get("phrases", "").splitlines())
    words = (number for each in form.getlist("word") for number in each.split(" "))
    return Marks(
        frozenset(
            int(each)
            for each in words
            if each.isascii() and each.isdigit() and len(each) <= _DIGITS_AT_MOST
        ),
        tuple(dict.fromkeys(line for line in lines if line))[:_PHRASES_AT_MOST],
    )
