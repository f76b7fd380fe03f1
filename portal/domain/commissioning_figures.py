"""What was asked for, in numbers: counted, protected, and frozen in a release.

Everything asked for adds up by kind of provision, and each kind by main need and by age. There are
no totals by need or by age: a child for whom three kinds were asked would be in them three times.
So each row stands alone with its total, and the engine's rule for one row of counts is all that
rows and columns need: the adversary in ``tests/domain`` solves for the hidden numbers of both
tables together. A hidden number looks like nobody.
"""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from itertools import chain, combinations
from typing import Any, NamedTuple
from uuid import UUID

from portal.domain.ages import AgeBand, age_band_of
from portal.domain.commissioning import Asked, Period, Provision
from portal.domain.disclosure import RULES_VERSION, hidden_counts
from portal.domain.figures import Thresholds
from portal.domain.waves import UNKNOWN

NEEDS = (
    *("SPLD", "MLD", "SLD", "PMLD", "SEMH", "SLCN"),
    *("HI", "VI", "MSI", "PD", "ASD", "DS", "OTH", UNKNOWN),
)
"""Main needs as the SEN2 return codes them. All are listed always, so that no missing line tells
anything; a code of another kind is counted as ``OTH``."""
AGES = (*(str(band) for band in AgeBand), UNKNOWN)

ALL, KIND, NEED, AGE = "all", "kind", "need", "age"


class Cell(NamedTuple):
    """One number: everything asked for, one kind of provision, or one kind for the children of one
    main need or one age."""

    table: str
    kind: str = ""
    group: str = ""


People = Mapping[Cell, frozenset[Hashable]]
"""Who is counted in each number. Only what somebody is counted in is there."""


def gather(asked: Iterable[Asked], period: Period) -> People:
    """Each child once a kind, however often it was asked for; in "everything" once for each kind.
    Ages are those of the last day of the period."""
    people: dict[Cell, set[Hashable]] = {}
    for one in asked:
        need = UNKNOWN if one.need is None else one.need if one.need in NEEDS else "OTH"
        age = age_band_of(one.born, period.last) or UNKNOWN
        people.setdefault(Cell(ALL), set()).add((one.child_id, one.provision))
        for cell in (
            Cell(KIND, one.provision),
            Cell(NEED, one.provision, need),
            Cell(AGE, one.provision, age),
        ):
            people.setdefault(cell, set()).add(one.child_id)
    return {cell: frozenset(inside) for cell, inside in people.items()}


Figures = Mapping[Cell, int]
"""The numbers that are shown. What is not there is hidden, or nobody."""


def protect_counts(
    counts: Mapping[Cell, int], thresholds: Thresholds, *, as_well: Collection[Cell] = ()
) -> Figures:
    """What may be shown of these counts; nothing of ``as_well`` is."""
    if counts.get(Cell(ALL), 0) < thresholds.few or Cell(ALL) in as_well:
        return {}
    shown = {Cell(ALL): counts[Cell(ALL)]}
    shown |= _show_row([Cell(KIND, kind) for kind in Provision], counts, thresholds, as_well)
    for kind in [cell.kind for cell in shown if cell.table == KIND]:
        for table, groups in ((NEED, NEEDS), (AGE, AGES)):
            row = [Cell(table, kind, group) for group in groups]
            shown |= _show_row(row, counts, thresholds, as_well)
    return shown


def _show_row(
    row: Sequence[Cell],
    counts: Mapping[Cell, int],
    thresholds: Thresholds,
    as_well: Collection[Cell],
) -> dict[Cell, int]:
    """A row whose total is shown."""
    by_name = {"|".join(cell): cell for cell in row if counts.get(cell)}
    hidden = hidden_counts(
        {name: counts[cell] for name, cell in by_name.items()},
        thresholds,
        as_well=[name for name, cell in by_name.items() if cell in as_well],
    )
    return {cell: counts[cell] for name, cell in by_name.items() if name not in hidden}


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier release about some of the same days: what it shows, and whom that counts."""

    figures: Figures
    people: People


def list_too_near(
    people: People, earlier: Sequence[Earlier], thresholds: Thresholds
) -> frozenset[Cell]:
    """Rule 5: the numbers that differ by 1 to 9 people from what earlier releases show of the same,
    one of them or several taken together."""
    return frozenset(
        cell for cell, inside in people.items() if _is_too_near(cell, inside, earlier, thresholds)
    )


def _is_too_near(
    cell: Cell, people: frozenset[Hashable], earlier: Sequence[Earlier], thresholds: Thresholds
) -> bool:
    known = [each for each in earlier if cell in each.figures]
    # By the numbers too, should a record have changed since.
    if any(_is_small(len(people) - each.figures[cell], thresholds) for each in known):
        return True
    sets = [each.people.get(cell, frozenset[Hashable]()) for each in known]
    some = chain.from_iterable(combinations(sets, n) for n in range(1, len(sets) + 1))
    together = (frozenset[Hashable]().union(*each) for each in some)
    return any(
        _is_small(len(people - each), thresholds) or _is_small(len(each - people), thresholds)
        for each in together
    )


def _is_small(difference: int, thresholds: Thresholds) -> bool:
    return 0 < abs(difference) < thresholds.difference


# --- releases -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CommissioningSnapshot:
    """What a release shows of a period, for good."""

    rules_version: str
    thresholds: Thresholds
    period: Period
    figures: Figures

    def shown(self, table: str, kind: str = "", group: str = "") -> int | None:
        """A number; None where it is hidden, or nobody."""
        return self.figures.get(Cell(table, kind, group))


def take_snapshot(
    people: People, earlier: Sequence[Earlier], period: Period, thresholds: Thresholds
) -> CommissioningSnapshot:
    counts = {cell: len(inside) for cell, inside in people.items()}
    figures = protect_counts(counts, thresholds, as_well=list_too_near(people, earlier, thresholds))
    return CommissioningSnapshot(RULES_VERSION, thresholds, period, figures)


@dataclass(frozen=True, slots=True)
class CommissioningRelease:
    id: UUID
    number: int
    checksum: str
    released_on: date
    snapshot: CommissioningSnapshot


@dataclass(frozen=True, slots=True)
class PeriodReleased:
    """This period has a release, and is counted only once."""

    release_id: UUID


def write_snapshot(snapshot: CommissioningSnapshot) -> dict[str, Any]:
    """The snapshot as JSON knows it, numbers in a fixed order."""
    period = snapshot.period
    return {
        "rules_version": snapshot.rules_version,
        "thresholds": asdict(snapshot.thresholds),
        "period": [period.key, period.first.isoformat(), period.last.isoformat()],
        "figures": [[*cell, count] for cell, count in sorted(snapshot.figures.items())],
    }


def read_snapshot(raw: Mapping[str, Any]) -> CommissioningSnapshot:
    """The snapshot that was written. Raises KeyError, TypeError or ValueError on anything else."""
    return CommissioningSnapshot(
        rules_version=raw["rules_version"],
        thresholds=Thresholds(**raw["thresholds"]),
        period=Period.read(*raw["period"]),
        figures={Cell(*cell): count for *cell, count in raw["figures"]},
    )
