"""One person, one response, whatever happens at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import Client

from portal.actions import survey_texts, surveys
from portal.domain.people import Role
from portal.domain.waves import CohortKind, CohortRule, Mode, Wave, WaveState
from portal.store import invitations, responses, sessions, waves
from portal.store.connection import open_for
from portal.store.db import db
from portal.store.tables.surveys import SurveyInvitation, SurveyResponse, SurveyWaiting
from tests.open_waves import (
    LAST_DAY,
    NOW,
    SEPTEMBER_2020_WAVE,
    TODAY,
    add_families,
    add_questions,
    give_links,
    open_wave,
)
from tests.people import add_staff
from tests.survey_of_parts import WRITTEN, open_wave_of

ANSWERS = {choice.key: "agree" for choice in SEPTEMBER_2020_WAVE}


def test_fifty_submissions_of_one_invitation_give_one_response(
    app: Flask, session: Session
) -> None:
    add_families(session, 12)
    wave_id = open_wave(session)
    token = give_links(session, wave_id)[0].token
    session.commit()
    together = Barrier(50)

    def submit(number: int) -> tuple[int, str]:
        together.wait()
        answer = Client(app).post(
            f"/s/{token}", data=ANSWERS | ({"press": "later"} if number % 10 == 9 else {})
        )
        return answer.status_code, answer.headers.get("Location", "")

    with ThreadPoolExecutor(50) as pool:
        replies = list(pool.map(submit, range(50)))
    assert {status for status, _ in replies} <= {200, 303}
    assert sum(place.endswith("/sent") for _, place in replies) == 1
    assert session.scalar(select(func.count()).select_from(SurveyWaiting)) == 1
    assert waves.get_wave(session, wave_id).modes == {
        Mode.PORTAL: 1,
        Mode.TELEPHONE: 0,
        Mode.PAPER: 0,
    }


def test_fifty_submissions_by_four_ways_give_one_response(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By link, signed in, on the telephone and on paper, all at the same moment."""
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    # A client that counts statements counts those of all fifty.
    monkeypatch.setattr(app, "test_client_class", FlaskClient)
    add_families(session, 12)
    wave_id = open_wave(session)
    person = give_links(session, wave_id)[0]
    code = session.get_one(SurveyInvitation, person.invitation_id).short_code
    staff_id = add_staff(session, Role.PARTICIPATION_OFFICER)
    signed_in = {
        role: sessions.add_session(session, role, who, NOW)
        for role, who in (
            (Role.FAMILY_MEMBER, person.family_member_id),
            (Role.PARTICIPATION_OFFICER, staff_id),
        )
    }
    session.commit()
    officer = Role.PARTICIPATION_OFFICER
    ways: list[tuple[str, Role | None, dict[str, str]]] = [
        (f"/s/{person.token}", None, {}),
        (f"/children/{person.child_id}/surveys/{wave_id}", Role.FAMILY_MEMBER, {}),
        (f"/surveys/{wave_id}/calls/{person.invitation_id}", officer, {}),
        (f"/surveys/{wave_id}/paper", officer, {"number": code or ""}),
    ]
    clients = []
    for number in range(50):
        path, role, fields = ways[number % 4]
        client = app.test_client()
        if role is not None:
            with client.session_transaction() as cookie:
                cookie["_user_id"], cookie["_fresh"] = signed_in[role], True
        clients.append((client, path, fields))
    together = Barrier(50)

    def submit(one: tuple[FlaskClient, str, dict[str, str]]) -> int:
        client, path, fields = one
        together.wait()
        return client.post(path, data=ANSWERS | fields).status_code

    with ThreadPoolExecutor(50) as pool:
        statuses = list(pool.map(submit, clients))
    assert set(statuses) <= {200, 303, 422}, "the way in may be closed, and nothing fails"
    session.rollback()
    assert session.scalar(select(func.count()).select_from(SurveyWaiting)) == 1
    assert waves.get_wave(session, wave_id).answered == 1


