"""What no person types and somebody still sends: told what is wrong, never an error of ours."""

from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from portal.domain.people import Role
from tests.pages.conftest import CheckingClient, SignIn
from tests.people import add_child, add_plan, add_staff, put_on_caseload
from tests.shell.test_worker import commit

MANY_DIGITS = "9" * 30


@pytest.mark.parametrize(
    "typed",
    [
        {"day": MANY_DIGITS, "month": "1", "year": "2026"},
        {"day": "1", "month": MANY_DIGITS, "year": "2026"},
        {"day": "1", "month": "9" * 5000, "year": "2026"},
        {"day": "31", "month": "2", "year": "2026"},
    ],
)
def test_a_date_that_no_calendar_has_is_refused(
    client: CheckingClient, typed: dict[str, str]
) -> None:
    fields = {f"received-{part}": text for part, text in typed.items()}
    answer = client.post("/deadlines/assessment", data=fields)
    assert 400 <= answer.status_code < 500
    assert "This date is not in the calendar" in client.text()


@pytest.mark.parametrize("year", ["0000", "0001", "1899", "2101", "9999"])
def test_a_year_from_which_no_clock_can_count_is_refused(client: CheckingClient, year: str) -> None:
    fields = {"received-day": "31", "received-month": "12", "received-year": year}
    assert client.post("/deadlines/assessment", data=fields).status_code == 422
    assert "Enter a year with four numbers" in client.text()


def test_a_meeting_of_the_year_9999_is_refused(app: Flask, sign_in: SignIn) -> None:
    caseworker, child = commit(app, add_case)
    browser = sign_in(Role.CASEWORKER, caseworker)
    browser.get(f"/cases/{child}/events/new")
    typed = {"kind": "meeting", "day-day": "31", "day-month": "12", "day-year": "9999"}
    assert browser.submit(f"/cases/{child}/events/new", typed).status_code == 422
    assert browser.get(f"/cases/{child}").status_code == 200


def add_case(session: Session) -> tuple[UUID, UUID]:
    caseworker, child = add_staff(session, Role.CASEWORKER), add_child(session)
    add_plan(session, child)
    put_on_caseload(session, child, caseworker)
    return caseworker, child


def test_a_nul_in_what_was_typed_is_dropped(app: Flask, sign_in: SignIn) -> None:
    caseworker: UUID = commit(app, lambda session: add_staff(session, Role.CASEWORKER))
    browser = sign_in(Role.CASEWORKER, caseworker)
    browser.get("/break-glass/new")
    typed = {"reference": "CR\x00-4711", "reason": "The family rang me", "days": "3"}
    assert browser.submit("/break-glass/new", typed).status_code == 422
    assert "There is no record with exactly this reference" in browser.text()
