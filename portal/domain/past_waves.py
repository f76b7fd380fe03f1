"""Waves of before the portal, known only as totals that somebody printed and somebody typed in."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from portal.domain.releases import Snapshot
from portal.domain.statistics import Direction, Share, find_direction

FEWEST_SHOWN = 10
"""As in a release: no share of fewer people is shown, and so none is typed in."""


@dataclass(frozen=True, slots=True)
class PastFigure:
    """One measure of a past wave, in the wording that was asked.

    ``share`` is None where only the percentage is known; ``percent`` is then as it was printed.
    """

    id: UUID
    measure: str
    wording: int
    percent: int
    share: Share | None


@dataclass(frozen=True, slots=True)
class PastWave:
    """A past wave as it was typed in. ``asked`` is None where nobody knows any more.

    ``same_way``: whoever typed it in knows that families were chosen, and could answer, as today.
    """

    id: UUID
    title: str
    asked_on: date
    answered: int | None
    asked: int | None
    same_way: bool
    source: str
    typed_by: str
    typed_at: datetime
    figures: tuple[PastFigure, ...]


@dataclass(frozen=True, slots=True)
class FigureWrong:
    """Neither agreeing of a base of ten or more, nor a percentage from 0 to 100."""


class NotCompared(StrEnum):
    """Why nothing is said about better or worse since a past wave."""

    OTHER_WORDING = "other_wording"
    COUNTS_UNKNOWN = "counts_unknown"
    OTHER_WAY = "other_way"
    HIDDEN_FIGURE = "hidden_figure"


@dataclass(frozen=True, slots=True)
class EarlierPoint:
    """A past figure beside a released one, and what may be said of the two."""

    wave: PastWave
    figure: PastFigure
    outcome: Direction | NotCompared


def read_figure(
    agree: int | None, base: int | None, percent: int | None
) -> tuple[int, Share | None] | FigureWrong:
    """The percentage and, where both counts are known, the share it is of."""
    if agree is not None or base is not None:
        if agree is None or base is None or not 0 <= agree <= base or base < FEWEST_SHOWN:
            return FigureWrong()
        share = Share(agree, base)
        return share.percent, share
    if percent is None or not 0 <= percent <= 100:
        return FigureWrong()
    return percent, None


def find_earlier_points(snapshot: Snapshot, past: tuple[PastWave, ...]) -> tuple[EarlierPoint, ...]:
    """What was known of the release's measures before the portal, in the order of ``past``."""
    measures = {asked.measure for asked in snapshot.wave.measures}
    return tuple(
        EarlierPoint(wave, figure, _compare(snapshot, wave, figure))
        for wave in past
        for figure in wave.figures
        if figure.measure in measures
    )


def _compare(snapshot: Snapshot, wave: PastWave, past: PastFigure) -> Direction | NotCompared:
    figure = snapshot.figure(past.measure)
    if snapshot.asked(past.measure).asked_as.wording != past.wording:
        return NotCompared.OTHER_WORDING
    if past.share is None:
        return NotCompared.COUNTS_UNKNOWN
    if not wave.same_way:
        return NotCompared.OTHER_WAY
    if figure is None or figure.share is None:
        return NotCompared.HIDDEN_FIGURE
    return find_direction(figure.share, past.share)
