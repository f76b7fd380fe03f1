"""Nobody who knows the totals, the rules and what is shown finds a hidden cell of 1 to 4."""

from collections.abc import Mapping

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from portal.domain.disclosure import hidden_counts, hidden_groups
from portal.domain.figures import Thresholds
from portal.domain.statistics import Share
from tests.domain.disclosure_adversary import (
    CountRule,
    GroupRule,
    Sides,
    solve_counts,
    solve_groups,
)

NAMES = ("a", "b", "c", "d")
counts = st.lists(st.integers(0, 14), min_size=2, max_size=4).map(
    lambda values: dict(zip(NAMES, values, strict=False))
)
sides = st.one_of(
    st.tuples(st.integers(0, 6), st.integers(0, 6)),
    st.tuples(st.integers(0, 20), st.integers(0, 20)),
)
groups = st.lists(sides, min_size=2, max_size=4).map(
    lambda values: dict(zip(NAMES, values, strict=False))
)


def found_counts(cells: Mapping[str, int], rule: CountRule) -> dict[str, int]:
    """Hidden counts of 1 to 4 that the adversary works out under this rule."""
    hidden = rule(cells, Thresholds())
    if not hidden:
        return {}
    shown = {cell: count for cell, count in cells.items() if cell not in hidden}
    worked_out = solve_counts(shown, tuple(sorted(hidden)), sum(cells.values()), rule)
    return {cell: count for cell, count in worked_out.items() if 1 <= count <= 4}


def found_groups(cells: Mapping[str, Sides], rule: GroupRule) -> dict[str, int]:
    """Hidden sides or bases of 1 to 4 that the adversary works out under this rule."""
    shares = {name: Share(a, a + n) if a + n else None for name, (a, n) in cells.items()}
    hidden = rule(shares, Thresholds())
    shown = {name: share for name, share in shares.items() if share and name not in hidden}
    if not hidden:
        return {}
    truth = {name: cells[name] for name in sorted(hidden)}
    return {cell: n for cell, n in solve_groups(shown, truth, rule).items() if 1 <= n <= 4}


@settings(max_examples=200)
@given(counts)
def test_no_hidden_count_of_1_to_4_can_be_worked_out(cells: dict[str, int]) -> None:
    assume(sum(cells.values()) >= Thresholds().few)
    assert found_counts(cells, hidden_counts) == {}


@settings(max_examples=200, deadline=None)
@given(groups)
def test_no_hidden_side_of_1_to_4_can_be_worked_out(cells: dict[str, Sides]) -> None:
    # A headline under a base of 10 is not shown, and then no breakdown of it either.
    assume(sum(a + n for a, n in cells.values()) >= Thresholds().share)
    assert found_groups(cells, hidden_groups) == {}


@settings(max_examples=200)
@given(groups)
def test_what_subtraction_gives_is_nothing_that_rules_2_and_4_hide(cells: dict[str, Sides]) -> None:
    shares = {name: Share(a, a + n) if a + n else None for name, (a, n) in cells.items()}
    hidden = hidden_groups(shares, Thresholds())
    rest = [cells[name] for name in hidden]
    agree, other = sum(a for a, _ in rest), sum(n for _, n in rest)
    if hidden and len(hidden) < len(cells):
        assert agree >= 5
        assert other >= 5
        assert agree + other >= 10


@given(groups, st.permutations(NAMES))
def test_the_order_of_the_groups_decides_nothing(cells: dict[str, Sides], order: list[str]) -> None:
    shares = {name: Share(a, a + n) if a + n else None for name, (a, n) in cells.items()}
    reordered = {name: shares[name] for name in order if name in shares}
    assert hidden_groups(reordered, Thresholds()) == hidden_groups(shares, Thresholds())


def primary_counts_only(cells: Mapping[str, int], thresholds: Thresholds) -> frozenset[str]:
    """A planted weakness: rule 3 left out."""
    return frozenset(cell for cell, count in cells.items() if 0 < count < thresholds.few)


def primary_groups_only(
    cells: Mapping[str, Share | None], thresholds: Thresholds
) -> frozenset[str]:
    """The same weakness in a breakdown."""
    return frozenset(
        name
        for name, share in cells.items()
        if share is None
        or share.valid < thresholds.share
        or min(share.agree, share.valid - share.agree) < thresholds.few
    )


def test_the_adversary_finds_a_single_hidden_count() -> None:
    cells = {"portal": 20, "telephone": 3, "paper": 0}
    assert found_counts(cells, primary_counts_only) == {"telephone": 3}
    assert found_counts(cells, hidden_counts) == {}


def test_the_adversary_finds_a_single_hidden_group() -> None:
    cells = {"a": (20, 20), "b": (9, 3), "c": (12, 10)}
    assert found_groups(cells, primary_groups_only) == {"b other": 3}
    assert found_groups(cells, hidden_groups) == {}


def test_a_group_of_nobody_does_not_protect_a_small_one() -> None:
    cells = {"a": Share(20, 40), "b": Share(4, 4), "c": None, "d": Share(30, 60)}
    assert hidden_groups(cells, Thresholds()) == {"a", "b", "c"}
