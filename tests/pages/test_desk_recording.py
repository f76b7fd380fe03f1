"""Recording what happened in a case, putting it right and taking it back."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.people import Role
from portal.store.db import db
from portal.store.tables.recorded_events import RecordedEventRow
from tests import people
from tests.pages.at_the_desk import on_caseload, own_case, record, the_day, typed
from tests.pages.conftest import SignIn
from tests.pages.test_plan_status import (
    TODAY,
    Seed,
    seed,
    with_request,
)

__all__ = ["seed"]


def test_what_is_recorded_counts_at_once_and_stands_in_the_story_with_who_and_when(
    seed: Seed, sign_in: SignIn
) -> None:
    caseworker, parent, child = seed(own_case)
    desk = sign_in(Role.CASEWORKER, caseworker)
    held = TODAY - timedelta(3)

    done = record(desk, child, typed("meeting", held, note="In the hall"))
    assert (done.status_code, done.location) == (303, f"/cases/{child}")
    desk.get(done.location)
    assert "The review meeting has been held" in desk.text()
    assert "Written down here on Monday 23 November 2026" in desk.text()
    assert "Recorded: Review meeting, held or booked, 20 Nov 2026" in desk.text()
    assert "Cora Caseworker" in desk.text()
    assert "In the hall" in desk.text()

    family = sign_in(Role.FAMILY_MEMBER, parent)
    family.get(f"/children/{child}")
    assert "The review meeting was held" in family.text()
    assert "In the hall" not in family.text()
    assert "Cora" not in family.page.select(".site-steps")[0].get_text()


def test_a_correction_is_listed_with_both_days_and_the_reason(seed: Seed, sign_in: SignIn) -> None:
    caseworker, _, child = seed(own_case)
    desk = sign_in(Role.CASEWORKER, caseworker)
    record(desk, child, typed("meeting", TODAY - timedelta(3)))
    desk.get(f"/cases/{child}")
    put_right = next(
        link for link in desk.page.select("main a") if link.get_text().startswith("Put right")
    )
    desk.get(str(put_right["href"]))
    kind = desk.page.select_one("#kind option[selected]")
    assert kind is not None
    assert kind["value"] == "meeting"

    fields = typed("meeting", TODAY - timedelta(4), note="A day out")
    done = desk.submit(str(put_right["href"]), fields)
    assert done.status_code == 303
    desk.get(done.location)
    assert (
        "Put right: Review meeting, held or booked, 19 Nov 2026. "
        "Before: Review meeting, held or booked, 20 Nov 2026"
    ) in desk.text()
    assert "A day out" in desk.text()
    assert desk.get(str(put_right["href"])).status_code == 404  # it no longer stands


def test_what_never_happened_is_taken_back(app: Flask, seed: Seed, sign_in: SignIn) -> None:
    caseworker, _, child = seed(own_case)
    desk = sign_in(Role.CASEWORKER, caseworker)
    record(desk, child, typed("meeting", TODAY - timedelta(3)))
    with app.app_context():
        event = db.session.scalars(select(RecordedEventRow.id)).one()
    address = f"/cases/{child}/events/{event}/withdraw"
    desk.get(address)
    assert desk.submit(address, {"note": ""}).status_code == 422
    done = desk.submit(address, {"note": "Another child"})
    desk.get(done.location)
    assert "Taken back: Review meeting, held or booked, 20 Nov 2026" in desk.text()
    assert "The plan is in place" in desk.text()


def test_an_exception_keeps_the_legal_day_beside_the_excused_one(
    seed: Seed, sign_in: SignIn
) -> None:
    def late_assessment(session: Session) -> tuple[UUID, UUID, UUID]:
        parent, child = with_request(session, 150)
        caseworker = people.add_staff(session, Role.CASEWORKER)
        on_caseload(session, caseworker, child)
        return caseworker, parent, child

    caseworker, parent, child = seed(late_assessment)
    desk = sign_in(Role.CASEWORKER, caseworker)
    fields = typed(
        "exception",
        TODAY - timedelta(60),
        reason="personal_circumstances",
        decided_by="Panel of September",
    ) | the_day(date(2026, 12, 31), "excused_until")
    assert record(desk, child, fields).status_code == 303
    desk.get(f"/cases/{child}")
    for said in ("13 Nov 2026", "Thursday 31 December 2026", "Panel of September"):
        assert said in desk.text()

    family = sign_in(Role.FAMILY_MEMBER, parent)
    family.get(f"/children/{child}")
    assert "The law gives us more time here." in family.text()
    assert "Friday 13 November 2026" in family.text()
    assert "The new date is Thursday 31 December 2026." in family.text()
    assert "Panel" not in family.text()


def test_another_reason_is_recorded_as_an_agreed_delay_and_the_page_says_so(
    seed: Seed, sign_in: SignIn
) -> None:
    caseworker, _, child = seed(own_case)
    desk = sign_in(Role.CASEWORKER, caseworker)
    done = record(desk, child, typed("exception", TODAY, reason="none", note="They asked to wait"))
    desk.get(done.location)
    assert "Recorded as an agreed delay" in desk.text()
    assert "Delay agreed: no legal date moves" in desk.text()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (typed("", TODAY), "Choose what happened"),
        (typed("meeting", TODAY) | {"day-day": ""}, "Enter a day, like 27"),
        (typed("draft_served", TODAY + timedelta(1)), "Only a meeting can be booked"),
        (typed("meeting", date(2014, 8, 31)), "Enter a day from 1 September 2014 on"),
        (typed("exception", TODAY), "Choose the reason"),
        (typed("exception", TODAY, reason="school_closed"), "Enter who decided"),
    ],
)
def test_an_error_keeps_what_was_typed(
    seed: Seed, sign_in: SignIn, fields: dict[str, str], said: str
) -> None:
    caseworker, _, child = seed(own_case)
    desk = sign_in(Role.CASEWORKER, caseworker)
    refused = record(desk, child, fields | {"note": "Typed with care"})
    assert refused.status_code == 422
    assert said in desk.text()
    assert "Typed with care" in desk.text()
    month = desk.page.select_one("input[name=day-month]")
    assert month is not None
    assert month["value"] == fields["day-month"]


def test_the_same_again_and_a_second_booking_are_refused_beside_the_day(
    seed: Seed, sign_in: SignIn
) -> None:
    caseworker, _, child = seed(own_case)
    desk = sign_in(Role.CASEWORKER, caseworker)
    booked = typed("meeting", TODAY + timedelta(10))
    record(desk, child, booked)
    assert record(desk, child, booked).status_code == 422
    assert "The same is on record for this day" in desk.text()
    assert record(desk, child, typed("meeting", TODAY + timedelta(12))).status_code == 422
    assert "A meeting on 3 December 2026 is on record" in desk.text()


def test_nobody_else_records_anything_for_a_case(seed: Seed, sign_in: SignIn) -> None:
    _, _, child = seed(own_case)
    stranger, _, own = seed(own_case)
    desk = sign_in(Role.CASEWORKER, stranger)
    desk.get(f"/cases/{own}/events/new")
    address = f"/cases/{child}/events/new"
    assert desk.submit(address, typed("meeting", TODAY)).status_code == 404
    assert desk.get(address).status_code == 404
    assert desk.get(f"/cases/{child}/events/{uuid4()}/correct").status_code == 404
