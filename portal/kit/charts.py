"""Where the parts of a bar chart go; ``components/charts.html`` draws them as SVG.

Lengths are in the units of the drawing, which is 400 wide whatever the screen. A chart never
stands alone: the page says the same in a table.
"""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 400
_PLOT = 384  # leaves room for half the width of "100" under the last line
_LEFT = 8
_ROW = 58
_LABEL = 18
_BAR_TOP = 26
_BAR_HEIGHT = 18
_AXIS = 26
TICKS = (0, 50, 100)


@dataclass(frozen=True, slots=True)
class Bar:
    """One share, all in per cent; ``low`` and ``high`` end its interval."""

    label: str
    percent: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class PlacedBar:
    bar: Bar
    label_y: int
    top: int
    middle: int
    width: float
    low_x: float
    high_x: float


@dataclass(frozen=True, slots=True)
class BarChart:
    """A chart ready to be drawn: bars from the top down, and grid lines with their per cent."""

    height: int
    bars: tuple[PlacedBar, ...]
    ticks: tuple[tuple[int, float], ...]
    left: int = _LEFT
    width: int = WIDTH
    bar_height: int = _BAR_HEIGHT


def place_bars(bars: Sequence[Bar]) -> BarChart:
    placed = tuple(
        PlacedBar(
            bar,
            label_y=row * _ROW + _LABEL,
            top=row * _ROW + _BAR_TOP,
            middle=row * _ROW + _BAR_TOP + _BAR_HEIGHT // 2,
            width=_across(bar.percent) - _LEFT,
            low_x=_across(bar.low),
            high_x=_across(bar.high),
        )
        for row, bar in enumerate(bars)
    )
    return BarChart(
        height=len(placed) * _ROW + _AXIS,
        bars=placed,
        ticks=tuple((tick, _across(tick)) for tick in TICKS),
    )


def _across(percent: int) -> float:
    return _LEFT + round(_PLOT * percent / 100, 1)
