"""A page of a survey that keeps itself while it is filled in, and what it keeps of it."""

from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.domain.people import Role
from portal.store.tables.surveys import SurveyWaiting
from tests.open_waves import SEPTEMBER_2020_WAVE, Invited, add_families, give_links, open_wave
from tests.pages.conftest import CheckingClient, SignIn
from tests.setting_waves import TERM, add_school, give_setting_links, open_setting_wave
from tests.survey_of_parts import open_wave_of

AUTO = {"press": "auto"}
ALL_AGREE = {choice.key: "agree" for choice in SEPTEMBER_2020_WAVE}


@pytest.fixture
def wave_id(session: Session) -> UUID:
    add_families(session, 12)
    made = open_wave_of(session)
    session.commit()
    return made


@pytest.fixture
def invited(session: Session, wave_id: UUID) -> Invited:
    people = give_links(session, wave_id)
    session.commit()
    return people[0]


@pytest.fixture
def path(invited: Invited) -> str:
    return f"/s/{invited.token}"


def keep(client: CheckingClient, path: str, fields: dict[str, str]) -> int:
    answer = client.post(path, data=fields | AUTO)
    assert answer.data == b""
    assert len(client.statements) <= 8
    return answer.status_code


def typed(client: CheckingClient, path: str, name: str) -> str:
    """What stands in this box for somebody who opens the survey anew."""
    client.get(path)
    box = client.page.select_one(f"[name='{name}']")
    assert box is not None
    return str(box.get("value") or box.get_text().strip())


def test_what_is_typed_is_kept_without_a_press_and_nothing_is_sent(
    app: Flask, session: Session, client: CheckingClient, path: str
) -> None:
    assert keep(client, path, {"part": "4", "own.short": "Fair"}) == 204
    other = app.test_client()
    assert isinstance(other, CheckingClient)
    assert typed(other, f"{path}?part=4", "own.short") == "Fair"
    assert session.scalar(select(func.count()).select_from(SurveyWaiting)) == 0


def test_half_a_date_hinders_no_other_answer_and_takes_nothing_away(
    client: CheckingClient, path: str
) -> None:
    day = {"own.day-day": "7", "own.day-month": "3", "own.day-year": "2026"}
    assert keep(client, path, {"part": "4", **day}) == 204
    half = {**day, "own.day-year": "20", "own.short": "Fair", "own.number": "3"}
    assert keep(client, path, {"part": "4", **half}) == 422
    assert typed(client, f"{path}?part=4", "own.short") == "Fair"
    assert typed(client, f"{path}?part=4", "own.day-year") == "2026"


def test_an_answer_taken_back_is_kept_as_taken_back(client: CheckingClient, path: str) -> None:
    assert keep(client, path, {"part": "4", "own.short": "Fair", "own.number": "3"}) == 204
    assert keep(client, path, {"part": "4", "own.short": "", "own.number": "3"}) == 204
    assert typed(client, f"{path}?part=4", "own.short") == ""
    assert typed(client, f"{path}?part=4", "own.number") == "3"


def test_a_page_that_was_sent_from_another_device_says_that_nothing_is_kept(
    session: Session, client: CheckingClient
) -> None:
    add_families(session, 12)
    sent_wave = open_wave(session)
    token = give_links(session, sent_wave)[0].token
    session.commit()
    assert client.post(f"/s/{token}", data=ALL_AGREE).status_code == 303
    assert client.post(f"/s/{token}", data=ALL_AGREE | AUTO).status_code == 200
    assert "answered already" in client.page.get_text()


def test_signed_in_it_keeps_itself_too_with_its_guard_against_forgery(
    app: Flask, sign_in: SignIn, invited: Invited, wave_id: UUID, path: str
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    parent = sign_in(Role.FAMILY_MEMBER, invited.family_member_id)
    own = f"/children/{invited.child_id}/surveys/{wave_id}"
    parent.get(own)
    assert parent.post(own, data={"part": "1", "own.who": "nobody"} | AUTO).status_code == 400
    parent.get(own)
    answer = parent.submit(own, {"part": "1", "own.who": "nobody"} | AUTO)
    assert answer.status_code == 204
    parent.get(path)
    assert parent.page.select_one("input[value=nobody][checked]")


def test_a_settings_page_keeps_itself_too(session: Session, client: CheckingClient) -> None:
    schools = [add_school(session) for _ in range(10)]
    links = give_setting_links(session, open_setting_wave(session, TERM))
    session.commit()
    path = f"/s/{links[schools[0].staff_id][1]}"
    assert keep(client, path, {"setting.needs": "agree"}) == 204
    client.get(path)
    assert client.page.select_one("input[name='setting.needs'][value=agree][checked]")


def test_only_pages_with_something_to_fill_in_load_the_script(
    client: CheckingClient, path: str
) -> None:
    for part, loads in (("1", True), ("4", True), ("check", False)):
        client.get(f"{path}?part={part}")
        assert bool(client.page.select("script[type=module][src*='autosave.js']")) is loads
        assert bool(client.page.select("form [role=status][data-saved]")) is loads
