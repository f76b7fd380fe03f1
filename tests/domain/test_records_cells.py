"""One cell at a time: dates in three forms, codes, yes and no, numbers and addresses."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.records.cells import is_sound_upn, read_cell, read_restriction
from portal.domain.records.codes import CodeList, code_tables
from portal.domain.records.columns import Kind
from portal.domain.records.reasons import Reason

DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31))
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


@given(DAYS, st.sampled_from(["", " 00:00:00", "T00:00:00", " 00:00:00.000", " 0:00"]))
def test_a_day_reads_back_from_every_agreed_form(day: date, time: str) -> None:
    forms = (
        f"{day.year}-{MONTHS[day.month - 1]}-{day.day:02}{time}",
        f"{day.year}-{MONTHS[day.month - 1].upper()}-{day.day}{time}",
        f"{day.isoformat()}{time}",
        f"{day.day:02}/{day.month:02}/{day.year}{time}",
        f"{day.day}/{day.month}/{day.year}",
    )
    assert {read_cell(Kind.DATE, form) for form in forms} == {day}


@pytest.mark.parametrize(
    "text",
    [
        "28/09/22",
        "28.09.2022",
        "2022-Sept-28",
        "20220928",
        "44832",
        "2022-09-28T23:30:00Z",
        "2022-09-28 23:30:00+01:00",
        "next week",
        "٢٠٢٢-٠٩-٢٨",
    ],
)
def test_any_other_form_of_a_date_is_not_guessed_at(text: str) -> None:
    assert read_cell(Kind.DATE, text) is Reason.DATE_UNREADABLE


@pytest.mark.parametrize(
    "text", ["31/02/2026", "2026-02-29", "2022-Sep-31 00:00:00", "01/13/2026", "0001-01-01"]
)
def test_a_day_that_does_not_exist_is_called_impossible(text: str) -> None:
    assert read_cell(Kind.DATE, text) is Reason.DATE_IMPOSSIBLE


@given(st.text())
def test_no_text_at_all_breaks_the_reading_of_a_cell(text: str) -> None:
    for kind in Kind:
        read_cell(kind, text, code_tables()[CodeList.SEN_TYPE])


@given(st.sampled_from(["SPLD", "MLD", "OTH"]))
def test_a_code_is_kept_in_its_own_spelling(code: str) -> None:
    table = code_tables()[CodeList.SEN_TYPE]
    assert read_cell(Kind.CODE, code.lower(), table) == code
    assert read_cell(Kind.CODE, code, table) == code


def test_a_code_of_the_councils_own_is_read_once_it_is_in_the_table() -> None:
    assert read_cell(Kind.CODE, "fasd", code_tables()[CodeList.SEN_TYPE]) is Reason.CODE_UNKNOWN
    extended = code_tables([(CodeList.SEN_TYPE, "FASD"), (CodeList.SEN_TYPE, "asd")])
    assert read_cell(Kind.CODE, "fasd", extended[CodeList.SEN_TYPE]) == "FASD"
    assert read_cell(Kind.CODE, "asd", extended[CodeList.SEN_TYPE]) == "ASD"


@pytest.mark.parametrize(
    ("kind", "text", "read"),
    [
        (Kind.YES_NO, "Y", True),
        (Kind.YES_NO, "false", False),
        (Kind.YES_NO, "1", True),
        (Kind.YES_NO, "perhaps", Reason.YES_NO_UNREADABLE),
        (Kind.INTEGER, "12", 12),
        (Kind.INTEGER, "1.0", Reason.NUMBER_UNREADABLE),
        (Kind.YEAR_GROUP, "R", 0),
        (Kind.YEAR_GROUP, "n2", -1),
        (Kind.YEAR_GROUP, "Year 9", 9),
        (Kind.YEAR_GROUP, "14", 14),
        (Kind.YEAR_GROUP, "15", Reason.NUMBER_UNREADABLE),
        (Kind.YEAR_GROUP, "²", Reason.NUMBER_UNREADABLE),
        (Kind.YEAR_GROUP, "X", None),
        (Kind.EMAIL, "Asha.Vale@post.example", "asha.vale@post.example"),
        (Kind.EMAIL, "asha@post", Reason.EMAIL_UNREADABLE),
        (Kind.EMAIL, "a@post.example, b@post.example", Reason.EMAIL_UNREADABLE),
        (Kind.MOBILE, "07700 900-123", "+447700900123"),
        (Kind.MOBILE, "7700900123", "+447700900123"),
        (Kind.MOBILE, "asha@post.example", Reason.MOBILE_UNREADABLE),
        (Kind.MOBILE, "7.7009E+9", Reason.MOBILE_UNREADABLE),
        (Kind.UPN, "h801200001001", "H801200001001"),
    ],
)
def test_other_cells_are_read_or_refused_by_kind(kind: Kind, text: str, read: object) -> None:
    assert read_cell(kind, text) == read


def test_a_restriction_is_absent_only_where_the_file_says_so() -> None:
    assert [read_restriction(text) for text in ("", "None", " no ")] == [None, None, None]
    assert read_restriction("Court order") == "court_order"
    assert read_restriction("no_contact") == "no_contact"
    assert read_restriction("n/a") == "other"
    assert read_restriction("not to be told the address") == "other"


def test_the_check_letter_of_a_upn_is_worked_out() -> None:
    assert is_sound_upn("H801200001001")
    assert not is_sound_upn("J801200001001")
    assert not is_sound_upn("H801200001010")
    assert not is_sound_upn("H80120000100")
    assert not is_sound_upn("I801200001001")


@given(st.integers(0, 10**11 - 1), st.sampled_from("0123456789ABCDEFGHJKLMNPQRTUVWXYZ"))
def test_just_one_first_letter_makes_a_upn_sound(digits: int, last: str) -> None:
    upns = [f"{letter}{digits:011}{last}" for letter in "ABCDEFGHJKLMNPQRTUVWXYZ"]
    assert sum(is_sound_upn(upn) for upn in upns) == 1
