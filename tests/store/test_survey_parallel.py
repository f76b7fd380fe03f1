"""One person, one response, whatever happens at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import Client

from portal.actions import surveys
from portal.domain.waves import Mode, WaveState
from portal.store import waves
from portal.store.connection import open_for
from portal.store.db import db
from portal.store.tables.surveys import SurveyResponse, SurveyWaiting
from tests.open_waves import NOW, SEPTEMBER_2020_WAVE, add_families, give_links, open_wave

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
