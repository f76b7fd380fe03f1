"""Answering one question: what may be kept, what clashes, and what is asked next."""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.domain.views_questions import QUESTIONS, Choice, Question, Voice

WORDS_LIMIT = 5000
"""Characters in one answer: about two pages."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was given to one question: a choice, words, both, or neither."""

    choice: Choice | None = None
    words: str = ""

    @property
    def is_blank(self) -> bool:
        return self.choice is None and not self.words


@dataclass(frozen=True, slots=True)
class TooLong:
    """More words than the limit; both in characters."""

    limit: int
    length: int


@dataclass(frozen=True, slots=True)
class NotAChoice:
    """A value that this question, or this person, is not offered."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Another page or device saved something else after this page was opened."""

    saved: Answer
    revision: int


def tidy_words(text: str, limit: int = WORDS_LIMIT) -> str | TooLong:
    """What was typed, without blank edges and with one kind of line end: browsers send two
    characters for each line end, which would count against the writer."""
    words = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    return TooLong(limit, len(words)) if len(words) > limit else words


def read_answer(question: Question, choice: str | None, text: str) -> Answer | TooLong | NotAChoice:
    """The answer that a form holds, or why it cannot be kept."""
    if choice and choice not in question.choices:
        return NotAChoice()
    words = tidy_words(text)
    if isinstance(words, TooLong):
        return words
    return Answer(Choice(choice) if choice else None, words)


def find_conflict(
    saved: Answer, saved_revision: int, given: Answer, opened_at_revision: int
) -> Conflict | None:
    """Whether saving would destroy words that the writer has not seen on this page. The same
    answer twice, as from a second press, is no conflict; nor is writing where nothing was kept."""
    if saved_revision == opened_at_revision or saved == given or saved.is_blank:
        return None
    return Conflict(saved, saved_revision)


def in_order(voice: Voice, answers: Mapping[str, Answer]) -> dict[str, Answer]:
    """The answers in the order of their questions; one whose question is no longer asked stays,
    at the end."""
    asked = [question.key for question in QUESTIONS[voice] if question.key in answers]
    return {key: answers[key] for key in (*asked, *(key for key in answers if key not in asked))}


def questions_asked(voice: Voice, answers: Mapping[str, Answer]) -> tuple[Question, ...]:
    """The questions on this person's way, given what they have answered so far. An answer that was
    given stays on the way, even where the one before it was taken out again."""

    def has(key: str) -> bool:
        return not answers.get(key, Answer()).is_blank

    return tuple(
        question
        for question in QUESTIONS[voice]
        if question.follows is None or has(question.follows) or has(question.key)
    )
