"""What is written is what the usual programs read back, and no text becomes a formula."""

import csv
import io
import tracemalloc
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path

import odf.opendocument
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from odf import table, teletype
from odf.element import Element

from portal.domain.exports import (
    Cell,
    Column,
    DictionaryWording,
    FileFormat,
    Sheet,
    Shorthand,
    make_dictionary,
)
from portal.outside.spreadsheets import DoesNotFitError, stream_csv, write_spreadsheet

COLUMNS = (Column("measure", "Which measure"), Column("share", "Per cent"), Column("day", "Day"))
ROWS: tuple[tuple[Cell, ...], ...] = (
    ("plan.needs – café “señor”", 90, date(2027, 3, 12)),
    ("plan.provision", Shorthand.SUPPRESSED, None),
    ("two  spaces\tand a tab\nand a line", -1, date(1970, 1, 1)),
)
DANGEROUS = [
    *("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\ufeff=1", "\u200b=1"),
    *("＝1+1", "＋1", "－1", "＠SUM(A1)", "\u3000＝1", "{=1+1}", "https://example.org/"),
]


def written(file_format: FileFormat, *sheets: Sheet) -> io.BytesIO:
    out = io.BytesIO()
    write_spreadsheet(out, file_format, sheets)
    out.seek(0)
    return out


def text_sheet(texts: Sequence[str]) -> Sheet:
    return Sheet("Texts", (Column("text", ""),), ([text] for text in texts))


def read_csv(raw: io.BytesIO) -> list[list[str]]:
    return list(csv.reader(io.StringIO(raw.getvalue().decode("utf-8-sig"), newline="")))


def read_ods(raw: io.BytesIO) -> dict[str, list[list[Element]]]:
    document = odf.opendocument.load(raw)
    return {
        page.getAttribute("name"): [
            row.getElementsByType(table.TableCell) for row in page.getElementsByType(table.TableRow)
        ]
        for page in document.getElementsByType(table.Table)
    }


def ods_text(cell: Element) -> str:
    return "\n".join(teletype.extractText(paragraph) for paragraph in cell.childNodes)


def test_csv_begins_with_a_byte_order_mark_and_holds_every_row() -> None:
    raw = written(FileFormat.CSV, Sheet("Measures", COLUMNS, ROWS))
    assert raw.getvalue().startswith(b"\xef\xbb\xbfmeasure,share,day\r\n")
    assert read_csv(raw)[1:] == [
        ["plan.needs – café “señor”", "90", "2027-03-12"],
        ["plan.provision", "[c]", ""],
        ["two  spaces\tand a tab\nand a line", "-1", "1970-01-01"],
    ]


@pytest.mark.parametrize("text", [text for text in DANGEROUS if text[0] not in "{h"])
def test_csv_defuses_what_would_run_as_a_formula(text: str) -> None:
    assert read_csv(written(FileFormat.CSV, text_sheet([text])))[1] == ["'" + text]


@pytest.mark.parametrize("text", ["plain", "1-2", "a=b", "’s", "", "(=)"])
def test_csv_leaves_harmless_text_as_it_is(text: str) -> None:
    raw = written(FileFormat.CSV, Sheet("T", (Column("a", ""), Column("b", "")), [(text, "x")]))
    assert read_csv(raw)[1] == [text, "x"]


def test_xlsx_reopens_with_types_and_sheets() -> None:
    book = openpyxl.load_workbook(
        written(FileFormat.XLSX, Sheet("Measures", COLUMNS, ROWS), text_sheet(["x"]))
    )
    assert book.sheetnames == ["Measures", "Texts"]
    assert list(book["Measures"].iter_rows(values_only=True)) == [
        ("measure", "share", "day"),
        ("plan.needs – café “señor”", 90, datetime(2027, 3, 12)),  # noqa: DTZ001 - as openpyxl gives it
        ("plan.provision", "[c]", None),
        ("two  spaces\tand a tab\nand a line", -1, datetime(1970, 1, 1)),  # noqa: DTZ001
    ]


