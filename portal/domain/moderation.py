"""What becomes of words that somebody wrote: nothing of them leaves before a person has decided.

A text has a history of steps, each made by a person on a day, none ever changed. `leaves` is the
one rule for words (rule 6 of the disclosure engine): redacted by a decision that stands, with
consent of whoever wrote them, and seen by two people where the council has set that.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from portal.domain.redaction import GAP
from portal.domain.rights_days import add_working_days

REASON_AT_MOST = 300


class Source(StrEnum):
    """Where words come from. Each kind lies in a table of its own."""

    SURVEY = "survey"
    EVENT = "event"
    INSPECTION = "inspection"


@dataclass(frozen=True, slots=True)
class TextRef:
    """One text: where it lies, and its random id there."""

    source: Source
    id: UUID


class Outcome(StrEnum):
    """What a person decides about a text."""

    QUOTE = "quote"
    THEME_ONLY = "theme_only"
    WITHHELD = "withheld"


class StepKind(StrEnum):
    """One thing done with a text. ``CHANGED``: its words were changed, so what was decided fell."""

    DECIDED = "decided"
    CONFIRMED = "confirmed"
    SENT_BACK = "sent_back"
    WITHDRAWN = "withdrawn"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided: ``words`` are the redacted ones, for a quotation only; ``reason`` says why
    a text is withheld. ``needs_second``: another person must confirm a quotation."""

    outcome: Outcome
    words: str = ""
    reason: str = ""
    themes: frozenset[UUID] = frozenset()
    needs_second: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """``decision`` is there where the step is one; ``reason`` where something was taken back."""

    id: UUID
    kind: StepKind
    by: UUID
    day: date
    decision: Decision | None = None
    reason: str = ""


class State(StrEnum):
    """Where a text is."""

    WAITING = "waiting"
    FOR_SECOND = "for_second"
    SETTLED = "settled"


def standing(steps: Sequence[Step]) -> Step | None:
    """The decision that stands after all steps, confirmed or not; None where none does."""
    return _follow(steps)[0]


def is_confirmed(steps: Sequence[Step]) -> bool:
    """Whether the standing decision has what it needs: a second person, where one is needed for a
    quotation. Whoever decided is no second person."""
    stands, second = _follow(steps)
    if stands is None or stands.decision is None:
        return False
    is_quote = stands.decision.outcome is Outcome.QUOTE
    return second or not (is_quote and stands.decision.needs_second)


def _follow(steps: Sequence[Step]) -> tuple[Step | None, bool]:
    """The decision that stands, and whether somebody else has confirmed it."""
    stands: Step | None = None
    second = False
    for step in steps:
        match step.kind:
            case StepKind.DECIDED:
                stands, second = step, False
            case StepKind.CONFIRMED:
                second = second or (stands is not None and step.by != stands.by)
            case StepKind.SENT_BACK | StepKind.WITHDRAWN | StepKind.CHANGED:
                stands, second = None, False
    return stands, second


def state_of(steps: Sequence[Step]) -> State:
    if standing(steps) is None:
        return State.WAITING
    return State.SETTLED if is_confirmed(steps) else State.FOR_SECOND


def leaves(steps: Sequence[Step], *, may_quote: bool) -> Decision | None:
    """The decision under which a text's redacted words may leave; None where they may not.

    ``may_quote``: whoever wrote the words let us quote them.
    """
    stands = standing(steps)
    if stands is None or stands.decision is None or not may_quote or not is_confirmed(steps):
        return None
    decision = stands.decision
    return decision if decision.outcome is Outcome.QUOTE and decision.words.strip() else None


def counted(steps: Sequence[Step]) -> frozenset[UUID] | None:
    """The themes under which a text is counted; None where it is not counted at all: nobody has
    decided, another person has yet to look, or it is withheld."""
    stands = standing(steps)
    if stands is None or stands.decision is None or not is_confirmed(steps):
        return None
    withheld = stands.decision.outcome is Outcome.WITHHELD
    return None if withheld else stands.decision.themes


@dataclass(frozen=True, slots=True)
class NoConsent:
    """Whoever wrote the words has not let us quote them."""


@dataclass(frozen=True, slots=True)
class NothingLeft:
    """All words are marked, so there is nothing to quote."""


@dataclass(frozen=True, slots=True)
class ReasonMissing:
    """Withholding and taking back need a reason."""


@dataclass(frozen=True, slots=True)
class SamePerson:
    """Whoever decided cannot be the second pair of eyes."""


@dataclass(frozen=True, slots=True)
class NothingToDo:
    """No decision stands that this could be done with."""


@dataclass(frozen=True, slots=True)
class ChangedMeanwhile:
    """Somebody else did something with this text, or theme, since the page was made."""


@dataclass(frozen=True, slots=True)
class NoSuchText:
    """It is not there, or not any more."""


def may_decide(
    decision: Decision, *, may_quote: bool
) -> NoConsent | NothingLeft | ReasonMissing | None:
    """None where a person may decide so."""
    match decision.outcome:
        case Outcome.QUOTE:
            if not may_quote:
                return NoConsent()
            said = decision.words.replace(GAP, "")
            return None if any(letter.isalnum() for letter in said) else NothingLeft()
        case Outcome.WITHHELD:
            return None if decision.reason.strip() else ReasonMissing()
        case Outcome.THEME_ONLY:
            return None


def may_confirm(steps: Sequence[Step], by: UUID) -> NothingToDo | SamePerson | None:
    """None where this person may be the second pair of eyes."""
    stands = standing(steps)
    if stands is None or state_of(steps) is not State.FOR_SECOND:
        return NothingToDo()
    return SamePerson() if stands.by == by else None


def may_take_back(steps: Sequence[Step], reason: str) -> NothingToDo | ReasonMissing | None:
    """None where the standing decision may be sent back or withdrawn, by anybody of the desk."""
    if standing(steps) is None:
        return NothingToDo()
    return None if reason.strip() else ReasonMissing()


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words that may leave. ``id`` is the decision's; ``question`` the key of what was asked."""

    id: UUID
    question: str
    words: str
    themes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ThemeCounts:
    """Texts by theme, as names. ``moderated`` is their base: texts that were decided on and not
    withheld, quoted or not. A text has any number of themes. Not protected yet."""

    moderated: int
    themes: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Clock:
    """How long texts of one place may have waited. ``since`` is the earliest day on which the
    oldest of them can have come, ``due`` the last working day on which it is read in time."""

    since: date
    due: date

    def is_late(self, today: date) -> bool:
        return today > self.due


def start_clock(found_on: date, bank_holidays: Collection[date]) -> Clock:
    """The clock of texts that were found waiting on this day and not the day before: they came
    since then. Nothing kept with a text says when it came."""
    since = found_on - timedelta(days=1)
    return Clock(since, add_working_days(since, 1, bank_holidays))
