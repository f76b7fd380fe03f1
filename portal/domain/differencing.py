"""Rule 5: what a reader gets by adding and subtracting figures that are each large enough to show.

People are told apart only so far as figures tell them apart: an *atom* is all who are in the same
groups of the same wave. Every figure shown is the sum of some atoms, so what a reader can work out
is what the rows of a system of linear equations add up to, and that is what is solved for here.
No group that comes out so covers 1 to 9 people; and none that comes out of the breakdowns of one
figure is one that rules 2 and 4 would hide. Atoms of nobody are left out: a reader may know that
there is no such person, as with school phases and ages.
"""

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Generic, TypeVar

from portal.domain.figures import (
    Combination,
    Figure,
    MeasureCounts,
    Thresholds,
    may_show_group,
    share_of,
)
from portal.domain.statistics import Share

Atom = TypeVar("Atom", bound=Hashable)
Wave = TypeVar("Wave", bound=Hashable)
_Class = frozenset[int]
"""Atoms that are in the same known groups, by the places of these."""
_Row = dict[_Class, Fraction]
_ROWS_TRIED = 12  # so 4,095 sums at most; beyond it whatever is left counts as found


def shares_in(measure: MeasureCounts) -> dict[Combination, Share]:
    """Those who gave a view in each combination of groups; without groups all in one."""
    cells = measure.cells or {(): measure.counts}
    shares = {groups: share_of(counts) for groups, counts in cells.items()}
    return {groups: share for groups, share in shares.items() if share}


@dataclass(frozen=True, slots=True)
class Shown(Generic[Wave]):
    """A figure of one measure as a release shows it, and the waves whose answers are in it."""

    waves: Collection[Wave]
    figure: Figure


def is_held_back(
    parts: Mapping[Wave, MeasureCounts], shown: Sequence[Shown[Wave]], thresholds: Thresholds
) -> bool:
    """Whether figures of one measure that were shown at different times, put together, give a
    group of 1 to 9 people.

    ``parts`` holds what each wave counted, for every wave that is in any of the figures.
    """
    shares = {
        (wave, groups): share
        for wave, measure in parts.items()
        for groups, share in shares_in(measure).items()
    }
    known: list[Collection[tuple[Wave, Combination]]] = []
    for each in shown:
        if each.figure.share is None:
            continue
        inside = frozenset(atom for atom in shares if atom[0] in each.waves)
        known.append(inside)
        for dimension, groups in each.figure.breakdowns.items():
            place = {wave: parts[wave].dimensions.index(dimension) for wave in each.waves}
            known += [
                frozenset(atom for atom in inside if atom[1][place[atom[0]]] == group)
                for group in groups
            ]
    return (
        _find_small_difference(
            shares,
            known,
            few=thresholds.difference,
            may_show=lambda total: total.valid >= thresholds.difference,
            makes_safe=lambda total: total.valid >= thresholds.difference,
        )
        is not None
    )


def find_small_group(
    measure: MeasureCounts, shown: Mapping[str, Collection[str]], thresholds: Thresholds
) -> frozenset[Combination] | None:
    """Whom a reader could tell from the rest who sees the headline and the groups ``shown``
    (dimension to groups) of one figure, and who could not be shown as a group; or None."""
    shares = shares_in(measure)
    everybody = _add(list(shares.values()))

    def may_show(total: Share) -> bool:
        # The headline is the stated exception to rules 2 and 4.
        return total == everybody or (
            total.valid >= thresholds.difference and may_show_group(total, thresholds)
        )

    def makes_safe(total: Share) -> bool:
        """Whether any group with these people in it may be shown, whoever else is in it."""
        smaller_side = min(total.agree, total.valid - total.agree)
        most = max(thresholds.share, thresholds.difference)
        return smaller_side >= thresholds.few and total.valid >= most

    return _find_small_difference(
        shares,
        _known_groups(shares, measure, shown),
        few=thresholds.difference,
        may_show=may_show,
        makes_safe=makes_safe,
    )


