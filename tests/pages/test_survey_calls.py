"""The telephone desk: a call takes the same answers, and one caller has a person at a time."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.people import Role
from portal.domain.waves import Mode
from portal.store import waves
from portal.store.tables.calls import SurveyCallAttempt, SurveyCallClaim
from portal.store.tables.people import FamilyMember
from portal.store.tables.sessions import ReadTrail
from portal.store.tables.surveys import SurveyInvitation
from tests.conftest import Clock
from tests.open_waves import (
    Invited,
    add_draft,
    add_families,
    give_links,
    open_wave,
)
from tests.pages.conftest import CheckingClient, SignIn
from tests.pages.telephone import ALL_AGREE, desk_of, fresh, ring
from tests.people import add_staff


@pytest.fixture
def officer(session: Session, sign_in: SignIn) -> CheckingClient:
    staff_id = add_staff(session, Role.PARTICIPATION_OFFICER, name="Robin Ashgrove")
    session.commit()
    return sign_in(Role.PARTICIPATION_OFFICER, staff_id)


@pytest.fixture
def colleague(session: Session, sign_in: SignIn) -> CheckingClient:
    staff_id = add_staff(session, Role.PARTICIPATION_OFFICER, name="Sam Thornbury")
    session.commit()
    return sign_in(Role.PARTICIPATION_OFFICER, staff_id)


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


def chosen(client: CheckingClient) -> dict[str, Any]:
    return {str(box["name"]): box["value"] for box in client.page.select("input[checked]")}


def test_the_desk_says_in_words_which_language_somebody_speaks(
    session: Session, officer: CheckingClient, wave_id: UUID, invited: list[Invited]
) -> None:
    session.get_one(FamilyMember, invited[0].family_member_id).language = "pl"
    session.get_one(FamilyMember, invited[1].family_member_id).language = None
    session.commit()
    officer.get(desk_of(wave_id))
    assert "Polish" in officer.text()
    assert "Not known" in officer.text()
    ring(officer, wave_id, invited[0])
    assert "Polish" in officer.text()


def test_a_call_takes_the_same_answers_and_counts_as_a_call(
    session: Session, officer: CheckingClient, wave_id: UUID, invited: list[Invited]
) -> None:
    officer.get(desk_of(wave_id))
    assert "12 people to ring" in officer.text()
    assert "Testchild" not in officer.text()
    call = ring(officer, wave_id, invited[0])
    assert "Happy to carry on? I hear your answers; your name is not stored" in officer.text()
    assert "Testchild" in officer.text()
    officer.submit(call, ALL_AGREE)
    officer.get(desk_of(wave_id))
    assert "11 people to ring" in officer.text()
    modes = waves.get_wave(fresh(session), wave_id).modes
    assert (modes[Mode.PORTAL], modes[Mode.TELEPHONE]) == (0, 1)
    assert {read.purpose for read in session.scalars(select(ReadTrail))} == {"survey_call"}
    assert not session.scalars(select(SurveyCallClaim)).all()
    assert not session.scalars(select(SurveyCallAttempt)).all()


def test_nobody_answers_by_link_and_again_on_the_telephone(
    session: Session,
    client: CheckingClient,
    officer: CheckingClient,
    wave_id: UUID,
    invited: list[Invited],
) -> None:
    call = ring(officer, wave_id, invited[0])
    client.post(f"/s/{invited[0].token}", data=ALL_AGREE)
    assert officer.submit(call, ALL_AGREE).status_code == 303
    officer.get(f"/surveys/{wave_id}/calls")
    assert "answered already" in officer.text()
    assert waves.get_wave(fresh(session), wave_id).answered == 1


def test_a_call_and_a_link_share_one_draft(
    client: CheckingClient, officer: CheckingClient, wave_id: UUID, invited: list[Invited]
) -> None:
    client.post(f"/s/{invited[0].token}", data={"plan.involved": "agree", "press": "later"})
    call = ring(officer, wave_id, invited[0])
    assert chosen(officer) == {"plan.involved": "agree"}
    officer.submit(call, {"plan.needs": "neither", "press": "later"})
    client.get(f"/s/{invited[0].token}")
    assert chosen(client) == {"plan.needs": "neither"}


def test_a_call_with_a_mistake_says_so_and_keeps_the_answers(
    officer: CheckingClient, wave_id: UUID, invited: list[Invited]
) -> None:
    call = ring(officer, wave_id, invited[0])
    wrong = officer.submit(call, {"plan.involved": "agree", "plan.needs": "maybe"})
    assert wrong.status_code == 422
    assert chosen(officer) == {"plan.involved": "agree"}


def test_the_desk_finds_the_person_who_reads_out_a_code(
    session: Session, officer: CheckingClient, wave_id: UUID, invited: list[Invited]
) -> None:
    row = fresh(session).get_one(SurveyInvitation, invited[0].invitation_id)
    assert row.short_code is not None
    spoken = f"{row.short_code[:4]} {row.short_code[4:].lower()}"
    officer.get(f"/surveys/{wave_id}/calls")
    found = officer.submit(f"/surveys/{wave_id}/calls", {"code": spoken})
    assert found.location.endswith(f"/calls/{invited[0].invitation_id}")
    officer.get(f"/surveys/{wave_id}/calls")
    for code in ("", "ZZZZ"):
        assert officer.submit(f"/surveys/{wave_id}/calls", {"code": code}).status_code == 422


def test_the_desk_rings_nobody_who_has_stopped_surveys(
    client: CheckingClient, officer: CheckingClient, wave_id: UUID, invited: list[Invited]
) -> None:
    client.post(f"/s/{invited[0].token}/stop-surveys")
    officer.get(f"/surveys/{wave_id}/calls")
    assert "11 people to ring" in officer.text()
    call = officer.get(f"/surveys/{wave_id}/calls/{invited[0].invitation_id}")
    assert call.status_code == 303
    officer.get(call.location)
    assert "do not ring" in officer.text()


def test_a_draft_has_no_telephone_desk(session: Session, officer: CheckingClient) -> None:
    wave_id = add_draft(session)
    session.commit()
    assert officer.get(f"/surveys/{wave_id}/calls").status_code == 404


# --- one caller a person ----------------------------------------------------------------------


def test_a_second_caller_is_told_until_the_first_has_had_twenty_minutes(
    officer: CheckingClient,
    colleague: CheckingClient,
    clock: Clock,
    wave_id: UUID,
    invited: list[Invited],
) -> None:
    call = ring(officer, wave_id, invited[0])
    clock.move(minutes=19)
    assert ring(colleague, wave_id, invited[0]) == call
    assert "Robin Ashgrove is ringing this person now" in colleague.text()
    assert "Testchild" not in colleague.text()
    colleague.get(desk_of(wave_id))
    assert "Robin Ashgrove is ringing" in colleague.text()
    clock.move(minutes=1)
    ring(colleague, wave_id, invited[0])
    assert "Testchild" in colleague.text()
    officer.get(call)
    assert "Sam Thornbury is ringing this person now" in officer.text()


def test_the_answers_of_a_call_that_took_longer_are_not_lost(
    session: Session, officer: CheckingClient, clock: Clock, wave_id: UUID, invited: list[Invited]
) -> None:
    call = ring(officer, wave_id, invited[0])
    clock.move(minutes=25)
    assert officer.submit(call, ALL_AGREE).status_code == 303
    assert waves.get_wave(fresh(session), wave_id).answered == 1


def test_nobody_sees_a_child_before_taking_the_call(
    session: Session, officer: CheckingClient, wave_id: UUID, invited: list[Invited]
) -> None:
    officer.get(f"{desk_of(wave_id)}/{invited[0].invitation_id}")
    assert "Take this person first" in officer.text()
    assert not fresh(session).scalars(select(ReadTrail)).all()


def test_a_caller_who_takes_the_next_person_lets_the_one_before_go(
    officer: CheckingClient, colleague: CheckingClient, wave_id: UUID, invited: list[Invited]
) -> None:
    ring(officer, wave_id, invited[0])
    ring(officer, wave_id, invited[1])
    ring(colleague, wave_id, invited[0])
    assert "Testchild" in colleague.text()
