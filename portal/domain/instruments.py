"""An instrument: a set of questions for one kind of respondent, in all its languages.

Its words are English; a translation belongs to the English words and not to a place. So words that
change have no translation until somebody gives one, and an old one is never shown for new words.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from portal.domain.measures import Respondent, find_measure
from portal.domain.questions import (
    CONSENT_WORDS,
    FIXED_SCALES,
    Answers,
    Question,
    QuestionKind,
    fill_in,
    pipes_of,
)

ENGLISH = "en"
Translations = Mapping[str, Mapping[str, str]]
"""Language to English words to the words in that language."""

_CHOSEN = frozenset({QuestionKind.ONE, QuestionKind.SEVERAL})
_FEWEST_OPTIONS = 2


@dataclass(frozen=True, slots=True)
class Section:
    """Questions that stand on one page, in this order."""

    title: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Instrument:
    """What a survey asks. ``introduction`` is said before the first question."""

    title: str
    respondent: Respondent
    sections: tuple[Section, ...]
    introduction: str = ""
    translations: Translations = field(default_factory=dict)

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(question for section in self.sections for question in section.questions)

    def say(self, words: str, language: str) -> str:
        """These words of the instrument in a language that it is offered in."""
        return self.translations.get(language, {}).get(words, words)


@dataclass(frozen=True, slots=True)
class Choice:
    """A measure chosen from the bank, in one of its wordings."""

    key: str
    wording: int


@dataclass(frozen=True, slots=True)
class NoQuestions:
    """An instrument needs at least one question."""


@dataclass(frozen=True, slots=True)
class UnknownMeasures:
    """These are not in the bank, not in that wording, or belong to another kind of respondent."""

    keys: tuple[str, ...]


class FaultKind(StrEnum):
    """What keeps an instrument from being used."""

    NO_QUESTIONS = "no_questions"
    ASKED_TWICE = "asked_twice"
    NOT_AS_IN_THE_BANK = "not_as_in_the_bank"
    OTHER_RESPONDENT = "other_respondent"
    NO_WORDS = "no_words"
    TOO_FEW_OPTIONS = "too_few_options"
    OPTION_TWICE = "option_twice"
    NOT_THE_FIXED_SCALE = "not_the_fixed_scale"
    CONDITION_NOT_EARLIER = "condition_not_earlier"
    CONDITION_NO_OPTION = "condition_no_option"
    PIPE_NOT_EARLIER = "pipe_not_earlier"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to put right; ``question`` is its key, empty where it is about the whole."""

    kind: FaultKind
    question: str = ""


def ask_measure(choice: Choice, respondent: Respondent) -> Question | None:
    """The question for a measure; None where the bank has none such for this respondent."""
    measure = find_measure(choice.key)
    if measure is None or measure.respondent is not respondent:
        return None
    wording = next((w for w in measure.wordings if w.number == choice.wording), None)
    if wording is None:
        return None
    return Question(
        key=measure.key,
        kind=QuestionKind.AGREEMENT,
        statement=wording.statement,
        wording=wording.number,
        hint=wording.hint,
        options=FIXED_SCALES[QuestionKind.AGREEMENT],
    )


def ask_measures(
    title: str, respondent: Respondent, choices: Sequence[Choice]
) -> Instrument | NoQuestions | UnknownMeasures:
    """An instrument of measures alone, on one page.

    A measure asked in two wordings at once is refused like an unknown one: its answers would be
    counted under one key.
    """
    if not choices:
        return NoQuestions()
    times = Counter(choice.key for choice in choices)
    asked = [(choice.key, ask_measure(choice, respondent)) for choice in choices]
    refused = [key for key, question in asked if question is None or times[key] > 1]
    if refused:
        return UnknownMeasures(tuple(dict.fromkeys(refused)))
    questions = tuple(question for _, question in asked if question is not None)
    return Instrument(title, respondent, (Section("", questions),))


def list_faults(instrument: Instrument) -> tuple[Fault, ...]:
    """All that keeps this instrument from being used, in its order; empty where nothing does."""
    if not instrument.questions:
        return (Fault(FaultKind.NO_QUESTIONS),)
    times = Counter(question.key for question in instrument.questions)
    twice = [Fault(FaultKind.ASKED_TWICE, key) for key, number in times.items() if number > 1]
    return (*twice, *_faults_of_questions(instrument))


