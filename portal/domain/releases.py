"""A release: what may be said about a wave, frozen; what it is compared with; which waves join.

How it is written down is ``portal.domain.release_json``.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from portal.domain.answer_options import ChosenFigure
from portal.domain.corrections import Correction
from portal.domain.figures import Figure, Hidden, ProtectedSnapshot
from portal.domain.measures import Respondent
from portal.domain.reach import ShownReach
from portal.domain.release_words import ReleasedWords
from portal.domain.statistics import (
    BREAKDOWN_CONFIDENCE,
    AskedAs,
    Direction,
    NotComparable,
    Share,
    find_direction,
    why_not_comparable,
)
from portal.domain.waves import CohortRule


@dataclass(frozen=True, slots=True)
class MeasureAsked:
    """One measure as the wave asked it: ``statement`` in the council's first language."""

    measure: str
    statement: str
    asked_as: AskedAs


@dataclass(frozen=True, slots=True)
class WaveFacts:
    """What a release says about its wave. ``version`` is that of its frozen questions.

    ``not_asked`` are the measures of the bank that belong beside those asked and were left out.
    ``joined`` are the titles of earlier waves that were too small for a release of their own: their
    answers are in the figures too. ``groups`` are the breakdowns that the wave declared.
    """

    title: str
    version: int
    cohort: CohortRule
    closes_on: date
    measures: tuple[MeasureAsked, ...]
    not_asked: tuple[str, ...]
    corrections: tuple[Correction, ...] = ()
    joined: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    respondent: Respondent = Respondent.PARENT_OR_CARER


@dataclass(frozen=True, slots=True)
class Comparison:
    """Where a figure has gone since an earlier wave: the baseline, or the wave before this one.

    ``baseline`` is that wave's title, None where nothing of it is released. ``share`` is its
    figure, there exactly where a direction is told. ``groups``: dimension to group to direction, of
    the groups that both waves show.
    """

    outcome: Direction | NotComparable
    baseline: str | None = None
    share: Share | None = None
    groups: Mapping[str, Mapping[str, Direction]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything that a page or a file of a release may say.

    ``comparisons`` are with the baseline and ``previous`` with the wave before, by measure; a
    measure is missing from ``previous`` where that wave is the baseline or there is none.
    ``reach``: kind of group to its groups.
    """

    wave: WaveFacts
    protected: ProtectedSnapshot
    comparisons: Mapping[str, Comparison]
    previous: Mapping[str, Comparison] = field(default_factory=dict)
    reach: Mapping[str, tuple[ShownReach, ...]] = field(default_factory=dict)
    chosen: tuple[ChosenFigure, ...] = ()
    words: ReleasedWords = field(default_factory=ReleasedWords)

    def figure(self, measure: str) -> Figure | None:
        return next((f for f in self.protected.figures if f.measure == measure), None)

    def asked(self, measure: str) -> MeasureAsked:
        """How the measure was asked. Raises StopIteration for one that was not."""
        return next(asked for asked in self.wave.measures if asked.measure == measure)


@dataclass(frozen=True, slots=True)
class Release:
    """A published snapshot. ``checksum`` is the SHA-256 of its canonical JSON.

    ``joined`` are the waves that joined ``wave_id``, the oldest first. ``corrects`` is the release
    that this one replaces, and ``correction`` what changed; ``corrected_by`` the one that replaces
    this.
    """

    id: UUID
    number: int
    wave_id: UUID
    released_at: datetime
    checksum: str
    snapshot: Snapshot
    joined: tuple[UUID, ...] = ()
    corrects: UUID | None = None
    correction: str = ""
    corrected_by: UUID | None = None

    @property
    def waves(self) -> tuple[UUID, ...]:
        """All waves whose answers are in it, but for what waited to be pooled with it."""
        return (*self.joined, self.wave_id)


@dataclass(frozen=True, slots=True)
class WaveNotClosed:
    """Only a closed wave has answers to count."""


@dataclass(frozen=True, slots=True)
class AlreadyReleased:
    """A wave is released once; after that it can only be corrected."""

    release_id: UUID


@dataclass(frozen=True, slots=True)
class WaitsForNextWave:
    """Fewer than ten answered, in all months that wait: they are released with the next."""

    waiting: int


@dataclass(frozen=True, slots=True)
class JoinsWave:
    """Fewer than ten answered, and the next wave of the series has closed: released with it."""

    wave_id: UUID


@dataclass(frozen=True, slots=True)
class HeldBack:
    """With earlier releases these measures would give a group of 1 to 9 people."""

    measures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AlreadyCorrected:
    """Only the newest of a release and its corrections can be corrected."""

    release_id: UUID


@dataclass(frozen=True, slots=True)
class NothingChanged:
    """The correction would say, letter for letter, what the release says."""


def join_months(
    months: Iterable[tuple[UUID, int]], fewer_than: int
) -> list[tuple[tuple[UUID, ...], int]]:
    """Waves of a series that are released together, with how many answered in all.

    ``months`` are those that no release covers, from the oldest on. Each group but the last has
    ``fewer_than`` answers or more, and none of its months but the last brings it so far.
    """
    groups: list[tuple[tuple[UUID, ...], int]] = []
    for wave_id, answered in months:
        if groups and groups[-1][1] < fewer_than:
            waiting, so_far = groups.pop()
            groups.append(((*waiting, wave_id), so_far + answered))
        else:
            groups.append(((wave_id,), answered))
    return groups


def find_waiting_waves(measure: MeasureAsked, earlier: Sequence[Release]) -> tuple[UUID, ...]:
    """The waves whose answers to this measure still wait to be pooled with the next wave's.

    ``earlier`` runs from the newest release back, without those that were corrected. Only waves
    that asked the same in the same way are ever pooled.
    """
    same = [
        (release.waves, figure)
        for release in earlier
        if (figure := release.snapshot.figure(measure.measure))
        and release.snapshot.asked(measure.measure).asked_as == measure.asked_as
    ]
    if not same or same[0][1].hidden is not Hidden.HELD_FOR_NEXT_WAVE:
        return ()
    return tuple(wave_id for waves, _ in same[: same[0][1].waves] for wave_id in waves)


def compare_with(
    measure: MeasureAsked, figure: Figure, baseline: Snapshot | None, asked_both: float
) -> Comparison:
    """How a figure compares with the same measure of a released wave.

    ``asked_both`` is the share (0 to 1) of the people asked now who were asked then too. Where
    either figure is hidden nothing is compared: the direction would tell.
    """
    before = baseline.figure(measure.measure) if baseline else None
    if baseline is None or before is None:
        return Comparison(NotComparable.NO_EARLIER_FIGURE)
    title = baseline.wave.title
    was_asked = baseline.asked(measure.measure).asked_as
    reason = why_not_comparable(measure.asked_as, was_asked, asked_both=asked_both)
    if reason is not None:
        return Comparison(reason, title)
    if figure.share is None or before.share is None:
        return Comparison(NotComparable.HIDDEN_FIGURE, title)
    return Comparison(
        find_direction(figure.share, before.share),
        title,
        before.share,
        {
            dimension: directions
            for dimension, groups in figure.breakdowns.items()
            if (directions := _compare_groups(groups, before.breakdowns.get(dimension, {})))
        },
    )


def _compare_groups(now: Mapping[str, Share], before: Mapping[str, Share]) -> dict[str, Direction]:
    """At 99 %, as so many comparisons at once would find a change where there is none."""
    return {
        group: find_direction(share, before[group], BREAKDOWN_CONFIDENCE)
        for group, share in now.items()
        if group in before
    }


def checksum_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
