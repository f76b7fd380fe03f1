"""A wave: whom it asks, when it may open, and what it may keep of a group.

"Traced" means narrowed to fewer than ten people. Everything here that says ten says it for that
reason, and it is no setting: it is the promise printed above the questions.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from portal.domain.corrections import Correction
from portal.domain.instruments import Instrument
from portal.domain.questions import Question, QuestionKind, longest_answers
from portal.domain.surveys import AlreadyAnswered, WaveClosed

TRACED_BELOW = 10
REMINDED_BEFORE = timedelta(days=7)
BLANK = ""  # a value taken away so that nobody can be traced by it
_GROUPS_TAKE, _ROUNDED_TO = 512, 1024
UNKNOWN = "unknown"  # the record does not say

Combination = tuple[str, ...]
"""One person's values of the groups a wave declared, in the wave's order; ``BLANK`` is none."""


class Mode(StrEnum):
    """How an answer came in. Counted on the wave, never kept with a response."""

    PORTAL = "portal"
    TELEPHONE = "telephone"
    PAPER = "paper"


class WaveState(StrEnum):
    """A wave closes in two steps: no more answers at once, and the shuffled writing by a job.

    A stopped one takes no answers and sends nothing, keeps what was begun, and can be resumed.
    """

    DRAFT = "draft"
    OPEN = "open"
    STOPPED = "stopped"
    CLOSING = "closing"
    CLOSED = "closed"


UNDER_WAY = (WaveState.OPEN, WaveState.STOPPED)
"""Somebody has been asked, and the wave has not begun to close."""


class GroupKind(StrEnum):
    """A coarse group that a wave may declare, so that its report can be broken down by it."""

    NEED = "need"
    PHASE = "phase"
    SETTING_TYPE = "setting_type"
    AGE_BAND = "age_band"
    ETHNICITY = "ethnicity"
    LANGUAGE = "language"


class CohortKind(StrEnum):
    """What puts a family in a wave's cohort: an event in the records, or being on a list. Where
    anybody may answer, from a public link, there is no cohort and nobody counts who was asked."""

    FINAL_PLAN_ISSUED = "final_plan_issued"
    REVIEW_MEETING_HELD = "review_meeting_held"
    LISTED = "listed"
    ANYBODY = "anybody"
    PLANS_AT_SETTINGS = "plans_at_settings"
    SETTINGS_IN_TERM = "settings_in_term"


SETTING_COHORTS = frozenset({CohortKind.PLANS_AT_SETTINGS, CohortKind.SETTINGS_IN_TERM})
"""Those that ask coordinators of schools, colleges and nurseries: about each plan issued for a
pupil of theirs, or once about the plans of all their pupils. No family is in them."""


class FactKind(StrEnum):
    """What a child's record is asked for: by filters, by groups, and for whom we heard from. The
    kinds of those three have the same names as here."""

    PHASE = "phase"
    YEAR_GROUP = "year_group"
    SETTING_TYPE = "setting_type"
    AGE_BAND = "age_band"
    NEED = "need"
    LANGUAGE = "language"
    ETHNICITY = "ethnicity"
    STAGE = "stage"


class FilterKind(StrEnum):
    """What a cohort can be narrowed by; each is told from the child's record."""

    PHASE = "phase"
    YEAR_GROUP = "year_group"
    SETTING_TYPE = "setting_type"
    AGE_BAND = "age_band"
    NEED = "need"
    LANGUAGE = "language"


@dataclass(frozen=True, slots=True)
class CohortFilter:
    """Only children whose record has one of these values; ``UNKNOWN`` is a value like another."""

    kind: FilterKind
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CohortRule:
    """Families whose record shows the event on a day from ``first`` to ``last``, both included.

    Of a list both days are the one on which it was typed in, and ``caserefs`` is what was typed.
    Each filter narrows the rule further; together they must all be met.
    """

    kind: CohortKind
    first: date
    last: date
    filters: tuple[CohortFilter, ...] = ()
    caserefs: tuple[str, ...] = ()

    @property
    def way_of_choosing(self) -> str:
        """Equal for two waves whose families were chosen in the same way, whatever the days."""
        narrowed = (f"{each.kind}={'|'.join(sorted(each.values))}" for each in self.filters)
        return " ".join([self.kind, *sorted(narrowed)])