def _known_groups(
    everybody: Collection[Combination],
    measure: MeasureCounts,
    shown: Mapping[str, Collection[str]],
) -> list[frozenset[Combination]]:
    """What a reader knows the sums of: everybody, and each group shown."""
    known = [frozenset(everybody)]
    for dimension, groups in shown.items():
        place = measure.dimensions.index(dimension)
        known += [frozenset(each for each in everybody if each[place] == group) for group in groups]
    return known


def _find_small_difference(
    shares: Mapping[Atom, Share],
    known: Sequence[Collection[Atom]],
    *,
    few: int,
    may_show: Callable[[Share], bool],
    makes_safe: Callable[[Share], bool],
) -> frozenset[Atom] | None:
    """Atoms that a reader gets who knows the sum of each ``known`` group and that may not be
    shown together, or None where there are none.

    What is no plain group (some counted twice or taken off) of atoms that all hold fewer than
    ``few`` people is reported too: with the bounds of a count it may give one away.
    """
    atoms: dict[_Class, list[Atom]] = {}
    for atom in shares:
        places = frozenset(place for place, group in enumerate(known) if atom in group)
        if places:  # what no figure covers is not in question
            atoms.setdefault(places, []).append(atom)
    totals = {each: _add([shares[atom] for atom in members]) for each, members in atoms.items()}
    safe = [each for each, total in totals.items() if makes_safe(total)]
    doubtful = [each for each in totals if each not in set(safe)]
    rows: list[_Row] = [
        {each: Fraction(1) for each in totals if place in each} for place in range(len(known))
    ]
    _, rest = _eliminate(rows, safe)
    solved, _ = _eliminate(rest, doubtful)
    for row in solved:
        if not _is_group(row) and all(totals[each].valid < few for each in row):
            return _members(row, atoms)
    if len(solved) > _ROWS_TRIED:
        return _members({each for row in solved for each in row}, atoms)
    sums: list[_Row] = [{}]
    for row in solved:
        # Each row alone has its own first unknown, so a plain group takes a row once or not at all.
        sums += [_combined(before, row, Fraction(1)) for before in sums]
    for found in sums:
        if found and _is_group(found) and not may_show(_add([totals[each] for each in found])):
            return _members(found, atoms)
    return None


def _is_group(row: _Row) -> bool:
    return all(factor == 1 for factor in row.values())


def _members(
    classes: Collection[_Class], atoms: Mapping[_Class, Sequence[Atom]]
) -> frozenset[Atom]:
    return frozenset(atom for each in classes for atom in atoms[each])


def _add(shares: Sequence[Share]) -> Share:
    return Share(sum(share.agree for share in shares), sum(share.valid for share in shares))


def _eliminate(rows: Sequence[_Row], unknowns: Sequence[_Class]) -> tuple[list[_Row], list[_Row]]:
    """The rows solved for these unknowns, and what is left in which none of them stands."""
    solved: list[_Row] = []
    rest = [row for row in rows if row]
    for unknown in unknowns:
        pivot = next((row for row in rest if unknown in row), None)
        if pivot is None:
            continue
        rest = [row for row in rest if row is not pivot]
        pivot = {each: factor / pivot[unknown] for each, factor in pivot.items()}
        solved = [_without(row, unknown, pivot) for row in solved]
        rest = [row for other in rest if (row := _without(other, unknown, pivot))]
        solved.append(pivot)
    return solved, rest


def _without(row: _Row, unknown: _Class, pivot: _Row) -> _Row:
    return _combined(row, pivot, -row[unknown]) if unknown in row else row


def _combined(row: _Row, other: _Row, factor: Fraction) -> _Row:
    zero = Fraction(0)
    added = {
        each: row.get(each, zero) + factor * other.get(each, zero)
        for each in row.keys() | other.keys()
    }
    return {each: value for each, value in added.items() if value}
