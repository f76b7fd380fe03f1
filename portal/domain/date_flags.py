"""When somebody calls a date of the record wrong, and what a person at the council answers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from portal.domain.case_facts import RecordSource

WORDS_LIMIT = 1000
"""Characters: about which date is right, and why."""


class DateOutcome(StrEnum):
    """What came of looking at the date."""

    RIGHT = "right"
    MENDED = "mended"
    CANNOT_TELL = "cannot_tell"

    @property
    def settles(self) -> bool:
        """Whether the date is believed again, or another will come from the case system."""
        return self is not DateOutcome.CANNOT_TELL


@dataclass(frozen=True, slots=True)
class DateReport:
    """Somebody said that a date is wrong; ``words``, which may be empty, say what would be right
    or why."""

    id: UUID
    words: str
    said_at: datetime


@dataclass(frozen=True, slots=True)
class DateAnswer:
    """What the council answered. A later answer stands beside the earlier ones."""

    outcome: DateOutcome
    words: str
    answered_at: datetime


@dataclass(frozen=True, slots=True)
class DateFlag:
    """All that one person said about one date, and was answered, oldest first."""

    id: UUID
    source: RecordSource
    day: date
    author_id: UUID
    is_open: bool
    reports: tuple[DateReport, ...] = ()
    answers: tuple[DateAnswer, ...] = ()

    @property
    def latest_answer(self) -> DateAnswer | None:
        return self.answers[-1] if self.answers else None

    @property
    def waits(self) -> bool:
        """Whether nothing was answered since it was last said."""
        if not self.is_open:
            return False
        said = max((report.said_at for report in self.reports), default=None)
        answered = max((answer.answered_at for answer in self.answers), default=None)
        return answered is None or (said is not None and said > answered)

    def was_said_before(self, words: str) -> bool:
        """Whether this person has said the same, in the same words, about this date."""
        return any(_plain(report.words) == _plain(words) for report in self.reports)


def _plain(words: str) -> str:
    return " ".join(words.casefold().split())


@dataclass(frozen=True, slots=True)
class FlagStanding:
    """How one person's flag on one date stands, without what was said: ``outcome`` is the latest
    answer's, None before there is one; ``waits`` as `DateFlag.waits`."""

    source: RecordSource
    day: date
    author_id: UUID
    is_open: bool
    waits: bool
    outcome: DateOutcome | None = None
    answered_at: datetime | None = None


def find_standing(
    flags: Iterable[FlagStanding], author_id: UUID, source: RecordSource, day: date
) -> FlagStanding | None:
    """How this person's flag on this date stands; None where they set none."""
    return next(
        (
            flag
            for flag in flags
            if (flag.author_id, flag.source, flag.day) == (author_id, source, day)
        ),
        None,
    )
