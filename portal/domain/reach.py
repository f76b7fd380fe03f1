"""Whom a survey reached: those who answered against those asked and the whole caseload, by group.

Counts along one kind of group at a time, never across two, and never joined to what anybody said.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from portal.domain.disclosure import hidden_counts
from portal.domain.figures import Thresholds
from portal.domain.waves import BLANK, TRACED_BELOW


class ReachKind(StrEnum):
    """By what a report compares those who answered with those asked and all with a plan."""

    NEED = "need"
    SETTING_TYPE = "setting_type"
    AGE_BAND = "age_band"
    ETHNICITY = "ethnicity"
    LANGUAGE = "language"
    STAGE = "stage"


Values = Sequence[str]
"""One person's value of each ``ReachKind``, in its order."""


@dataclass(frozen=True, slots=True)
class Reach:
    """One group: children with a plan, people asked about one, people who answered.

    ``answered`` is None while the wave is open; after that, ``value`` ``BLANK`` stands for small
    groups put together.
    """

    kind: ReachKind
    value: str
    caseload: int
    asked: int
    answered: int | None = None


@dataclass(frozen=True, slots=True)
class ShownReach:
    """One group as anybody may see it; None stands for hidden."""

    value: str
    caseload: int | None
    asked: int | None
    answered: int | None


def count_reach(caseload: Iterable[Values], asked: Iterable[Values]) -> list[Reach]:
    """A row for each group that anybody of the caseload or of those asked is in."""
    held, invited = _count(caseload), _count(asked)
    return [
        Reach(kind, value, held[kind, value], invited[kind, value])
        for kind, value in sorted(held | invited)
    ]


def close_reach(counted: Sequence[Reach], used: Iterable[Values]) -> list[Reach]:
    """The rows with those who answered, small groups put together so that none narrows anybody
    down: a group stands alone where ten or more were asked and ten or more, or nobody, answered.

    What is put together holds ten who answered and ten asked, where the wave has so many.
    """
    answered = _count(used)
    rows = [replace(row, answered=answered[row.kind, row.value]) for row in counted]
    closed: list[Reach] = []
    for kind in ReachKind:
        closed += _merge([row for row in rows if row.kind is kind])
    return closed


def _count(people: Iterable[Values]) -> Counter[tuple[ReachKind, str]]:
    return Counter(
        (kind, value) for values in people for kind, value in zip(ReachKind, values, strict=True)
    )


def _merge(rows: list[Reach]) -> list[Reach]:
    apart = [row for row in rows if _may_stand(row)]
    together = [row for row in rows if not _may_stand(row)]
    while together and apart and not _may_stand(_join(together)):
        # Those whom nobody answered for change nothing, so they join last.
        smallest = min(
            apart, key=lambda row: (not row.answered, row.answered, row.asked, row.value)
        )
        apart.remove(smallest)
        together.append(smallest)
    return [*apart, _join(together)] if together else apart


def _may_stand(row: Reach) -> bool:
    return row.asked >= TRACED_BELOW and not 0 < (row.answered or 0) < TRACED_BELOW


def _join(rows: Sequence[Reach]) -> Reach:
    return Reach(
        rows[0].kind,
        BLANK,
        sum(row.caseload for row in rows),
        sum(row.asked for row in rows),
        sum(row.answered or 0 for row in rows),
    )


def join_reach(waves: Sequence[Sequence[Reach]]) -> list[Reach]:
    """Several waves as one, with the last one's caseload. A group that not every wave has by itself
    goes to the rest: it would be the difference between two reports."""
    if len(waves) == 1:
        return list(waves[0])
    joined: list[Reach] = []
    for kind in ReachKind:
        parts = [{row.value: row for row in wave if row.kind is kind} for wave in waves]
        if not all(parts):
            continue
        shared = set.intersection(*(set(part) for part in parts))
        rows: dict[str, Reach] = {}
        for place, part in enumerate(parts):
            for row in part.values():
                value = row.value if row.value in shared else BLANK
                so_far = rows.get(value, Reach(kind, value, 0, 0, 0))
                rows[value] = Reach(
                    kind,
                    value,
                    so_far.caseload + (row.caseload if place == len(parts) - 1 else 0),
                    so_far.asked + row.asked,
                    (so_far.answered or 0) + (row.answered or 0),
                )
        joined += [rows[value] for value in sorted(rows)]
    return joined


def protect_reach(
    rows: Sequence[Reach], thresholds: Thresholds
) -> dict[str, tuple[ShownReach, ...]]:
    """What may be shown, by kind, the rest last; a kind of one group says nothing and is left out.

    A count of fewer than a group's smallest base is hidden, and others with it, as everywhere.
    """
    base = replace(thresholds, few=thresholds.share)
    shown: dict[str, tuple[ShownReach, ...]] = {}
    for kind in ReachKind:
        of_kind = sorted(
            (row for row in rows if row.kind is kind),
            key=lambda row: (row.value == BLANK, row.value),
        )
        if len(of_kind) < 2:
            continue
        hidden = [
            hidden_counts({row.value: count(row) for row in of_kind}, base)
            for count in (_caseload, _asked, _answered)
        ]
        shown[kind] = tuple(
            ShownReach(
                row.value,
                None if row.value in hidden[0] else row.caseload,
                None if row.value in hidden[1] else row.asked,
                None if row.value in hidden[2] else row.answered,
            )
            for row in of_kind
        )
    return shown


def _caseload(row: Reach) -> int:
    return row.caseload


def _asked(row: Reach) -> int:
    return row.asked


def _answered(row: Reach) -> int:
    return row.answered or 0
