"""The action plan: read by the group and caseworkers, built and rated by the officer."""

from datetime import date
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from portal.actions import action_plan as actions
from portal.domain.action_plan import Action
from portal.domain.people import Role
from portal.store.action_plan import list_areas, list_points
from tests.closed_waves import NOW
from tests.pages.conftest import CheckingClient, SignIn
from tests.people import add_staff

READERS = (Role.PARTICIPATION_OFFICER, Role.GROUP_MEMBER, Role.CASEWORKER)
OCTOBER = "2020-10-01"
GREEN = {
    "rating": "green",
    "report": "",
    "figure": "76 in 100 plans in 20 weeks",
    "source": "The board's paper",
    "figure_on-day": "31",
    "figure_on-month": "10",
    "figure_on-year": "2020",
}


@pytest.fixture
def officer(session: Session, sign_in: SignIn) -> CheckingClient:
    staff_id = add_staff(session, Role.PARTICIPATION_OFFICER, name="Nadia Oakenshaw")
    actions.add_shipped(session, NOW)
    session.commit()
    return sign_in(Role.PARTICIPATION_OFFICER, staff_id)


def find(session: Session, code: str) -> Action:
    session.rollback()
    session.expire_all()
    every = [action for area in list_areas(session) for action in area.actions]
    return next(action for action in every if action.code == code)


def path_of(action: Action, rest: str = "") -> str:
    return f"/action-plan/{action.id}{rest}"


def hidden(officer: CheckingClient, name: str) -> str:
    field = officer.page.select_one(f"input[name={name}]")
    assert field is not None
    return str(field["value"])


def rate(officer: CheckingClient, action: Action, point: str = OCTOBER, **fields: Any) -> int:
    path = path_of(action, f"/rate/{point}")
    officer.get(path)
    kept = {name: hidden(officer, name) for name in ("seen", "new_id")}
    return officer.submit(path, kept | fields).status_code


@pytest.mark.parametrize("role", READERS)
def test_those_concerned_read_the_plan_and_only_the_officer_changes_it(
    session: Session, officer: CheckingClient, sign_in: SignIn, role: Role
) -> None:
    staff_id, action = add_staff(session, role), find(session, "A1")
    session.commit()
    reader = sign_in(role, staff_id)
    reader.get("/action-plan")
    for code in ("A1", "A5", "B1", "B5", "C1", "C2"):
        assert f"{code} " in reader.text()
    assert "It must be brought back on track" in reader.text(), "the key in words"
    reader.get(path_of(action))
    assert ("Add a step" in reader.text()) is (role is Role.PARTICIPATION_OFFICER)
    changes = reader.get(path_of(action, "/change")).status_code
    assert changes == (200 if role is Role.PARTICIPATION_OFFICER else 403)


def test_what_the_document_lost_is_not_invented(session: Session, officer: CheckingClient) -> None:
    officer.get(path_of(find(session, "C2")))
    assert officer.text().count("Not known") == 18, "nine days and nine posts"
    assert "stands away from the step" not in officer.text().split("Who rated when")[1]
    assert "Nobody has rated this action yet" in officer.text()
    officer.get("/action-plan")
    assert officer.text().count("Not rated yet") == 12


def test_an_open_step_whose_month_has_passed_is_overdue_by_itself(
    session: Session, officer: CheckingClient
) -> None:
    officer.get(path_of(find(session, "A5")))
    assert "Overdue: h" in officer.text()
    officer.get("/action-plan/board")
    row = next(r for r in officer.page.select("tr") if "online system for plans that" in r.text)
    assert "March 2020" in row.text
    assert "Overdue" in row.text


def test_green_and_blue_need_something_that_shows_it(
    session: Session, officer: CheckingClient
) -> None:
    action = find(session, "A5")
    assert rate(officer, action, rating="green") == 422
    assert "Green and blue need a report, a figure or a file" in officer.text()
    assert rate(officer, action, **GREEN | {"source": ""}) == 422
    assert "Enter where the figure is from" in officer.text()
    assert rate(officer, action, **GREEN | {"figure_on-day": ""}) == 422
    assert rate(officer, action, **GREEN) == 303
    assert rate(officer, action, "2021-01-01", **GREEN | {"rating": "blue"}) == 422
    assert "Not done yet: h" in officer.text()
    assert rate(officer, action, "2021-01-01", rating="red") == 303, "red needs nothing"
    officer.get(path_of(action))
    for said in ("76 in 100 plans", "The board's paper, 31 October 2020", "Nadia Oakenshaw"):
        assert said in officer.text()


def test_a_rating_is_corrected_by_another_one_that_says_why(
    session: Session, officer: CheckingClient
) -> None:
    action = find(session, "A1")
    assert rate(officer, action, rating="amber") == 303
    assert rate(officer, action, rating="red") == 422
    assert "Enter why the rating is corrected" in officer.text()
    assert rate(officer, action, rating="red", reason="Two steps were counted twice") == 303
    officer.get(path_of(action))
    text = " ".join(officer.text().split())
    assert "Red for October 2020" in text
    assert "Why it was corrected: Two steps were counted twice" in text
    assert "Amber for October 2020. It does not hold any more" in text
    entries = find(session, "A1").entries
    assert [entry.rating for entry in entries] == ["amber", "red"]
    assert entries[1].corrects == entries[0].id


def test_pressing_twice_rates_once_and_nobody_is_overwritten_unseen(
    session: Session, officer: CheckingClient
) -> None:
    action = find(session, "A1")
    path = path_of(action, f"/rate/{OCTOBER}")
    officer.get(path)
    same = {"new_id": hidden(officer, "new_id"), "seen": "", "rating": "amber"}
    assert officer.submit(path, same).status_code == 303
    officer.get(path)
    assert officer.submit(path, same).status_code == 303
    assert len(find(session, "A1").entries) == 1
    officer.get(path)
    other = {"seen": "", "rating": "red", "reason": "Late", "new_id": ""}
    assert officer.submit(path, other).status_code == 422
    assert "Somebody else has rated this meanwhile" in officer.text()


