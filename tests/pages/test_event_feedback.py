"""Feedback of an event: a public form without sign-in, paper sheets, and what the group sees."""

import re
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from portal.domain.people import Role
from tests.conftest import Clock
from tests.pages.conftest import CheckingClient, SignIn
from tests.people import add_staff

EVENT = {
    "kind": "engagement",
    "title": "Meet the team",
    "day-day": "20",
    "day-month": "11",
    "day-year": "2026",
    "place": "Town hall",
    "hosts": "portfolio_holder",
}
LAST_DAY = {"last_day-day": "25", "last_day-month": "11", "last_day-year": "2026"}
SAID = {"say": "agree", "heard": "disagree", "next_step": "More evenings, please"}


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


@pytest.fixture
def event(officer: CheckingClient) -> str:
    """The officer's page of an event whose form is open up to 25 November."""
    officer.get("/events/new")
    path = str(officer.submit("/events/new", EVENT).location)
    officer.get(f"{path}/form")
    assert officer.submit(f"{path}/form", LAST_DAY).status_code == 303
    return path


@pytest.fixture
def form(officer: CheckingClient, event: str) -> str:
    """The public address of its form."""
    officer.get(event)
    found = re.search(r"http://[^/]+(/at/[a-z0-9]{7})\b", officer.text())
    assert found is not None
    return found[1]


def answer(client: CheckingClient, form: str, **said: str) -> int:
    assert client.get(form).status_code == 200
    hidden = client.page.select_one("input[name=new_id]")
    assert hidden is not None
    return client.post(form, data={"new_id": hidden["value"]} | said).status_code


def sheet(officer: CheckingClient, event: str, number: str, **said: str) -> int:
    officer.get(f"{event}/sheets/new")
    return officer.submit(f"{event}/sheets/new", {"number": number} | said).status_code


def test_anybody_answers_without_signing_in_and_without_a_cookie(
    client: CheckingClient, officer: CheckingClient, event: str, form: str
) -> None:
    page = client.get(form)
    assert "Set-Cookie" not in page.headers
    text = client.text()
    warning = text.index("We cannot tell who wrote this, so we cannot help you from it.")
    assert warning < text.index("What should we do next?"), "said before typing"
    assert client.page.select_one(".govuk-inset-text a[href='/contact']")
    assert answer(client, form, **SAID) == 303
    assert client.get(f"{form}/sent").status_code == 200
    officer.get(f"{event}/words")
    assert "More evenings, please" in officer.text()


def test_sending_keeps_to_the_budget_of_a_form_step(client: CheckingClient, form: str) -> None:
    for _ in range(2):
        assert answer(client, form, **SAID) == 303
        assert len(client.statements) <= 8, client.statements


def test_pressing_twice_counts_once(
    client: CheckingClient, officer: CheckingClient, event: str, form: str
) -> None:
    client.get(form)
    hidden = client.page.select_one("input[name=new_id]")
    assert hidden is not None
    for _ in range(2):
        said = client.post(form, data=SAID | {"new_id": hidden["value"]})
        assert said.status_code == 303
    officer.get(f"{event}/words")
    assert len(officer.page.select(".site-words")) == 1


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"next_step": "  "}, "Answer at least one question"),
        (SAID | {"heard": "purple"}, "Not a valid choice"),
        (SAID | {"next_step": "x" * 2001}, "Use at most 2000 letters"),
    ],
)
def test_what_cannot_be_taken_is_said_and_what_was_typed_is_kept(
    client: CheckingClient, form: str, said: dict[str, str], message: str
) -> None:
    assert answer(client, form, **said) == 422
    assert message in client.text()
    box = client.page.select_one("textarea[name=next_step]")
    assert box is not None
    assert box.get_text().strip() == said["next_step"].strip()
    ticked = client.page.select_one("input[name=say][checked]")
    assert (ticked["value"] if ticked else None) == said.get("say")


