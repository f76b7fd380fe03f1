"""A release: what may be said about one wave, frozen, and the one way in which it is written down.

The canonical JSON holds nothing but what the wave and the rules decide: no number, no time, no
person. So it can be made again from the stored wave, and the same wave gives the same bytes.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from portal.domain.corrections import Correction
from portal.domain.figures import Figure, Hidden, ProtectedSnapshot, Thresholds
from portal.domain.statistics import (
    AskedAs,
    Direction,
    NotComparable,
    Share,
    find_direction,
    why_not_comparable,
)
from portal.domain.waves import CohortFilter, CohortKind, CohortRule, FilterKind


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
    """

    title: str
    version: int
    cohort: CohortRule
    closes_on: date
    measures: tuple[MeasureAsked, ...]
    not_asked: tuple[str, ...]
    corrections: tuple[Correction, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """Where a figure has gone since the baseline wave.

    ``baseline`` is that wave's title, None where nothing of it is released. ``share`` is its
    figure, there exactly where a direction is told.
    """

    outcome: Direction | NotComparable
    baseline: str | None = None
    share: Share | None = None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything that a page or a file of a release may say."""

    wave: WaveFacts
    protected: ProtectedSnapshot
    comparisons: Mapping[str, Comparison]

    def figure(self, measure: str) -> Figure | None:
        return next((f for f in self.protected.figures if f.measure == measure), None)

    def asked(self, measure: str) -> MeasureAsked:
        """How the measure was asked. Raises StopIteration for one that was not."""
        return next(asked for asked in self.wave.measures if asked.measure == measure)


@dataclass(frozen=True, slots=True)
class Release:
    """A published snapshot. ``checksum`` is the SHA-256 of its canonical JSON."""

    id: UUID
    number: int
    wave_id: UUID
    released_at: datetime
    checksum: str
    snapshot: Snapshot


@dataclass(frozen=True, slots=True)
class WaveNotClosed:
    """Only a closed wave has answers to count."""


@dataclass(frozen=True, slots=True)
class AlreadyReleased:
    """A wave is released once."""

    release_id: UUID


def find_waiting_waves(measure: MeasureAsked, earlier: Sequence[Release]) -> tuple[UUID, ...]:
    """The waves whose answers to this measure still wait to be pooled with the next wave's.

    ``earlier`` runs from the newest release back. Only waves that asked the same in the same way
    are ever pooled.
    """
    same = [
        (release.wave_id, figure)
        for release in earlier
        if (figure := release.snapshot.figure(measure.measure))
        and release.snapshot.asked(measure.measure).asked_as == measure.asked_as
    ]
    if not same or same[0][1].hidden is not Hidden.HELD_FOR_NEXT_WAVE:
        return ()
    return tuple(wave_id for wave_id, _ in same[: same[0][1].waves])


def compare_with_baseline(
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
    return Comparison(find_direction(figure.share, before.share), title, before.share)


# --- canonical JSON -----------------------------------------------------------------------------


def write_canonical_json(snapshot: Snapshot) -> str:
    """The snapshot as JSON: keys in order, no spaces, days as ISO dates, letters as they are."""
    content = asdict(snapshot)
    cohort = content["wave"]["cohort"]
    # A list names people; and a release that was not narrowed stays what it was, to the letter.
    del cohort["caserefs"]
    if not cohort["filters"]:
        del cohort["filters"]
    if not content["wave"]["corrections"]:
        del content["wave"]["corrections"]
    return json.dumps(
        content,
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
        default=date.isoformat,
    )


def checksum_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def read_canonical_json(text: str) -> Snapshot:
    """The snapshot that was written. Raises KeyError or ValueError on anything else."""
    raw = json.loads(text)
    protected = raw["protected"]
    return Snapshot(
        wave=_read_wave(raw["wave"]),
        protected=ProtectedSnapshot(
            **{
                **protected,
                "thresholds": Thresholds(**protected["thresholds"]),
                "figures": tuple(_read_figure(figure) for figure in protected["figures"]),
            }
        ),
        comparisons={
            measure: Comparison(
                _read_outcome(comparison["outcome"]),
                comparison["baseline"],
                _read_share(comparison["share"]),
            )
            for measure, comparison in raw["comparisons"].items()
        },
    )


def _read_wave(raw: Mapping[str, Any]) -> WaveFacts:
    cohort = raw["cohort"]
    return WaveFacts(
        title=raw["title"],
        cohort=CohortRule(
            CohortKind(cohort["kind"]),
            date.fromisoformat(cohort["first"]),
            date.fromisoformat(cohort["last"]),
            tuple(
                CohortFilter(FilterKind(each["kind"]), tuple(each["values"]))
                for each in cohort.get("filters", ())
            ),
        ),
        version=raw["version"],
        closes_on=date.fromisoformat(raw["closes_on"]),
        corrections=tuple(
            Correction(**{**each, "on": date.fromisoformat(each["on"])})
            for each in raw.get("corrections", ())
        ),
        measures=tuple(
            MeasureAsked(
                asked["measure"],
                asked["statement"],
                AskedAs(
                    asked["asked_as"]["wording"],
                    tuple(asked["asked_as"]["options"]),
                    asked["asked_as"]["cohort_rule"],
                ),
            )
            for asked in raw["measures"]
        ),
        not_asked=tuple(raw["not_asked"]),
    )


def _read_figure(raw: Mapping[str, Any]) -> Figure:
    return Figure(
        **{
            **raw,
            "hidden": raw["hidden"] and Hidden(raw["hidden"]),
            "share": _read_share(raw["share"]),
            # The first version of the rules named hidden groups; now they are left out.
            "breakdowns": {
                dimension: {group: Share(**share) for group, share in groups.items() if share}
                for dimension, groups in raw["breakdowns"].items()
            },
        }
    )


def _read_share(raw: Mapping[str, int] | None) -> Share | None:
    return Share(**raw) if raw else None


def _read_outcome(raw: str) -> Direction | NotComparable:
    return Direction(raw) if raw in set(Direction) else NotComparable(raw)
