"""The participation group comments, proposes and signs off; a changed word undoes a sign-off."""

from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from portal.actions.co_production import freeze_sign_off
from portal.actions.surveys import NewWave, create_wave, open_wave
from portal.domain.instruments import freeze
from portal.domain.people import Role
from portal.domain.questions import FIXED_SCALES, QuestionKind
from portal.domain.waves import Wave
from portal.features.instruments.translation_form import name_of
from portal.store import instruments
from portal.store.co_production import find_wave_sign_off
from tests.conftest import Clock
from tests.open_waves import (
    AUGUST_2020,
    LAST_DAY,
    NOW,
    TODAY,
    add_draft,
    add_families,
    give_links,
)
from tests.pages.conftest import CheckingClient, SignIn
from tests.pages.test_instruments import fill, hidden, officer, press, send, shipped, stored
from tests.people import add_staff

__all__ = ["officer", "shipped"]

SIGNED = "Signed off by families on the participation group on Monday 23 November 2026"
NOT_SIGNED = "Not signed off by families"


@pytest.fixture
def member(session: Session, sign_in: SignIn) -> CheckingClient:
    staff_id = add_staff(session, Role.GROUP_MEMBER)
    session.commit()
    return sign_in(Role.GROUP_MEMBER, staff_id)


@pytest.fixture
def path(officer: CheckingClient, shipped: dict[str, str]) -> str:
    """An instrument that the group sees."""
    path = shipped["parents-plan"]
    assert press(officer, f"{path}/agreement", f"{path}/agreement/show") == 303
    return path


def signed(session: Session, path: str) -> bool:
    session.rollback()
    found = instruments.find_sign_off(session, UUID(path.split("/")[2]))
    session.rollback()
    return found is not None


def test_the_group_sees_only_what_it_is_shown(
    officer: CheckingClient, member: CheckingClient, shipped: dict[str, str], path: str
) -> None:
    member.get("/instruments/for-group")
    assert [link["href"] for link in member.page.select("main a")] == [f"{path}/agreement"]
    assert member.get(f"{path}/agreement").status_code == 200
    hidden_one = shipped["child"]
    for place in ("agreement", "remarks/comment/new"):
        assert member.get(f"{hidden_one}/{place}").status_code == 404
    member.get(f"{path}/agreement")
    assert send(member, f"{hidden_one}/sign-off") == 404
    assert send(member, f"{hidden_one}/remarks/comment/new", words="Hello there") == 404
    assert press(officer, f"{path}/agreement", f"{path}/agreement/hide") == 303
    assert member.get(f"{path}/agreement").status_code == 404


def test_a_comment_is_made_once_and_answered(
    officer: CheckingClient, member: CheckingClient, path: str
) -> None:
    page = f"{path}/remarks/comment/new"
    member.get(f"{path}/agreement")
    assert member.page.select_one(f"main a[href='{page}?question=plan.needs']")
    member.get(f"{page}?question=plan.needs")
    assert "The plan describes my child’s" in member.text()
    fields = hidden(member) | {"words": "Say child or young person."}
    for _ in range(2):
        assert member.submit(page, fields).status_code == 303
        member.get(page)
    assert send(member, page, words="") == 422
    member.get(f"{path}/agreement")
    assert member.text().count("Say child or young person.") == 1
    assert "Not answered yet." in member.text()
    officer.get(f"{path}/agreement")
    link = officer.page.select_one("main a[href*='/remarks/']")
    assert link is not None
    assert fill(officer, str(link["href"]), answer="") == 422
    assert fill(officer, str(link["href"]), answer="It does.") == 303
    member.get(f"{path}/agreement")
    assert "It does." in member.text()
    assert "Not answered yet." not in member.text()


