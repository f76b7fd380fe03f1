"""What a spreadsheet file is made of, before any format: typed columns, rows, and notes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class FileFormat(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"
    ODS = "ods"


class Shorthand(StrEnum):
    """What stands in a cell that has no figure, as government statistics write it."""

    SUPPRESSED = "[c]"
    NOT_ASKED = "[z]"


Cell = str | int | date | None
"""Text, a whole number, a day, or nothing. A ``Shorthand`` is text like any other."""


@dataclass(frozen=True, slots=True)
class Column:
    """``key`` heads the column in the file; ``description`` is its line in the data dictionary."""

    key: str
    description: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table. ``rows`` is read once, from first to last, so it can be a stream.

    ``name`` is the tab's: at most 31 characters, none of ``[]:*?/\\``.
    """

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class DictionaryWording:
    """The words of the data dictionary, in the reader's language."""

    sheet_name: str
    column: str
    meaning: str


def make_dictionary(
    columns: Iterable[Column], notes: Iterable[tuple[str, str]], wording: DictionaryWording
) -> Sheet:
    """The data dictionary: a line for each column, then ``notes`` as pairs of name and text."""
    rows: list[tuple[Cell, Cell]] = [(column.key, column.description) for column in columns]
    rows += notes
    headings = (Column(wording.column, ""), Column(wording.meaning, ""))
    return Sheet(wording.sheet_name, headings, rows)
