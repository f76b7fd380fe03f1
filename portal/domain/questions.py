"""The kinds of question that a survey may ask, and what counts as an answer to each.

There is no grid and no ranking: both are known to lose people on a small screen and to those who
read with difficulty.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from unicodedata import category

from portal.domain.measures import Agreement

Answers = Mapping[str, str]
"""Question key to the one written form of its answer; a question left out is simply absent.

The key of an option; several keys with a space between, in the question's order; text as typed;
a whole number in digits; a day as YYYY-MM-DD. Beside a text stands, under `consent_key`, that it
may be quoted, where that was ticked.
"""


class QuestionKind(StrEnum):
    """How a question is answered."""

    AGREEMENT = "agreement"
    ONE = "one"
    SEVERAL = "several"
    YES_NO = "yes_no"
    THREE_PLACES = "three_places"
    SHORT_TEXT = "short_text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    DATE = "date"


TEXT_KINDS = frozenset({QuestionKind.SHORT_TEXT, QuestionKind.LONG_TEXT})
LONGEST = {QuestionKind.SHORT_TEXT: 200, QuestionKind.LONG_TEXT: 2000}
"""Letters that a text may have."""
MAY_QUOTE = "yes"
CONSENT_WORDS = "You may quote these words without my name"
"""Asked beside every text, in every language that an instrument is offered in."""
DIGITS_AT_MOST = 6
_AROUND_AN_ANSWER = 16  # quotes, colon and comma, and a number or a day
_BYTES_A_LETTER = 4


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to choose. The key is stored and compared, the words are shown."""

    key: str
    words: str


FIXED_SCALES: Mapping[QuestionKind, tuple[Option, ...]] = {
    QuestionKind.AGREEMENT: (
        Option(Agreement.STRONGLY_AGREE, "Strongly agree"),
        Option(Agreement.AGREE, "Agree"),
        Option(Agreement.NEITHER, "Neither agree nor disagree"),
        Option(Agreement.DISAGREE, "Disagree"),
        Option(Agreement.STRONGLY_DISAGREE, "Strongly disagree"),
        Option(Agreement.CANT_SAY, "I cannot say"),
    ),
    QuestionKind.YES_NO: (
        Option("yes", "Yes"),
        Option("no", "No"),
        Option("not_sure", "I am not sure"),
    ),
    QuestionKind.THREE_PLACES: (
        Option("going_well", "Going well"),
        Option("not_sure", "Not sure"),
        Option("not_going_well", "Not going well"),
        Option("not_about_me", "This is not about me"),
    ),
}
"""Scales whose options are the same in every survey, so that answers can be compared.

They stand here and not in the translation catalogue because they freeze with the wave that showed
them, in every language.
"""


@dataclass(frozen=True, slots=True)
class Condition:
    """The question is asked only where ``question`` was answered with one of ``answers``."""

    question: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """One question, its words in English.

    Two waves' answers to a key can be compared only where ``wording`` and the options' keys are
    equal. ``{key}`` in ``statement`` stands for the words that answered that earlier question.
    """

    key: str
    kind: QuestionKind
    statement: str
    wording: int = 1
    hint: str = ""
    options: tuple[Option, ...] = ()
    only_if: Condition | None = None
    required: bool = False

    @property
    def option_keys(self) -> tuple[str, ...]:
        return tuple(option.key for option in self.options)

    @property
    def pipes(self) -> tuple[str, ...]:
        """Keys of the questions whose answers stand in this one's words."""
        return pipes_of(self.statement)

    @property
    def has_fixed_scale(self) -> bool:
        return self.kind in FIXED_SCALES

    @property
    def is_text(self) -> bool:
        return self.kind in TEXT_KINDS


def consent_key(key: str) -> str:
    """Under which key it is kept that the text that answers this question may be quoted. No
    question has such a key."""
    return f"{key}~quote"


def may_quote(answers: Answers, key: str) -> bool:
    """Whether the text that answers this question may be quoted."""
    return answers.get(consent_key(key)) == MAY_QUOTE


def keys_of(questions: Iterable[Question]) -> frozenset[str]:
    """Every key under which answers to these questions are kept."""
    return frozenset(
        key
        for question in questions
        for key in (question.key, *([consent_key(question.key)] if question.is_text else ()))
    )


