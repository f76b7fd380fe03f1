"""A slip in the words of an open survey, put right: a new version that asks the same.

A measure of the bank keeps its words: other words would be another wording, whose figures cannot
be compared. Where the meaning changes, the survey is closed and another one asks in the new words.
"""

from dataclasses import dataclass, replace
from datetime import date

from portal.domain.instruments import Instrument, keeps_pipes, list_words
from portal.domain.measures import find_measure
from portal.domain.questions import CONSENT_WORDS, Option, Question


@dataclass(frozen=True, slots=True)
class Correction:
    """Words that a wave no longer says, what it has said instead since that day, and why."""

    on: date
    before: str
    after: str
    reason: str


@dataclass(frozen=True, slots=True)
class NotToBeCorrected:
    """The instrument does not say these words, or they are a measure's or a fixed scale's."""


@dataclass(frozen=True, slots=True)
class EarlierAnswersLost:
    """The new words do not hold the same earlier answers as the old ones."""


@dataclass(frozen=True, slots=True)
class SaidAlready:
    """The instrument says the new words in another place; the two could not be told apart."""


def list_correctable(instrument: Instrument) -> tuple[str, ...]:
    """The words that may be put right while people answer."""
    fixed = {words for question in instrument.questions for words in _fixed_words(question)}
    return tuple(words for words in list_words(instrument) if words not in fixed)


def _fixed_words(question: Question) -> list[str]:
    words = [question.statement, question.hint] if find_measure(question.key) else []
    words += [CONSENT_WORDS] * question.is_text
    return words + [option.words for option in question.options if question.has_fixed_scale]


def correct_words(
    instrument: Instrument, before: str, after: str
) -> Instrument | NotToBeCorrected | EarlierAnswersLost | SaidAlready:
    """The instrument with the new words wherever it said the old ones. What was translated stays
    so: a slip in English says nothing about the other languages."""
    if before not in list_correctable(instrument) or not after.strip():
        return NotToBeCorrected()
    if not keeps_pipes(before, after):
        return EarlierAnswersLost()
    if after in list_words(instrument):
        return SaidAlready()

    def say(words: str) -> str:
        return after if words == before else words

    def ask(question: Question) -> Question:
        return replace(
            question,
            statement=say(question.statement),
            hint=say(question.hint),
            options=tuple(Option(option.key, say(option.words)) for option in question.options),
        )

    return replace(
        instrument,
        introduction=say(instrument.introduction),
        sections=tuple(
            replace(
                section,
                title=say(section.title),
                questions=tuple(ask(question) for question in section.questions),
            )
            for section in instrument.sections
        ),
        translations={
            language: {say(words): translated for words, translated in given.items()}
            for language, given in instrument.translations.items()
        },
    )