def test_a_file_shows_it_and_is_handed_out_as_a_file(
    session: Session, officer: CheckingClient
) -> None:
    action = find(session, "A1")
    file = (BytesIO(b"Minutes of the board"), "minutes.txt")
    assert rate(officer, action, rating="green", files=file) == 303
    officer.get(path_of(action))
    found = officer.page.select_one("a[href*='/evidence/']")
    assert found is not None
    assert found.get_text(strip=True) == "minutes.txt"
    response = officer.get(str(found["href"]))
    assert response.data == b"Minutes of the board"
    assert response.headers["Content-Disposition"].startswith("attachment")
    wrong = (BytesIO(b"MZ"), "tool.exe")
    assert rate(officer, action, "2020-07-01", rating="green", files=wrong) == 422
    assert "Choose a PDF" in officer.text()


def test_a_quarter_to_come_cannot_be_rated(session: Session, officer: CheckingClient) -> None:
    actions_day = {"day-day": "1", "day-month": "1", "day-year": "2027"}
    officer.get("/action-plan/points")
    assert officer.submit("/action-plan/points", actions_day).status_code == 303
    session.rollback()
    assert list_points(session)[-1] == date(2027, 1, 1)
    action = find(session, "A1")
    assert rate(officer, action, "2027-01-01", rating="red") == 422
    assert "This point has not come yet" in officer.text()
    for day in ("2027-02-01", "2027-13-01"):
        assert officer.get(path_of(action, f"/rate/{day}")).status_code == 404


def test_the_officer_builds_an_area_an_action_and_a_step(
    session: Session, officer: CheckingClient
) -> None:
    officer.get("/action-plan/areas/new")
    assert officer.submit("/action-plan/areas/new", {"concern": " "}).status_code == 422
    assert officer.submit("/action-plan/areas/new", {"concern": "Waits"}).status_code == 303
    session.rollback()
    area = list_areas(session)[-1]
    assert (area.number, area.concern) == (4, "Waits")
    new = f"/action-plan/areas/{area.id}/actions/new"
    officer.get(new)
    fields = {"code": "a1", "title": "Shorter waits", "outcomes": "Nobody waits a year"}
    assert officer.submit(new, fields).status_code == 422
    assert "Another action has this code" in officer.text()
    assert officer.submit(new, fields | {"code": "d1"}).status_code == 303
    action = find(session, "D1")
    step = {"words": "Count who waits", "whole_month": "y", "due-day": "9"}
    step |= {"due-month": "10", "due-year": "2026", "owner": "Head of SEND"}
    officer.get(path_of(action, "/steps/new"))
    new_id = hidden(officer, "new_id")
    for _ in range(2):
        answer = officer.submit(path_of(action, "/steps/new"), step | {"new_id": new_id})
        assert answer.status_code == 303
        officer.get(path_of(action, "/steps/new"))
    made = find(session, "D1").steps
    assert [each.letter for each in made] == ["a"], "pressed twice it is one step"
    officer.get(path_of(action))
    assert "October 2026" in officer.text()
    change = path_of(action, f"/steps/{made[0].id}/change")
    officer.get(change)
    assert officer.page.select_one("input[name=whole_month][checked]") is not None
    assert officer.submit(change, step | {"due-month": "12"}).status_code == 303
    officer.get(path_of(action))
    assert "December 2026 First October 2026" in " ".join(officer.text().split()), (
        "a day that moves leaves a mark"
    )
    officer.get(change)
    done = step | {"done": "y", "done_on-day": "2", "done_on-month": "11", "done_on-year": "2026"}
    assert officer.submit(change, done).status_code == 303
    officer.get(path_of(action))
    assert "Done on 2 November 2026" in officer.text()


@pytest.mark.parametrize("ending", ["csv", "xlsx", "ods"])
def test_the_plan_leaves_as_a_spreadsheet(
    session: Session, officer: CheckingClient, ending: str
) -> None:
    rate(officer, find(session, "A5"), **GREEN)
    response = officer.get(f"/action-plan/files/{ending}", buffered=True)
    assert response.status_code == 200
    if ending == "csv":
        lines = response.get_data(as_text=True).splitlines()
        assert "rating_2019_10" in lines[0]
        assert len(lines) == 64
        assert "March 2020" in next(
            line for line in lines if "online system for plans that" in line
        )
        assert ",Green," in next(line for line in lines if ",A5," in line)


def test_the_command_adds_the_shipped_plan_once(app: Flask, session: Session) -> None:
    runner = app.test_cli_runner()
    assert "Actions added: 12" in runner.invoke(args=["action-plan", "add-shipped"]).output
    assert "Actions added: 0" in runner.invoke(args=["action-plan", "add-shipped"]).output
    session.rollback()
    steps = [len(action.steps) for area in list_areas(session) for action in area.actions]
    assert steps == [5, 9, 5, 5, 8, 3, 5, 4, 3, 3, 4, 9]
    entries = [action.entries for area in list_areas(session) for action in area.actions]
    assert not any(entries), "no rating is shipped"


def test_what_is_not_there_is_not_found(session: Session, officer: CheckingClient) -> None:
    nobody = UUID(int=1)
    for path in (
        f"/action-plan/{nobody}",
        f"/action-plan/areas/{nobody}/change",
        f"/action-plan/evidence/{nobody}",
        path_of(find(session, "A1"), f"/steps/{nobody}/change"),
    ):
        assert officer.get(path).status_code == 404
