"""How an indicator stands: where it has gone, how it is rated, and what of it may leave."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.commitments import Rating
from portal.domain.figures import Thresholds
from portal.domain.indicator_disclosure import days_of, points_that_leave
from portal.domain.indicator_numbers import NumberWrong, read_value
from portal.domain.indicators import (
    Better,
    Definition,
    GoalRule,
    HowCounted,
    Marks,
    Movement,
    Point,
    Unit,
    stand,
)

KNOWN = datetime(2026, 11, 1, tzinfo=UTC)


def point(month: int, value: int, *, yes: int | None = None, of: int | None = None) -> Point:
    day = date(2026, month, 1)
    return Point(day, day, Decimal(value), HowCounted.TYPED, KNOWN, yes=yes, of=of)


def series(*values: int) -> list[Point]:
    return [point(month, value) for month, value in enumerate(values, start=1)]


def definition(better: Better = Better.HIGHER, goal: GoalRule = GoalRule.TARGET) -> Definition:
    return Definition("x", "y", better=better, goal=goal)


@pytest.mark.parametrize(
    ("values", "target", "rating"),
    [
        ((50, 61), 60, Rating.GREEN),
        ((60, 60, 60, 60), 60, Rating.BLUE),
        ((59, 60, 60, 60), 60, Rating.GREEN),
        ((50, 55), 60, Rating.AMBER),
        ((55, 50), 60, Rating.RED),
        ((55,), 60, Rating.RED),
        ((), 60, None),
        ((55,), None, None),
    ],
)
def test_a_rating_follows_from_the_goal(
    values: tuple[int, ...], target: int | None, rating: Rating | None
) -> None:
    marks = Marks(target=point(12, target) if target is not None else None)
    assert stand(definition(), series(*values), marks).rating is rating


def test_where_lower_is_better_everything_turns_round() -> None:
    marks = Marks(baseline=point(12, 36))
    falling = definition(Better.LOWER, GoalRule.BASELINE)
    assert stand(falling, series(40, 31), marks).rating is Rating.GREEN
    assert stand(falling, series(40, 38), marks).rating is Rating.AMBER
    assert stand(falling, series(38, 40), marks).rating is Rating.RED
    assert stand(falling, series(38, 40), marks).movement is Movement.WORSE


def test_a_few_cases_more_are_no_clear_change() -> None:
    points = [point(1, 60, yes=12, of=20), point(2, 65, yes=13, of=20)]
    assert stand(definition(), points, Marks()).movement is Movement.NO_CLEAR_CHANGE
    points = [point(1, 30, yes=60, of=200), point(2, 60, yes=120, of=200)]
    assert stand(definition(), points, Marks()).movement is Movement.BETTER


@given(st.lists(st.integers(0, 100), max_size=8), st.permutations(range(8)))
def test_the_order_in_which_figures_came_decides_nothing(
    values: list[int], order: list[int]
) -> None:
    points, marks = series(*values), Marks(target=point(12, 50), baseline=point(12, 20))
    mixed = [points[place] for place in order if place < len(points)]
    assert stand(definition(), mixed, marks) == stand(definition(), points, marks)


@given(st.lists(st.integers(0, 30), min_size=1, max_size=8))
def test_no_count_of_a_few_leaves_the_team(values: list[int]) -> None:
    left = points_that_leave(series(*values), Unit.COUNT, Thresholds())
    assert not any(0 < each.value < Thresholds().few for each in left)


@given(st.integers(0, 60), st.integers(1, 60))
def test_no_percentage_leaves_that_gives_a_few_away(yes: int, of: int) -> None:
    yes = min(yes, of)
    shown = points_that_leave([point(1, 50, yes=yes, of=of)], Unit.PERCENT, Thresholds())
    if shown:
        assert of >= Thresholds().share
        assert not {yes, of - yes} & {1, 2, 3, 4}


@given(st.integers(0, 40), st.integers(0, 40))
def test_a_part_leaves_no_small_rest_of_its_whole(part: int, rest: int) -> None:
    whole, own = point(1, part + rest), point(1, part)
    left = points_that_leave([own], Unit.COUNT, Thresholds(), {days_of(whole): whole})
    assert not left or rest not in (1, 2, 3, 4)


@pytest.mark.parametrize(
    ("typed", "unit", "value"),
    [
        ("70", Unit.PERCENT, Decimal(70)),
        (" 9,8 % ", Unit.PERCENT, Decimal("9.8")),
        ("24", Unit.COUNT, Decimal(24)),
        ("24.5", Unit.COUNT, None),
        ("101", Unit.PERCENT, None),
        ("70.55", Unit.PERCENT, None),
        ("-1", Unit.COUNT, None),
        ("many", Unit.COUNT, None),
        ("NaN", Unit.COUNT, None),
        ("1e3", Unit.PERCENT, None),
    ],
)
def test_numbers_are_read_as_people_type_them(
    typed: str, unit: Unit, value: Decimal | None
) -> None:
    read = read_value(typed, unit)
    assert read == (NumberWrong() if value is None else value)