class AnswerFault(StrEnum):
    """What is wrong with what was given as an answer."""

    NOT_AN_OPTION = "not_an_option"
    NOT_A_NUMBER = "not_a_number"
    NOT_A_DATE = "not_a_date"
    TOO_LONG = "too_long"
    MISSING = "missing"


_PIPE = re.compile(r"\{([\w.]+)\}")


def pipes_of(words: str) -> tuple[str, ...]:
    """Keys of the questions whose answers stand in these words."""
    return tuple(_PIPE.findall(words))


def is_asked(question: Question, answers: Answers) -> bool:
    """Whether the earlier answers lead to this question: its condition holds, and every answer
    that stands in its words was given."""
    condition = question.only_if
    if condition is not None:
        chosen = answers.get(condition.question, "").split(" ")
        if not set(chosen) & set(condition.answers):
            return False
    return all(answers.get(key) for key in question.pipes)


def fill_in(words: str, said: Mapping[str, str]) -> str:
    """The words of a question with earlier answers, by question, in their places."""
    return _PIPE.sub(lambda found: said.get(found[1], "…"), words)


def read_answer(question: Question, given: str) -> str | AnswerFault:
    """The written form of an answer that is not blank."""
    match question.kind:
        case QuestionKind.SHORT_TEXT | QuestionKind.LONG_TEXT:
            text = _without_controls(given).strip()
            return text if len(text) <= LONGEST[question.kind] else AnswerFault.TOO_LONG
        case QuestionKind.NUMBER:
            digits = given.strip().lstrip("0") or given.strip()[-1:]
            in_range = len(digits) <= DIGITS_AT_MOST and digits.isascii() and digits.isdigit()
            return digits if in_range else AnswerFault.NOT_A_NUMBER
        case QuestionKind.DATE:
            try:
                return date.fromisoformat(given.strip()).isoformat()
            except ValueError:
                return AnswerFault.NOT_A_DATE
        case QuestionKind.SEVERAL:
            chosen = set(given.split(" "))
            in_order = [key for key in question.option_keys if key in chosen]
            return " ".join(in_order) if len(in_order) == len(chosen) else AnswerFault.NOT_AN_OPTION
        case _:
            return given if given in question.option_keys else AnswerFault.NOT_AN_OPTION


def _without_controls(text: str) -> str:
    """The text with its lines, and none of the other control characters that a paste brings."""
    return "".join(letter for letter in text if letter == "\n" or category(letter) != "Cc")


def longest_answers(questions: Sequence[Question]) -> int:
    """Bytes of UTF-8 that a whole set of answers can take, written as JSON."""
    consents = (consent_key(question.key) for question in questions if question.is_text)
    return sum(len(key) + len(MAY_QUOTE) + _AROUND_AN_ANSWER for key in consents) + sum(
        len(question.key)
        + _AROUND_AN_ANSWER
        + _BYTES_A_LETTER * LONGEST.get(question.kind, 0)
        + sum(len(key) + 1 for key in question.option_keys)
        for question in questions
    )


@dataclass(frozen=True, slots=True)
class WrongAnswers:
    """These questions were given something that is no answer to them."""

    faults: Mapping[str, AnswerFault]


def read_answers(
    questions: Sequence[Question], given: Mapping[str, str]
) -> dict[str, str] | WrongAnswers:
    """The answers among what a form gave: blanks and foreign fields are left out."""
    answers: dict[str, str] = {}
    faults: dict[str, AnswerFault] = {}
    for question in questions:
        value = given.get(question.key, "")
        if not value.strip():
            continue
        answer = read_answer(question, value)
        if isinstance(answer, AnswerFault):
            faults[question.key] = answer
        else:
            answers[question.key] = answer
            if question.is_text and may_quote(given, question.key):
                answers[consent_key(question.key)] = MAY_QUOTE
    return WrongAnswers(faults) if faults else answers


def keep_asked(questions: Sequence[Question], answers: Answers) -> dict[str, str]:
    """The answers without those to questions that the other answers do not lead to."""
    kept: dict[str, str] = {}
    for question in questions:
        if question.key in answers and is_asked(question, kept):
            keys = keys_of([question]) & answers.keys()
            kept |= {key: answers[key] for key in sorted(keys)}
    return kept


def missing_answers(questions: Sequence[Question], answers: Answers) -> tuple[str, ...]:
    """Keys of the questions that are asked, must be answered and are not."""
    return tuple(
        question.key
        for question in questions
        if question.required and is_asked(question, answers) and not answers.get(question.key)
    )
