"""Rule 5: what a reader gets by adding and subtracting figures that are each large enough to show.

People are told apart only so far as figures tell them apart: an *atom* is all who are in the same
groups of the same wave. Every figure shown is the sum of some atoms, so what a reader can work out
is what the rows of a system of linear equations add up to, and that is what is solved for here.
Atoms of nobody are left out: a reader may know that there is no such person, as with school phases
and ages.
"""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from portal.domain.figures import Combination, Figure, MeasureCounts, Thresholds, share_of

Atom = TypeVar("Atom", bound=Hashable)
_Row = dict[frozenset[int], Fraction]


def people_in(measure: MeasureCounts) -> dict[Combination, int]:
    """How many gave a view in each combination of groups."""
    shares = {groups: share_of(counts) for groups, counts in measure.cells.items()}
    return {groups: share.valid for groups, share in shares.items() if share}


def known_groups(
    measure: MeasureCounts, shown: Mapping[str, Collection[str]]
) -> list[frozenset[Combination]]:
    """What a reader knows the sums of: everybody, and each group shown (dimension to groups)."""
    everybody = people_in(measure).keys()
    known = [frozenset(everybody)]
    for dimension, groups in shown.items():
        place = measure.dimensions.index(dimension)
        known += [frozenset(each for each in everybody if each[place] == group) for group in groups]
    return known


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure of one measure as a release shows it, and the waves whose answers are in it."""

    waves: Collection[Hashable]
    figure: Figure


def is_held_back(
    parts: Mapping[Hashable, MeasureCounts], shown: Sequence[Shown], thresholds: Thresholds
) -> bool:
    """Whether figures of one measure that were shown at different times, put together, give a
    group of 1 to 9 people.

    ``parts`` holds what each wave counted, for every wave that is in any of the figures.
    """
    people = {
        (wave, groups): number
        for wave, measure in parts.items()
        for groups, number in (people_in(measure) or _undivided(measure)).items()
    }
    known = []
    for each in shown:
        if each.figure.share is None:
            continue
        inside = [atom for atom in people if atom[0] in each.waves]
        known.append(frozenset(inside))
        for dimension, groups in each.figure.breakdowns.items():
            places = {wave: parts[wave].dimensions.index(dimension) for wave in each.waves}
            known += [
                frozenset(atom for atom in inside if atom[1][places[atom[0]]] == group)
                for group in groups
            ]
    return find_small_difference(people, known, thresholds.difference) is not None


def find_small_difference(
    people: Mapping[Atom, int], known: Sequence[Collection[Atom]], fewer_than: int
) -> frozenset[Atom] | None:
    """Atoms that a reader gets who knows the sum of each ``known`` group, where they hold 1 to
    ``fewer_than - 1`` people, or None where there are none.

    A combination that is not a plain group (some counted twice or taken off) of atoms that are
    all so small is reported too: with the bounds of a count it may give one away.
    """
    atoms: dict[frozenset[int], list[Atom]] = {}
    for atom, number in people.items():
        if number:
            inside = frozenset(place for place, group in enumerate(known) if atom in group)
            atoms.setdefault(inside, []).append(atom)
    # Atoms that no figure tells apart are one unknown; what no figure covers is not in question.
    sizes = {
        inside: sum(people[atom] for atom in members) for inside, members in atoms.items() if inside
    }
    small = [inside for inside, size in sizes.items() if size < fewer_than]
    if not small:
        return None
    rows: list[_Row] = [
        {inside: Fraction(1) for inside in sizes if place in inside} for place in range(len(known))
    ]
    large = [inside for inside in sizes if sizes[inside] >= fewer_than]
    _, rest = _eliminate(rows, large)
    solved, _ = _eliminate(rest, small)
    for row in solved:
        is_group = all(factor == 1 for factor in row.values())
        if not is_group or sum(sizes[inside] for inside in row) < fewer_than:
            return frozenset(atom for inside in row for atom in atoms[inside])
    return None


def _eliminate(
    rows: Sequence[_Row], unknowns: Sequence[frozenset[int]]
) -> tuple[list[_Row], list[_Row]]:
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


def _without(row: _Row, unknown: frozenset[int], pivot: _Row) -> _Row:
    factor = row.get(unknown)
    if not factor:
        return row
    changed = {
        each: row.get(each, Fraction(0)) - factor * pivot.get(each, Fraction(0))
        for each in row.keys() | pivot.keys()
    }
    return {each: value for each, value in changed.items() if value}


def _undivided(measure: MeasureCounts) -> dict[Combination, int]:
    share = share_of(measure.counts)
    return {(): share.valid} if share else {}
