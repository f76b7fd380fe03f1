"""Somebody who holds a release about commissioning, knows how the numbers of both tables add up,
and solves the equations for those that are hidden."""

from collections.abc import Mapping
from fractions import Fraction

from portal.domain.commissioning_figures import AGE, ALL, KIND, NEED, Cell

Row = tuple[dict[Cell, Fraction], Fraction]


def solve(counts: Mapping[Cell, int], shown: Mapping[Cell, int]) -> dict[Cell, int]:
    """The hidden numbers that follow. It is known where there is nobody, as with employment and
    children of three."""
    rows = _reduce([_known(row, shown) for row in _sums(counts)])
    return {
        cell: int(total / factor)
        for factors, total in rows
        if len(factors) == 1
        for cell, factor in factors.items()
    }


def _sums(counts: Mapping[Cell, int]) -> list[Row]:
    """Total less parts is nothing: of all kinds, and of each kind by need and by age."""
    zero, one = Fraction(0), Fraction(1)
    cells = [cell for cell, count in counts.items() if count]
    kinds = [cell for cell in cells if cell.table == KIND]
    sums = [{Cell(ALL): one} | dict.fromkeys(kinds, -one)] if kinds else []
    for kind in kinds:
        for table in (NEED, AGE):
            parts = [cell for cell in cells if (cell.table, cell.kind) == (table, kind.kind)]
            sums.append({kind: one} | dict.fromkeys(parts, -one))
    return [(factors, zero) for factors in sums]


def _known(row: Row, known: Mapping[Cell, int]) -> Row:
    factors, total = row
    inside = {cell: factor for cell, factor in factors.items() if cell not in known}
    taken = sum((factors[cell] * known[cell] for cell in factors if cell in known), Fraction(0))
    return inside, total - taken


def _reduce(rows: list[Row]) -> list[Row]:
    solved: list[Row] = []
    rest = [row for row in rows if row[0]]
    while rest:
        factors, total = rest.pop()
        unknown, by = next(iter(factors.items()))
        pivot = {cell: factor / by for cell, factor in factors.items()}, total / by
        solved = [_without(row, unknown, pivot) for row in solved] + [pivot]
        rest = [row for row in (_without(each, unknown, pivot) for each in rest) if row[0]]
    return solved


def _without(row: Row, unknown: Cell, pivot: Row) -> Row:
    factor = row[0].get(unknown, Fraction(0))
    changed = {
        cell: row[0].get(cell, Fraction(0)) - factor * pivot[0].get(cell, Fraction(0))
        for cell in {**row[0], **pivot[0]}
    }
    return {cell: value for cell, value in changed.items() if value}, row[1] - factor * pivot[1]
