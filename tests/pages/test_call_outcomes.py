"""Calls that end without answers: whom to ring next, and nothing that outlives the survey."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.actions import surveys
from portal.domain.people import Role
from portal.store.connection import open_for
from portal.store.tables.calls import SurveyCallAttempt, SurveyCallClaim
from portal.store.tables.contact_reports import ContactReport
from portal.store.tables.people import FamilyMember
from tests.conftest import Clock
from tests.open_waves import (
    NOW,
    Invited,
    add_families,
    give_links,
    open_wave,
)
from tests.pages.conftest import CheckingClient, SignIn
from tests.pages.telephone import ALL_AGREE, desk_of, end_call, fresh, ring
from tests.people import add_staff


@pytest.fixture
def officer(session: Session, sign_in: SignIn) -> CheckingClient:
    staff_id = add_staff(session, Role.PARTICIPATION_OFFICER, name="Robin Ashgrove")
    session.commit()
    return sign_in(Role.PARTICIPATION_OFFICER, staff_id)


@pytest.fixture
def next_day(clock: Clock, session: Session, sign_in: SignIn) -> Callable[[], CheckingClient]:
    """The desk a day later, after a new sign-in."""

    def move() -> CheckingClient:
        clock.move(days=1)
        session.rollback()
        open_for("write")
        staff_id = add_staff(session, Role.PARTICIPATION_OFFICER)
        session.commit()
        return sign_in(Role.PARTICIPATION_OFFICER, staff_id)

    return move


@pytest.fixture
def wave_id(session: Session) -> UUID:
    """A wave open for twelve families."""
    add_families(session, 12)
    made = open_wave(session)
    session.commit()
    return made


@pytest.fixture
def invited(session: Session, wave_id: UUID) -> list[Invited]:
    people = give_links(session, wave_id)
    session.commit()
    return people


def names_in_order(desk: CheckingClient) -> list[tuple[str, str]]:
    """Each person on the list under the heading they stand under."""
    found = []
    for heading in desk.page.select("main form h3"):
        table = heading.find_next("table")
        assert table is not None
        found += [
            (heading.get_text(strip=True), row.get_text(strip=True))
            for row in table.select("tbody th")
        ]
    return found


def name_of(session: Session, person: Invited) -> str:
    member = fresh(session).get_one(FamilyMember, person.family_member_id)
    return f"{member.given} {member.family}"


def chosen(client: CheckingClient) -> dict[str, Any]:
    return {str(box["name"]): box["value"] for box in client.page.select("input[checked]")}


def test_the_list_runs_from_call_backs_today_to_those_whose_time_is_later(
    session: Session,
    officer: CheckingClient,
    next_day: Callable[[], CheckingClient],
    wave_id: UUID,
    invited: list[Invited],
) -> None:
    back, due, later = invited[:3]
    end_call(officer, ring(officer, wave_id, due), {"outcome": "broke_off"})
    end_call(officer, ring(officer, wave_id, later), {"outcome": "no_answer"})
    end_call(
        officer,
        ring(officer, wave_id, back),
        {"outcome": "call_back", "clock": "16:30"}
        | {"day-day": "23", "day-month": "11", "day-year": "2026"},
    )
    officer.get(desk_of(wave_id))
    order = names_in_order(officer)
    assert order[0] == ("Call back today", name_of(session, back))
    assert order[1] == ("Ring again now", name_of(session, due))
    assert {heading for heading, _ in order[2:-1]} == {"Not rung yet"}
    assert order[-1] == ("Not before", name_of(session, later))
    assert "Monday 23 November 2026, 16:30" in officer.text()
    tomorrow = next_day()
    tomorrow.get(desk_of(wave_id))
    assert ("Ring again now", name_of(session, later)) in names_in_order(tomorrow)


def test_after_three_calls_in_vain_somebody_is_left_in_peace(
    officer: CheckingClient,
    next_day: Callable[[], CheckingClient],
    wave_id: UUID,
    invited: list[Invited],
) -> None:
    for outcome in ("no_answer", "somebody_else", "no_answer"):
        desk = next_day()
        desk.get(desk_of(wave_id))
        assert "12 people to ring" in desk.text()
        end_call(desk, ring(desk, wave_id, invited[0]), {"outcome": outcome})
    desk.get(desk_of(wave_id))
    assert "11 people to ring" in desk.text()
    # Until they ring themselves and wish for another call.
    wished = {"day-day": "30", "day-month": "11", "day-year": "2026"}
    call = ring(desk, wave_id, invited[0])
    assert desk.text().count("Nobody picked up") == 2
    end_call(desk, call, {"outcome": "call_back", "clock": "9.30", **wished})
    desk.get(desk_of(wave_id))
    assert "12 people to ring" in desk.text()


def test_whoever_wants_no_part_is_asked_no_more(
    session: Session, officer: CheckingClient, wave_id: UUID, invited: list[Invited]
) -> None:
    end_call(officer, ring(officer, wave_id, invited[0]), {"outcome": "declined"})
    member = fresh(session).get_one(FamilyMember, invited[0].family_member_id)
    assert member.surveys_stopped_at is not None
    officer.get(desk_of(wave_id))
    assert "11 people to ring" in officer.text()


@pytest.mark.parametrize("ours", [True, False])
def test_a_number_of_ours_that_is_not_theirs_is_reported(
    session: Session, officer: CheckingClient, wave_id: UUID, invited: list[Invited], ours: bool
) -> None:
    call = ring(officer, wave_id, invited[0])
    if ours:
        session.rollback()
        open_for("write")
        session.execute(
            update(FamilyMember)
            .where(FamilyMember.id == invited[0].family_member_id)
            .values(mobile_sealed=b"a number")
        )
        session.commit()
    end_call(officer, call, {"outcome": "wrong_number"})
    reported = fresh(session).scalars(select(ContactReport.family_member_id)).all()
    assert reported == ([invited[0].family_member_id] if ours else [])
    officer.get(desk_of(wave_id))
    assert "11 people to ring" in officer.text()


def test_the_next_caller_reads_the_note_and_that_an_interpreter_is_needed(
    session: Session,
    officer: CheckingClient,
    next_day: Callable[[], CheckingClient],
    wave_id: UUID,
    invited: list[Invited],
) -> None:
    call = ring(officer, wave_id, invited[0])
    officer.get(f"{call}/attempt")
    assert "Do not write down what they answered" in officer.text()
    end_call(officer, call, {"outcome": "interpreter_needed", "note": "Rings best after six"})
    stored = fresh(session).scalars(select(SurveyCallAttempt)).one()
    assert b"after six" not in (stored.note_sealed or b"")
    colleague = next_day()
    colleague.get(desk_of(wave_id))
    assert "needs an interpreter" in colleague.text()
    assert "after six" not in colleague.text()
    ring(colleague, wave_id, invited[0])
    assert "Rings best after six" in colleague.text()
    assert "They need an interpreter" in colleague.text()


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"outcome": "answered"},
        {"outcome": "call_back"},
        {"outcome": "call_back", "day-day": "24", "day-month": "11", "day-year": "2026"},
        {"outcome": "call_back", "clock": "10:00"},
        {"outcome": "call_back", "clock": "25:00"}
        | {"day-day": "24", "day-month": "11", "day-year": "2026"},
        {"outcome": "call_back", "clock": "08:59"}
        | {"day-day": "23", "day-month": "11", "day-year": "2026"},
        {"outcome": "call_back", "clock": "10:00"}
        | {"day-day": "5", "day-month": "12", "day-year": "2026"},
        {"outcome": "no_answer", "note": "x" * 501},
    ],
)
def test_an_outcome_with_a_mistake_says_so_and_notes_nothing(
    session: Session,
    officer: CheckingClient,
    wave_id: UUID,
    invited: list[Invited],
    given: Mapping[str, str],
) -> None:
    call = ring(officer, wave_id, invited[0])
    assert end_call(officer, call, given) == 422
    assert officer.page.select_one(".govuk-error-summary")
    assert not fresh(session).scalars(select(SurveyCallAttempt)).all()


def test_an_outcome_that_is_pressed_twice_is_noted_once(
    session: Session, officer: CheckingClient, wave_id: UUID, invited: list[Invited]
) -> None:
    call = ring(officer, wave_id, invited[0])
    officer.get(f"{call}/attempt")
    given = {"new_id": "6f0f4f4e-0000-4000-8000-000000000000", "outcome": "no_answer"}
    officer.submit(f"{call}/attempt", given)
    officer.get(f"{call}/attempt")
    assert officer.submit(f"{call}/attempt", given).status_code == 303
    assert len(fresh(session).scalars(select(SurveyCallAttempt)).all()) == 1


def test_answers_kept_for_later_lead_to_how_the_call_ended(
    officer: CheckingClient, wave_id: UUID, invited: list[Invited]
) -> None:
    call = ring(officer, wave_id, invited[0])
    kept = officer.submit(call, {"plan.needs": "agree", "press": "later"})
    assert kept.location == f"{call}/attempt"
    end_call(officer, call, {"outcome": "broke_off"})
    ring(officer, wave_id, invited[0])
    assert chosen(officer) == {"plan.needs": "agree"}


def test_no_call_is_noted_for_somebody_who_has_answered(
    session: Session,
    client: CheckingClient,
    officer: CheckingClient,
    wave_id: UUID,
    invited: list[Invited],
) -> None:
    call = ring(officer, wave_id, invited[0])
    client.post(f"/s/{invited[0].token}", data=ALL_AGREE)
    assert officer.submit(f"{call}/attempt", {"outcome": "no_answer"}).status_code == 303
    assert not fresh(session).scalars(select(SurveyCallAttempt)).all()


def test_no_call_outlives_the_survey(
    session: Session, officer: CheckingClient, wave_id: UUID, invited: list[Invited]
) -> None:
    end_call(officer, ring(officer, wave_id, invited[0]), {"outcome": "no_answer", "note": "Late"})
    ring(officer, wave_id, invited[1])
    fresh(session)
    open_for("write")
    assert surveys.close_wave(session, wave_id, now=NOW) is None
    surveys.write_responses(session, wave_id, now=NOW)
    session.commit()
    assert not session.scalars(select(SurveyCallAttempt)).all()
    assert not session.scalars(select(SurveyCallClaim)).all()