def _faults_of_questions(instrument: Instrument) -> Iterator[Fault]:
    earlier: dict[str, Question] = {}
    for section in instrument.sections:
        for question in section.questions:
            kinds = (
                *_faults_of_words(question),
                *_faults_of_measure(question, instrument.respondent),
                *_faults_of_path(question, earlier),
            )
            yield from (Fault(kind, question.key) for kind in kinds)
        earlier.update({question.key: question for question in section.questions})


def _faults_of_words(question: Question) -> Iterator[FaultKind]:
    if not question.statement.strip() or not all(o.words.strip() for o in question.options):
        yield FaultKind.NO_WORDS
    if len(set(question.option_keys)) < len(question.options):
        yield FaultKind.OPTION_TWICE
    if question.kind in _CHOSEN and len(question.options) < _FEWEST_OPTIONS:
        yield FaultKind.TOO_FEW_OPTIONS
    if question.kind not in _CHOSEN and question.options != FIXED_SCALES.get(question.kind, ()):
        yield FaultKind.NOT_THE_FIXED_SCALE


def _faults_of_measure(question: Question, respondent: Respondent) -> Iterator[FaultKind]:
    measure = find_measure(question.key)
    if measure is None:
        return
    if measure.respondent is not respondent:
        yield FaultKind.OTHER_RESPONDENT
        return
    asked = ask_measure(Choice(question.key, question.wording), respondent)
    own = replace(question, only_if=None, required=False)
    if own != asked:
        yield FaultKind.NOT_AS_IN_THE_BANK


def _faults_of_path(question: Question, earlier: Mapping[str, Question]) -> Iterator[FaultKind]:
    """A condition and a pipe lead back to an earlier page: without a script, a page shows all its
    questions."""
    condition = question.only_if
    if condition is not None:
        on = earlier.get(condition.question)
        if on is None:
            yield FaultKind.CONDITION_NOT_EARLIER
        elif not condition.answers or not set(condition.answers) <= set(on.option_keys):
            yield FaultKind.CONDITION_NO_OPTION
    if any(key not in earlier or earlier[key].is_text for key in question.pipes):
        yield FaultKind.PIPE_NOT_EARLIER


def list_words(instrument: Instrument) -> tuple[str, ...]:
    """Every English wording that a respondent reads, once, in the order in which they meet it."""
    words = [instrument.introduction]
    for section in instrument.sections:
        words.append(section.title)
        for question in section.questions:
            words += [question.statement, question.hint]
            words += [option.words for option in question.options]
            words += [CONSENT_WORDS] * question.is_text
    return tuple(dict.fromkeys(word for word in words if word.strip()))


def missing_words(instrument: Instrument, language: str) -> tuple[str, ...]:
    """The English words without a translation into this language, or whose pipes it loses."""
    if language == ENGLISH:
        return ()
    given = instrument.translations.get(language, {})
    return tuple(
        words
        for words in list_words(instrument)
        if not given.get(words, "").strip() or not keeps_pipes(words, given[words])
    )


def keeps_pipes(words: str, others: str) -> bool:
    """Whether other words, such as a translation, hold the same earlier answers, each as often."""
    return Counter(pipes_of(words)) == Counter(pipes_of(others))


def offered_languages(instrument: Instrument) -> tuple[str, ...]:
    """English, and every language in which not a word is missing."""
    whole = (
        language
        for language in sorted(instrument.translations)
        if language != ENGLISH and not missing_words(instrument, language)
    )
    return (ENGLISH, *whole)


def freeze(instrument: Instrument) -> Instrument:
    """The instrument as a wave keeps it: the offered languages only, and only words in use."""
    words = list_words(instrument)
    kept = {
        language: {word: instrument.translations[language][word] for word in words}
        for language in offered_languages(instrument)
        if language != ENGLISH
    }
    return replace(instrument, translations=kept)


def say_statement(
    instrument: Instrument, question: Question, answers: Answers, language: str
) -> str:
    """What is asked, in this language, with the words of earlier answers in their places."""
    said = {
        earlier.key: say_answer(instrument, earlier, answers[earlier.key], language)
        for earlier in instrument.questions
        if earlier.key in question.pipes and earlier.key in answers
    }
    return fill_in(instrument.say(question.statement, language), said)


def say_answer(instrument: Instrument, question: Question, answer: str, language: str) -> str:
    """An answer as a reader of this language reads it: the words chosen, or what was typed."""
    if not question.options:
        return answer
    chosen = set(answer.split(" "))
    return ", ".join(
        instrument.say(option.words, language)
        for option in question.options
        if option.key in chosen
    )
