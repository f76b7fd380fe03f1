"""Spreadsheet files as streams: CSV, XLSX and ODS, in memory that does not grow with the rows.

Every cell keeps its type: text stays text, whatever it begins with. CSV has no types, so a text
that a spreadsheet program would run as a formula gets an apostrophe in front.
"""

import codecs
import csv
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from io import StringIO
from typing import IO
from xml.sax.saxutils import escape, quoteattr

import xlsxwriter

from portal.domain.exports import Cell, FileFormat, Sheet

MIME_TYPES = {
    FileFormat.CSV: "text/csv; charset=utf-8",
    FileFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileFormat.ODS: "application/vnd.oasis.opendocument.spreadsheet",
}

_ROWS_A_CHUNK = 500
_RUNS_AS_FORMULA = re.compile(r"[\s\ufeff\u200b]*[=+\-@＝＋－＠]|[\t\r\n]")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SPACES = re.compile(r" {2,}|\t")


class DoesNotFitError(Exception):
    """XLSX ends at 1,048,576 rows a sheet, the heading included, and 32,767 characters a cell."""


def write_spreadsheet(out: IO[bytes], file_format: FileFormat, sheets: Sequence[Sheet]) -> None:
    """Write ``sheets`` to ``out``. CSV holds one table, so it takes the first sheet only."""
    match file_format:
        case FileFormat.CSV:
            for chunk in stream_csv(sheets[0]):
                out.write(chunk)
        case FileFormat.XLSX:
            _write_xlsx(out, sheets)
        case FileFormat.ODS:
            _write_ods(out, sheets)


# --- CSV ----------------------------------------------------------------------------------------


def stream_csv(sheet: Sheet) -> Iterator[bytes]:
    """UTF-8 with byte order mark, so that a double click opens it with its accents right."""
    buffer = StringIO(newline="")
    writer = csv.writer(buffer)
    yield codecs.BOM_UTF8
    writer.writerow([_inert(column.key) for column in sheet.columns])
    for number, row in enumerate(sheet.rows, start=1):
        writer.writerow([_inert(cell) if isinstance(cell, str) else cell for cell in row])
        if number % _ROWS_A_CHUNK == 0:
            yield _drain(buffer)
    yield _drain(buffer)


def _drain(buffer: StringIO) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode("utf-8", "replace")


def _inert(text: str) -> str:
    # Letters are by far the most common first character and never begin a formula.
    if text[:1].isalnum():
        return text
    return "'" + text if _RUNS_AS_FORMULA.match(text) else text


# --- XLSX ---------------------------------------------------------------------------------------


def _write_xlsx(out: IO[bytes], sheets: Sequence[Sheet]) -> None:
    options = {
        "constant_memory": True,
        # Where all rows are in memory already, temporary files would only cost time.
        "in_memory": all(isinstance(sheet.rows, Sequence) for sheet in sheets),
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_date_format": "yyyy-mm-dd",
    }
    with xlsxwriter.Workbook(out, options) as workbook:
        bold = workbook.add_format({"bold": True})
        for sheet in sheets:
            page = workbook.add_worksheet(sheet.name)
            page.freeze_panes(1, 0)
            page.write_row(0, 0, [_clean(column.key) for column in sheet.columns], bold)
            for number, row in enumerate(sheet.rows, start=1):
                for position, cell in enumerate(row):
                    value = _clean(cell) if isinstance(cell, str) else cell
                    if page.write(number, position, value) < 0:
                        raise DoesNotFitError(f"row {number}, column {position}")


# --- ODS ----------------------------------------------------------------------------------------

_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
_ODS_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<office:document-content'
    f' xmlns:office="{_ODF}office:1.0" xmlns:table="{_ODF}table:1.0" xmlns:text="{_ODF}text:1.0"'
    f' xmlns:style="{_ODF}style:1.0" xmlns:number="{_ODF}datastyle:1.0"'
    f' xmlns:fo="{_ODF}xsl-fo-compatible:1.0" office:version="1.3">'
    '<office:automatic-styles><number:date-style style:name="day-format">'
    '<number:year number:style="long"/><number:text>-</number:text>'
    '<number:month number:style="long"/><number:text>-</number:text>'
    '<number:day number:style="long"/></number:date-style>'
    '<style:style style:name="day" style:family="table-cell"'
    ' style:data-style-name="day-format"/>'
    '<style:style style:name="heading" style:family="table-cell">'
    '<style:text-properties fo:font-weight="bold"/></style:style>'
    "</office:automatic-styles><office:body><office:spreadsheet>"
)
_ODS_TAIL = "</office:spreadsheet></office:body></office:document-content>"
_ODS_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    f'<manifest:manifest xmlns:manifest="{_ODF}manifest:1.0" manifest:version="1.3">'
    f'<manifest:file-entry manifest:full-path="/" manifest:version="1.3"'
    f' manifest:media-type="{MIME_TYPES[FileFormat.ODS]}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)


def _write_ods(out: IO[bytes], sheets: Sequence[Sheet]) -> None:
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        # The format wants its type first and uncompressed, so that a file can be told by its head.
        package.writestr("mimetype", MIME_TYPES[FileFormat.ODS], zipfile.ZIP_STORED)
        package.writestr("META-INF/manifest.xml", _ODS_MANIFEST)
        with package.open("content.xml", "w", force_zip64=True) as content:
            content.write(_ODS_HEAD.encode())
            for sheet in sheets:
                for part in _ods_table(sheet):
                    content.write(part.encode())
            content.write(_ODS_TAIL.encode())


def _ods_table(sheet: Sheet) -> Iterator[str]:
    yield (
        f"<table:table table:name={quoteattr(sheet.name)}>"
        f'<table:table-column table:number-columns-repeated="{len(sheet.columns)}"/>'
    )
    yield _ods_row([column.key for column in sheet.columns], ' table:style-name="heading"')
    for row in sheet.rows:
        yield _ods_row(row)
    yield "</table:table>"


def _ods_row(row: Iterable[Cell], style: str = "") -> str:
    return f"<table:table-row>{''.join(_ods_cell(cell, style) for cell in row)}</table:table-row>"


def _ods_cell(cell: Cell, style: str) -> str:
    match cell:
        case None:
            return "<table:table-cell/>"
        case int():
            kind = f'office:value-type="float" office:value="{cell}"'
        case date():
            day = f'office:value-type="date" office:date-value="{cell.isoformat()}"'
            kind = f'table:style-name="day" {day}'
        case _:
            kind = f'office:value-type="string"{style}'
    paragraphs = "".join(
        f"<text:p>{_SPACES.sub(_ods_space, escape(line))}</text:p>"
        for line in _clean(str(cell)).split("\n")
    )
    return f"<table:table-cell {kind}>{paragraphs}</table:table-cell>"


def _ods_space(spaces: re.Match[str]) -> str:
    return "<text:tab/>" if spaces[0] == "\t" else f'<text:s text:c="{len(spaces[0])}"/>'


def _clean(text: str) -> str:
    """The text without what XML cannot hold."""
    return _NOT_IN_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
