"""Answers cannot be traced: the adversary finds nobody, and does find each planted leak."""

import io
import json
import logging
import secrets
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import structlog
from flask import Flask, g, request
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.orm import Session
from werkzeug.test import Client

from portal.actions import surveys
from portal.actions.survey_answers import OpenSurvey, find_by_link, save_draft, send_answers
from portal.domain import reach
from portal.domain.measures import Agreement
from portal.domain.people import Role
from portal.domain.waves import GroupKind, Mode
from portal.kit import signed_in
from portal.shell import logs
from portal.store import responses, sessions
from portal.store.connection import open_for
from portal.store.tables.sessions import ReadTrail, SignInSession
from portal.store.tables.survey_counts import SurveyCount
from portal.store.tables.surveys import (
    SurveyAnswer,
    SurveyInvitation,
    SurveyResponse,
    SurveyVersion,
    SurveyWaiting,
)
from tests.conftest import Clock
from tests.open_waves import (
    NOW,
    SEPTEMBER_2020_WAVE,
    TODAY,
    Invited,
    add_families,
    give_links,
    open_wave,
)
from tests.store.survey_adversary import Traces, attack, fingerprint, take_copy

ASKED, ANSWERED = 48, 36
KEYS = [choice.key for choice in SEPTEMBER_2020_WAVE]
# Everybody says something else, so that a right guess can be told from a wrong one.
EACH_THEIR_OWN = [dict(zip(KEYS, values, strict=True)) for values in product(Agreement, repeat=4)]


@dataclass
class Course:
    """One wave from opening to closing, each answer in a transaction of its own."""

    session: Session
    wave_id: UUID
    in_order: list[str]
    said: dict[str, str]
    secrets: frozenset[str]
    logs: str = ""

    def traces(self) -> Traces:
        copy = take_copy(self.session, self.logs, self.secrets)
        return attack(copy, self.in_order, self.said)

    def found(self) -> set[str]:
        return {name for name, traces in self.traces().items() if traces}


def plain(value: UUID) -> str:
    return value.hex


def answer(session: Session, person: Invited, answers: Mapping[str, str]) -> None:
    survey = find_by_link(session, person.token, TODAY)
    assert isinstance(survey, OpenSurvey)
    if secrets.randbelow(2):
        assert save_draft(session, survey, answers) is None
        session.commit()
    mode = secrets.choice(list(Mode))
    assert send_answers(session, survey, answers, mode) is None
    session.commit()


Answer = Callable[[Session, Invited, Mapping[str, str]], None]


def begin(session: Session, *, answered: int = ANSWERED, way: Answer = answer) -> Course:
    add_families(session, ASKED, needs=("ASD", "SLCN", "MLD"))
    wave_id = open_wave(session, groups=[GroupKind.NEED])
    people = give_links(session, wave_id)
    session.commit()
    secrets.SystemRandom().shuffle(people)
    patterns = secrets.SystemRandom().sample(EACH_THEIR_OWN, answered)
    course = Course(
        session,
        wave_id,
        [plain(person.invitation_id) for person in people[:answered]],
        {
            plain(person.invitation_id): fingerprint(pattern)
            for person, pattern in zip(people, patterns, strict=False)
        },
        frozenset(person.token for person in people),
    )
    for person, pattern in zip(people, patterns, strict=False):
        way(session, person, pattern)
    return course


def close(course: Course) -> None:
    session = course.session
    assert surveys.close_wave(session, course.wave_id, now=NOW) is None
    session.commit()
    surveys.write_responses(session, course.wave_id, now=NOW)
    session.commit()
    surveys.sweep_bookkeeping(session)


def test_the_adversary_traces_nobody(session: Session) -> None:
    course = begin(session)
    assert course.found() == set(), "while the wave is open"
    close(course)
    assert len(session.scalars(select(SurveyResponse)).all()) == ANSWERED
    assert course.found() == set()


@pytest.mark.parametrize("answered", [1, 4, 9])
def test_the_adversary_traces_nobody_where_few_have_answered(
    session: Session, answered: int
) -> None:
    course = begin(session, answered=answered)
    close(course)
    assert course.found() == set()


