"""Rule 5: what a reader gets by adding and subtracting figures that are each large enough to show.

People are told apart only so far as figures tell them apart: an *atom* is all who are in the same
groups of the same wave. Every figure shown is the sum of some atoms, so what a reader can work out
is what the rows of a system of linear equations add up to, and that is what is solved for here.
No group that comes out so covers 1 to 9 people, and none is one that rules 2 and 4 would hide, but
for headlines that were shown as the stated exception. Atoms of nobody are left out: a reader may
know that there is no such person, as with school phases and ages.
"""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
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
_Row = dict[_Class, int]
_PRIME = 2**127 - 1
"""Rows are kept modulo this prime, many times faster than as fractions. What is 0 or 1 in fractions
is so here; the other way round, a chance of about one in the prime."""
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
    group of 1 to 9 people, or one that rules 2 and 4 hide.

    ``parts`` holds what each wave counted, for every wave that is in any of the figures.
    """
    shares = {
        (wave, groups): share
        for wave, measure in parts.items()
        for groups, share in shares_in(measure).items()
    }
    headlines: list[frozenset[tuple[Wave, Combination]]] = []
    known: list[frozenset[tuple[Wave, Combination]]] = []
    for each in shown:
        if each.figure.share is None:
            continue
        inside = frozenset(atom for atom in shares if atom[0] in each.waves)
        headlines.append(inside)
        for dimension, groups in each.figure.breakdowns.items():
            place = {wave: parts[wave].dimensions.index(dimension) for wave in each.waves}
            known += [
                frozenset(atom for atom in inside if atom[1][place[atom[0]]] == group)
                for group in groups
            ]
    return _find_small_difference(shares, headlines, known, thresholds) is not None


def find_small_group(
    measure: MeasureCounts, shown: Mapping[str, Collection[str]], thresholds: Thresholds
) -> frozenset[Combination] | None:
    """Whom a reader could tell from the rest who sees the headline and the groups ``shown``
    (dimension to groups) of one figure, and who could not be shown as a group; or None."""
    shares = shares_in(measure)
    known = [
        frozenset(groups for groups in shares if groups[place] == group)
        for place, dimension in enumerate(measure.dimensions)
        for group in shown.get(dimension, ())
    ]
    return _find_small_difference(shares, [frozenset(shares)], known, thresholds)


def _find_small_difference(
    shares: Mapping[Atom, Share],
    headlines: Sequence[frozenset[Atom]],
    groups: Sequence[frozenset[Atom]],
    thresholds: Thresholds,
) -> frozenset[Atom] | None:
    """Atoms that a reader gets who knows the sums of headlines and groups, and that may not be
    shown together, or None where there are none.

    What is no plain group (some counted twice or taken off) of atoms that are all smaller than
    ``difference`` is reported too: with the bounds of a count it may give one away.
    """
    known = [*headlines, *groups]
    most = max(thresholds.share, thresholds.difference)

    def may_show(found: frozenset[Atom]) -> bool:
        total = _add([shares[atom] for atom in found])
        if total.valid < thresholds.difference:
            return False
        inside = [headline for headline in headlines if headline <= found]
        return may_show_group(total, thresholds) or frozenset().union(*inside) == found

    def makes_safe(total: Share) -> bool:
        """Whether any group with these people in it may be shown, whoever else is in it."""
        smaller_side = min(total.agree, total.valid - total.agree)
        return smaller_side >= thresholds.few and total.valid >= most

    atoms: dict[_Class, list[Atom]] = {}
    for atom in shares:
        places = frozenset(place for place, group in enumerate(known) if atom in group)
        if places:  # what no figure covers is not in question
            atoms.setdefault(places, []).append(atom)
    totals = {each: _add([shares[atom] for atom in members]) for each, members in atoms.items()}
    safe = [each for each, total in totals.items() if makes_safe(total)]
    doubtful = [each for each in totals if each not in set(safe)]
    rows = [
        dict.fromkeys((each for each in totals if place in each), 1) for place in range(len(known))
    ]
    _, rest = _eliminate(rows, safe)
    solved, _ = _eliminate(rest, doubtful)
    for row in solved:
        if not _is_group(row) and all(totals[each].valid < thresholds.difference for each in row):
            return _members(row, atoms)
    if len(solved) > _ROWS_TRIED:
        return _members({each for row in solved for each in row}, atoms)
    sums: list[_Row] = [{}]
    for row in solved:
        # Each row alone has its own first unknown, so a plain group takes a row once or not at all.
        sums += [_combined(before, row, 1) for before in sums]
    plain = (_members(each, atoms) for each in sums if each and _is_group(each))
    return next((found for found in plain if not may_show(found)), None)


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
        inverse = pow(pivot[unknown], -1, _PRIME)
        pivot = {each: factor * inverse % _PRIME for each, factor in pivot.items()}
        solved = [_without(row, unknown, pivot) for row in solved]
        rest = [row for other in rest if (row := _without(other, unknown, pivot))]
        solved.append(pivot)
    return solved, rest


def _without(row: _Row, unknown: _Class, pivot: _Row) -> _Row:
    return _combined(row, pivot, -row[unknown]) if unknown in row else row


def _combined(row: _Row, other: _Row, factor: int) -> _Row:
    added = dict(row)
    for each, value in other.items():
        if total := (added.get(each, 0) + factor * value) % _PRIME:
            added[each] = total
        else:
            del added[each]
    return added
