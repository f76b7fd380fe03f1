"""A survey of several parts: a page each, kept at every press, looked through before it is sent."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask_babel import force_locale
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.instruments import list_words
from portal.domain.people import Role
from portal.domain.waves import Mode
from portal.features.surveys.question_block import Asks, render_questions
from portal.store import responses, waves
from portal.store.tables.surveys import SurveyWaiting
from tests.open_waves import Invited, add_families, give_links
from tests.pages.conftest import CheckingClient, SignIn
from tests.survey_of_parts import PARTS, open_wave_of

SCHOOL = {"own.who": "school"}
LAST_PART = {
    "part": "4",
    "own.number": "3",
    "own.day-day": "7",
    "own.day-month": "3",
    "own.day-year": "2026",
    "own.short": "Fair <b>",
}


@pytest.fixture
def wave_id(session: Session) -> UUID:
    add_families(session, 12)
    made = open_wave_of(session)
    session.commit()
    return made


@pytest.fixture
def invited(session: Session, wave_id: UUID) -> list[Invited]:
    people = give_links(session, wave_id)
    session.commit()
    return people


@pytest.fixture
def path(invited: list[Invited]) -> str:
    return f"/s/{invited[0].token}"


def press(client: CheckingClient, path: str, fields: Mapping[str, object]) -> CheckingClient:
    """Send one page and open the one that follows."""
    answer = client.post(path, data=fields)
    assert answer.status_code == 303, client.text()
    assert len(client.statements) <= 8
    client.get(answer.location)
    return client


def waiting(session: Session, wave_id: UUID) -> list[dict[str, str]]:
    session.rollback()
    session.expire_all()
    found = [dict(each.answers) for each in responses.list_waiting(session, wave_id)]
    session.rollback()
    return found


def test_a_family_goes_through_all_parts_and_sends_what_it_has_looked_through(
    session: Session, client: CheckingClient, wave_id: UUID, path: str
) -> None:
    client.get(path)
    assert "Nobody can tell which answers are yours" in client.text()
    assert "These are about the last year." in client.text()
    assert "Page 1 of 2" in client.text()
    press(client, path, {"part": "1", **SCHOOL, "own.yes": "not_sure"})
    assert "When did The school help?" in client.text()
    assert "Page 2 of 3" in client.text()
    press(client, path, {"part": "3", "own.when": ["after", "before"]})
    press(client, path, LAST_PART)
    assert "Check your answers" in client.text()
    for words in ("The school", "Before, After", "7 March 2026", "Fair <b>", "Not answered"):
        assert words in client.text()
    assert client.page.select_one("main a[href='?part=4#own-day-day']")
    assert waiting(session, wave_id) == []
    press(client, path, {"part": "check"})
    assert "Your answers are in" in client.text()
    assert waiting(session, wave_id) == [
        {
            "own.who": "school",
            "own.yes": "not_sure",
            "own.when": "before after",
            "own.number": "3",
            "own.day": "2026-03-07",
            "own.short": "Fair <b>",
        }
    ]


def test_every_page_is_kept_and_there_on_another_device(
    app: Flask, client: CheckingClient, path: str
) -> None:
    press(client, path, {"part": "1", "own.who": "nobody"})
    press(client, path, {"part": "2", "own.help": "Somebody\r\nwho <listens>"})
    other = app.test_client()
    assert isinstance(other, CheckingClient)
    other.get(path)
    assert other.page.select_one("input[name='own.who'][value=nobody][checked]")
    other.get(f"{path}?part=2")
    area = other.page.select_one("textarea[name='own.help']")
    assert area is not None
    assert area.get_text().strip() == "Somebody\nwho <listens>"


def test_going_back_loses_no_word_and_passes_over_what_is_not_asked(
    client: CheckingClient, path: str
) -> None:
    press(client, path, {"part": "1", "own.who": "nobody"})
    press(client, path, {"part": "2", "own.help": "A call"})
    press(client, path, {"part": "4", "own.short": "Slow", "press": "back"})
    assert "What would have helped?" in client.text()
    press(client, path, {"part": "2", "own.help": "A call", "press": "back"})
    assert "Page 1 of 3" in client.text()
    client.get(f"{path}?part=4")
    short = client.page.select_one("input[name='own.short']")
    assert short is not None
    assert short["value"] == "Slow"


def test_finishing_later_keeps_what_is_on_the_page_whichever_it_is(
    session: Session, client: CheckingClient, wave_id: UUID, path: str
) -> None:
    press(client, path, {"part": "1", "own.who": "nobody", "press": "later"})
    assert "kept your answers" in client.text()
    press(client, path, {"part": "check", "press": "later"})
    assert "kept your answers" in client.text()
    assert waiting(session, wave_id) == []


def test_what_is_not_asked_any_more_is_not_sent(
    session: Session, client: CheckingClient, wave_id: UUID, path: str
) -> None:
    press(client, path, {"part": "1", "own.who": "nobody"})
    press(client, path, {"part": "2", "own.help": "A call"})
    press(client, path, {"part": "1", "own.who": "school"})
    press(client, path, LAST_PART)
    assert "A call" not in client.text()
    press(client, path, {"part": "check"})
    (sent,) = waiting(session, wave_id)
    assert "own.help" not in sent


def test_an_answer_that_is_needed_is_asked_for_by_name_and_the_rest_is_kept(
    client: CheckingClient, path: str
) -> None:
    press(client, path, {"part": "1", "own.who": "nobody"})
    answer = client.post(path, data={"part": "4", "own.short": "Slow"})
    assert answer.status_code == 422
    assert "We need an answer to this question" in client.text()
    assert client.page.select_one(".govuk-error-summary a[href='#own-number']")
    short = client.page.select_one("input[name='own.short']")
    assert short is not None
    assert short["value"] == "Slow"
    assert client.post(path, data={"part": "check"}).status_code == 422
    assert client.page.select_one(".govuk-error-summary a[href='?part=4#own-number']")


@pytest.mark.parametrize(
    ("wrong", "words", "typed", "target"),
    [
        ({"own.number": "three"}, "Enter a whole number", "three", "own-number"),
        (
            {"own.day-day": "31", "own.day-month": "2", "own.day-year": "2026"},
            "Enter a day, month and year",
            "31",
            "own-day-day",
        ),
        ({"own.short": "x" * 201}, "at most 200 letters", "x" * 201, "own-short"),
    ],
)
def test_what_was_typed_is_shown_again_when_it_is_refused(
    client: CheckingClient, path: str, wrong: dict[str, str], words: str, typed: str, target: str
) -> None:
    press(client, path, {"part": "1", "own.who": "nobody"})
    answer = client.post(path, data={"part": "4", "own.number": "1"} | wrong)
    assert answer.status_code == 422
    assert words in client.text()
    field = client.page.select_one(f"#{target}")
    assert field is not None
    assert field["value"] == typed
    assert client.page.select_one(f".govuk-error-summary a[href='#{target}']")


def test_before_free_words_stands_that_nobody_can_help_from_them(
    client: CheckingClient, path: str
) -> None:
    press(client, path, {"part": "1", "own.who": "nobody"})
    assert "We cannot tell who wrote this, so we cannot help you from it" in client.text()
    assert client.page.select_one("main a[href='/contact']")


def test_two_devices_that_keep_different_parts_lose_neither(
    app: Flask, client: CheckingClient, path: str
) -> None:
    other = app.test_client()
    assert isinstance(other, CheckingClient)
    client.get(path)
    other.get(path)
    press(client, path, {"part": "1", "own.who": "nobody"})
    press(other, path, {"part": "4", "own.number": "2"})
    assert "Nobody" in other.text()


def test_an_address_that_names_no_part_shows_the_first(client: CheckingClient, path: str) -> None:
    for part in ("9", "x", "-1", "3"):
        client.get(f"{path}?part={part}")
        assert "Who helped you most?" in client.text()


def test_a_signed_in_parent_and_the_telephone_go_the_same_steps(
    session: Session, sign_in: SignIn, invited: list[Invited], wave_id: UUID
) -> None:
    parent = sign_in(Role.FAMILY_MEMBER, invited[0].family_member_id)
    path = f"/children/{invited[0].child_id}/surveys/{wave_id}"
    parent.get(path)
    parent.get(parent.submit(path, {"part": "1", "own.who": "nobody"}).location)
    assert "What would have helped?" in parent.text()
    parent.get(parent.submit(path, {"part": "4", "own.number": "2"}).location)
    assert parent.submit(path, {"part": "check"}).location == "/children/survey-sent"
    assert waiting(session, wave_id) == [{"own.who": "nobody", "own.number": "2"}]
    assert waves.get_wave(session, wave_id).modes[Mode.PORTAL] == 1


def test_questions_in_another_language_say_which_it_is(app: Flask) -> None:
    """In the reader's language where every word is there, in English and marked so where not."""
    polish = {words: f"{words} (po polsku)" for words in list_words(PARTS)}
    with app.test_request_context(), force_locale("pl"):
        for instrument, marked in (
            (PARTS, True),
            (replace(PARTS, translations={"pl": polish}), False),
        ):
            asks = Asks(uuid4(), instrument)
            html = render_questions(asks, asks.instrument.questions, {}, earlier=SCHOOL)
            assert html.startswith('<div lang="en" dir="ltr">') is marked
            assert ("Who helped you most? (po polsku)" in html) is not marked
            assert ("When did The school (po polsku) help? (po polsku)" in html) is not marked


def test_one_row_is_what_comes_of_pressing_twice(
    session: Session, client: CheckingClient, path: str
) -> None:
    press(client, path, LAST_PART)
    client.post(path, data={"part": "check"})
    client.post(path, data={"part": "check"})
    assert "answered already" in client.text()
    session.rollback()
    assert len(session.scalars(select(SurveyWaiting)).all()) == 1


def test_no_two_pages_have_one_title(
    session: Session, client: CheckingClient, invited: list[Invited]
) -> None:
    untitled = replace(
        PARTS, sections=tuple(replace(section, title="") for section in PARTS.sections)
    )
    wave_id = open_wave_of(session, untitled)
    token = give_links(session, wave_id)[0].token
    session.commit()
    path = f"/s/{token}"
    press(client, path, {"part": "1", "own.who": "nobody"})
    titles = []
    for part in ("1", "2", "4", "check"):
        client.get(f"{path}?part={part}")
        assert client.page.title is not None
        titles.append(client.page.title.get_text())
    assert titles[1].startswith("Page 2 of 3")
    assert len(set(titles)) == 4
    assert client.text().count("Page") == 0
