"""The words of an instrument side by side: English, and one other language to write."""

from dataclasses import dataclass
from hashlib import sha256

from flask import request
from flask_babel import gettext

from portal.domain.instrument_files import digest_translation
from portal.domain.instruments import Instrument, keeps_pipes, list_words, missing_words
from portal.features.instruments.forms import ChangeForm, plain

LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Row:
    """Words in English, what is to stand for them, and what somebody else has written meanwhile."""

    words: str
    name: str
    text: str
    error: str
    elsewhere: str


def name_of(words: str) -> str:
    """The field of these words, wherever in the instrument they stand by now."""
    return "words-" + sha256(words.encode()).hexdigest()[:16]


class TranslationForm(ChangeForm):
    """One box for each of the words; those without a translation come first."""

    language = ""

    def digest(self, instrument: Instrument) -> str:
        return digest_translation(instrument, self.language)

    def read(self, instrument: Instrument) -> dict[str, str]:
        """What was typed, by the English words."""
        return {
            words: plain(request.form[name_of(words)].replace("\x00", ""))
            for words in list_words(instrument)
            if name_of(words) in request.form
        }

    def faults(self, instrument: Instrument) -> dict[str, str]:
        """What to do about words that cannot be taken, by the English words."""
        faults = {}
        for words, text in self.read(instrument).items():
            if text and not keeps_pipes(words, text):
                faults[words] = gettext(
                    "Keep the words in curly brackets as they are in the English"
                )
            elif len(text) > LONGEST:
                faults[words] = gettext("Use at most %(most)d letters", most=LONGEST)
        return faults

    def rows(self, instrument: Instrument) -> list[Row]:
        given, typed = instrument.translations.get(self.language, {}), self.read(instrument)
        faults = self.faults(instrument)
        missing = missing_words(instrument, self.language)
        ordered = dict.fromkeys((*missing, *list_words(instrument)))
        return [
            Row(
                words=words,
                name=name_of(words),
                text=typed.get(words, given.get(words, "")),
                error=faults.get(words, ""),
                elsewhere=given.get(words, "") if self.came_second and words in typed else "",
            )
            for words in ordered
        ]
