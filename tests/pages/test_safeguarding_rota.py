"""The rota: hours, people, special days, numbers, and what is missing."""

from collections.abc import Callable
from datetime import date, time
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal.domain.safeguarding_hours import Duty, Rota
from portal.features.safeguarding.jobs import warn_of_gaps
from portal.kit.safeguarding_watch import rota_at
from portal.store.connection import open_for
from portal.store.db import db
from portal.store.safeguarding_rota import find_mobile, set_weekday
from portal.store.staff import close_account
from portal.store.tables.outbox import OutboxMessage
from tests.conftest import Clock
from tests.pages.conftest import CheckingClient
from tests.pages.safeguarding_desk import Leads, leads, press, send_form

__all__ = ["leads"]

ROTA = "/safeguarding/rota"
SATURDAY = f"{ROTA}/weekdays/5"


@pytest.fixture
def ines(leads: Leads) -> CheckingClient:
    return leads.browser("Ines")


def with_session(app: Flask, do: Callable[[], Any]) -> Any:
    with app.app_context():
        open_for("write")
        done = do()
        db.session.commit()
        return done


def rota_of(app: Flask, clock: Clock) -> Rota:
    found: Rota = with_session(app, lambda: rota_at(db.session(), clock()))
    return found


def test_a_lead_gives_a_day_hours_and_people(
    app: Flask, clock: Clock, ines: CheckingClient, leads: Leads
) -> None:
    petra = str(leads.ids["Petra"])
    typed = {"reads": "read", "opens": "10:00", "closes": "24:00", "first": petra}
    assert send_form(ines, SATURDAY, **typed) == 303
    duty = rota_of(app, clock).week[5]
    assert duty == Duty(time(10), time(0), (leads.ids["Petra"],))
    ines.get(SATURDAY)
    assert 'value="24:00"' in str(ines.page)
    ines.get(ROTA)
    assert "10:00 to 24:00" in ines.text()
    assert send_form(ines, SATURDAY, reads="closed") == 303
    assert 5 not in rota_of(app, clock).week


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"opens": "9am", "closes": "17:00"}, "Enter a time like 09:00"),
        ({"opens": "24:00", "closes": "24:00"}, "Enter a time like 09:00"),
        ({"opens": "09:00", "closes": ""}, "Enter a time like 17:00"),
        ({"opens": "09:00", "closes": "25:00"}, "Enter a time like 17:00"),
        ({"opens": "09:00", "closes": "08:00"}, "Enter a time later than it begins"),
        ({"opens": "09:00", "closes": "17:00", "first": ""}, "Choose who is told first"),
        ({"second": "Ines"}, "Choose somebody else than the first person"),
        ({"second": "Osman", "third": "Osman"}, "Choose somebody else than the two above"),
    ],
)
def test_what_cannot_be_is_said_beside_the_field(
    ines: CheckingClient, leads: Leads, typed: dict[str, str], error: str
) -> None:
    fields = {"reads": "read", "opens": "09:00", "closes": "17:00", "first": "Ines"} | typed
    named = {key: str(leads.ids.get(value, value)) for key, value in fields.items()}
    assert send_form(ines, SATURDAY, **named) == 422
    assert error in ines.text()


def test_a_bank_holiday_is_closed_until_somebody_is_named_for_it(
    app: Flask, clock: Clock, ines: CheckingClient, leads: Leads
) -> None:
    christmas = date(2026, 12, 25)
    assert rota_of(app, clock).duty_of(christmas) is None
    ines.get(ROTA)
    assert "Friday 25 December 2026" in ines.text()
    day = {"day-day": "25", "day-month": "12", "day-year": "2026"}
    typed = {"reads": "read", "opens": "9:00", "closes": "12:00", "first": str(leads.ids["Osman"])}
    assert send_form(ines, f"{ROTA}/days/new", **day, **typed) == 303
    assert rota_of(app, clock).duty_of(christmas) == Duty(time(9), time(12), (leads.ids["Osman"],))
    assert press(ines, ROTA, f"{ROTA}/days/drop") == 303
    assert rota_of(app, clock).duty_of(christmas) is None


