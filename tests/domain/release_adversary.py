"""A reader who keeps every release and solves for whatever was never shown.

Unknown is how many agree, and how many gave a view, in each combination of groups of each wave.
Every figure shown is a sum of unknowns. The reader also knows which combinations nobody is in. A
number that all solutions of these equations share has been given away.
"""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portal.domain.figures import Figure, MeasureCounts
from portal.domain.measures import AGREEING, Agreement

_PRIME = 2**61 - 1  # sums of a year's figures never reach it, so it stands in for the rationals
Atom = tuple[Hashable, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Published:
    """One figure of one release, and the waves whose answers are in it."""

    waves: tuple[Any, ...]
    figure: Figure


@dataclass(frozen=True, slots=True)
class GivenAway:
    """A group that no release shows and whose numbers follow from those that are shown."""

    what: str
    agree: int
    others: int


def work_out(
    published: Sequence[Published], counted: Mapping[Any, MeasureCounts]
) -> list[GivenAway]:
    """Groups of 1 to 9 people, or with 1 to 4 on a side, that are given away.

    ``counted`` is the truth: it says which atoms there are, and is compared with what comes out.
    """
    truth = dict(_atoms_of(counted))
    shown = [group for each in published for group in _groups_shown(each, truth, counted)]
    space = _Space(shown, tuple(truth))
    return [
        GivenAway(what, agree, others)
        for what, group in _targets(truth, counted)
        if group not in shown and space.gives(group)
        for agree, others in [_add(truth, group)]
        if 0 < agree + others < 10 or 0 < agree < 5 or 0 < others < 5
    ]


def _atoms_of(
    counted: Mapping[Any, MeasureCounts],
) -> Iterator[tuple[Atom, tuple[int, int]]]:
    for wave, measure in counted.items():
        for groups, options in (measure.cells or {(): measure.counts}).items():
            agree = sum(options.get(option, 0) for option in AGREEING)
            others = sum(
                number
                for option, number in options.items()
                if option not in AGREEING and option != Agreement.CANT_SAY
            )
            if agree + others:
                yield (wave, groups), (agree, others)


def _groups_shown(
    each: Published,
    truth: Mapping[Atom, tuple[int, int]],
    counted: Mapping[Any, MeasureCounts],
) -> Iterator[frozenset[Atom]]:
    if each.figure.share is None:
        return
    inside = [atom for atom in truth if atom[0] in each.waves]
    everybody = frozenset(inside)
    assert sum(_add(truth, everybody)) == each.figure.share.valid, "the figure is what was counted"
    yield everybody
    for dimension, groups in each.figure.breakdowns.items():
        for name, share in groups.items():
            group = frozenset(
                atom
                for atom in inside
                if atom[1][counted[atom[0]].dimensions.index(dimension)] == name
            )
            assert sum(_add(truth, group)) == share.valid, "the group is what was counted"
            yield group


def _targets(
    truth: Mapping[Atom, tuple[int, int]], counted: Mapping[Any, MeasureCounts]
) -> Iterator[tuple[str, frozenset[Atom]]]:
    """What would be worth knowing: each wave, each of its groups, each two groups together."""
    for wave, measure in counted.items():
        inside = [atom for atom in truth if atom[0] == wave]
        yield f"{wave}", frozenset(inside)
        for atom in inside:
            yield f"{wave} {atom[1]}", frozenset([atom])
        for place, dimension in enumerate(measure.dimensions):
            names = sorted({atom[1][place] for atom in inside})
            for first, second in ((a, b) for a in names for b in names if a <= b):
                group = frozenset(atom for atom in inside if atom[1][place] in (first, second))
                yield f"{wave} {dimension} {first} {second}", group


def _add(truth: Mapping[Atom, tuple[int, int]], group: frozenset[Atom]) -> tuple[int, int]:
    return sum(truth[atom][0] for atom in group), sum(truth[atom][1] for atom in group)


class _Space:
    """All sums of the groups shown, as rows in which each leading place is nobody else's."""

    def __init__(self, groups: Sequence[frozenset[Atom]], atoms: Sequence[Atom]) -> None:
        self._place = {atom: place for place, atom in enumerate(atoms)}
        self._rows: dict[int, list[int]] = {}
        for group in groups:
            row = self._reduce(self._row_of(group))
            lead = next((place for place, value in enumerate(row) if value), None)
            if lead is not None:
                inverse = pow(row[lead], -1, _PRIME)
                self._rows[lead] = [value * inverse % _PRIME for value in row]

    def gives(self, group: frozenset[Atom]) -> bool:
        return bool(group) and not any(self._reduce(self._row_of(group)))

    def _row_of(self, group: frozenset[Atom]) -> list[int]:
        row = [0] * len(self._place)
        for atom in group:
            row[self._place[atom]] = 1
        return row

    def _reduce(self, row: list[int]) -> list[int]:
        for lead in sorted(self._rows):
            factor = row[lead]
            if factor:
                known = self._rows[lead]
                row = [(a - factor * b) % _PRIME for a, b in zip(row, known, strict=True)]
        return row
