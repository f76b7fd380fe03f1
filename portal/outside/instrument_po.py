"""An instrument's words in one language as a PO file, which translators' tools read and write."""

from dataclasses import dataclass
from io import BytesIO

from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po, write_po

from portal.domain.instruments import Instrument, keeps_pipes, list_words

LARGEST_FILE = 500_000  # bytes


@dataclass(frozen=True, slots=True)
class NotPo:
    """This cannot be read as a PO file. ``line`` counts from 1, and is 0 where it is not known."""

    line: int = 0


@dataclass(frozen=True, slots=True)
class OtherLanguage:
    """The file says that it is for another language."""

    found: str


@dataclass(frozen=True, slots=True)
class Translated:
    """What a file brings, by the English words: ``taken``; ``lost_pipes`` whose ``{places}`` differ
    from the English; ``unsure`` marked by the translator; ``unused`` that nobody reads any more."""

    taken: dict[str, str]
    lost_pipes: tuple[str, ...]
    unsure: tuple[str, ...]
    unused: tuple[str, ...]


def write_translations(instrument: Instrument, language: str) -> bytes:
    """All words that a respondent reads; those without a translation are left blank."""
    catalog = Catalog(locale=_as_locale(language), project=instrument.title, fuzzy=False)
    catalog.header_comment = ""
    given = instrument.translations.get(language, {})
    for words in list_words(instrument):
        catalog.add(words, given.get(words, ""))
    out = BytesIO()
    write_po(out, catalog, width=0)
    return out.getvalue()


def read_translations(
    content: bytes, instrument: Instrument, language: str
) -> Translated | NotPo | OtherLanguage:
    """The translations of a file for these words. Blank ones are passed over."""
    if len(content) > LARGEST_FILE:
        return NotPo()
    try:
        catalog = read_po(BytesIO(content), abort_invalid=True)
    except PoFileError as error:
        return NotPo(error.lineno + 1)
    except (ValueError, LookupError):  # a header that names no language or plural form
        return NotPo()
    found = catalog.locale_identifier
    if found is not None and found != _as_locale(language):
        return OtherLanguage(found)
    in_use = set(list_words(instrument))
    taken: dict[str, str] = {}
    lost, unsure, unused = [], [], []
    for message in catalog:
        words, text = message.id, message.string
        if not isinstance(words, str) or not isinstance(text, str) or not (words and text.strip()):
            continue
        if words not in in_use:
            unused.append(words)
        elif message.fuzzy:
            unsure.append(words)
        elif not keeps_pipes(words, text):
            lost.append(words)
        else:
            taken[words] = text.replace("\x00", "").strip()
    return Translated(taken, tuple(lost), tuple(unsure), tuple(unused))


def _as_locale(language: str) -> str:
    return language.replace("-", "_")
