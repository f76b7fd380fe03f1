"""Something that somebody wrote may be about harm: a person is told, takes it, and decides.

Source: the portal's own safety rules. A person decides, never a word match; a named rota is told,
with an acknowledgement clock and escalation; the text is never shown to a parent; only what was
made from it is held; the original and the decision are kept.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from portal.domain.safeguarding_hours import Rota, after_open_time, next_opening, on_duty
from portal.domain.safeguarding_words import finds_words
from portal.domain.sign_in import Limit

WORDS_LIMIT = 5000
ACKNOWLEDGED_WITHIN = timedelta(minutes=30)
"""How long, in declared hours, one person has before the next is told. *Policy*."""

TELLINGS_FROM_ONE_PLACE = Limit(20, timedelta(hours=1))
"""How often somebody not signed in may write from one network: a school has one address."""


class TextSource(StrEnum):
    """Where the words stand."""

    VIEWS = "views"
    DRAFT_COMMENT = "draft_comment"
    WRONG_DATE = "wrong_date"
    SURVEY_TEXT = "survey_text"
    EVENT_WORDS = "event_words"
    INSPECTION_WORDS = "inspection_words"
    LOCAL_OFFER = "local_offer"
    OWN_WORDS = "own_words"  # written on the page "I do not feel safe"
    DRILL = "drill"


NOBODYS = frozenset(
    {
        TextSource.SURVEY_TEXT,
        TextSource.EVENT_WORDS,
        TextSource.INSPECTION_WORDS,
        TextSource.LOCAL_OFFER,
    }
)
"""Nobody can tell who wrote these: there is no person behind a concern about them."""


@dataclass(frozen=True, slots=True)
class Said:
    """A piece of what somebody wrote: in answer to what (by its key), what they chose, and their
    words, letter for letter."""

    about: str
    words: str
    choice: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A text that somebody may be worried about. ``child_id`` and ``author_id`` are empty where
    nobody knows."""

    kind: TextSource
    id: UUID
    said: tuple[Said, ...]
    child_id: UUID | None = None
    author_id: UUID | None = None


class Outcome(StrEnum):
    """What the lead decided."""

    NO_FURTHER_ACTION = "no_further_action"
    SOCIAL_CARE = "social_care"
    POLICE = "police"
    BACK_TO_READER = "back_to_reader"


PASSED_ON = frozenset({Outcome.SOCIAL_CARE, Outcome.POLICE})
"""Told to somebody outside, who gives a reference."""


class Step(StrEnum):
    """What has happened to a concern. Its history is only ever added to."""

    RAISED = "raised"
    RAISED_AGAIN = "raised_again"
    TOLD = "told"
    TAKEN = "taken"
    GIVEN_BACK = "given_back"
    NOTED = "noted"
    DECIDED = "decided"
    REOPENED = "reopened"


class State(StrEnum):
    WAITS = "waits"
    TAKEN = "taken"
    DECIDED = "decided"


@dataclass(frozen=True, slots=True)
class Telling:
    """Whom to tell now, and when the next are told if nobody has taken it by then."""

    to: tuple[UUID, ...]
    next_at: datetime


def first_telling_at(rota: Rota, raised_at: datetime) -> datetime:
    """When the first person is told: at once while somebody reads, else as soon as it opens.

    Where no hours are declared: at once, since no opening will come.
    """
    return next_opening(rota, raised_at) or raised_at


def tell_next(
    rota: Rota, told_before: int, leads: Collection[UUID], within: timedelta, now: datetime
) -> Telling:
    """Whom to tell in the round after ``told_before`` rounds, of those who have an open account.

    First the lead of the day, then each deputy, then everybody who is a lead, again and again
    until one of them has taken it. Where nobody is on, everybody is told straight away.
    """
    on = [person for person in on_duty(rota, now) if person in leads]
    next_at = after_open_time(rota, now, within)
    if told_before < len(on):
        return Telling((on[told_before],), next_at)
    return Telling(tuple(sorted(leads, key=str)), next_at)


@dataclass(frozen=True, slots=True)
class DecisionDetails:
    """``reference``: what social care or the police gave; ``may_go_on``: the people who come to the
    meeting may read the text. A parent never may."""

    outcome: Outcome
    reason: str
    reference: str = ""
    may_go_on: bool = False


class Missing(StrEnum):
    REASON = "reason"
    REFERENCE = "reference"


def what_is_missing(decision: DecisionDetails) -> Missing | None:
    """Whatever is decided has a reason; what was passed on has the reference that came back."""
    if not decision.reason.strip():
        return Missing.REASON
    if decision.outcome in PASSED_ON and not decision.reference.strip():
        return Missing.REFERENCE
    return None


@dataclass(frozen=True, slots=True)
class Flag:
    """That somebody was worried about a text, as far as its readers have to know."""

    is_open: bool
    may_go_on: bool


def reaches_meeting(flags: Mapping[UUID, Flag], source_id: UUID) -> bool:
    """Whether the people who come to the meeting may read this text."""
    flag = flags.get(source_id)
    return flag is None or (not flag.is_open and flag.may_go_on)


def reaches_parents(flags: Mapping[UUID, Flag], source_id: UUID) -> bool:
    """Whether another member of the family may read it: never, once somebody was worried."""
    return source_id not in flags


def looks_first(said: Sequence[Said], added: Collection[str] = ()) -> bool:
    """Whether these words are to be read before others. It decides nothing else."""
    return any(finds_words(each.words, added) for each in said)
