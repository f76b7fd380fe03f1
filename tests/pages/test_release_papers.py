"""The papers of a release: made once by the worker, from what its page says."""

from io import BytesIO

import docx
import pikepdf
import pytest
from sqlalchemy.orm import Session

from portal.domain.people import Role
from portal.domain.statistics import Share
from portal.features.releases import jobs
from portal.features.releases.easy_read import out_of_ten
from portal.outside.pdf import NoPdfHereError
from portal.shell.worker import work_until_empty
from portal.store.connection import open_for
from tests.closed_waves import NOW, add_closed_wave, answered
from tests.pages.conftest import CheckingClient, SignIn
from tests.pages.test_releases import NO, YES, group_member, officer, release
from tests.people import add_staff

__all__ = ["group_member", "officer"]


@pytest.fixture
def report(session: Session, officer: CheckingClient) -> str:
    wave_id = add_closed_wave(session, answered(45, YES) + answered(15, NO), asked=200)
    session.commit()
    return release(officer, wave_id)


def work(session: Session) -> None:
    session.rollback()
    open_for("write")
    work_until_empty()


def test_the_papers_say_what_the_page_says(
    session: Session, officer: CheckingClient, group_member: CheckingClient, report: str
) -> None:
    officer.get(report)
    assert "are being made" in officer.text()
    assert officer.get(f"{report}/papers/pdf").status_code == 404
    work(session)
    group_member.get(report)
    assert "are being made" not in group_member.text()

    paper = docx.Document(BytesIO(group_member.get(f"{report}/papers/docx").get_data()))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    assert "75 % (63–84)" in cells
    assert paper.paragraphs[0].text == "Report 1: Families with new plans"
    for name, title in (("pdf", "Report 1: "), ("easy-read", "Easy read: ")):
        answer = group_member.get(f"{report}/papers/{name}")
        assert answer.mimetype == "application/pdf"
        with pikepdf.open(BytesIO(answer.get_data())) as pdf:
            assert str(pdf.docinfo["/Title"]).startswith(title)
            assert pdf.Root["/Lang"] == "en-GB"


def test_papers_are_made_once(session: Session, officer: CheckingClient, report: str) -> None:
    work(session)
    first = officer.get(f"{report}/papers/pdf").get_data()
    session.rollback()
    open_for("write")
    jobs.make_papers(session, {"release_id": report.rpartition("/")[2]}, NOW)
    session.commit()
    assert officer.get(f"{report}/papers/pdf").get_data() == first


def test_a_machine_without_pango_still_makes_the_word_file(
    session: Session, officer: CheckingClient, report: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_html: str) -> bytes:
        raise NoPdfHereError("cannot load library 'libpango-1.0-0'")

    monkeypatch.setattr(jobs, "write_pdf", refuse)
    work(session)
    assert officer.get(f"{report}/papers/docx").status_code == 200
    assert officer.get(f"{report}/papers/pdf").status_code == 404
    officer.get(report)
    assert "cannot make PDF files" in officer.text()


def test_easy_read_says_it_with_ten_people(group_member: CheckingClient, report: str) -> None:
    group_member.get(f"{report}/easy-read")
    text = group_member.text()
    assert "We asked 200 people." in text
    assert "60 people answered." in text
    assert "About 8 in 10 people agree with this: “The plan describes" in text
    assert "Everybody agrees with this: “The help in the plan" in text
    assert "%" not in text


@pytest.mark.parametrize(
    ("agree", "valid", "people"),
    [(0, 40, 0), (1, 40, 1), (2, 10, 2), (10, 40, 3), (39, 40, 9), (40, 40, 10), (299, 300, 10)],
)
def test_people_out_of_ten(agree: int, valid: int, people: int) -> None:
    assert out_of_ten(Share(agree, valid)) == people


def test_a_caseworker_gets_no_paper(session: Session, sign_in: SignIn, report: str) -> None:
    staff_id = add_staff(session, Role.CASEWORKER)
    session.commit()
    browser = sign_in(Role.CASEWORKER, staff_id)
    assert browser.get(f"{report}/papers/pdf").status_code == 403
    assert browser.get(f"{report}/easy-read").status_code == 403
