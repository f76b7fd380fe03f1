"""Words taken out of what somebody wrote, so that nobody is named: a person marks, this cuts.

Suggestions are made from the words alone. Nothing is looked up among children, families or staff:
a page on which their names light up would tell about whom a text is that belongs to nobody. Names
of settings are public, and may be given.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

GAP = "[…]"
"""Stands in place of what was taken out, however many words it was."""
PHRASE_AT_MOST = 200
_INITIALS = 2  # letters


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Letters ``start`` up to and without ``end`` of a text as `tidy` returns it."""

    start: int
    end: int

    def meets(self, other: "Span") -> bool:
        return self.start < other.end and other.start < self.end


class SuggestionKind(StrEnum):
    """Why a place is suggested."""

    NAME = "name"
    SETTING = "setting"
    EMAIL = "email"
    ADDRESS = "address"
    PHONE = "phone"
    POSTCODE = "postcode"
    DAY = "day"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A place that may say who somebody is. Only a person decides whether it does."""

    span: Span
    kind: SuggestionKind


@dataclass(frozen=True, slots=True)
class Word:
    """One word to mark. ``before`` is what stands between it and the word before: spaces and
    ends of lines. ``number`` counts from 0."""

    number: int
    text: str
    before: str
    span: Span
    suggested: SuggestionKind | None = None


@dataclass(frozen=True, slots=True)
class Marks:
    """What a person marked: words by their number, and phrases, wherever they stand."""

    words: frozenset[int] = frozenset()
    phrases: tuple[str, ...] = ()


NO_MARKS = Marks()


def tidy(text: str) -> str:
    """The text in the one written form in which places are counted."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n"))


# Scripts without spaces are marked letter by letter.
_UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
_WORD = re.compile(rf"[{_UNSPACED}]|[^\s{_UNSPACED}]+")


def split_words(text: str, suggestions: Iterable[Suggestion] = ()) -> tuple[Word, ...]:
    """The words of a tidied text, each with what is suggested of it."""
    found = sorted(suggestions, key=lambda each: each.span)
    words: list[Word] = []
    end = 0
    for number, match in enumerate(_WORD.finditer(text)):
        span = Span(match.start(), match.end())
        kind = next((each.kind for each in found if each.span.meets(span)), None)
        words.append(Word(number, match[0], text[end : span.start], span, kind))
        end = span.end
    return tuple(words)


def spans_of(text: str, marks: Marks) -> tuple[Span, ...]:
    """The places of a tidied text that are marked. A number of no word marks nothing."""
    words = split_words(text)
    marked = [
        _core(text, words[number].span) for number in marks.words if number in range(len(words))
    ]
    for phrase in marks.phrases:
        marked += find_phrase(text, phrase)
    return tuple(sorted(set(marked)))


def missing_phrases(text: str, marks: Marks) -> tuple[str, ...]:
    """The phrases that stand nowhere in a tidied text: typed wrongly, most likely."""
    return tuple(phrase for phrase in marks.phrases if not find_phrase(text, phrase))


def find_phrase(text: str, phrase: str) -> list[Span]:
    """Everywhere that a tidied text says this, in small letters or capitals, as whole words."""
    parts = tidy(phrase).split()
    if not parts:
        return []
    pattern = r"\s+".join(re.sub(r"['’]", "['’]", re.escape(part)) for part in parts)
    before = r"(?<!\w)" if _is_spaced(parts[0][0]) else ""
    after = r"(?!\w)" if _is_spaced(parts[-1][-1]) else ""
    return [
        Span(*match.span()) for match in re.finditer(before + pattern + after, text, re.IGNORECASE)
    ]


def _is_spaced(letter: str) -> bool:
    return bool(re.match(r"\w", letter)) and not re.match(f"[{_UNSPACED}]", letter)


def redact(text: str, spans: Iterable[Span]) -> str:
    """The text with each of these places left out. Places of a sentence with nothing but spaces
    and stops between them make one gap, so that it does not say how many names stood there."""
    text = tidy(text)
    kept: list[str] = []
    end = 0
    for span in _join(text, spans):
        kept += [text[end : span.start], GAP]
        end = span.end
    return "".join([*kept, text[end:]])


def _join(text: str, spans: Iterable[Span]) -> list[Span]:
    joined: list[Span] = []
    for span in sorted(spans):
        last = joined[-1] if joined else None
        if last and _belong_together(last, text[last.end : span.start]):
            joined[-1] = Span(last.start, max(last.end, span.end))
        else:
            joined.append(span)
    return joined


def _belong_together(last: Span, between: str) -> bool:
    if re.search(r"\w", between):
        return False
    ends_sentence = re.search(r"[.!?\n]", between) is not None
    return not ends_sentence or last.end - last.start <= _INITIALS  # "J. P. Smith"


def _core(text: str, span: Span) -> Span:
    """The word without the stops and brackets around it, and without "'s"; all of it where it is
    nothing else."""
    word = text[span.start : span.end]
    inner = re.search(r"\w(?:.*?\w)??(?=(?:['’]s)?\W*$)", word, re.DOTALL)
    return Span(span.start + inner.start(), span.start + inner.end()) if inner else span


