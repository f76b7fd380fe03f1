"""One line of a file made into a frozen row, or refused with every reason that applies."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from portal.domain.records.cells import Cell, read_cell
from portal.domain.records.codes import CodeList, CodeTable
from portal.domain.records.columns import Column, Kind, Shape
from portal.domain.records.reading import Line
from portal.domain.records.reasons import Reason, Refusal
from portal.domain.records.shapes import PERSON

_SHOWN = frozenset({Kind.DATE, Kind.CODE, Kind.YES_NO, Kind.INTEGER, Kind.YEAR_GROUP})
_LONGEST_SHOWN = 40
_UNREADABLE = re.compile("[\x00-\x1f\x7f-\x9f\ufffd]")
_LINE_BREAKS = re.compile(r"[\r\n\t]")  # fair in a long remark and nowhere else


@dataclass(frozen=True, slots=True)
class Row:
    """A row that can be taken. A column that the file does not have is not in ``values``:
    it changes nothing, whereas an empty cell says that there is nothing."""

    file: str
    line: int
    values: Mapping[str, Cell]

    def has(self, column: str) -> bool:
        return column in self.values

    def text(self, column: str) -> str | None:
        value = self.values.get(column)
        return None if value is None else str(value)

    def date(self, column: str) -> date | None:
        value = self.values.get(column)
        return value if isinstance(value, date) else None

    def flag(self, column: str) -> bool | None:
        value = self.values.get(column)
        return value if isinstance(value, bool) else None


def row_key(shape: Shape, line: Line) -> tuple[str, ...] | None:
    """What identifies a line in its file, or None where a part of it is missing.

    An event's detail may be empty; it still tells two events of one day apart.
    """
    key = tuple(line.cells.get(name, "") for name in shape.key)
    required = {column.name for column in shape.columns if column.required}
    missing = any(not part and name in required for name, part in zip(shape.key, key, strict=True))
    return None if missing else key


def read_row(
    shape: Shape, line: Line, codes: Mapping[CodeList, CodeTable], today: date
) -> Row | tuple[Refusal, ...]:
    """The row that a line holds, or everything that is wrong with it."""
    if not line.whole:
        lines = f"{line.number}-{line.last}" if line.last > line.number else ""
        return (Refusal(shape.file, line.number, "", Reason.ROW_BROKEN, lines),)
    values: dict[str, Cell] = {}
    faults: list[Refusal] = []
    for column in shape.columns:
        if column.name not in line.cells:
            continue
        value = _read(column, line.cells[column.name], codes)
        if isinstance(value, Reason):
            shown = _shown(column, line.cells[column.name], value)
            faults.append(Refusal(shape.file, line.number, column.name, value, shown))
        else:
            values[column.name] = value
    row = Row(shape.file, line.number, values)
    return tuple(faults) or tuple(_faults_between(shape, row, today)) or row


def _read(column: Column, text: str, codes: Mapping[CodeList, CodeTable]) -> Cell | Reason:
    if not text:
        return Reason.CELL_MISSING if column.required else None
    if len(text) > column.longest:
        return Reason.CELL_TOO_LONG
    if _UNREADABLE.search(_LINE_BREAKS.sub(" ", text) if column.longest > 200 else text):
        return Reason.CHARACTERS_UNREADABLE
    return read_cell(column.kind, text, codes[column.codes] if column.codes else None)


def _shown(column: Column, text: str, reason: Reason) -> str:
    """The faulty text, where it can help and cannot tell on anybody."""
    if column.kind not in _SHOWN or reason is Reason.CHARACTERS_UNREADABLE:
        return ""
    return text[:_LONGEST_SHOWN]


def _faults_between(shape: Shape, row: Row, today: date) -> list[Refusal]:
    faults: list[Refusal] = []
    if shape.file == PERSON:
        if not row.text("caseref") and not row.text("upn"):
            faults.append(Refusal(shape.file, row.line, "caseref", Reason.NO_REFERENCE))
        born = row.date("personbirthdate")
        if born and born > today:
            faults.append(
                Refusal(
                    shape.file,
                    row.line,
                    "personbirthdate",
                    Reason.DATE_IMPOSSIBLE,
                    born.isoformat(),
                )
            )
    if shape.parents and not any(row.text(parent.column) for parent in shape.parents):
        column = shape.parents[0].column
        faults.append(Refusal(shape.file, row.line, column, Reason.PARENT_MISSING))
    return faults
