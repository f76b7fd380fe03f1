"""The row file: every response, for the participation team alone."""

import io

import openpyxl
import pytest
from odf import opendocument, table
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.exports import FileFormat
from portal.domain.people import Role
from portal.domain.waves import GroupKind
from portal.store.responses import Response
from portal.store.tables.sessions import ReadTrail
from tests.closed_waves import add_closed_wave
from tests.conftest import Clock
from tests.pages.conftest import CheckingClient, SignIn
from tests.pages.test_releases import rows_of
from tests.people import add_staff


@pytest.fixture
def officer(session: Session, sign_in: SignIn) -> CheckingClient:
    staff_id = add_staff(session, Role.PARTICIPATION_OFFICER)
    session.commit()
    return sign_in(Role.PARTICIPATION_OFFICER, staff_id)


ROWS = [
    Response(("ASD",), {"plan.needs": "agree"}),
    Response(("",), {"plan.needs": "disagree", "plan.provision": "cant_say"}),
]


def test_the_row_file_holds_every_response_and_nothing_more(
    session: Session, officer: CheckingClient
) -> None:
    wave_id = add_closed_wave(session, ROWS, groups=[GroupKind.NEED])
    session.commit()
    officer.get(f"/releases/waves/{wave_id}/row-file")
    path = f"/releases/waves/{wave_id}/row-file"
    rows = sorted(tuple(row.values()) for row in rows_of(officer, f"{path}/csv"))
    assert rows == [("", "disagree", "cant_say"), ("ASD", "agree", "")]
    assert {row["Column"] for row in rows_of(officer, f"{path}/dictionary")} >= {
        "need",
        "plan.needs",
        "plan.provision",
        "wave",
    }
    book = openpyxl.load_workbook(io.BytesIO(officer.get(f"{path}/xlsx", buffered=True).get_data()))
    found = sorted(book["responses"].iter_rows(min_row=2, values_only=True), key=repr)
    assert found == sorted([("ASD", "agree", None), (None, "disagree", "cant_say")], key=repr)
    pages = opendocument.load(io.BytesIO(officer.get(f"{path}/ods", buffered=True).get_data()))
    responses = pages.getElementsByType(table.Table)[0]
    assert len(responses.getElementsByType(table.TableRow)) == 3


@pytest.mark.parametrize("file_format", FileFormat)
def test_each_row_file_is_noted_in_the_trail(
    session: Session, officer: CheckingClient, file_format: FileFormat
) -> None:
    wave_id = add_closed_wave(session, ROWS, groups=[GroupKind.NEED])
    session.commit()
    officer.get(f"/releases/waves/{wave_id}/row-file/{file_format}", buffered=True)
    assert session.scalars(select(ReadTrail.purpose)).all() == ["row_file"]


def test_the_row_file_asks_for_a_fresh_proof(
    session: Session, officer: CheckingClient, clock: Clock
) -> None:
    wave_id = add_closed_wave(session, ROWS, groups=[GroupKind.NEED])
    session.commit()
    clock.move(minutes=30)
    for path in ("row-file", "row-file/csv"):
        answer = officer.get(f"/releases/waves/{wave_id}/{path}")
        assert answer.location.startswith("/staff/prove?next=")
        assert "row-file" in answer.location
    assert session.scalars(select(ReadTrail.purpose)).all() == []
