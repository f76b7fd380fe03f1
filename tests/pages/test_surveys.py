"""A wave from the officer's first click to the families' answers, by link and on the telephone."""

import re
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.domain.people import Role
from portal.domain.waves import Mode, WaveState
from portal.shell.worker import work_until_empty
from portal.store import demo_mailbox, survey_counts, waves
from portal.store.connection import open_for
from portal.store.tables.people import FamilyLink, FamilyMember
from portal.store.tables.surveys import SurveyInvitation, SurveyResponse, SurveyWaiting
from portal.store.waves import list_waves
from tests.conftest import Clock
from tests.open_waves import (
    LAST_DAY,
    SEPTEMBER_2020_WAVE,
    Invited,
    add_draft,
    add_families,
    add_questions,
    give_links,
    open_wave,
)
from tests.pages.conftest import CheckingClient, SignIn
from tests.people import add_adult, add_child, add_plan, add_staff, link

ALL_AGREE = {choice.key: "agree" for choice in SEPTEMBER_2020_WAVE}
INSTRUMENT_ID = UUID(int=2020)
NEW_WAVE = {
    "title": "September 2020",
    "instrument": str(INSTRUMENT_ID),
    "cohort": "final_plan_issued",
    "first-day": "1",
    "first-month": "8",
    "first-year": "2020",
    "last-day": "31",
    "last-month": "8",
    "last-year": "2020",
    "closes_on-day": "4",
    "closes_on-month": "12",
    "closes_on-year": "2026",
    "baseline": "",
}


@pytest.fixture
def officer(session: Session, sign_in: SignIn) -> CheckingClient:
    """There is one instrument to choose."""
    staff_id = add_staff(session, Role.PARTICIPATION_OFFICER)
    add_questions(session, instrument_id=INSTRUMENT_ID)
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


def fresh(session: Session) -> Session:
    """The same session, seeing what requests have committed."""
    session.rollback()
    session.expire_all()
    return session


def work(app: Flask, session: Session) -> None:
    """Let the worker do all that waits, in a context of its own."""
    session.rollback()
    with app.app_context():
        open_for("write")
        work_until_empty()


def chosen(client: CheckingClient) -> dict[str, Any]:
    return {str(box["name"]): box["value"] for box in client.page.select("input[checked]")}


# --- families ---------------------------------------------------------------------------------


def test_a_family_answers_from_its_link_without_signing_in(
    session: Session, client: CheckingClient, wave_id: UUID, invited: list[Invited]
) -> None:
    path = f"/s/{invited[0].token}"
    assert client.get(path).status_code == 200
    assert "Nobody can tell which answers are yours" in client.text()
    assert "1 August 2020 and 31 August 2020" in client.text()
    assert len(client.page.select("fieldset")) == 4
    statements = len(client.statements)
    answer = client.post(path, data=ALL_AGREE)
    statements += len(client.statements)
    assert answer.status_code == 303
    assert client.get(answer.location).status_code == 200
    statements += len(client.statements)
    assert "Your answers are in" in client.text()
    assert statements <= 12
    assert "Set-Cookie" not in answer.headers
    wave = waves.get_wave(fresh(session), wave_id)
    assert wave.modes == {Mode.PORTAL: 1, Mode.TELEPHONE: 0, Mode.PAPER: 0}


def test_each_page_leads_on_by_its_own_link(client: CheckingClient, invited: list[Invited]) -> None:
    for person in invited[:2]:
        client.get(f"/s/{person.token}")
        assert client.page.select_one(f"main a[href='/s/{person.token}/not-for-me']")


def test_no_page_of_a_family_names_anybody(
    session: Session, client: CheckingClient, invited: list[Invited]
) -> None:
    pages = [client.get(f"/s/{invited[0].token}{rest}") for rest in ("", "/saved", "/not-for-me")]
    for page in pages:
        assert "Testchild" not in page.get_data(as_text=True)
        assert "Testadult" not in page.get_data(as_text=True)


def test_opening_a_link_uses_nothing_up(
    session: Session, client: CheckingClient, invited: list[Invited]
) -> None:
    for _ in range(3):
        client.get(f"/s/{invited[0].token}")
    assert not list(fresh(session).scalars(select(SurveyInvitation).where(SurveyInvitation.used)))


