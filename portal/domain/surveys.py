"""What a survey asks and what counts as an answer to it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from portal.domain.measures import Agreement, Respondent, find_measure

Answers = Mapping[str, str]
"""Question key to option; a question left out is simply absent."""


@dataclass(frozen=True, slots=True)
class Question:
    """One frozen question. ``key`` is the measure's; ``statements`` and ``hints`` are by language.

    Two waves' answers to a key can be compared only where ``wording`` and ``options`` are equal.
    """

    key: str
    wording: int
    options: tuple[str, ...]
    statements: Mapping[str, str]
    hints: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NoQuestions:
    """A wave needs at least one measure."""


@dataclass(frozen=True, slots=True)
class UnknownMeasures:
    """These are not in the bank, not in that wording, or belong to another kind of respondent."""

    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WaveClosed:
    """The wave takes no more answers."""


@dataclass(frozen=True, slots=True)
class AlreadyAnswered:
    """This invitation has been used; one person gives one response."""


@dataclass(frozen=True, slots=True)
class NothingAnswered:
    """A response needs at least one answer, otherwise it would count nobody as somebody."""


@dataclass(frozen=True, slots=True)
class UnknownAnswers:
    """These questions were given something that is not one of their options."""

    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """A measure chosen for a wave, in one of its wordings."""

    key: str
    wording: int


def freeze_questions(
    choices: Sequence[Choice],
) -> tuple[Question, ...] | NoQuestions | UnknownMeasures:
    """The questions for parents and carers, with all that later changes of the bank must not touch.

    A measure asked in two wordings at once is refused like an unknown one: its answers would be
    counted under one key.
    """
    if not choices:
        return NoQuestions()
    times = Counter(choice.key for choice in choices)
    frozen: list[Question] = []
    refused: list[str] = []
    for choice in choices:
        measure = find_measure(choice.key)
        wordings = measure.wordings if measure else ()
        wording = next((w for w in wordings if w.number == choice.wording), None)
        if (
            measure is None
            or wording is None
            or measure.respondent is not Respondent.PARENT_OR_CARER
            or times[choice.key] > 1
        ):
            refused.append(choice.key)
            continue
        frozen.append(
            Question(
                key=measure.key,
                wording=wording.number,
                options=tuple(Agreement),
                statements={"en": wording.statement},
                hints={"en": wording.hint} if wording.hint else {},
            )
        )
    if refused:
        return UnknownMeasures(tuple(dict.fromkeys(refused)))
    return tuple(frozen)


def missing_answers(questions: Sequence[Question], answers: Answers) -> tuple[str, ...]:
    """Keys of the questions that have no answer. None is ever required; this is for saying so."""
    return tuple(question.key for question in questions if not answers.get(question.key))


def read_answers(
    questions: Sequence[Question], given: Mapping[str, str]
) -> dict[str, str] | UnknownAnswers:
    """The answers among what a form gave: blanks and foreign fields left out, options checked."""
    answers: dict[str, str] = {}
    unknown: list[str] = []
    for question in questions:
        value = given.get(question.key, "")
        if value in question.options:
            answers[question.key] = value
        elif value:
            unknown.append(question.key)
    return UnknownAnswers(tuple(unknown)) if unknown else answers
