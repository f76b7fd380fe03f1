"""A setting's survey: by the link in a coordinator's e-mail, signed in, and in the release."""

import re
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.people import Role
from portal.domain.waves import CohortKind, CohortRule, Mode, WaveState
from portal.shell.worker import work_until_empty
from portal.store import demo_mailbox, waves
from portal.store.connection import open_for
from portal.store.tables.children import Child
from portal.store.tables.sessions import ReadTrail
from portal.store.tables.surveys import SurveyAnswer, SurveyResponse
from tests.open_waves import LAST_DAY, add_families
from tests.pages.conftest import CheckingClient, SignIn
from tests.people import add_adult, add_staff, link
from tests.setting_waves import (
    ALL_AGREE,
    PLANS,
    TERM,
    School,
    add_pupil,
    add_school,
    add_setting_draft,
    give_setting_links,
    open_setting_wave,
)


@pytest.fixture
def schools(session: Session) -> list[School]:
    made = [add_school(session) for _ in range(12)]
    session.commit()
    return made


@pytest.fixture
def officer(session: Session, sign_in: SignIn) -> CheckingClient:
    staff_id = add_staff(session, Role.PARTICIPATION_OFFICER)
    session.commit()
    return sign_in(Role.PARTICIPATION_OFFICER, staff_id)


def opened(session: Session, rule: CohortRule) -> tuple[UUID, dict[UUID, tuple[UUID, str]]]:
    wave_id = open_setting_wave(session, rule)
    links = give_setting_links(session, wave_id)
    session.commit()
    return wave_id, links


def work(app: Flask, session: Session) -> None:
    """Let the worker do all that waits, in a context of its own."""
    session.rollback()
    with app.app_context():
        open_for("write")
        work_until_empty()


def name_and_reference(session: Session, school: School) -> tuple[str, str]:
    child = session.get_one(Child, school.child_id)
    return child.forename, child.caseref or ""


def test_a_link_to_one_plan_shows_its_case_reference_and_no_name(
    session: Session, client: CheckingClient, schools: list[School]
) -> None:
    wave_id, links = opened(session, PLANS)
    for school in schools[:2]:
        name, caseref = name_and_reference(session, school)
        session.rollback()
        client.get(f"/s/{links[school.staff_id][1]}")
        assert f"case reference is {caseref}." in client.text()
        assert name not in client.page.get_text()
        assert "your child" not in client.text()
        assert "Nobody can tell which answers are yours or your setting’s" in client.text()
        assert len(client.page.select("fieldset")) == 3
    sent = client.post(f"/s/{links[schools[0].staff_id][1]}", data=ALL_AGREE)
    client.get(sent.location)
    assert "Your answers are in" in client.text()
    client.get(f"/s/{links[schools[0].staff_id][1]}")
    assert "answered already" in client.text()
    session.expire_all()
    assert waves.get_wave(session, wave_id).modes[Mode.PORTAL] == 1
    assert not session.scalars(select(ReadTrail)).all()


def test_a_link_to_a_term_shows_no_plan(
    session: Session, client: CheckingClient, schools: list[School]
) -> None:
    _, links = opened(session, TERM)
    client.get(f"/s/{links[schools[0].staff_id][1]}")
    assert "plans of your pupils between 1 September 2026 and 31 December 2026" in client.text()
    assert "case reference" not in client.text()


def test_a_coordinator_who_is_signed_in_finds_it_on_the_page_of_the_pupils(
    session: Session, sign_in: SignIn, client: CheckingClient, schools: list[School]
) -> None:
    _, links = opened(session, PLANS)
    own, other = schools[0].staff_id, schools[1].staff_id
    coordinator = sign_in(Role.COORDINATOR, own)
    coordinator.get("/pupils")
    waiting = coordinator.page.select("main a[href^='/pupils/surveys/']")
    assert [each["href"] for each in waiting] == [f"/pupils/surveys/{links[own][0]}"]
    assert name_and_reference(session, schools[0])[0] in waiting[0].get_text()
    session.rollback()
    path = str(waiting[0]["href"])
    coordinator.get(path)
    coordinator.submit(path, {"setting.needs": "agree", "press": "later"})
    client.get(f"/s/{links[own][1]}")
    assert [box["value"] for box in client.page.select("input[checked]")] == ["agree"]
    coordinator.get(path)
    coordinator.get(coordinator.submit(path, ALL_AGREE).location)
    assert "Your answers are in" in coordinator.text()
    coordinator.get("/pupils")
    assert not coordinator.page.select("main a[href^='/pupils/surveys/']")
    assert coordinator.get(f"/pupils/surveys/{links[other][0]}").status_code == 404


