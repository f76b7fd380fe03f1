"""Bytes to lines: encodings, column orders, broken quotes, and headers that cannot be used."""

import csv
import io
from collections.abc import Callable
from typing import BinaryIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.records.reading import Header, find_encoding, read_header, read_lines
from portal.domain.records.reasons import Reason, Refusal
from portal.domain.records.shapes import SHAPE_OF

PERSON = SHAPE_OF["person.csv"]
NEEDED = ["person_id", "surname", "forename", "caseref"]


def opener(content: bytes) -> Callable[[], BinaryIO]:
    return lambda: io.BytesIO(content)


def cells_of(content: bytes) -> list[dict[str, str]]:
    header = read_header(PERSON, opener(content))
    assert isinstance(header, Header), header
    return [dict(line.cells) for line in read_lines(PERSON, header, opener(content))]


NAMES = st.text(st.sampled_from("abcdëïłøÑ’ŵ Æ-'\","), min_size=1).filter(
    lambda text: text.strip() == text
)


@given(
    st.permutations([*NEEDED, "shoe size", "postcode"]),
    st.lists(st.tuples(NAMES, NAMES), min_size=1, max_size=5),
    st.sampled_from(["utf-8", "utf-8-sig"]),
    st.sampled_from(["\r\n", "\n"]),
)
def test_any_column_order_reads_the_same(
    order: list[str], names: list[tuple[str, str]], encoding: str, ending: str
) -> None:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, order, lineterminator=ending)
    writer.writeheader()
    rows = [
        {"person_id": str(n), "surname": s, "forename": f, "caseref": f"C{n}", "postcode": ""}
        for n, (s, f) in enumerate(names)
    ]
    writer.writerows({**row, "shoe size": "12"} for row in rows)
    assert cells_of(text.getvalue().encode(encoding)) == rows


@given(st.text(st.sampled_from("abcéüñ€’Šž"), min_size=1))
def test_windows_1252_is_read_where_utf_8_cannot_be(name: str) -> None:
    content = f"person_id,surname,forename,caseref\n1,{name},Zoë,C1\n".encode("cp1252")
    assert cells_of(content)[0]["surname"] == name


def test_a_mark_split_between_two_chunks_is_still_utf_8() -> None:
    content = b"x" * ((1 << 16) - 1) + "é".encode()
    assert find_encoding(opener(content)) == "utf-8"
    assert find_encoding(opener(content[:-1])) == "cp1252"


def test_columns_are_found_whatever_their_case_and_others_are_listed() -> None:
    content = b" Person_ID ,SURNAME,forename,Hair,caseref\n1,Vale,Asha,red,C1\n"
    header = read_header(PERSON, opener(content))
    assert isinstance(header, Header)
    assert header.ignored == ("hair",)
    assert cells_of(content) == [
        {"person_id": "1", "surname": "Vale", "forename": "Asha", "caseref": "C1"}
    ]


@pytest.mark.parametrize(
    ("content", "column", "reason"),
    [
        (b"", "", Reason.FILE_UNREADABLE),
        ("person_id,surname\n".encode("utf-16"), "", Reason.FILE_UNREADABLE),
        (b"PK\x03\x04\x14\x00\x06\x00", "", Reason.FILE_UNREADABLE),
        (b'"person_id,surname', "", Reason.FILE_UNREADABLE),
        (b"person_id,forename,caseref\n", "surname", Reason.COLUMN_MISSING),
        (b"person_id,surname,forename,surname\n", "surname", Reason.COLUMN_TWICE),
    ],
)
def test_a_header_that_cannot_be_used_refuses_the_file(
    content: bytes, column: str, reason: Reason
) -> None:
    assert read_header(PERSON, opener(content)) == Refusal("person.csv", 0, column, reason)


def test_lines_are_numbered_as_a_text_editor_shows_them() -> None:
    content = (
        b'person_id,surname,forename\n\n1,"Va\nle",Asha\n , ,\n2,Vale,Bo\n3,Vale\n4,Vale,Cy,x\n'
    )
    header = read_header(PERSON, opener(content))
    assert isinstance(header, Header)
    lines = list(read_lines(PERSON, header, opener(content)))
    assert [(line.number, line.last, line.whole) for line in lines] == [
        (3, 4, True),
        (6, 6, True),
        (7, 7, False),
        (8, 8, False),
    ]


def test_a_quote_that_never_ends_is_a_broken_line_that_says_how_far_it_goes() -> None:
    content = b'person_id,surname,forename\n1,Vale,Asha\n2,"Vale,Bo\n3,Vale,Cy\n'
    header = read_header(PERSON, opener(content))
    assert isinstance(header, Header)
    lines = list(read_lines(PERSON, header, opener(content)))
    assert [(line.number, line.last, line.whole) for line in lines] == [(2, 2, True), (3, 4, False)]
