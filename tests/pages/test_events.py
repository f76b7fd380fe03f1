"""Events: typed in and put right by the officer, counted against the promise."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy.orm import Session

from portal.domain.people import Role
from portal.store.events import list_events
from tests.pages.conftest import CheckingClient, SignIn
from tests.people import add_staff

EVENT: dict[str, Any] = {
    "kind": "engagement",
    "title": "Meet the team",
    "day-day": "3",
    "day-month": "3",
    "day-year": "2026",
    "place": "Town hall",
    "hosts": ["portfolio_holder", "assistant_director"],
    "other_host": "Youth service",
}


@pytest.fixture
def officer(session: Session, sign_in: SignIn) -> CheckingClient:
    staff_id: UUID = add_staff(session, Role.PARTICIPATION_OFFICER)
    session.commit()
    return sign_in(Role.PARTICIPATION_OFFICER, staff_id)


@pytest.fixture
def member(session: Session, sign_in: SignIn) -> CheckingClient:
    staff_id: UUID = add_staff(session, Role.GROUP_MEMBER)
    session.commit()
    return sign_in(Role.GROUP_MEMBER, staff_id)


def add(officer: CheckingClient, **changes: Any) -> str:
    officer.get("/events/new")
    answer = officer.submit("/events/new", EVENT | changes)
    assert answer.status_code == 303, officer.text()
    return str(answer.location)


def came(officer: CheckingClient, path: str, **counts: str) -> int:
    officer.get(f"{path}/attendance")
    return officer.submit(f"{path}/attendance", counts).status_code


def test_the_year_says_how_many_were_held_against_the_promise(officer: CheckingClient) -> None:
    add(officer)
    add(officer, hosts=[])
    add(officer, kind="youth_cabinet")
    add(officer, **{"day-month": "12"})
    officer.get("/events?year=2026")
    assert "2 engagement events held this year. 1 of them as promised" in officer.text()
    assert "at least 4 a year" in officer.text()
    add(officer, **{"day-year": "2025"})
    officer.get("/events?year=2025")
    assert "1 engagement event held this year." in officer.text()
    assert officer.page.select_one("main a[href='/events?year=2026']")
    for odd in ("0", "99999", "x"):
        assert officer.get(f"/events?year={odd}").status_code == 200


def test_pressing_twice_adds_one_event(session: Session, officer: CheckingClient) -> None:
    officer.get("/events/new")
    hidden = officer.page.select_one("input[name=new_id]")
    assert hidden is not None
    same = EVENT | {"new_id": str(hidden["value"])}
    for _ in range(2):
        assert officer.submit("/events/new", same).status_code == 303
        officer.get("/events/new")
    assert officer.submit("/events/new", same | {"title": "Another"}).status_code == 303
    assert sorted(event.details.title for event in list_events(session, 2026)) == [
        "Another",
        "Meet the team",
    ]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"kind": ""}, "Choose what kind of event it is"),
        ({"title": ""}, "Enter a title"),
        ({"title": "x" * 121}, "Use at most 120 letters"),
        ({"day-day": "", "day-month": "", "day-year": ""}, "Enter the day"),
        ({"day-month": "13"}, "This date is not in the calendar"),
        ({"place": ""}, "Enter the place"),
        ({"hosts": [], "other_host": " "}, "Choose who hosts it, or write it here"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_is_kept(
    officer: CheckingClient, changes: dict[str, Any], message: str
) -> None:
    officer.get("/events/new")
    typed = EVENT | changes
    assert officer.submit("/events/new", typed).status_code == 422
    assert message in officer.text()
    for name in ("title", "place", "day-year"):
        box = officer.page.select_one(f"input[name={name}]")
        assert box is not None
        assert box.get("value", "") == typed[name]
    ticked = [box["value"] for box in officer.page.select("input[name=hosts][checked]")]
    assert ticked == typed["hosts"]


def test_the_change_form_shows_what_is_kept(officer: CheckingClient) -> None:
    path = add(officer)
    officer.get(f"{path}/change")
    ticked = [box["value"] for box in officer.page.select("input[checked]")]
    assert ticked == ["engagement", "portfolio_holder", "assistant_director"]
    assert officer.submit(f"{path}/change", EVENT | {"title": ""}).status_code == 422
    officer.get(f"{path}/change")
    assert officer.submit(f"{path}/change", EVENT | {"place": "Library"}).status_code == 303
    officer.get(path)
    assert "Library" in officer.text()


def test_who_came_is_typed_in_and_put_right(officer: CheckingClient) -> None:
    path = add(officer)
    officer.get(path)
    assert "Nobody has counted yet" in officer.text()
    assert came(officer, path, mainstream="12", special="0") == 303
    assert came(officer, path, mainstream="13", special="0") == 303
    officer.get(path)
    assert "Mainstream school 13 Special school 0 All together 13" in officer.text()
    officer.get(f"{path}/attendance")
    box = officer.page.select_one("input[name=mainstream]")
    assert box is not None
    assert box["value"] == "13"


@pytest.mark.parametrize("typed", ["twelve", "-1", "1.5", "99999", "٣"])
def test_what_is_no_count_is_refused_and_kept(officer: CheckingClient, typed: str) -> None:
    path = add(officer)
    assert came(officer, path, mainstream=typed, special="7") == 422
    assert "Enter a whole number, like 12" in officer.text()
    boxes = {box["name"]: box.get("value") for box in officer.page.select("main input[id]")}
    assert (boxes["mainstream"], boxes["special"]) == (typed, "7")


def test_the_group_sees_who_came_without_small_numbers(
    officer: CheckingClient, member: CheckingClient
) -> None:
    path = add(officer)
    came(officer, path, mainstream="12", special="3", college="8")
    member.get("/events?year=2026")
    for said in ("23", "Mainstream school: 12", "Special school: Hidden", "settings: Hidden"):
        assert said in member.text()
    assert not member.page.select(f"main a[href^='{path}']")
    assert member.get(path).status_code == 403
    officer.get("/events?year=2026")
    assert "Hidden" not in officer.text()


def test_an_event_that_is_not_there_is_not_found(officer: CheckingClient) -> None:
    for tail in ("", "/change", "/attendance"):
        assert officer.get(f"/events/{uuid4()}{tail}").status_code == 404