def test_a_link_answers_once(
    session: Session, client: CheckingClient, invited: list[Invited]
) -> None:
    path = f"/s/{invited[0].token}"
    client.post(path, data=ALL_AGREE)
    assert client.post(path, data=ALL_AGREE).status_code == 200
    assert "answered already" in client.text()
    client.get(path)
    assert "answered already" in client.text()
    assert len(fresh(session).scalars(select(SurveyWaiting)).all()) == 1


def test_answers_saved_on_one_device_are_there_on_another(
    app: Flask, session: Session, client: CheckingClient, wave_id: UUID, invited: list[Invited]
) -> None:
    path = f"/s/{invited[0].token}"
    some = {"plan.involved": "agree", "plan.needs": "cant_say"}
    saved = client.post(path, data={**some, "press": "later"})
    assert saved.status_code == 303
    client.get(saved.location)
    assert "kept your answers" in client.text()
    other = app.test_client()
    assert isinstance(other, CheckingClient)
    other.get(path)
    assert chosen(other) == some
    assert len(other.statements) <= 3
    other.post(path, data=some | {"plan.provision": "disagree"})
    invitation = fresh(session).get_one(SurveyInvitation, invited[0].invitation_id)
    assert (invitation.used, invitation.draft_sealed, invitation.draft_secret_sealed) == (
        True,
        None,
        None,
    )
    assert waves.get_wave(session, wave_id).answered == 1


def test_a_second_saving_takes_the_place_of_the_first(
    client: CheckingClient, invited: list[Invited]
) -> None:
    path = f"/s/{invited[0].token}"
    for value in ("agree", "disagree"):
        client.post(path, data={"plan.involved": value, "press": "later"})
    client.get(path)
    assert chosen(client) == {"plan.involved": "disagree"}


def test_sending_nothing_says_what_to_do_and_counts_nobody(
    session: Session, client: CheckingClient, wave_id: UUID, invited: list[Invited]
) -> None:
    assert client.post(f"/s/{invited[0].token}", data={}).status_code == 422
    assert "Choose an answer to at least one question" in client.text()
    assert waves.get_wave(fresh(session), wave_id).answered == 0


def test_a_value_that_is_no_option_is_refused_and_the_rest_is_kept(
    session: Session, client: CheckingClient, wave_id: UUID, invited: list[Invited]
) -> None:
    given = {"plan.involved": "agree", "plan.needs": '"><b>'}
    for extra in ({}, {"press": "later"}):
        answer = client.post(f"/s/{invited[0].token}", data=given | extra)
        assert answer.status_code == 422
        assert chosen(client) == {"plan.involved": "agree"}
        assert client.page.select_one(".govuk-error-summary a[href='#plan-needs']")
        assert not client.page.select("b")
    assert waves.get_wave(fresh(session), wave_id).answered == 0


def test_questions_may_be_left_out(client: CheckingClient, invited: list[Invited]) -> None:
    answer = client.post(f"/s/{invited[0].token}", data={"plan.needs": "cant_say"})
    assert answer.status_code == 303


@pytest.mark.parametrize("token", ["x", "A" * 32, "%00", "é"])
def test_a_link_that_is_none_says_so(client: CheckingClient, token: str) -> None:
    assert client.get(f"/s/{token}").status_code == 404
    assert "link does not work" in client.text()
    assert client.post(f"/s/{token}", data=ALL_AGREE).status_code == 404
    assert client.post(f"/s/{token}/stop-surveys").status_code == 404
    assert client.post(f"/s/{token}/wrong-child").status_code == 404


def test_after_the_last_day_a_link_says_that_the_survey_is_over(
    client: CheckingClient, clock: Clock, invited: list[Invited]
) -> None:
    clock.move(days=(LAST_DAY - clock().date()).days)
    client.get(f"/s/{invited[0].token}")
    assert "How did it go" in client.text()
    clock.move(days=1)
    client.get(f"/s/{invited[0].token}")
    assert "survey is over" in client.text()
    client.post(f"/s/{invited[0].token}", data=ALL_AGREE)
    assert "survey is over" in client.text()


