"""Numbers of an indicator that somebody types in: checked, added to, never written over.

A number that is wrong stays and is followed by one that corrects it, once, and says what changed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from uuid import UUID

from portal.domain.indicators import EntryKind, HowCounted, Marks, Point, Unit

MOST = Decimal("9999999")
TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Number:
    """``base`` is of how many a percentage is, None where that is not known; ``note`` is what the
    source says beside it. ``owner`` is the post that answers for the number."""

    kind: EntryKind
    first: date
    last: date
    value: Decimal
    base: int | None
    source: str
    owner: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A number as it was typed in. ``typed_by`` None: it came with the portal, from the document
    that its source names. ``change`` says what is different from the entry that it ``corrects``,
    whose ``corrected`` is then True."""

    id: UUID
    indicator_id: UUID
    number: Number
    typed_by: str | None
    typed_at: datetime
    corrects: UUID | None = None
    change: str = ""
    corrected: bool = False


@dataclass(frozen=True, slots=True)
class NumberWrong:
    """No number, below nothing, with more than one decimal, over 100 per cent, or a count with a
    decimal."""


@dataclass(frozen=True, slots=True)
class AlreadyThere:
    """There is a number of this kind for these days; it can only be corrected."""


@dataclass(frozen=True, slots=True)
class AlreadyCorrected:
    """Somebody has put this number right before; the later one is the one to put right."""


def read_value(text: str, unit: Unit) -> Decimal | NumberWrong:
    """A number as typed: ``70``, ``9.8`` or ``9,8``; a per cent sign and spaces do not matter."""
    typed = text.strip().removesuffix("%").strip().replace(",", ".")
    try:
        value = Decimal(typed)
    except InvalidOperation:
        return NumberWrong()
    most = Decimal(100) if unit is Unit.PERCENT else MOST
    step = TENTH if unit is Unit.PERCENT else Decimal(1)
    if not value.is_finite() or not 0 <= value <= most or value % step:
        return NumberWrong()
    return value.quantize(step) if value % 1 else value.quantize(Decimal(1))


def points_of(entries: Iterable[Entry], kind: EntryKind) -> list[Point]:
    """The numbers of a kind that stand, the earliest first."""
    standing = (entry for entry in entries if not entry.corrected and entry.number.kind is kind)
    points = [
        Point(
            first=entry.number.first,
            last=entry.number.last,
            value=entry.number.value,
            counted=HowCounted.TYPED,
            known_at=entry.typed_at,
            yes=_yes(entry.number),
            of=entry.number.base,
            source=entry.number.source,
            note=entry.number.note,
        )
        for entry in standing
    ]
    return sorted(points, key=lambda point: (point.last, point.first))


def marks_of(entries: Sequence[Entry]) -> Marks:
    """What the figures are held against today: the latest of each kind."""
    latest = {
        kind: next(reversed(points_of(entries, kind)), None)
        for kind in (EntryKind.BASELINE, EntryKind.TARGET, EntryKind.NATIONAL)
    }
    return Marks(latest[EntryKind.BASELINE], latest[EntryKind.TARGET], latest[EntryKind.NATIONAL])


def _yes(number: Number) -> int | None:
    """The nearest whole number of people that the percentage can be of."""
    if number.base is None:
        return None
    return int((number.value * number.base / 100).to_integral_value())