def test_fifty_presses_on_one_public_page_give_one_response(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "test_client_class", FlaskClient)
    made = surveys.create_wave(
        session,
        surveys.NewWave(
            "Fair",
            add_questions(session),
            CohortRule(CohortKind.ANYBODY, TODAY, TODAY),
            (),
            LAST_DAY,
            None,
        ),
        today=TODAY,
        now=NOW,
    )
    assert isinstance(made, UUID)
    wave = surveys.open_wave(session, made, today=TODAY, now=NOW)
    assert isinstance(wave, Wave)
    session.commit()
    page = ANSWERS | {"key": str(uuid4())}
    together = Barrier(50)

    def submit(_number: int) -> int:
        together.wait()
        return Client(app).post(f"/s/open/{wave.public_code}", data=page).status_code

    with ThreadPoolExecutor(50) as pool:
        assert set(pool.map(submit, range(50))) == {303}
    session.rollback()
    assert session.scalar(select(func.count()).select_from(SurveyWaiting)) == 1
    assert waves.get_wave(session, wave.id).answered == 1


def test_no_answer_and_no_word_is_lost_while_texts_are_taken_out(
    app: Flask, session: Session
) -> None:
    """Each family is told "sent" or "kept" while every row is written anew, again and again."""
    add_families(session, 32)
    wave_id = open_wave_of(session, WRITTEN)
    people = give_links(session, wave_id)
    session.commit()
    for person in people[:10]:
        Client(app).post(f"/s/{person.token}", data={"own.help": "before"})
    rest = people[10:]
    together = Barrier(len(rest) + 1)

    def submit(number: int) -> None:
        together.wait()
        later = {"press": "later"} if number % 2 else {}
        words = {"own.help": f"words {number}"}
        answer = Client(app).post(f"/s/{rest[number].token}", data=words | later)
        end = "/saved" if later else "/sent"
        assert answer.headers.get("Location", "").endswith(end), answer.get_data(as_text=True)

    def take() -> None:
        together.wait()
        with app.app_context():
            open_for("write")
            for _ in range(5):
                survey_texts.take_texts(db.session(), wave_id, NOW)
                db.session.commit()

    with ThreadPoolExecutor(len(rest) + 1) as pool:
        taking = pool.submit(take)
        list(pool.map(submit, range(len(rest))))
        taking.result()
    session.rollback()
    survey_texts.take_texts(session, wave_id, NOW)
    told = {each.words for each in responses.list_texts(session, wave_id)}
    assert told == {"before"} | {f"words {number}" for number in range(0, len(rest), 2)}
    for number in range(1, len(rest), 2):
        found = invitations.find_by_token(session, rest[number].token, TODAY)
        assert found is not None
        assert invitations.read_draft(session, found) == {"own.help": f"words {number}"}
    assert waves.get_wave(session, wave_id).answered == 10 + len(rest) // 2


def test_no_answer_is_lost_while_the_wave_closes(app: Flask, session: Session) -> None:
    """Each family is told "sent" or "over", and what was told is what is stored."""
    add_families(session, 24)
    wave_id = open_wave(session)
    people = give_links(session, wave_id)
    session.commit()
    together = Barrier(len(people) + 1)

    def submit(token: str) -> bool:
        together.wait()
        answer = Client(app).post(f"/s/{token}", data=ANSWERS)
        return answer.headers.get("Location", "").endswith("/sent")

    def close() -> None:
        together.wait()
        with app.app_context():
            open_for("write")
            assert surveys.close_wave(db.session(), wave_id, now=NOW) is None
            db.session.commit()
            surveys.write_responses(db.session(), wave_id, now=NOW)
            db.session.commit()

    with ThreadPoolExecutor(len(people) + 1) as pool:
        closing = pool.submit(close)
        sent = sum(pool.map(submit, [person.token for person in people]))
        closing.result()
    wave = waves.get_wave(session, wave_id)
    assert wave.state is WaveState.CLOSED
    assert session.scalar(select(func.count()).select_from(SurveyResponse)) == sent
    assert wave.answered == sent