def test_the_page_takes_no_more_surveys_and_not_my_child(
    session: Session, client: CheckingClient, invited: list[Invited]
) -> None:
    path = f"/s/{invited[0].token}"
    assert client.get(f"{path}/not-for-me").status_code == 200
    client.post(f"{path}/stop-surveys")
    assert "No more surveys" in client.text()
    client.post(f"{path}/wrong-child")
    assert "Thank you for telling us" in client.text()
    member = fresh(session).get_one(FamilyMember, invited[0].family_member_id)
    assert member.surveys_stopped_at is not None


def test_the_link_of_an_adult_whose_access_was_closed_opens_nothing(
    session: Session, client: CheckingClient, invited: list[Invited]
) -> None:
    """A restriction, or a young person's no, since the wave opened. Stopping still works."""
    path = f"/s/{invited[0].token}"
    assert client.get(path).status_code == 200
    fresh(session)
    open_for("write")
    closed = FamilyLink.family_member_id == invited[0].family_member_id
    session.execute(update(FamilyLink).where(closed).values(restriction="no contact"))
    session.commit()
    assert client.get(path).status_code == 404
    assert "This link does not work" in client.text()
    assert client.post(path, data=ALL_AGREE).status_code == 404
    assert client.get(f"/s/{invited[1].token}").status_code == 200
    assert client.post(f"{path}/stop-surveys").status_code == 200
    assert "No more surveys" in client.text()


# --- the officer ------------------------------------------------------------------------------


def test_the_officer_makes_sees_and_opens_a_wave(session: Session, officer: CheckingClient) -> None:
    add_families(session, 12)
    session.commit()
    officer.get("/surveys/new")
    made = officer.submit("/surveys/new", NEW_WAVE)
    assert made.status_code == 303
    officer.get(made.location)
    assert "Today it would ask 12 people" in officer.text()
    assert officer.submit(f"{made.location}/open").status_code == 303
    officer.get(made.location)
    assert "The survey is open" in officer.text()
    officer.get("/surveys")
    assert "September 2020" in officer.text()
    assert "Open" in officer.text()


def test_pressing_twice_makes_one_draft(session: Session, officer: CheckingClient) -> None:
    officer.get("/surveys/new")
    hidden = officer.page.select_one("input[name=new_id]")
    assert hidden is not None
    same = NEW_WAVE | {"new_id": str(hidden["value"])}
    made = set()
    for wave in (same, same, same | {"title": "Another name"}):
        officer.get("/surveys/new")
        made.add(officer.submit("/surveys/new", wave).location)
    assert len(made) == len(list_waves(session)) == 2, "only the same is the same"


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"title": ""}, "Enter a name"),
        ({"title": "x" * 121}, "at most 120"),
        ({"instrument": ""}, "Choose what to ask"),
        ({"instrument": str(UUID(int=1))}, "valid"),
        ({"cohort": ""}, "Choose which families"),
        ({"cohort": "everybody"}, "valid"),
        ({"first-day": "31", "last-day": "1"}, "must not be before the first"),
        ({"first-month": "13"}, "not in the calendar"),
        ({"closes_on-year": "2020"}, "must not be in the past"),
        ({"groups": ["shoe-size"]}, "valid"),
        ({"baseline": "no-id"}, "valid"),
    ],
)
def test_a_wave_that_cannot_be_is_refused_and_what_was_typed_is_kept(
    officer: CheckingClient, wrong: dict[str, Any], message: str
) -> None:
    officer.get("/surveys/new")
    assert officer.submit("/surveys/new", NEW_WAVE | wrong).status_code == 422
    assert message in officer.text()
    if "title" not in wrong:
        assert officer.page.select_one("input[name=title][value='September 2020']")


def test_a_wave_with_fewer_than_ten_people_does_not_open(
    session: Session, officer: CheckingClient
) -> None:
    add_families(session, 9)
    wave_id = add_draft(session)
    session.commit()
    officer.get(f"/surveys/{wave_id}")
    assert "Everybody: 9" in officer.text()
    officer.submit(f"/surveys/{wave_id}/open", {"csrf_token": token_of(officer)})
    officer.get(f"/surveys/{wave_id}")
    assert "cannot be opened" in officer.text()
    assert waves.get_wave(fresh(session), wave_id).state is WaveState.DRAFT