@pytest.fixture
def log_lines(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the requests of this test have written to the log."""
    lines: list[str] = []

    class Log:
        def info(self, event: str, **facts: object) -> None:
            lines.append(json.dumps({"event": event, **facts}))

    monkeypatch.setattr(logs, "log", Log())
    return lines


@pytest.fixture
def answer_signed_in(app: Flask, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Answer:
    """Sign in, look at the child's page, and answer from there long enough after it that the
    session's use would be noted again."""
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)

    def visit(browser: Client, method: str, path: str, form: Mapping[str, str]) -> None:
        g.__dict__.clear()  # the test's own app context outlives a request; a real one does not
        assert browser.open(path, method=method, data=form).status_code in {200, 303}

    def walk(session: Session, person: Invited, answers: Mapping[str, str]) -> None:
        open_for("write")
        token = sessions.add_session(session, Role.FAMILY_MEMBER, person.family_member_id, clock())
        wave_id = session.get_one(SurveyInvitation, person.invitation_id).wave_id
        session.commit()
        browser = app.test_client()
        with browser.session_transaction() as cookie:
            cookie["_user_id"], cookie["_fresh"] = token, True
        child = f"/children/{person.child_id}"
        clock.move(minutes=6)
        visit(browser, "GET", child, {})
        for method, path, form in (
            ("GET", f"{child}/surveys/{wave_id}", {}),
            ("POST", f"{child}/surveys/{wave_id}", answers),
            ("GET", "/children/survey-sent", {}),
        ):
            clock.move(minutes=6)
            visit(browser, method, path, form)
        open_for("write")

    return walk


def test_the_adversary_traces_nobody_who_answers_signed_in(
    session: Session, answer_signed_in: Answer, log_lines: list[str]
) -> None:
    """Half come by the page that they are signed in to, half by their link or the telephone."""

    def either(session: Session, person: Invited, answers: Mapping[str, str]) -> None:
        way = answer if secrets.randbelow(2) else answer_signed_in
        way(session, person, answers)

    course = begin(session, way=either)
    course.logs = "\n".join(log_lines)
    assert "plan_status.show_child" in course.logs, "the adversary has the logs"
    assert course.found() == set(), "while the wave is open"
    close(course)
    assert len(session.scalars(select(SurveyResponse)).all()) == ANSWERED
    assert course.found() == set()


@pytest.mark.parametrize(("writer", "kind"), [(signed_in, "sign-in"), (logs, "logs")])
def test_writing_down_that_somebody_answers_signed_in_is_found(
    session: Session,
    answer_signed_in: Answer,
    log_lines: list[str],
    monkeypatch: pytest.MonkeyPatch,
    writer: object,
    kind: str,
) -> None:
    """The real code with one of its silences broken."""
    monkeypatch.setattr(writer, "is_unlinked", lambda: False)
    course = begin(session, answered=2, way=answer_signed_in)
    close(course)
    course.logs = "\n".join(log_lines)
    assert kind in course.found()


def test_destroyed_answers_leave_no_bytes(app: Flask, session: Session) -> None:
    """What was destroyed is gone from the file too, not only from the table."""
    course = begin(session)
    sealed = [row.sealed[:32] for row in session.scalars(select(SurveyWaiting))]
    session.rollback()
    close(course)
    kept = _bytes_of(session, "survey_waiting")
    assert not any(piece in kept for piece in sealed)


def _bytes_of(session: Session, table: str) -> bytes:
    """Everything the database's files hold of a table, dead rows included."""
    bind = session.get_bind()
    if bind.dialect.name == "postgresql":
        session.execute(text("CHECKPOINT"))
        folder = session.scalar(text("SHOW data_directory"))
        file = session.scalar(text("SELECT pg_relation_filepath(:t)"), {"t": table})
        session.rollback()
        return (Path(str(folder)) / str(file)).read_bytes()
    database = Path(str(bind.engine.url.database))
    session.rollback()
    log = database.with_name(database.name + "-wal")
    return database.read_bytes() + (log.read_bytes() if log.exists() else b"")


# --- planted leaks ----------------------------------------------------------------------------


def used_ids(course: Course) -> list[UUID]:
    return [UUID(person) for person in course.in_order]