_DAYS_AND_MONTHS = frozenset(
    {
        *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
        *("january", "february", "march", "april", "may", "june", "july"),
        *("august", "september", "october", "november", "december", "christmas", "easter"),
        *("english", "maths"),
    }
)
_TITLES = r"(?:mr|mrs|ms|miss|mx|dr|doctor|prof|professor|sir|auntie|uncle|nurse)"
_PATTERNS: Sequence[tuple[SuggestionKind, re.Pattern[str]]] = (
    (SuggestionKind.EMAIL, re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")),
    (SuggestionKind.ADDRESS, re.compile(r"(?:https?://|www\.)\S*\w|(?<!\w)@\w[\w.]*\w", re.I)),
    (
        SuggestionKind.ADDRESS,
        re.compile(
            r"\b[\w-]+(?:\.[\w-]+){0,4}\.(?:uk|com|org|net|info|co|io|me)\b(?:/\S*\w)?", re.I
        ),
    ),
    (
        SuggestionKind.POSTCODE,
        re.compile(r"\b[A-Z]{1,2}[0-9][0-9A-Z]?\s*[0-9][ABD-HJLNP-UW-Z]{2}\b", re.I),
    ),
    (SuggestionKind.PHONE, re.compile(r"(?<!\w)(?:\+|00|0)[0-9](?:[\s().-]*[0-9]){8,13}(?!\w)")),
    (
        SuggestionKind.DAY,
        re.compile(
            r"\b[0-9]{1,2}(?:st|nd|rd|th)?(?:\s+of)?[\s./-]+(?:[0-9]{1,2}|jan\w*|feb\w*|mar\w*|apr\w*"
            r"|may|june?|july?|aug\w*|sep\w*|oct\w*|nov\w*|dec\w*)[\s.,/-]+(?:[0-9]{4}|[0-9]{2})\b"
            r"|\b(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}\b",
            re.I,
        ),
    ),
    # Pupil and health numbers, case references.
    (SuggestionKind.NUMBER, re.compile(r"(?<!\w)[A-Z]?[0-9](?:[ -]?[0-9]){5,}[A-Z]?(?!\w)", re.I)),
    (SuggestionKind.NAME, re.compile(rf"\b{_TITLES}\.?\s+[^\W\d_][\w'’-]*", re.I)),
)
_CALLED = re.compile(r"\b(?:called|named)\s+([^\W\d_][\w'’-]*)", re.I)
_CAPITAL = re.compile(r"[^\W\d_][\w'’-]*")
_SENTENCE_ENDS, _BEFORE_A_SENTENCE = frozenset(".!?:;\n•*"), " \t\"'“‘(-"
_ORDINARY_ENDS = frozenset(
    {
        *("school", "schools", "academy", "college", "nursery", "primary"),
        *("secondary", "junior", "infant", "infants", "special", "high"),
        *("the", "community", "centre", "preschool", "pre-school"),
    }
)
_LEAST_LETTERS = 4


def suggest(text: str, settings: Collection[str] = ()) -> tuple[Suggestion, ...]:
    """What in a tidied text may tell who somebody is. ``settings`` are names of schools, colleges
    and nurseries; nothing else is looked up. A name that no rule knows is not found: whoever reads
    the text finds it."""
    found = [
        Suggestion(Span(*match.span()), kind)
        for kind, pattern in _PATTERNS
        for match in pattern.finditer(text)
    ]
    plain = _plain(text)
    said = {
        name
        for full in settings
        for name in (full, _short_name(full))
        if name and _plain(name.split()[0]) in plain  # a council has hundreds of settings
    }
    for name in sorted(said, key=len, reverse=True):  # the whole name before a part of it
        found += [Suggestion(span, SuggestionKind.SETTING) for span in find_phrase(text, name)]
    found += [Suggestion(Span(*m.span(1)), SuggestionKind.NAME) for m in _CALLED.finditer(text)]
    found += [Suggestion(span, SuggestionKind.NAME) for span in _names_in(text)]
    return _without_overlaps(found)


def _plain(text: str) -> str:
    return text.casefold().replace("’", "'")


def _short_name(setting: str) -> str:
    """How people say it: "Oakfield" for Oakfield Primary School."""
    words = setting.split()
    while words and words[-1].casefold().strip(".,'’") in _ORDINARY_ENDS:
        words.pop()
    short = " ".join(words)
    return short if len(short) >= _LEAST_LETTERS else ""


def _names_in(text: str) -> list[Span]:
    """Words with a capital where a sentence does not begin, and the same words everywhere else."""
    shouted = text.isupper()
    names: dict[str, None] = {}
    for match in _CAPITAL.finditer(text):
        word = match[0]
        if not word[0].isupper() or (word.isupper() and len(word) > 1 and not shouted):
            continue  # all capitals is how abbreviations are written
        plain = re.split(r"['’]", word)[0].casefold()
        if plain == "i" or plain in _DAYS_AND_MONTHS or shouted:
            continue
        if not _begins_sentence(text, match.start()):
            names[plain] = None
    return [span for name in names for span in find_phrase(text, name)]


def _begins_sentence(text: str, place: int) -> bool:
    before = text[:place].rstrip(_BEFORE_A_SENTENCE)
    return not before or before[-1] in _SENTENCE_ENDS


def _without_overlaps(found: Iterable[Suggestion]) -> tuple[Suggestion, ...]:
    """Of suggestions that share letters the first one: what has a form of its own comes before
    what is only a capital."""
    kept: list[Suggestion] = []
    for each in found:
        if not any(each.span.meets(other.span) for other in kept):
            kept.append(each)
    return tuple(sorted(kept, key=lambda each: each.span))
