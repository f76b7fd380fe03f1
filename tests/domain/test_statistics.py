import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.statistics import (
    AskedAs,
    Direction,
    NotComparable,
    Share,
    find_direction,
    newcombe_interval,
    percent_of,
    round_half_up,
    why_not_comparable,
    wilson_interval,
)

shares = st.integers(1, 500).flatmap(
    lambda valid: st.integers(0, valid).map(lambda agree: Share(agree, valid))
)


@pytest.mark.parametrize(
    ("agree", "valid", "percent", "interval"),
    [(10, 10, 100, (72, 100)), (9, 10, 90, (60, 98)), (45, 60, 75, (63, 84))],
)
def test_the_published_shares_have_the_published_intervals(
    agree: int, valid: int, percent: int, interval: tuple[int, int]
) -> None:
    share = Share(agree, valid)
    assert share.percent == percent
    assert wilson_interval(share).percents == interval


# Newcombe (1998), Interval estimation for the difference between independent proportions,
# table II, method 10.
@pytest.mark.parametrize(
    ("now", "before", "low", "high"),
    [
        (Share(56, 70), Share(48, 80), 0.0524, 0.3339),
        (Share(9, 10), Share(3, 10), 0.1705, 0.8090),
        (Share(6, 7), Share(2, 7), 0.0582, 0.8062),
        (Share(5, 56), Share(0, 29), -0.0381, 0.1926),
        (Share(0, 10), Share(0, 20), -0.1611, 0.2775),
        (Share(0, 10), Share(0, 10), -0.2775, 0.2775),
        (Share(10, 10), Share(0, 20), 0.6791, 1.0),
        (Share(10, 10), Share(0, 10), 0.6075, 1.0),
    ],
)
def test_differences_have_the_intervals_of_the_paper(
    now: Share, before: Share, low: float, high: float
) -> None:
    interval = newcombe_interval(now, before)
    assert interval.low == pytest.approx(low, abs=0.0001)
    assert interval.high == pytest.approx(high, abs=0.0001)


@given(shares)
def test_an_interval_holds_its_share_and_stays_within_0_and_1(share: Share) -> None:
    interval = wilson_interval(share)
    assert 0 <= interval.low <= share.fraction <= interval.high <= 1


@given(shares)
def test_the_interval_of_those_who_do_not_agree_is_the_mirror_image(share: Share) -> None:
    agree, other = (
        wilson_interval(share),
        wilson_interval(Share(share.valid - share.agree, share.valid)),
    )
    assert other.low == pytest.approx(1 - agree.high)
    assert other.high == pytest.approx(1 - agree.low)


@given(shares)
def test_the_ends_of_a_wilson_interval_solve_its_defining_equation(share: Share) -> None:
    """The score test at either end is exactly z: |p - end| = z * sqrt(end * (1 - end) / n)."""
    z = 1.959963984540054
    for end in (wilson_interval(share).low, wilson_interval(share).high):
        distance = abs(share.fraction - end)
        assert distance == pytest.approx(z * math.sqrt(end * (1 - end) / share.valid), abs=1e-9)


@given(shares, shares)
def test_swapping_the_waves_swaps_the_direction(now: Share, before: Share) -> None:
    mirror = {
        Direction.BETTER: Direction.WORSE,
        Direction.WORSE: Direction.BETTER,
        Direction.NO_CLEAR_CHANGE: Direction.NO_CLEAR_CHANGE,
    }
    assert find_direction(before, now) == mirror[find_direction(now, before)]


@given(shares, shares)
def test_who_wants_to_be_surer_never_claims_more(now: Share, before: Share) -> None:
    strict = find_direction(now, before, 0.99)
    assert strict in (Direction.NO_CLEAR_CHANGE, find_direction(now, before))


def test_direction_is_told_only_where_the_difference_leaves_out_0() -> None:
    assert find_direction(Share(90, 100), Share(60, 100)) is Direction.BETTER
    assert find_direction(Share(60, 100), Share(90, 100)) is Direction.WORSE
    assert find_direction(Share(9, 10), Share(8, 10)) is Direction.NO_CLEAR_CHANGE


@pytest.mark.parametrize(("agree", "valid"), [(0, 0), (-1, 3), (4, 3)])
def test_a_share_that_cannot_be_is_refused(agree: int, valid: int) -> None:
    with pytest.raises(ValueError, match="is no share"):
        Share(agree, valid)


@pytest.mark.parametrize(
    ("part", "whole", "percent"), [(1, 8, 13), (1, 200, 1), (1, 201, 0), (2, 3, 67), (5, 1000, 1)]
)
def test_percentages_round_a_half_up(part: int, whole: int, percent: int) -> None:
    assert percent_of(part, whole) == percent


def test_rounding_takes_a_half_up_on_either_side_of_0() -> None:
    assert [round_half_up(value) for value in (0.5, 1.5, 2.5, -0.5, -1.5)] == [1, 2, 3, 0, -1]


SCALE = ("agree", "disagree")


@pytest.mark.parametrize(
    ("before", "asked_both", "reason"),
    [
        (AskedAs(1, SCALE, "final_plan"), 0.0, None),
        (AskedAs(2, SCALE, "final_plan"), 0.0, NotComparable.OTHER_WORDING),
        (AskedAs(1, ("yes", "no"), "final_plan"), 0.0, NotComparable.OTHER_SCALE),
        (AskedAs(1, SCALE, "review_held"), 0.0, NotComparable.OTHER_COHORT_RULE),
        (AskedAs(1, SCALE, "final_plan"), 0.19, None),
        (AskedAs(1, SCALE, "final_plan"), 0.2, NotComparable.SAME_FAMILIES),
    ],
)
def test_waves_are_compared_only_where_the_same_was_asked_of_others(
    before: AskedAs, asked_both: float, reason: NotComparable | None
) -> None:
    now = AskedAs(1, SCALE, "final_plan")
    assert why_not_comparable(now, before, asked_both=asked_both) == reason
