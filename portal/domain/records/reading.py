"""From the bytes of a CSV file to its lines, one at a time, whatever the order of its columns."""

import csv
import io
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, getincrementaldecoder
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import BinaryIO

from portal.domain.records.columns import Shape
from portal.domain.records.reasons import Reason, Refusal

Opener = Callable[[], BinaryIO]
"""Opens the same file afresh each time: a file is read more than once and never kept in memory."""

_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class Line:
    """One record of the file: the physical lines it spans and the trimmed cells that are read.

    ``whole`` is false where it has fewer or more cells than the header, so that the cells may
    stand under the wrong columns, and where its quotes cannot be read.
    """

    number: int
    last: int
    cells: Mapping[str, str]
    whole: bool


@dataclass(frozen=True, slots=True)
class Header:
    """What the first line of a file told: the columns to read and those that are left alone."""

    encoding: str
    columns: tuple[str, ...]
    ignored: tuple[str, ...]


def find_encoding(open_file: Opener) -> str | None:
    """UTF-8 (with or without a byte order mark) where the whole file is that, else Windows-1252.

    None for UTF-16, which begins with its own mark and is not one of the forms agreed on.
    """
    decoder = getincrementaldecoder("utf-8")()
    with closing(open_file()) as file:
        start = file.read(_CHUNK)
        if start.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
            return None
        try:
            chunk = start
            while chunk:
                decoder.decode(chunk)
                chunk = file.read(_CHUNK)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8-sig" if start.startswith(BOM_UTF8) else "utf-8"


def read_header(shape: Shape, open_file: Opener) -> Header | Refusal:
    """The columns of a file, or why no line of it can be read."""
    encoding = find_encoding(open_file)
    if encoding is None:
        return Refusal(shape.file, 0, "", Reason.FILE_UNREADABLE)
    _, _, first = next(_records(open_file, encoding), (1, 1, None))
    if first is None:
        return Refusal(shape.file, 0, "", Reason.FILE_UNREADABLE)
    names = tuple(name.strip().lower() for name in first)
    known = shape.column_names
    if not known.intersection(names):
        return Refusal(shape.file, 0, "", Reason.FILE_UNREADABLE)
    for column in shape.columns:
        if column.required and column.name not in names:
            return Refusal(shape.file, 0, column.name, Reason.COLUMN_MISSING)
        if names.count(column.name) > 1:
            return Refusal(shape.file, 0, column.name, Reason.COLUMN_TWICE)
    ignored = tuple(name for name in names if name.isprintable() and name and name not in known)
    return Header(encoding, names, ignored)


def read_lines(shape: Shape, header: Header, open_file: Opener) -> Iterator[Line]:
    """Every record after the header; blank lines are passed over."""
    known = shape.column_names
    records = _records(open_file, header.encoding)
    next(records)
    for number, last, cells in records:
        if cells is None:
            yield Line(number, last, {}, whole=False)
        elif any(cell.strip() for cell in cells):
            read = {
                name: cell.strip()
                for name, cell in zip(header.columns, cells, strict=False)
                if name in known
            }
            yield Line(number, last, read, whole=len(cells) == len(header.columns))


def _records(open_file: Opener, encoding: str) -> Iterator[tuple[int, int, list[str] | None]]:
    """First line, last line and cells; no cells where the quotes of a record cannot be read."""
    # What Windows-1252 leaves undefined becomes U+FFFD, and the cell that holds it is refused.
    with io.TextIOWrapper(open_file(), encoding, errors="replace", newline="") as text:
        reader = csv.reader(text, strict=True)
        while True:
            begins = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                yield begins, reader.line_num, None
            else:
                yield begins, reader.line_num, cells
