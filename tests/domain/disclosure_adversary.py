"""A reader who knows the rules, every total and every figure shown, and solves for what is hidden.

For each breakdown or row of counts it goes through the numbers that the hidden cells could hold,
keeps those for which the rules would have hidden exactly these cells, and reports every cell for
which a single number is left.
"""

from collections.abc import Callable, Iterator, Mapping
from itertools import permutations

from portal.domain.figures import Thresholds
from portal.domain.statistics import Share

CountRule = Callable[[Mapping[str, int], Thresholds], frozenset[str]]
GroupRule = Callable[[Mapping[str, Share | None], Thresholds], frozenset[str]]
Sides = tuple[int, int]


def solve_counts(
    shown: Mapping[str, int], hidden: tuple[str, ...], total: int, rule: CountRule
) -> dict[str, int]:
    """The hidden counts that this reader works out exactly."""
    left = total - sum(shown.values())
    open_cells = _OpenCells(hidden)
    for values in _splits(left, len(hidden)):
        candidate = dict(zip(hidden, values, strict=True))
        if rule({**shown, **candidate}, Thresholds()) == frozenset(hidden):
            open_cells.see(candidate)
            if open_cells.all_open:
                break
    return open_cells.worked_out


def solve_groups(
    shown: Mapping[str, Share], truth: Mapping[str, Sides], rule: GroupRule
) -> dict[str, int]:
    """The hidden sides and bases that this reader works out exactly.

    ``truth`` holds the hidden groups. It is read for the totals, which the reader knows, and for
    where to look first: the search is complete without it, only slower.
    """
    hidden = tuple(truth)
    open_cells = _OpenCells(
        tuple(f"{group} {cell}" for group in hidden for cell in ("agree", "other", "base"))
    )
    for candidate in _candidates(truth):
        groups: dict[str, Share | None] = dict(shown)
        for group, (agree, other) in candidate.items():
            groups[group] = Share(agree, agree + other) if agree + other else None
        if rule(groups, Thresholds()) == frozenset(hidden):
            open_cells.see(
                {
                    f"{group} {cell}": value
                    for group, (agree, other) in candidate.items()
                    for cell, value in (("agree", agree), ("other", other), ("base", agree + other))
                }
            )
            if open_cells.all_open:
                break
    return open_cells.worked_out


class _OpenCells:
    """What is still possible for each cell, so far as it matters: one number, or more than one."""

    def __init__(self, cells: tuple[str, ...]) -> None:
        self._first: dict[str, int] = {}
        self._single = set(cells)

    def see(self, values: Mapping[str, int]) -> None:
        for cell, value in values.items():
            if self._first.setdefault(cell, value) != value:
                self._single.discard(cell)

    @property
    def all_open(self) -> bool:
        return not self._single

    @property
    def worked_out(self) -> dict[str, int]:
        return {cell: self._first[cell] for cell in self._single}


def _candidates(truth: Mapping[str, Sides]) -> Iterator[dict[str, Sides]]:
    hidden = tuple(truth)
    for order in permutations(truth.values()):
        yield dict(zip(hidden, order, strict=True))
    agree, other = (sum(side) for side in zip(*truth.values(), strict=True))
    for agrees in _splits(agree, len(hidden)):
        for others in _splits(other, len(hidden)):
            yield dict(zip(hidden, zip(agrees, others, strict=True), strict=True))


def _splits(total: int, cells: int) -> Iterator[tuple[int, ...]]:
    if cells == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in _splits(total - first, cells - 1):
            yield (first, *rest)
