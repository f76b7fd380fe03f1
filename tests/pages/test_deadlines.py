"""Legal dates for anybody: the command and the public page."""

import json
from typing import Any

import pytest
from flask import Flask

from tests.pages.conftest import CheckingClient


def run(app: Flask, line: str) -> Any:
    return app.test_cli_runner().invoke(args=["deadlines", *line.split()])


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "assessment --received 2026-01-05 --draft-served 2026-04-27 --advice-asked 2026-02-16",
            {
                "decide_to_assess": "2026-02-16",
                "advice_reply": "2026-03-30",
                "refuse_to_issue": "2026-04-27",
                "draft_comments": "2026-05-11",
                "final_plan": "2026-05-25",
            },
        ),
        (
            "assessment --received 2026-01-05",
            {
                "decide_to_assess": "2026-02-16",
                "refuse_to_issue": "2026-04-27",
                "final_plan": "2026-05-25",
            },
        ),
        ("review --plan-made 2024-02-29", {"review_due": "2025-02-28"}),
        (
            "review --plan-made 2023-05-02 --last-review 2025-09-10 --meeting 2026-06-01",
            {
                "review_due": "2026-09-09",
                "invitations": "2026-05-17",
                "advice_circulated": "2026-05-18",
                "meeting_report": "2026-06-15",
                "decision": "2026-06-29",
                "amended_final": "2026-08-24",
            },
        ),
        (
            "review --plan-made 2025-09-10 --notice 2026-06-15",
            {
                "review_due": "2026-09-09",
                "amendment_comments": "2026-06-29",
                "amended_final": "2026-08-10",
            },
        ),
        (
            "transfer --phase primary-secondary --year 2027",
            {"amended_final": "2027-02-14", "latest_safe_meeting": "2026-11-22"},
        ),
        (
            "transfer --phase secondary-post16 --year 2027",
            {"amended_final": "2027-03-30", "latest_safe_meeting": "2027-01-05"},
        ),
        (
            "transfer --phase post16-post16 --move 2026-07-31",
            {"amended_final": "2026-02-28", "latest_safe_meeting": "2025-12-06"},
        ),
        (
            "rights --born 2007-09-23",
            {"compulsory_school_age_ends": "2024-06-28", "rights_from": "2024-06-29"},
        ),
    ],
)
def test_the_command_answers_with_one_object_of_dates(
    app: Flask, line: str, expected: dict[str, str]
) -> None:
    result = run(app, line)

    assert result.exit_code == 0
    assert json.loads(result.stdout) == expected
    assert result.stderr == ""


@pytest.mark.parametrize(
    "line",
    [
        "assessment",
        "assessment --received yesterday",
        "assessment --received 2026-02-29",
        "assessment --received 2026-1-5",
        "assessment --received 20260105",
        "assessment --received 2014-08-31",
        "assessment --received 9999-12-31",
        "assessment --received 2026-01-05 --draft-served 2026-01-04",
        "assessment --received 2026-01-05 --advice-asked 2025-12-31",
        "review --plan-made 2026-01-05 --last-review 2026-01-04",
        "review --plan-made 2026-01-05 --meeting 2026-06-01 --notice 2026-05-31",
        "review --plan-made 2026-01-05 --notice 2026-01-04",
        "transfer --phase primary-secondary",
        "transfer --phase primary-secondary --year 20277",
        "transfer --phase primary-secondary --move 2026-09-01",
        "transfer --phase primary-secondary --year 2027 --move 2026-09-01",
        "transfer --phase post16-post16 --year 2027",
        "transfer --phase sixth-form --year 2027",
        "transfer --phase primary-secondary --year soon",
        "rights --born 2007-13-01",
        "rights --born 1981-08-31",
        "holidays --year 2027",
    ],
)
def test_bad_input_ends_with_2_and_says_so_on_standard_error_only(app: Flask, line: str) -> None:
    result = run(app, line)

    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.strip()