def token_of(browser: CheckingClient) -> str:
    """A guard from another page, for a form that this page does not offer."""
    browser.get("/surveys/new")
    guard = browser.page.select_one("input[name=csrf_token]")
    assert guard is not None
    return str(guard["value"])


def test_the_worker_sends_everybody_a_link_and_keeps_none(
    app: Flask, session: Session, client: CheckingClient
) -> None:
    for _ in range(12):
        child_id = add_child(session)
        link(session, child_id, add_adult(session, email=f"p{child_id.hex}@example.org"))
        add_plan(session, child_id, start_on=LAST_DAY.replace(year=2020, month=8))
    open_wave(session)
    session.commit()
    work(app, session)
    letters = demo_mailbox.list_letters(fresh(session), 50)
    paths = {found.group() for item in letters if (found := re.search("/s/[^\\s]+", item.text))}
    assert len(paths) == len(letters) == 12
    assert all("plan" not in letter.subject.lower() for letter in letters)
    assert client.get(paths.pop()).status_code == 200


def test_closing_writes_the_answers_and_forgets_who_gave_them(
    app: Flask,
    session: Session,
    client: CheckingClient,
    officer: CheckingClient,
    wave_id: UUID,
    invited: list[Invited],
) -> None:
    for person in invited[:11]:
        client.post(f"/s/{person.token}", data=ALL_AGREE)
    client.post(f"/s/{invited[11].token}", data={"press": "later", **ALL_AGREE})
    officer.get(f"/surveys/{wave_id}")
    assert "Answered 11" in officer.text()
    officer.submit(f"/surveys/{wave_id}/close")
    client.post(f"/s/{invited[11].token}", data=ALL_AGREE)
    assert "survey is over" in client.text()
    work(app, session)
    assert waves.get_wave(fresh(session), wave_id).state is WaveState.CLOSED
    assert len(session.scalars(select(SurveyResponse)).all()) == 11
    assert survey_counts.get_counts(session, waves.get_wave(session, wave_id)).questions[
        "plan.needs"
    ].counts == {"agree": 11}
    assert not session.scalars(select(SurveyWaiting)).all()
    for row in session.scalars(select(SurveyInvitation)):
        assert not row.used
        assert (row.short_code, row.group_values, row.draft_sealed) == (None, None, None)
    client.get(f"/s/{invited[0].token}")
    assert "survey is over" in client.text()
    officer.get(f"/surveys/{wave_id}")
    assert "Answered 11" in officer.text()


def test_the_wave_of_september_2020_is_answered_by_link_and_telephone(
    app: Flask, session: Session, client: CheckingClient, officer: CheckingClient
) -> None:
    """The one published wave: ten respondents; that 40 were asked is our invention."""
    add_families(session, 40)
    session.commit()
    officer.get("/surveys/new")
    path = officer.submit("/surveys/new", NEW_WAVE).location
    officer.get(path)
    officer.submit(f"{path}/open")
    wave_id = UUID(path.rpartition("/")[2])
    people = give_links(fresh(session), wave_id)
    session.commit()
    for place, person in enumerate(people[:10]):
        given = ALL_AGREE | ({"plan.provision": "disagree"} if place == 7 else {})
        if place < 6:
            client.post(f"/s/{person.token}", data=given)
        else:
            call = f"{path}/calls/{person.invitation_id}"
            officer.get(call)
            officer.submit(call, given)
    officer.get(path)
    officer.submit(f"{path}/close")
    work(app, session)
    wave = waves.get_wave(fresh(session), wave_id)
    assert (wave.asked, wave.modes) == (40, {Mode.PORTAL: 6, Mode.TELEPHONE: 4, Mode.PAPER: 0})
    counts = survey_counts.get_counts(session, waves.get_wave(session, wave_id)).questions
    assert counts["plan.provision"].counts == {"agree": 9, "disagree": 1}
    assert {counts[key].counts["agree"] for key in ALL_AGREE if key != "plan.provision"} == {10}


@pytest.mark.parametrize("rest", ["", "/calls", "/calls/{id}"])
def test_a_wave_that_is_not_there_is_not_found(officer: CheckingClient, rest: str) -> None:
    missing = "6f0f4f4e-0000-4000-8000-000000000000"
    assert officer.get(f"/surveys/{missing}{rest}".format(id=missing)).status_code == 404
