"""Surveys: what a wave asks, whom, when it may open, and how its answers lose their trace.

"Traced" means narrowed to fewer than ten people. Everything here that says ten says it for that
reason, and none of it is a setting: it is the promise printed above the questions.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from portal.domain.measures import Agreement, Respondent, find_measure

TRACED_BELOW = 10
BLANK = ""

Combination = tuple[str, ...]
"""One person's values of the groups a wave declared, in the wave's order; ``BLANK`` is none."""

Answers = Mapping[str, str]
"""Question key to option; a question left out is simply absent."""


class Mode(StrEnum):
    """How an answer came in. Counted on the wave, never kept with a response."""

    PORTAL = "portal"
    TELEPHONE = "telephone"


class WaveState(StrEnum):
    """A wave closes in two steps: no more answers at once, and the shuffled writing by a job."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSING = "closing"
    CLOSED = "closed"


class GroupKind(StrEnum):
    """A coarse group that a wave may declare, so that its report can be broken down by it."""

    NEED = "need"
    SETTING_TYPE = "setting_type"
    AGE_BAND = "age_band"


class CohortKind(StrEnum):
    """The event in the records that puts a family in a wave's cohort."""

    FINAL_PLAN_ISSUED = "final_plan_issued"
    REVIEW_MEETING_HELD = "review_meeting_held"


@dataclass(frozen=True, slots=True)
class CohortRule:
    """Families whose record shows the event on a day from ``first`` to ``last``, both included."""

    kind: CohortKind
    first: date
    last: date

    def covers(self, day: date) -> bool:
        return self.first <= day <= self.last


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


# --- why something was refused ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NoQuestions:
    """A wave needs at least one measure."""


@dataclass(frozen=True, slots=True)
class UnknownMeasures:
    """These are not in the bank, not in that wording, or belong to another kind of respondent."""

    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DatesReversed:
    """The cohort's last day comes before its first."""


@dataclass(frozen=True, slots=True)
class TooFewInvited:
    """These combinations of groups hold fewer than ten people, so answers could be traced.

    A wave without groups has the one empty combination.
    """

    counts: Mapping[Combination, int]


@dataclass(frozen=True, slots=True)
class WaveNotDraft:
    """Only a draft can be changed or opened."""


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


# --- what is asked ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Choice:
    """A measure chosen for a wave, in one of its wordings."""

    key: str
    wording: int


def freeze_questions(
    choices: Sequence[Choice], respondent: Respondent = Respondent.PARENT_OR_CARER
) -> tuple[Question, ...] | NoQuestions | UnknownMeasures:
    """The questions of a wave with everything a later change of the bank must not touch.

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
            or measure.respondent is not respondent
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


# --- who is asked -------------------------------------------------------------------------------


def may_open(invited: Iterable[Combination]) -> TooFewInvited | None:
    """None where each combination of groups holds at least ten invited people, else the refusal.

    ``invited`` holds one combination for each person who would be asked.
    """
    counts = Counter(invited)
    if not counts:
        return TooFewInvited({(): 0})
    small = {groups: count for groups, count in counts.items() if count < TRACED_BELOW}
    return TooFewInvited(small) if small else None


def merge_small_groups(used: Mapping[Combination, int]) -> dict[Combination, Combination]:
    """What each combination is stored as, so that no stored one narrows to fewer than ten people.

    ``used`` counts the used invitations of each combination. Small combinations lose their last
    group first, then the one before. Where the wholly blank rest is itself too small, the
    smallest other combination joins it. With fewer than ten in all, everything is blank.
    """
    stored = {groups: groups for groups, count in used.items() if count > 0}

    def stored_counts() -> Counter[Combination]:
        counts: Counter[Combination] = Counter()
        for own, kept in stored.items():
            counts[kept] += used[own]
        return counts

    def store_as(old: Combination, new: Combination) -> None:
        for own, kept in stored.items():
            if kept == old:
                stored[own] = new

    width = len(next(iter(stored), ()))
    blank = (BLANK,) * width
    for position in reversed(range(width)):
        for groups, count in stored_counts().items():
            if count < TRACED_BELOW:
                store_as(groups, (*groups[:position], *(BLANK,) * (width - position)))
    while 0 < (counts := stored_counts())[blank] < TRACED_BELOW and len(counts) > 1:
        others = (groups for groups in counts if groups != blank)
        store_as(min(others, key=lambda groups: (counts[groups], groups)), blank)
    return stored


# --- what is answered ---------------------------------------------------------------------------


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


def may_answer(state: WaveState, *, used: bool) -> WaveClosed | AlreadyAnswered | None:
    """None where this invitation may still be answered, else the reason why not."""
    if state is not WaveState.OPEN:
        return WaveClosed()
    return AlreadyAnswered() if used else None


def count_answered(modes: Mapping[Mode, int]) -> int:
    """How many responses a wave has, all ways of answering together."""
    return sum(modes.values())


def are_comparable(question: Question, other: Question) -> bool:
    """Whether two waves asked the same thing: same measure, same wording, same scale."""
    return (question.key, question.wording, question.options) == (
        other.key,
        other.wording,
        other.options,
    )
