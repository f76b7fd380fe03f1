"""A wave in plain numbers, and the same wave as anybody may see it.

The engine between the two is ``portal.domain.disclosure``.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from enum import StrEnum

from portal.domain.measures import AGREEING, Agreement
from portal.domain.statistics import Share


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The numbers of the rules, all of people but the last. Stored beside every release.

    ``few``: a count from 1 up to this, not included, is hidden. ``share``: from this base on a
    share is shown. ``empty_side``: under this base a group in which nobody agrees, or everybody
    does, is hidden. ``difference``: what can be got by adding and subtracting covers nobody or at
    least so many. ``pooled_response``: from this response rate (percent) on, a headline that rules
    2 or 4 would hide waits for the next wave.
    """

    few: int = 5
    share: int = 10
    empty_side: int = 30
    difference: int = 10
    pooled_response: int = 80

    @classmethod
    def changed(cls, changes: Mapping[str, object]) -> "Thresholds":
        """The numbers with a council's own in their place. Raises ValueError that names what is
        no number of ours."""
        known = [field.name for field in fields(cls)]
        numbers: dict[str, int] = {}
        for name, value in changes.items():
            if name not in known:
                raise ValueError(f"there is no {name!r}; there are {', '.join(known)}")
            if not isinstance(value, int) or isinstance(value, bool) or value < 1:
                raise ValueError(f"{name} must be a whole number from 1, not {value!r}")
            numbers[name] = value
        return cls(**numbers)


class Hidden(StrEnum):
    """Why a headline is not shown.

    Cells of a row and groups of a breakdown have no reasons of their own: to say which of two
    hidden cells protects the other would undo both.
    """

    TOO_FEW = "too_few"
    TOO_FEW_FOR_A_SHARE = "too_few_for_a_share"
    HELD_FOR_NEXT_WAVE = "held_for_next_wave"


Options = Mapping[str, int]
"""How many chose each option of the agree scale; an option nobody chose may be left out."""


def add_options(parts: Iterable[Options]) -> dict[str, int]:
    """The options of all parts added up; options that nobody chose are left out."""
    total: dict[str, int] = {}
    for part in parts:
        for option, count in part.items():
            if count:
                total[option] = total.get(option, 0) + count
    return total


def share_of(counts: Options) -> Share | None:
    """Those who agree, of those who gave a view; None where nobody did."""
    valid = sum(count for option, count in counts.items() if option != Agreement.CANT_SAY)
    agree = sum(counts.get(option, 0) for option in AGREEING)
    return Share(agree, valid) if valid else None


def may_show_group(share: Share | None, thresholds: Thresholds) -> bool:
    """Rules 2 and 4 for one group; None is a group of nobody."""
    if share is None or share.valid < thresholds.share:
        return False
    smaller_side = min(share.agree, share.valid - share.agree)
    if smaller_side == 0:
        return share.valid >= thresholds.empty_side
    return smaller_side >= thresholds.few


Combination = tuple[str, ...]
"""A group of each dimension, in the order of the dimensions."""


@dataclass(frozen=True, slots=True)
class MeasureCounts:
    """The answers to one measure. ``cells`` part ``counts`` by combination of groups; where there
    are no dimensions they may be left out."""

    measure: str
    counts: Options
    dimensions: tuple[str, ...] = ()
    cells: Mapping[Combination, Options] = field(default_factory=dict)

    @property
    def breakdowns(self) -> dict[str, dict[str, dict[str, int]]]:
        """Dimension to group to its part of ``counts``; dimensions in order, groups sorted."""
        return {
            dimension: {
                group: add_options(
                    counts for groups, counts in self.cells.items() if groups[place] == group
                )
                for group in sorted({groups[place] for groups in self.cells})
            }
            for place, dimension in enumerate(self.dimensions)
        }


def join_measures(parts: Sequence[MeasureCounts]) -> MeasureCounts:
    """The same measure of several waves as one.

    A dimension that one of them did not declare would not add up to the total, so it is left out.
    """
    first = parts[0]
    shared = tuple(
        dimension
        for dimension in first.dimensions
        if all(dimension in part.dimensions for part in parts)
    )
    cells: dict[Combination, list[Options]] = {}
    for part in parts:
        places = [part.dimensions.index(dimension) for dimension in shared]
        for groups, counts in part.cells.items():
            cells.setdefault(tuple(groups[place] for place in places), []).append(counts)
    return MeasureCounts(
        first.measure,
        add_options(part.counts for part in parts),
        shared,
        {groups: add_options(counts) for groups, counts in cells.items()} if shared else {},
    )


@dataclass(frozen=True, slots=True)
class WaveCounts:
    """One closed wave in plain numbers. ``modes``: how many answered in each way.

    Raises ValueError where the numbers contradict each other, since a hidden cell could then be
    worked out from a total that is wrong.
    """

    asked: int
    modes: Mapping[str, int]
    measures: tuple[MeasureCounts, ...]

    def __post_init__(self) -> None:
        if self.answered > self.asked:
            raise ValueError("more answered than were asked")
        for measure in self.measures:
            if sum(measure.counts.values()) > self.answered:
                raise ValueError(f"{measure.measure}: more answers than responses")
            if measure.dimensions and (
                add_options(measure.cells.values()) != add_options([measure.counts])
            ):
                raise ValueError(f"{measure.measure}: its groups do not add up")

    @property
    def answered(self) -> int:
        return sum(self.modes.values())


def join_waves(waves: Sequence[WaveCounts]) -> WaveCounts:
    """Waves that asked the same as one; its measures are those that the last one asked."""
    return WaveCounts(
        sum(wave.asked for wave in waves),
        {
            mode: sum(wave.modes.get(mode, 0) for wave in waves)
            for mode in dict.fromkeys(mode for wave in waves for mode in wave.modes)
        },
        tuple(
            join_measures(
                [
                    other
                    for wave in reversed(waves)
                    for other in wave.measures
                    if other.measure == measure.measure
                ]
            )
            for measure in waves[-1].measures
        ),
    )


@dataclass(frozen=True, slots=True)
class Figure:
    """One measure as anybody may see it. None stands for hidden.

    ``share`` is there exactly where ``hidden`` is None. ``waves`` tells how many waves are pooled
    in it. ``breakdowns``: dimension to group to share; a hidden group is left out, as one that
    nobody is in.
    """

    measure: str
    hidden: Hidden | None
    share: Share | None = None
    asked: int | None = None
    answered: int | None = None
    cant_say: int | None = None
    blank: int | None = None
    waves: int = 1
    breakdowns: Mapping[str, Mapping[str, Share]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ProtectedSnapshot:
    """A wave as anybody may see it. ``answered`` None means fewer than ``thresholds.few``."""

    rules_version: str
    thresholds: Thresholds
    asked: int
    answered: int | None
    modes: Mapping[str, int | None]
    figures: tuple[Figure, ...]