def plant_order(course: Course) -> None:
    """Written in the order of answering, under growing numbers."""
    session = course.session
    session.execute(delete(SurveyAnswer))
    session.execute(delete(SurveyResponse))
    version_id = session.scalars(select(SurveyVersion.id)).one()
    for number, person in enumerate(course.in_order, start=1):
        add_response(course, number, version_id, json.loads(course.said[person]))
    session.commit()


def add_response(course: Course, number: int, version_id: UUID, answers: Mapping[str, str]) -> None:
    course.session.execute(
        insert(SurveyResponse).values(
            id=number, wave_id=course.wave_id, version_id=version_id, group_values=[""]
        )
    )
    course.session.execute(
        insert(SurveyAnswer),
        [
            {"wave_id": course.wave_id, "response_id": number, "question": key, "value": value}
            for key, value in answers.items()
        ],
    )


def plant_id(course: Course) -> None:
    """The number of a response made from the invitation's id."""
    version_id = course.session.scalars(select(SurveyVersion.id)).one()
    number = used_ids(course)[0].int & (2**63 - 1)
    add_response(course, number, version_id, {KEYS[0]: "agree"})
    course.session.commit()


def plant_groups(course: Course) -> None:
    course.session.execute(
        update(SurveyResponse)
        .where(SurveyResponse.id == select(SurveyResponse.id).limit(1).scalar_subquery())
        .values(group_values=["PMLD"])
    )
    course.session.commit()


def plant_count(course: Course) -> None:
    """Four of a need of their own, counted apart from the rest."""
    course.session.execute(
        insert(SurveyCount).values(
            wave_id=course.wave_id,
            question="",
            value="",
            place=99,
            group_values=["PMLD"],
            number=4,
        )
    )
    course.session.commit()


def plant_kept_groups(course: Course) -> None:
    course.session.execute(
        update(SurveyInvitation)
        .where(SurveyInvitation.id.in_(used_ids(course)[:4]))
        .values(reach_values=["ASD", "unknown", "unknown", "unknown", "unknown", "later"])
    )
    course.session.commit()


def plant_used(course: Course) -> None:
    course.session.execute(
        update(SurveyInvitation)
        .where(SurveyInvitation.id.in_(used_ids(course)[:4]))
        .values(used=True)
    )
    course.session.commit()


def plant_draft(course: Course) -> None:
    course.session.execute(
        update(SurveyInvitation)
        .where(SurveyInvitation.id == used_ids(course)[0])
        .values(draft_sealed=b"kept")
    )
    course.session.commit()


def plant_size(course: Course) -> None:
    for length in (40, 50):
        course.session.execute(
            insert(SurveyWaiting).values(id=uuid4(), wave_id=course.wave_id, sealed=b"x" * length)
        )
    course.session.commit()


def plant_mention(course: Course) -> None:
    child_id = course.session.scalars(select(SurveyInvitation.child_id).limit(1)).one()
    course.session.execute(
        insert(ReadTrail).values(
            id=uuid4(),
            child_id=child_id,
            role="participation_officer",
            person_id=uuid4(),
            purpose=f"{KEYS[0]}=agree",
            read_at=NOW,
        )
    )
    course.session.commit()


def plant_log(course: Course) -> None:
    course.logs = f'{{"path": "/s/{next(iter(course.secrets))}"}}'


def plant_transaction(course: Course) -> None:
    """An answer written in the transaction that reads the record of one child."""
    child_id = course.session.scalars(select(SurveyInvitation.child_id).limit(1)).one()
    version_id = course.session.scalars(select(SurveyVersion.id)).one()
    add_response(course, secrets.randbits(62), version_id, {KEYS[0]: "agree"})
    course.session.execute(
        insert(ReadTrail).values(
            id=uuid4(),
            child_id=child_id,
            role="participation_officer",
            person_id=uuid4(),
            purpose="survey_call",
            read_at=NOW,
        )
    )
    course.session.commit()


@pytest.mark.parametrize(
    ("plant", "kind"),
    [
        (plant_order, "order"),
        (plant_id, "shared id"),
        (plant_groups, "groups"),
        (plant_count, "counts"),
        (plant_kept_groups, "reach"),
        (plant_used, "used invitations"),
        (plant_draft, "draft left"),
        (plant_size, "size"),
        (plant_size, "waiting rows left"),
        (plant_mention, "mention elsewhere"),
        (plant_log, "logs"),
    ],
)
def test_the_adversary_finds_a_planted_leak(
    session: Session, plant: Callable[[Course], None], kind: str
) -> None:
    course = begin(session)
    close(course)
    plant(course)
    assert kind in course.found()