def test_xlsx_keeps_dangerous_text_as_text() -> None:
    book = openpyxl.load_workbook(written(FileFormat.XLSX, text_sheet(DANGEROUS)))
    cells = [row[0] for row in book["Texts"].iter_rows(min_row=2)]
    assert {cell.data_type for cell in cells} == {"s"}
    assert not any(cell.hyperlink for cell in cells)


def test_ods_reopens_with_types_and_sheets() -> None:
    raw = written(FileFormat.ODS, Sheet("Measures", COLUMNS, ROWS), text_sheet(["x"]))
    pages = read_ods(raw)
    assert list(pages) == ["Measures", "Texts"]
    headings, first, second, third = pages["Measures"]
    assert [ods_text(cell) for cell in headings] == ["measure", "share", "day"]
    assert [cell.getAttribute("valuetype") for cell in first] == ["string", "float", "date"]
    assert ods_text(first[0]) == "plan.needs – café “señor”"
    assert first[1].getAttribute("value") == "90"
    assert first[2].getAttribute("datevalue") == "2027-03-12"
    assert [ods_text(cell) for cell in second] == ["plan.provision", "[c]", ""]
    assert ods_text(third[0]) == "two  spaces\tand a tab\nand a line"


def test_ods_keeps_dangerous_text_as_text() -> None:
    cells = [
        row[0] for row in read_ods(written(FileFormat.ODS, text_sheet(DANGEROUS)))["Texts"][1:]
    ]
    assert {cell.getAttribute("valuetype") for cell in cells} == {"string"}
    assert not any(cell.getAttribute("formula") for cell in cells)


def test_ods_begins_with_its_type_uncompressed() -> None:
    raw = written(FileFormat.ODS, text_sheet(["x"]))
    first = zipfile.ZipFile(raw).infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    assert zipfile.ZipFile(raw).testzip() is None


@settings(max_examples=50)
@given(st.lists(st.text(max_size=20), min_size=1, max_size=10))
def test_any_text_gives_a_file_that_opens_in_every_format(texts: list[str]) -> None:
    rows = 1 + len(texts)
    assert len(read_csv(written(FileFormat.CSV, text_sheet(texts)))) == rows
    book = openpyxl.load_workbook(written(FileFormat.XLSX, text_sheet(texts)))
    assert all(cell.data_type in "sn" for row in book["Texts"].iter_rows() for cell in row)
    assert len(read_ods(written(FileFormat.ODS, text_sheet(texts)))["Texts"]) == rows


@given(st.text(max_size=8))
def test_no_text_of_a_csv_file_begins_like_a_formula(text: str) -> None:
    written_row = b"".join(stream_csv(text_sheet([text, "x"])))
    cell = read_csv(io.BytesIO(written_row))[1]
    assert not cell or cell[0].lstrip("\ufeff\u200b \u00a0\u3000")[:1] not in tuple("=+-@＝＋－＠")


def test_a_sheet_too_long_for_xlsx_is_refused() -> None:
    with pytest.raises(DoesNotFitError):
        written(FileFormat.XLSX, text_sheet(["a" * 32_768]))


def many_rows(count: int) -> Iterator[tuple[Cell, ...]]:
    return ((f"measure {number}", number, date(2027, 3, 12)) for number in range(count))


@pytest.mark.parametrize("file_format", FileFormat)
def test_memory_does_not_grow_with_the_rows(file_format: FileFormat, tmp_path: Path) -> None:
    def peak(count: int) -> int:
        tracemalloc.start()
        with (tmp_path / "rows").open("wb") as out:
            write_spreadsheet(out, file_format, [Sheet("Rows", COLUMNS, many_rows(count))])
        top = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return top

    peak(100)  # imports and caches are paid for once
    assert peak(12_000) < 1.3 * peak(2_000)


def test_the_data_dictionary_explains_every_column_and_every_shorthand() -> None:
    wording = DictionaryWording("Dictionary", "Column", "Meaning")
    sheet = make_dictionary(COLUMNS, [("[c]", "Hidden")], wording)
    assert [column.key for column in sheet.columns] == ["Column", "Meaning"]
    assert list(sheet.rows) == [
        ("measure", "Which measure"),
        ("share", "Per cent"),
        ("day", "Day"),
        ("[c]", "Hidden"),
    ]