def test_too_many_from_one_network_are_asked_to_wait_and_lose_nothing(
    client: CheckingClient, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.actions.event_feedback.count_try", lambda *_: False)
    assert answer(client, form, **SAID) == 429
    assert "wait an hour" in client.text()
    assert "More evenings, please" in client.text()


def test_the_form_is_closed_after_its_last_day(
    client: CheckingClient, form: str, clock: Clock
) -> None:
    clock.move(days=2)
    assert answer(client, form, **SAID) == 303, "the last day itself"
    clock.move(days=1)
    client.get(form)
    assert "It takes no more answers" in client.text()
    assert client.post(form, data=SAID).status_code == 200
    assert "It takes no more answers" in client.text()


def test_an_address_that_nobody_printed_is_explained(client: CheckingClient, form: str) -> None:
    assert client.get("/at/nobody1").status_code == 404
    assert "There is no form at this address" in client.text()
    assert client.get(form.upper().replace("/AT/", "/at/")).status_code == 200


def test_the_officer_gives_the_last_day(officer: CheckingClient, event: str) -> None:
    officer.get(f"{event}/form")
    year = officer.page.select_one("input[name=last_day-year]")
    assert year is not None
    assert year["value"] == "2026"
    assert officer.submit(f"{event}/form", LAST_DAY | {"last_day-day": "40"}).status_code == 422
    day = officer.page.select_one("input[name=last_day-day]")
    assert day is not None
    assert day["value"] == "40"


def test_paper_sheets_are_numbered_and_carry_the_address(
    officer: CheckingClient, event: str, form: str
) -> None:
    officer.get(f"{event}/sheets?first=12&number=3")
    headings = [each.get_text() for each in officer.page.select(".site-sheet h2 span")]
    assert headings == ["Sheet 12", "Sheet 13", "Sheet 14"]
    assert officer.text().count(form) == 3
    assert officer.text().count("We cannot tell who wrote this") == 3
    assert officer.text().count("01632 960001") == 3, "whom to ring instead"
    assert len(officer.page.select(".site-sheet svg")) == 3
    officer.get(f"{event}/sheets?first=9999&number=99999")
    assert len(officer.page.select(".site-sheet")) == 1


def test_a_sheet_is_typed_in_once(officer: CheckingClient, event: str) -> None:
    assert sheet(officer, event, "7", **SAID) == 303
    officer.get(f"{event}/sheets/new")
    assert "Sheet 7 is in." in officer.text()
    assert sheet(officer, event, "7", **SAID) == 422
    assert "Sheet 7 has been typed in before" in officer.text()
    box = officer.page.select_one("textarea[name=next_step]")
    assert box is not None
    assert box.get_text().strip() == SAID["next_step"]


@pytest.mark.parametrize("number", ["", "0", "x", "10000", "-1"])
def test_a_sheet_without_a_good_number_is_refused_and_kept(
    officer: CheckingClient, event: str, number: str
) -> None:
    assert sheet(officer, event, number, **SAID) == 422
    assert "Error" in str(officer.page.title)
    assert SAID["next_step"] in officer.text()


def shown(browser: CheckingClient, event: str) -> str:
    assert browser.get(f"{event}/results").status_code == 200
    return browser.text()


def test_the_group_sees_results_only_once_shown_and_only_as_disclosure_control_lets_it(
    officer: CheckingClient, member: CheckingClient, event: str
) -> None:
    for number in range(1, 13):
        said: dict[str, Any] = {"say": "agree" if number % 2 else "disagree"}
        if number < 4:
            said["heard"] = "agree"
        sheet(officer, event, str(number), **said)
    preview = shown(officer, event)
    for words in ("A preview", "cannot be counted per person", "Answers 12", "50 %"):
        assert words in preview
    assert "Hidden: fewer than 5 answers" in preview
    assert member.get(f"{event}/results").status_code == 404
    officer.get(f"{event}/results")
    assert not officer.page.select("main form"), "answers may still come"
    officer.get(f"{event}/form")
    officer.submit(f"{event}/form", LAST_DAY | {"last_day-day": "22"})
    officer.get(f"{event}/results")
    assert officer.submit(f"{event}/results").status_code == 303
    seen = shown(member, event)
    assert "50 %" in seen
    assert "These are answers, not people." in seen
    assert "A preview" not in seen
    assert not member.page.select("main form")
    member.get("/events")
    assert member.page.select_one(f"main a[href='{event}/results']")
    assert member.get(f"{event}/words").status_code == 403
    assert officer.get(f"{event}/sheets/new").status_code == 404


def test_nothing_of_few_answers_is_shown(
    officer: CheckingClient, client: CheckingClient, event: str, form: str
) -> None:
    for _ in range(4):
        answer(client, form, say="disagree")
    text = shown(officer, event)
    assert "Answers Fewer than 5" in text
    assert "On the public form Hidden" in text
    assert not re.search(r"\d %", text)


def test_a_preview_cannot_be_shown_while_the_form_is_open(
    officer: CheckingClient, member: CheckingClient, event: str
) -> None:
    officer.get(f"{event}/form")
    assert officer.submit(f"{event}/results").status_code == 303
    officer.get(f"{event}/results")
    assert "Answers may still come" in officer.text()
    assert member.get(f"{event}/results").status_code == 404