def test_a_proposal_becomes_a_question_once(
    session: Session, officer: CheckingClient, member: CheckingClient, path: str
) -> None:
    proposed = "Was there time to think?"
    assert fill(member, f"{path}/remarks/proposal/new", words=proposed) == 303
    before = stored(session, path).questions
    officer.get(f"{path}/agreement")
    link = officer.page.select_one("main a[href*='/remarks/']")
    assert link is not None
    page = str(link["href"])
    for _ in range(2):
        assert fill(officer, page, answer="Good idea.", kind="yes_no") == 303
    made = stored(session, path).questions
    assert made[:-1] == before
    assert (made[-1].statement, made[-1].kind) == (proposed, QuestionKind.YES_NO)
    assert made[-1].options == FIXED_SCALES[QuestionKind.YES_NO]
    member.get(f"{path}/agreement")
    assert "The question was taken in." in member.text()


def test_a_sign_off_falls_away_when_a_word_changes_and_not_for_a_translation(
    session: Session, officer: CheckingClient, member: CheckingClient, path: str
) -> None:
    member.get(f"{path}/agreement")
    assert NOT_SIGNED in member.text()
    assert press(member, f"{path}/agreement", f"{path}/sign-off") == 303
    member.get(f"{path}/agreement")
    assert SIGNED in member.text()
    translated = {name_of("Agree"): "Zgadzam się"}
    assert fill(officer, f"{path}/translations/pl", **translated) == 303
    assert stored(session, path).translations == {"pl": {"Agree": "Zgadzam się"}}
    assert signed(session, path)
    introduction = stored(session, path).introduction
    assert fill(officer, f"{path}/words", title="New", introduction="Shorter") == 303
    assert not signed(session, path)
    member.get(f"{path}/agreement")
    assert NOT_SIGNED in member.text()
    title = "Parents and carers, new plans"
    assert fill(officer, f"{path}/words", title=title, introduction=introduction) == 303
    assert signed(session, path), "the very words that were signed stand again"


def test_nobody_signs_words_that_they_have_not_read(
    session: Session, officer: CheckingClient, member: CheckingClient, path: str
) -> None:
    member.get(f"{path}/agreement")
    assert fill(officer, f"{path}/words", title="New", introduction="Other words") == 303
    seen = hidden(member)
    assert member.submit(f"{path}/sign-off", seen).status_code == 303
    member.get(f"{path}/agreement")
    assert "The words have changed since you opened this page" in member.text()
    assert not signed(session, path)


def test_a_wave_keeps_the_sign_off_under_which_it_was_opened(
    session: Session, clock: Clock, officer: CheckingClient, member: CheckingClient, path: str
) -> None:
    instrument_id = UUID(path.split("/")[2])
    waves = [add_draft(session) for _ in range(2)]
    session.commit()
    asked = freeze(stored(session, path))
    freeze_sign_off(session, waves[0], instrument_id, asked)
    session.commit()
    press(member, f"{path}/agreement", f"{path}/sign-off")
    session.rollback()
    freeze_sign_off(session, waves[1], instrument_id, asked)
    session.commit()
    fill(officer, f"{path}/words", title="New", introduction="Other words")
    session.rollback()
    assert find_wave_sign_off(session, waves[0]) is None
    kept = find_wave_sign_off(session, waves[1])
    assert kept is not None
    assert kept.signed_at == clock()


def test_respondents_read_whether_families_have_signed_it_off(
    session: Session, client: CheckingClient, member: CheckingClient, path: str
) -> None:
    add_families(session, 12)
    session.commit()
    client.get(f"/s/{open_and_link(session, path)}")
    assert NOT_SIGNED in client.text()
    press(member, f"{path}/agreement", f"{path}/sign-off")
    session.rollback()
    client.get(f"/s/{open_and_link(session, path)}")
    assert SIGNED in client.text()


def open_and_link(session: Session, path: str) -> str:
    """Open a wave of this instrument; the link of somebody who is asked."""
    asks = UUID(path.split("/")[2])
    wave = NewWave("New plans", asks, AUGUST_2020, (), LAST_DAY, None)
    wave_id = create_wave(session, wave, today=TODAY, now=NOW)
    assert isinstance(wave_id, UUID)
    assert isinstance(open_wave(session, wave_id, today=TODAY, now=NOW), Wave)
    (invited, *_) = give_links(session, wave_id)
    session.commit()
    return invited.token
