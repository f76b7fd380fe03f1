"""A bar begins at 0, ends at its share, and its range stays inside the drawing."""

from hypothesis import given
from hypothesis import strategies as st

from portal.kit.charts import WIDTH, Bar, place_bars

per_cent = st.integers(0, 100)


@given(per_cent, per_cent, per_cent)
def test_lengths_are_in_proportion(low: int, percent: int, high: int) -> None:
    chart = place_bars([Bar("x", percent, low, high)])
    placed = chart.bars[0]
    (_, zero), _, (_, hundred) = chart.ticks
    assert abs(placed.width - (hundred - zero) * percent / 100) < 0.1
    assert chart.left == zero
    assert zero <= placed.low_x <= WIDTH
    assert zero <= placed.high_x <= hundred <= WIDTH


def test_bars_stand_one_below_the_other_above_the_axis() -> None:
    chart = place_bars([Bar("a", 10, 5, 20), Bar("b", 20, 10, 30)])
    first, second = chart.bars
    assert first.top + chart.bar_height < second.label_y < second.top
    assert second.top + chart.bar_height < chart.height