def test_a_mistake_says_so_and_keeps_the_answers(
    session: Session, sign_in: SignIn, schools: list[School]
) -> None:
    _, links = opened(session, TERM)
    coordinator = sign_in(Role.COORDINATOR, schools[0].staff_id)
    path = f"/pupils/surveys/{links[schools[0].staff_id][0]}"
    coordinator.get(path)
    assert coordinator.submit(path, {"setting.needs": "maybe"}).status_code == 422
    assert coordinator.submit(path, {}).status_code == 422


def test_nobody_stops_families_surveys_by_a_settings_link(
    session: Session, client: CheckingClient, schools: list[School]
) -> None:
    _, links = opened(session, PLANS)
    token = links[schools[0].staff_id][1]
    assert client.post(f"/s/{token}/stop-surveys").status_code == 404
    assert client.post(f"/s/{token}/wrong-child").status_code == 404


def test_settings_are_asked_by_e_mail_and_released_as_settings(
    app: Flask,
    session: Session,
    client: CheckingClient,
    officer: CheckingClient,
    schools: list[School],
) -> None:
    """From the officer's press to the release; the families of the same pupils hear nothing."""
    for school in schools:
        link(session, school.child_id, add_adult(session, email=f"{school.child_id}@example.org"))
    wave_id = add_setting_draft(session, PLANS)
    session.commit()
    path = f"/surveys/{wave_id}"
    officer.get(path)
    assert "would ask 12 coordinators" in officer.text()
    officer.submit(f"{path}/open")
    work(app, session)
    letters = demo_mailbox.list_letters(session, 100)
    session.rollback()
    assert len(letters) == 12
    assert all("staff" in letter.address for letter in letters)
    for letter in letters[:11]:
        assert "how our plans work" in letter.text
        found = re.search("/s/[^\\s]+", letter.text)
        assert found is not None
        assert client.post(found.group(), data=ALL_AGREE).status_code == 303
    officer.get(path)
    assert "telephone desk" not in officer.text()
    officer.submit(f"{path}/close")
    work(app, session)
    session.expire_all()
    assert {row.question for row in session.scalars(select(SurveyAnswer))} == set(ALL_AGREE)
    assert len(session.scalars(select(SurveyResponse)).all()) == 11
    session.rollback()
    officer.get(f"/releases/waves/{wave_id}/preview")
    report = str(officer.submit(f"/releases/waves/{wave_id}/release").location)
    officer.get(report)
    for words in (
        "describes needs accurately",
        "outcomes in the plan are clear",
        "improves access",
    ):
        assert words in officer.text()
    assert "Coordinators of schools, colleges and nurseries" in officer.text()


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (TERM, "Each is asked once, about the plans of all their pupils."),
        (PLANS, "They are asked about 12 plans."),
    ],
)
def test_before_it_opens_the_officer_reads_how_many_coordinators_it_asks(
    session: Session, officer: CheckingClient, rule: CohortRule, said: str
) -> None:
    schools = [add_school(session) for _ in range(11)]
    add_pupil(session, schools[0].setting_id)
    wave_id = add_setting_draft(session, rule)
    session.commit()
    officer.get(f"/surveys/{wave_id}")
    assert f"Today it would ask 11 coordinators. {said}" in officer.text()
    assert "asked about 0" not in officer.text()


def test_the_officer_reads_why_questions_for_settings_cannot_go_to_others(
    session: Session, officer: CheckingClient
) -> None:
    add_families(session, 12)
    drafts = [
        add_setting_draft(session, CohortRule(kind, LAST_DAY, LAST_DAY))
        for kind in (CohortKind.LISTED, CohortKind.ANYBODY)
    ]
    session.commit()
    for wave_id in drafts:
        officer.get(f"/surveys/{wave_id}")
        assert "These questions are for schools, colleges and nurseries" in officer.text()
        assert "at least 10 people" not in officer.text()
        assert not officer.page.select("form[action$='/open']")
        officer.get(officer.submit(f"/surveys/{wave_id}/open").location)
        assert "cannot be opened" in officer.text()
        assert waves.get_wave(session, wave_id).state is WaveState.DRAFT
