"""The officer plans a survey that repeats, sees why one did not open, and marks the baseline."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from portal.actions.survey_series import create_series
from portal.domain.people import Role
from portal.shell.worker import schedule_due, work_until_empty
from portal.store import series, waves
from portal.store.connection import open_for
from tests.closed_waves import add_closed_wave, answered
from tests.open_waves import NOW, add_questions, series_plan
from tests.pages.conftest import CheckingClient, SignIn
from tests.pages.test_surveys import INSTRUMENT_ID, NEW_WAVE
from tests.people import add_staff

NEW_SERIES = {
    "title": "New plans",
    "instrument": str(INSTRUMENT_ID),
    "cohort": "final_plan_issued",
    "span": "last_month",
    "every": "month",
    "first_on-day": "1",
    "first_on-month": "12",
    "first_on-year": "2026",
    "days_open": "28",
    "baseline": "marked",
}


@pytest.fixture
def officer(session: Session, sign_in: SignIn) -> CheckingClient:
    staff_id = add_staff(session, Role.PARTICIPATION_OFFICER)
    add_questions(session, instrument_id=INSTRUMENT_ID)
    session.commit()
    return sign_in(Role.PARTICIPATION_OFFICER, staff_id)


def test_a_series_is_planned_stopped_and_resumed(session: Session, officer: CheckingClient) -> None:
    officer.get("/surveys/series/new")
    made = officer.submit("/surveys/series/new", NEW_SERIES)
    officer.get(made.location)
    assert "Tuesday 1 December 2026" in officer.text()
    officer.submit(f"{made.location}/stop")
    officer.get("/surveys/series")
    assert "Stopped" in officer.text()
    officer.get(made.location)
    officer.submit(f"{made.location}/resume")
    session.rollback()
    [planned] = series.list_series(session)
    assert (planned.stopped, planned.next_on) == (False, date(2026, 12, 1))


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"span": ""}, "Choose which months"),
        ({"every": "day"}, "valid"),
        ({"cohort": "listed"}, "valid"),
        ({"days_open": "3"}, "valid"),
        ({"first_on-year": "2020"}, "must not be in the past"),
    ],
)
def test_a_series_that_cannot_be_is_refused(
    officer: CheckingClient, wrong: dict[str, Any], message: str
) -> None:
    officer.get("/surveys/series/new")
    assert officer.submit("/surveys/series/new", NEW_SERIES | wrong).status_code == 422
    assert message in officer.text()


def test_a_wave_that_did_not_open_on_its_day_is_told(
    app: Flask, session: Session, officer: CheckingClient
) -> None:
    plan = series_plan(session, first_on=NOW.date())
    series_id = create_series(session, plan, today=NOW.date(), now=NOW, new_id=uuid4())
    session.commit()
    session.rollback()
    with app.app_context():
        open_for("write")
        schedule_due()
        work_until_empty()
    officer.get("/surveys")
    assert "The last survey could not be opened: a group that it asks had fewer" in officer.text()
    officer.get(f"/surveys/series/{series_id}")
    assert "New plans, November 2026 Not open yet" in officer.text()
    assert "fewer than 10 people" in officer.text()


def test_only_a_closed_survey_becomes_the_baseline(
    session: Session, officer: CheckingClient
) -> None:
    wave_id = add_closed_wave(session, answered(20, {"plan.needs": "agree"}))
    session.commit()
    officer.get(f"/surveys/{wave_id}")
    guard = officer.page.select_one("input[name=csrf_token]")
    assert guard is not None
    draft = add_draft_by_page(officer)
    officer.submit(f"{draft}/baseline", {"marked": "yes", "csrf_token": str(guard["value"])})
    officer.get(draft)
    assert "Only a survey that is closed can be the baseline" in officer.text()
    assert "Baseline No" in officer.text()


def add_draft_by_page(officer: CheckingClient) -> str:
    officer.get("/surveys/new")
    return str(officer.submit("/surveys/new", NEW_WAVE).location)


def test_the_marked_baseline_is_compared_with_unless_the_officer_says_otherwise(
    session: Session, officer: CheckingClient
) -> None:
    baseline = add_closed_wave(session, answered(20, {"plan.needs": "agree"}), title="Autumn 2019")
    session.commit()
    officer.get(f"/surveys/{baseline}")
    officer.submit(f"/surveys/{baseline}/baseline", {"marked": "yes"})
    officer.get(f"/surveys/{baseline}")
    assert "This is the baseline" in officer.text()
    against = []
    for choice in ("marked", ""):
        officer.get("/surveys/new")
        made = officer.submit("/surveys/new", NEW_WAVE | {"baseline": choice})
        wave_id = UUID(made.location.rsplit("/", 1)[-1])
        session.rollback()
        against.append(waves.get_wave(session, wave_id).baseline_id)
    assert against == [baseline, None]
    officer.get(f"/surveys/{baseline}")
    officer.submit(f"/surveys/{baseline}/baseline", {"marked": "no"})
    session.rollback()
    session.expire_all()
    assert not waves.get_wave(session, baseline).is_baseline
