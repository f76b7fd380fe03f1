"""The officer types in the totals of an earlier survey; reports show them, marked."""

from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from portal.domain.instruments import Choice
from portal.domain.people import Role
from portal.store import past_waves
from tests.closed_waves import add_closed_wave, answered
from tests.pages.conftest import CheckingClient, SignIn
from tests.people import add_staff

SEPTEMBER = {
    "title": "September 2020",
    "asked_on-day": "1",
    "asked_on-month": "9",
    "asked_on-year": "2020",
    "asked": "",
    "answered": "10",
    "same_way": "y",
    "source": "Written Statement of Action, page 9",
}
PROVISION = {"measure": "plan.provision:1", "agree": "9", "base": "10", "percent": ""}


@pytest.fixture
def staff_id(session: Session) -> UUID:
    made = add_staff(session, Role.PARTICIPATION_OFFICER, name="Odile Marrack")
    session.commit()
    return made


@pytest.fixture
def officer(staff_id: UUID, sign_in: SignIn) -> CheckingClient:
    return sign_in(Role.PARTICIPATION_OFFICER, staff_id)


def type_in(officer: CheckingClient) -> str:
    officer.get("/surveys/past/new")
    return str(officer.submit("/surveys/past/new", SEPTEMBER).location)


def test_a_survey_is_typed_in_figure_by_figure(session: Session, officer: CheckingClient) -> None:
    path = type_in(officer)
    for figure in (PROVISION | {"agree": "1"}, PROVISION):
        officer.get(path)
        assert officer.submit(path, figure).status_code == 303
    officer.get(path)
    printed = {"measure": "plan.communication:1", "agree": "", "base": "", "percent": "100"}
    officer.submit(path, printed)
    officer.get(path)
    text = officer.text()
    assert "Typed in by Odile Marrack" in text
    assert "90 % 10" in text
    assert "satisfactory all the way through. 100 % Not known" in text
    assert "Asked Not known" in text
    officer.get("/surveys/past")
    assert "September 2020 Tuesday 1 September 2020 Not known 10 2" in officer.text()


def test_a_figure_is_taken_away(session: Session, officer: CheckingClient) -> None:
    path = type_in(officer)
    officer.get(path)
    officer.submit(path, PROVISION)
    [wave] = past_waves.list_past_waves(session)
    officer.get(path)
    officer.submit(f"{path}/figures/{wave.figures[0].id}/remove")
    session.rollback()
    session.expire_all()
    assert past_waves.list_past_waves(session)[0].figures == ()


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"title": ""}, "Enter a name"),
        ({"asked_on-year": "2027"}, "must not be in the future"),
        ({"asked": "9"}, "No more can have answered"),
        ({"asked": "ten"}, "whole number"),
        ({"source": ""}, "where the figures come from"),
    ],
)
def test_a_survey_that_cannot_have_been_is_refused(
    officer: CheckingClient, wrong: dict[str, str], message: str
) -> None:
    officer.get("/surveys/past/new")
    assert officer.submit("/surveys/past/new", SEPTEMBER | wrong).status_code == 422
    assert message in officer.text()


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"measure": ""}, "Choose what people were asked"),
        ({"measure": "plan.provision:7"}, "valid"),
        ({"agree": "11"}, "10 or more who gave a view"),
        ({"agree": "4", "base": "9"}, "10 or more who gave a view"),
        ({"agree": "-1"}, "whole number"),
    ],
)
def test_a_figure_that_cannot_be_is_refused(
    officer: CheckingClient, wrong: dict[str, str], message: str
) -> None:
    path = type_in(officer)
    officer.get(path)
    assert officer.submit(path, PROVISION | wrong).status_code == 422
    assert message in officer.text()


def test_a_report_shows_it_as_an_earlier_point(session: Session, officer: CheckingClient) -> None:
    path = type_in(officer)
    for figure in (
        PROVISION,
        {"measure": "plan.communication:1", "agree": "10", "base": "10"},
        {"measure": "plan.needs:1", "percent": "100"},
        {"measure": "review.satisfied:1", "percent": "71"},
    ):
        officer.get(path)
        officer.submit(path, figure)
    choices = [
        Choice("plan.needs", 1),
        Choice("plan.communication", 2),
        Choice("plan.provision", 1),
    ]
    agreed = answered(60, {choice.key: "agree" for choice in choices})
    wave_id = add_closed_wave(session, agreed, choices=choices)
    session.commit()
    officer.get(f"/releases/waves/{wave_id}/preview")
    text = officer.text()
    assert "Earlier points, typed in" in text
    assert "September 2020 (September 2020) 90 % 10 Not known No clear change Written" in text
    assert "100 % 10 Not known Not comparable: the question was worded differently" in text
    assert "100 % Not known Not known Not compared: only the percentage is known" in text
    assert "71 %" not in text
    released = officer.submit(f"/releases/waves/{wave_id}/release")
    officer.get(released.location)
    assert "Earlier points, typed in" in officer.text()
    assert "Marrack" not in officer.text()
