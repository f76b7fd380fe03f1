"""Months in which few answered are released together, and never apart from each other."""

from datetime import date
from uuid import UUID, uuid4

import pytest
from sqlalchemy.orm import Session

from portal.domain.people import Role
from portal.domain.series import Every, SeriesPlan, Span
from portal.domain.waves import CohortKind
from portal.store.connection import open_for
from portal.store.series import add_series
from tests.closed_waves import NOW, add_closed_wave, answered
from tests.open_waves import add_questions
from tests.pages.conftest import CheckingClient, SignIn
from tests.pages.test_releases import NO, YES, officer, release
from tests.people import add_staff

__all__ = ["officer"]


@pytest.fixture
def series_id(session: Session) -> UUID:
    series_id = uuid4()
    plan = SeriesPlan(
        "Each month",
        add_questions(session),
        CohortKind.FINAL_PLAN_ISSUED,
        Span.LAST_MONTH,
        (),
        (),
        14,
        Every.MONTH,
        date(2020, 5, 1),
        None,
    )
    assert add_series(session, series_id, plan, NOW)
    session.commit()
    return series_id


def month(session: Session, series_id: UUID | None, number: int, agree: int, other: int) -> UUID:
    session.rollback()
    open_for("write")
    wave_id = add_closed_wave(
        session,
        answered(agree, YES) + answered(other, NO),
        title=f"Month {number}",
        series_id=series_id,
        closes_on=date(2020, number, 28),
    )
    session.commit()
    return wave_id


def test_a_month_under_ten_waits_and_is_in_the_next_report(
    session: Session, officer: CheckingClient, series_id: UUID
) -> None:
    may = month(session, series_id, 5, 6, 3)
    officer.get(f"/releases/waves/{may}/preview")
    assert "reported together with the next" in officer.text()
    assert "Its answers wait" in officer.text()
    officer.get("/releases")
    assert officer.submit(f"/releases/waves/{may}/release").status_code == 303
    officer.get("/releases")
    assert "No report has been released yet" in officer.text()

    june = month(session, series_id, 6, 14, 7)
    officer.get(f"/releases/waves/{may}/preview")
    assert officer.page.select_one(f"a[href='/releases/waves/{june}/preview']")
    officer.get(f"/releases/waves/{june}/preview")
    assert "67 % (49–81)" in officer.text()  # 20 of 30
    assert "these answers are in it too: Month 5" in officer.text()
    report = release(officer, june)
    officer.get(report)
    assert "Month 5" in officer.text()
    assert officer.get(f"/releases/waves/{may}/preview").location == report
    officer.get("/releases")
    assert "Preview" not in officer.text()


def test_months_wait_until_they_are_ten_together(
    session: Session, officer: CheckingClient, series_id: UUID
) -> None:
    months = [month(session, series_id, number, 2, 2) for number in (3, 4)]
    officer.get(f"/releases/waves/{months[1]}/preview")
    assert "Its answers wait" in officer.text()
    last = month(session, series_id, 5, 3, 2)
    officer.get(f"/releases/waves/{last}/preview")
    assert "Month 3; Month 4" in officer.text()
    assert "54 % (29–77)" in officer.text()  # 7 of 13


def test_a_large_month_does_not_take_the_small_one_after_it(
    session: Session, officer: CheckingClient, series_id: UUID
) -> None:
    may, june = (
        month(session, series_id, number, *n) for number, n in ((5, (30, 10)), (6, (3, 3)))
    )
    officer.get(f"/releases/waves/{may}/preview")
    assert "Month 6" not in officer.text()
    assert "75 %" in officer.text()
    officer.get(f"/releases/waves/{june}/preview")
    assert "Its answers wait" in officer.text()


def test_a_survey_that_is_no_month_of_a_series_is_released_by_itself(
    session: Session, officer: CheckingClient
) -> None:
    alone = month(session, None, 5, 6, 3)
    officer.get(f"/releases/waves/{alone}/preview")
    assert "Hidden: 5 to 9 people gave an answer" in officer.text()
    assert release(officer, alone)


@pytest.mark.parametrize("role", [Role.GROUP_MEMBER, Role.CASEWORKER])
def test_nobody_else_sees_what_waits(
    session: Session, sign_in: SignIn, series_id: UUID, role: Role
) -> None:
    may = month(session, series_id, 5, 6, 3)
    staff_id = add_staff(session, role)
    session.commit()
    browser = sign_in(role, staff_id)
    assert browser.get(f"/releases/waves/{may}/preview").status_code == 403
