"""Who is in the forum: typed in by the officer, read by the group against January 2019."""

from uuid import UUID, uuid4

import pytest
from sqlalchemy.orm import Session

from portal.domain.people import Role
from tests.pages.conftest import CheckingClient, SignIn
from tests.people import add_staff

COUNT = {
    "counted_on-day": "15",
    "counted_on-month": "1",
    "counted_on-year": "2019",
    "mainstream": "20",
    "special": "50",
    "other": "",
    "source": "The forum’s report",
}
LATER = COUNT | {"counted_on-year": "2026", "mainstream": "31", "special": "48", "other": "4"}


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


def add(officer: CheckingClient, count: dict[str, str]) -> int:
    officer.get("/forum-members/new")
    return officer.submit("/forum-members/new", count).status_code


def rows(browser: CheckingClient) -> list[str]:
    browser.get("/forum-members")
    return [row.get_text(" ", strip=True) for row in browser.page.select("tbody tr")]


def test_counts_stand_against_january_2019_for_the_officer_and_the_group(
    officer: CheckingClient, member: CheckingClient
) -> None:
    assert add(officer, LATER) == 303
    assert "+" not in rows(officer)[0]
    assert "Nobody has typed in the count of January 2019 yet" in officer.text()
    assert add(officer, COUNT) == 303
    for browser in (officer, member):
        latest, first = rows(browser)
        assert "31 +11 since January 2019 48 -2 since January 2019 4 83" in latest
        assert "What we compare with 20 50 Not counted 70 The forum’s report" in first
    assert "Typed in by" not in member.text(), "no name of staff"
    assert not member.page.select("main a")
    assert "Typed in by" in rows(officer)[0]


def test_a_count_is_put_right_and_the_one_before_is_kept(
    officer: CheckingClient, member: CheckingClient
) -> None:
    add(officer, COUNT)
    officer.get("/forum-members")
    link = officer.page.select_one("tbody a")
    assert link is not None
    path = str(link["href"])
    officer.get(path)
    boxes = {box["name"]: box.get("value", "") for box in officer.page.select("main input[id]")}
    assert {name: boxes[name] for name in COUNT} == COUNT
    assert officer.submit(path, COUNT | {"special": ""}).status_code == 422
    officer.get(path)
    assert officer.submit(path, COUNT | {"special": "52"}).status_code == 303
    [row] = rows(member)
    assert "20 52" in row
    assert "15 January 2019: mainstream 20, special 50, others not counted." in member.text()
    officer.get(path)
    assert officer.submit(path, COUNT | {"special": "53"}).status_code == 422
    assert "This count has been put right before" in officer.text()


def test_pressing_twice_adds_one_count(officer: CheckingClient) -> None:
    officer.get("/forum-members/new")
    hidden = officer.page.select_one("input[name=new_id]")
    assert hidden is not None
    for _ in range(2):
        officer.submit("/forum-members/new", COUNT | {"new_id": str(hidden["value"])})
        officer.get("/forum-members/new")
    assert len(rows(officer)) == 1


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"counted_on-day": "32"}, "This date is not in the calendar"),
        ({"counted_on-year": "2027"}, "Enter a day that has passed"),
        ({"mainstream": ""}, "Enter how many"),
        ({"special": "about 50"}, "Enter a whole number, like 12"),
        ({"other": "-3"}, "Enter a whole number, like 12"),
        ({"source": " "}, "Enter where the numbers come from"),
        ({"source": "x" * 201}, "Use at most 200 letters"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    officer: CheckingClient, changes: dict[str, str], message: str
) -> None:
    typed = COUNT | changes
    assert add(officer, typed) == 422
    assert message in officer.text()
    boxes = {box["name"]: box.get("value", "") for box in officer.page.select("main input[id]")}
    assert {name: boxes[name] for name in typed} == typed
    assert rows(officer) == []


def test_a_count_that_is_not_there_is_not_found(officer: CheckingClient) -> None:
    assert officer.get(f"/forum-members/{uuid4()}/correct").status_code == 404