def test_the_adversary_finds_a_shared_transaction(session: Session) -> None:
    course = begin(session)
    close(course)
    plant_transaction(course)
    if session.get_bind().dialect.name == "postgresql":
        assert "shared transaction" in course.found()
    else:  # SQLite writes no transaction beside a row, and no row number into these tables
        copy = take_copy(session, "", frozenset())
        kept_beside = {"xmin", "ctid", "rowid"}
        for table in ("survey_responses", "survey_answers", "survey_invitations"):
            assert not kept_beside & set(copy.tables[table][0])


def test_the_adversary_finds_a_sign_in_written_with_an_answer(
    session: Session, answer_signed_in: Answer
) -> None:
    course = begin(session, answered=1, way=answer_signed_in)
    assert course.found() == set()
    session.execute(update(SignInSession).values(proved_at=NOW))
    session.execute(update(SurveyWaiting).values(sealed=SurveyWaiting.sealed))
    session.commit()
    beside_rows = session.get_bind().dialect.name == "postgresql"
    assert ("sign-in" in course.found()) == beside_rows  # SQLite writes no transaction beside a row


@pytest.mark.parametrize("column", ["answered_at", "mode", "family_member_id"])
def test_the_adversary_finds_a_column_beside_a_response(session: Session, column: str) -> None:
    course = begin(session)
    close(course)
    session.execute(text(f"ALTER TABLE survey_responses ADD COLUMN {column} TEXT"))
    assert "column beside a response" in course.found()
    session.rollback()


def test_keeping_small_groups_apart_is_found(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The real code with its merging broken: five of sixteen with one need have answered."""
    monkeypatch.setattr(reach, "_may_stand", lambda _row: True)
    course = begin(session, answered=20)
    close(course)
    assert "reach" in course.found()


def test_leaving_the_shuffle_out_is_found(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The real code with its shuffle broken: the numbers stay random, the places do not."""
    course = begin(session)

    def as_answered(_session: Session, _wave: UUID) -> list[responses.Response]:
        return [responses.Response(("",), json.loads(course.said[p])) for p in course.in_order]

    monkeypatch.setattr(responses, "list_waiting", as_answered)
    monkeypatch.setattr(responses, "_shuffle", lambda _items: None)
    numbers = iter(range(1, ANSWERED + 1))
    monkeypatch.setattr(secrets, "randbits", lambda _bits: next(numbers))
    close(course)
    assert "order" in course.found()


def journey_logged(app: Flask, token: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """What the log says of an ordinary page, and then of answering by a link. Tests log nothing
    below CRITICAL, so every line goes here instead."""
    written = io.StringIO()
    listening = structlog.wrap_logger(
        structlog.WriteLogger(written),
        processors=[structlog.processors.JSONRenderer()],
        wrapper_class=structlog.make_filtering_bound_logger(logging.DEBUG),
    )
    for name, module in list(sys.modules.items()):
        if name.startswith("portal.") and hasattr(module, "log"):
            monkeypatch.setattr(module, "log", listening)
    browser = Client(app)
    browser.get("/sign-in")
    browser.get(f"/s/{token}")
    browser.post(f"/s/{token}", data={KEYS[0]: "agree"})
    browser.get(f"/s/{token}/sent")
    return written.getvalue()


def test_the_logs_of_a_journey_hold_no_link(
    app: Flask,
    session: Session,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    add_families(session, 12)
    people = give_links(session, open_wave(session))
    session.commit()
    caplog.set_level(logging.DEBUG)
    written = journey_logged(app, people[0].token, monkeypatch)
    assert "sign_in.start_sign_in" in written, "the log is listened to"
    assert people[0].token not in written + caplog.text
    assert "survey" not in written, "a survey leaves no line at all"


def test_a_line_that_names_the_address_would_be_found(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_families(session, 12)
    people = give_links(session, open_wave(session))
    session.commit()
    monkeypatch.setattr(logs, "is_unlinked", lambda: logs.log.info(request.path))
    assert people[0].token in journey_logged(app, people[0].token, monkeypatch)