def boxes(**days: str) -> dict[str, str]:
    """The three boxes of each date field."""
    return {
        f"{name}-{part}": text
        for name, day in days.items()
        for part, text in zip(("year", "month", "day"), day.split("-"), strict=True)
    }


def test_anybody_may_choose_a_clock(client: CheckingClient) -> None:
    client.get("/deadlines")

    links = [str(link["href"]) for link in client.page.select("main a")]
    assert links == [
        f"/deadlines/{clock}" for clock in ("assessment", "review", "transfer", "rights")
    ]
    for link in links:
        assert client.get(link).status_code == 200


def test_the_page_shows_each_date_with_the_regulation_behind_it(client: CheckingClient) -> None:
    response = client.post("/deadlines/assessment", data=boxes(received="2026-01-05"))

    assert response.status_code == 200
    said = client.text()
    assert "Monday 25 May 2026" in said
    assert "SEND Regulations 2014, reg 13(2)" in said
    assert "By law" in said


def test_what_was_typed_is_still_there_with_the_answer(client: CheckingClient) -> None:
    client.post("/deadlines/review", data=boxes(plan_made="2025-9-1", meeting="2026-6-01"))

    typed = [str(box.get("value", "")) for box in client.page.select("main input")]
    assert typed[:3] == ["1", "9", "2025"]
    assert "01" in typed
    assert "A good last day for the review meeting" in client.text()


def test_nothing_is_stored_and_no_date_ends_up_in_an_address(client: CheckingClient) -> None:
    for clock in ("assessment", "review", "transfer", "rights"):
        opened = client.get(f"/deadlines/{clock}")
        form = client.page.select_one("main form")
        assert form is not None
        assert form["method"] == "post"
        assert "action" not in form.attrs
        assert "Set-Cookie" not in opened.headers
    answered = client.post("/deadlines/rights", data=boxes(born="2010-09-01"))
    assert "Friday 25 June 2027" in client.text()
    assert "Set-Cookie" not in answered.headers
    assert client.statements == []


@pytest.mark.parametrize(
    ("clock", "data", "target", "message"),
    [
        ("assessment", {}, "received-day", "Enter the day the council got the request"),
        (
            "assessment",
            boxes(received="2026-02-30"),
            "received-day",
            "This date is not in the calendar",
        ),
        (
            "assessment",
            boxes(received="2026-01-05", draft_served="2026-01-04"),
            "draft_served-day",
            "This date cannot be before",
        ),
        ("assessment", boxes(received="1999-01-05"), "received-day", "Enter a date from"),
        ("transfer", {"phase": "", "year": "2027"}, "phase", "Choose the move"),
        ("transfer", {"phase": "infant-junior"}, "year", "Enter the year of the move"),
        ("transfer", {"phase": "infant-junior", "year": "soon"}, "year", "four numbers"),
        ("transfer", {"phase": "nonsense", "year": "2027"}, "phase", ""),
        ("transfer", {"phase": "post16-post16"}, "move-day", "Enter the day of the move"),
        ("rights", boxes(born="1900-01-01"), "born-day", "Enter a date from"),
    ],
)
def test_an_error_is_beside_the_field_and_in_the_summary_and_the_rest_is_kept(
    client: CheckingClient, clock: str, data: dict[str, str], target: str, message: str
) -> None:
    response = client.post(f"/deadlines/{clock}", data=data)

    assert response.status_code == 422
    summary = client.page.select_one(".govuk-error-summary")
    assert summary is not None
    link = summary.select_one("a")
    assert link is not None
    assert link["href"] == f"#{target}"
    assert message in link.get_text()
    assert client.page.select(".govuk-error-message")
    for name, text in data.items():
        field = client.page.select_one(f"main [name='{name}']")
        assert field is not None
        if field.name == "input":
            assert field.get("value", "") == text


def test_a_clock_that_there_is_not_is_not_found(client: CheckingClient) -> None:
    assert client.get("/deadlines/holidays").status_code == 404