def test_a_closure_is_a_special_day(
    app: Flask, clock: Clock, ines: CheckingClient, leads: Leads
) -> None:
    day = {"day-day": "24", "day-month": "11", "day-year": "2026"}
    assert send_form(ines, f"{ROTA}/days/new", **day, reads="closed") == 303
    assert send_form(ines, f"{ROTA}/days/new", **day, reads="closed") == 303, "twice is one"
    assert rota_of(app, clock).duty_of(date(2026, 11, 24)) is None
    ines.get(ROTA)
    assert "Tuesday 24 November 2026" in ines.text()
    guard = ines.page.select_one("input[name=csrf_token]")
    assert guard is not None
    wrong = {"csrf_token": guard["value"], "day": "some day"}
    assert ines.post(f"{ROTA}/days/drop", data=wrong).status_code == 400


def test_a_number_is_kept_and_taken_away(app: Flask, ines: CheckingClient, leads: Leads) -> None:
    petra = leads.ids["Petra"]
    page = f"{ROTA}/mobiles/{petra}"
    assert send_form(ines, page, mobile="petra@example.org") == 422
    assert "Enter a mobile number" in ines.text()
    assert send_form(ines, page, mobile="07700 900444") == 303
    kept = with_session(app, lambda: find_mobile(db.session(), petra))
    assert kept == "+447700900444"
    assert send_form(ines, page, mobile="") == 303
    ines.get(ROTA)
    assert "e-mail only" in ines.text()


def test_what_is_missing_is_warned_of_on_the_page_and_by_mail(
    app: Flask, clock: Clock, ines: CheckingClient, leads: Leads
) -> None:
    ines.get("/safeguarding")
    assert "Something is missing" not in ines.text()
    assert "On now: Ines, Osman." in ines.text()

    def leave() -> None:
        for name in ("Ines", "Osman"):
            close_account(db.session(), leads.ids[name], clock())

    with_session(app, leave)
    petra = leads.browser("Petra")
    petra.get("/safeguarding")
    assert "Something is missing" in petra.text()
    assert "Nobody is on" in petra.text()
    for _ in range(2):
        with_session(app, lambda: warn_of_gaps(db.session(), {}, clock()))
    told = with_session(app, lambda: db.session.scalars(select(OutboxMessage)).all())
    assert [(row.kind, row.recipient_id) for row in told] == [
        ("concern_rota_gaps", leads.ids["Petra"])
    ], "once a day"


def test_nobody_is_warned_of_a_rota_without_gaps(app: Flask, clock: Clock, leads: Leads) -> None:
    with_session(app, lambda: warn_of_gaps(db.session(), {}, clock()))
    assert with_session(app, lambda: db.session.scalars(select(OutboxMessage)).all()) == []


def test_without_hours_and_without_text_messages_the_page_says_so(
    app: Flask, ines: CheckingClient, leads: Leads, monkeypatch: pytest.MonkeyPatch
) -> None:
    def close() -> None:
        for weekday in range(7):
            set_weekday(db.session(), weekday, None)

    with_session(app, close)
    ines.get("/safeguarding")
    assert "No hours are declared" in ines.text()
    ines.get(ROTA)
    assert "No text messages can go" not in ines.text()
    monkeypatch.setitem(app.config, "DELIVERY", "smtp")
    ines.get(ROTA)
    assert "No text messages can go" in ines.text()


def test_there_is_no_eighth_day_and_no_number_of_somebody_else(
    ines: CheckingClient, leads: Leads
) -> None:
    assert ines.get(f"{ROTA}/weekdays/7").status_code == 404
    assert ines.get(f"{ROTA}/mobiles/{date(2026, 1, 1)}").status_code == 404
