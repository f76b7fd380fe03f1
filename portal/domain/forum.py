"""Who is in the Parent Carer Forum, by where their children learn, against January 2019.

Counts are typed in from a source; the baseline is one of them and is never made up.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

BASELINE = (2019, 1)
"""The year and month against which the council promised to compare."""

COUNT_AT_MOST = 99_999


@dataclass(frozen=True, slots=True)
class ForumCount:
    """Members on one day. ``other`` is None where the source does not count others apart."""

    counted_on: date
    mainstream: int
    special: int
    other: int | None
    source: str

    @property
    def together(self) -> int:
        return self.mainstream + self.special + (self.other or 0)


@dataclass(frozen=True, slots=True)
class ForumEntry:
    """A count as it was typed in. Nothing of it is ever changed: a correction is an entry of its
    own that ``corrects`` this one, whose ``corrected`` is then True."""

    id: UUID
    count: ForumCount
    typed_by: str
    typed_on: date
    corrects: UUID | None = None
    corrected: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """More (or less, below nothing) members than at the baseline. ``other`` None: not counted."""

    mainstream: int
    special: int
    other: int | None


@dataclass(frozen=True, slots=True)
class ComparedEntry:
    """A count that stands, and how it compares; None for the baseline and where there is none."""

    entry: ForumEntry
    change: Change | None
    is_baseline: bool


@dataclass(frozen=True, slots=True)
class AlreadyCorrected:
    """Somebody has put this count right before; the later one is the one to put right."""


def compare(entries: Sequence[ForumEntry]) -> list[ComparedEntry]:
    """The counts that stand, the latest day first, each against the baseline: the first count of
    January 2019."""
    standing = sorted(
        (entry for entry in entries if not entry.corrected),
        key=lambda entry: (entry.count.counted_on, entry.id),
    )
    baseline = next((entry for entry in standing if _is_of_baseline(entry.count)), None)
    return [
        ComparedEntry(
            entry,
            _change(baseline.count, entry.count) if baseline and entry is not baseline else None,
            entry is baseline,
        )
        for entry in reversed(standing)
    ]


def _is_of_baseline(count: ForumCount) -> bool:
    return (count.counted_on.year, count.counted_on.month) == BASELINE


def _change(before: ForumCount, now: ForumCount) -> Change:
    both = before.other is not None and now.other is not None
    return Change(
        now.mainstream - before.mainstream,
        now.special - before.special,
        (now.other or 0) - (before.other or 0) if both else None,
    )