@dataclass(frozen=True, slots=True)
class Wave:
    """One run of a survey. ``asked`` and ``modes`` count people; both are empty before it opens.

    Families can answer up to ``closes_on``, that day included. ``instrument`` is the one in work
    while the wave is a draft, and the frozen one after that. ``public_code`` is in the public link
    of a wave that anybody may answer: nobody is invited, and its answers cannot be counted per
    person.
    """

    id: UUID
    title: str
    state: WaveState
    version: int
    instrument_id: UUID
    instrument: Instrument
    cohort: CohortRule
    groups: tuple[GroupKind, ...]
    closes_on: date
    baseline_id: UUID | None
    asked: int
    modes: Mapping[Mode, int]
    public_code: str | None = None
    is_baseline: bool = False
    corrections: tuple[Correction, ...] = ()
    series_id: UUID | None = None

    @property
    def questions(self) -> tuple[Question, ...]:
        return self.instrument.questions

    @property
    def measured(self) -> tuple[Question, ...]:
        """The questions that a report gives a share for."""
        return tuple(q for q in self.questions if q.kind is QuestionKind.AGREEMENT)

    @property
    def text_keys(self) -> frozenset[str]:
        """The questions that are answered in words of one's own."""
        return frozenset(question.key for question in self.questions if question.is_text)

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY

    @property
    def answered(self) -> int:
        return sum(self.modes.values())


@dataclass(frozen=True, slots=True)
class TooFewInvited:
    """These combinations of groups hold fewer than ten people, so answers could be traced.

    A wave without groups has the one empty combination.
    """

    counts: Mapping[Combination, int]


@dataclass(frozen=True, slots=True)
class WaveNotDraft:
    """Only a draft can be opened."""


@dataclass(frozen=True, slots=True)
class WaveNotOpen:
    """Only an open wave can be stopped, and only an open or stopped one closed."""


@dataclass(frozen=True, slots=True)
class WaveNotStopped:
    """Only a stopped wave can be resumed."""


@dataclass(frozen=True, slots=True)
class DatesReversed:
    """The cohort's last day comes before its first."""


@dataclass(frozen=True, slots=True)
class ClosesTooSoon:
    """The last day to answer has passed already."""


def may_create(
    cohort: CohortRule, closes_on: date, today: date
) -> DatesReversed | ClosesTooSoon | None:
    """None where a wave can be made with these dates, else the reason why not."""
    if cohort.last < cohort.first:
        return DatesReversed()
    return ClosesTooSoon() if closes_on < today else None


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


def packed_length(questions: Sequence[Question]) -> int:
    """Bytes in which any set of answers to these questions fits, with the groups."""
    return -(-(longest_answers(questions) + _GROUPS_TAKE) // _ROUNDED_TO) * _ROUNDED_TO


def may_answer(
    state: WaveState, *, used: bool, closes_on: date, today: date
) -> WaveClosed | AlreadyAnswered | None:
    """None where this invitation may be answered today, else the reason why not."""
    if state is WaveState.STOPPED and today <= closes_on:
        return WaveClosed(for_now=True)
    if state is not WaveState.OPEN or today > closes_on:
        return WaveClosed()
    return AlreadyAnswered() if used else None


def is_reminder_due(opened_on: date, closes_on: date, today: date) -> bool:
    """Whether those who have not answered are reminded today: once, a week before the last day.

    Not in a wave that was open for less than that week and a day, and not on the last day itself.
    """
    first = closes_on - REMINDED_BEFORE
    return opened_on < first <= today < closes_on


_BANDS = ((4, "0-4"), (10, "5-10"), (15, "11-15"), (25, "16-25"))
AGE_BANDS = tuple(band for _, band in _BANDS)


def find_age_band(born: date | None, on: date) -> str:
    """The band of full years of age on a day: 0-4, 5-10, 11-15, 16-25, else ``UNKNOWN``."""
    if born is None:
        return UNKNOWN
    age = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    return next((band for most, band in _BANDS if 0 <= age <= most), UNKNOWN)
