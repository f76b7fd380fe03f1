"""A wave in plain numbers, and the same wave as anybody may see it.

The engine between the two is ``portal.domain.disclosure``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum

from portal.domain.statistics import Share


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The numbers of the rules, all of people but the last. Stored beside every release.

    ``few``: a count from 1 up to this, not included, is hidden. ``share``: from this base on a
    share is shown. ``empty_side``: under this base a group in which nobody agrees, or everybody
    does, is hidden. ``pooled_response``: from this response rate (percent) on, a headline that
    rules 2 or 4 would hide waits for the next wave.
    """

    few: int = 5
    share: int = 10
    empty_side: int = 30
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


@dataclass(frozen=True, slots=True)
class MeasureCounts:
    """The answers to one measure. ``breakdowns``: dimension to group to its share of ``counts``."""

    measure: str
    counts: Options
    breakdowns: Mapping[str, Mapping[str, Options]] = field(default_factory=dict)


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
            for dimension, groups in measure.breakdowns.items():
                if add_options(groups.values()) != add_options([measure.counts]):
                    raise ValueError(f"{measure.measure}: {dimension} does not add up")

    @property
    def answered(self) -> int:
        return sum(self.modes.values())


@dataclass(frozen=True, slots=True)
class Figure:
    """One measure as anybody may see it. None stands for hidden.

    ``share`` is there exactly where ``hidden`` is None. ``waves`` tells how many waves are pooled
    in it. ``breakdowns``: dimension to group to share.
    """

    measure: str
    hidden: Hidden | None
    share: Share | None = None
    asked: int | None = None
    answered: int | None = None
    cant_say: int | None = None
    blank: int | None = None
    waves: int = 1
    breakdowns: Mapping[str, Mapping[str, Share | None]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ProtectedSnapshot:
    """A wave as anybody may see it. ``answered`` None means fewer than ``thresholds.few``."""

    rules_version: str
    thresholds: Thresholds
    asked: int
    answered: int | None
    modes: Mapping[str, int | None]
    figures: tuple[Figure, ...]
