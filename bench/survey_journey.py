"""A whole unlinked survey journey (open, answer, thank-you) against a bare form doing the same."""

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path
from uuid import UUID

from sqlalchemy import event

from bench import reference_form
from bench.client import Client
from bench.installation import QUESTIONS, Installation, make_links, open_seven_questions
from bench.measure import expect, journeys_needed, report, serving, side_by_side
from portal.store.db import db

JOURNEYS = 100
STATEMENTS_AT_MOST = 12
_ANSWERS = dict.fromkeys(QUESTIONS, "agree")
_FORM_ANSWERS = dict.fromkeys(reference_form.QUESTIONS, "agree")


def measure_survey_journey(installation: Installation) -> None:
    with installation.session() as session:
        wave = open_seven_questions(session, date.today())  # noqa: DTZ011 - a bench runs today
        links = make_links(session, wave.id)
    need = journeys_needed(JOURNEYS) + 1
    expect(len(links) >= need, f"{need} people must be asked, {len(links)} are")
    _report_statements(installation, links.pop())

    form_file = installation.folder / "form.sqlite"
    reference_form.create_reference(str(form_file))
    factory = f"bench.reference_form:create_reference({str(form_file)!r})"

    def answer_survey(client: Client, number: int) -> None:
        _answer(client, f"/s/{links[number]}", _ANSWERS)

    def answer_form(client: Client, _number: int) -> None:
        _answer(client, "/", _FORM_ANSWERS)

    with (
        serving("wsgi:app", installation.environment) as portal,
        serving(factory) as form,
    ):
        found = side_by_side(portal, answer_survey, form, answer_form, number=JOURNEYS)
    _expect_rows(installation, wave.id, form_file, need - 1)
    report(
        "survey journey, server CPU",
        found.ours.cpu_ms,
        "ms a journey",
        reference=found.theirs.cpu_ms,
        ratio=found.cpu_ratio,
        target="ratio at most 3",
    )
    report(
        "survey journey, rate",
        found.ours.rate,
        "journeys a second",
        reference=found.theirs.rate,
        ratio=found.rate_ratio,
        target="ratio at least 0.5",
    )


def _answer(client: Client, path: str, answers: dict[str, str]) -> None:
    """Open the form, send it, and follow to the thank-you."""
    page = client.get(path)
    expect(page.status == 200, f"{path} answered {page.status}")
    guard = {"csrf_token": page.csrf} if page.csrf else {}
    sent = client.post(path, {**guard, **answers})
    expect(sent.status == 303, f"sending answered {sent.status}")
    thanks = client.get(sent.headers["Location"])
    expect(thanks.status == 200 and "hank" in thanks.text, "no thank-you")


def _expect_rows(installation: Installation, wave_id: UUID, form_file: Path, count: int) -> None:
    """The databases hold what the clients counted: no answer lost, none twice."""
    file = installation.folder / "portal.sqlite"
    with closing(sqlite3.connect(file)) as portal, closing(sqlite3.connect(form_file)) as form:
        waiting = portal.execute(
            "SELECT count(*) FROM survey_waiting WHERE wave_id = ?", (wave_id.hex,)
        ).fetchone()[0]
        counted = portal.execute(
            "SELECT portal FROM survey_waves WHERE id = ?", (wave_id.hex,)
        ).fetchone()[0]
        answers = form.execute("SELECT count(*) FROM answers").fetchone()[0]
    expect(waiting == counted == count + 1, f"{waiting} wait, {counted} counted, {count + 1} sent")
    expect(answers == count, f"the reference holds {answers} of {count}")


def _report_statements(installation: Installation, link: str) -> None:
    """One journey in this process, its statements counted."""
    statements: list[str] = []

    def note(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            statements.append(statement)

    app = installation.app
    with app.app_context():
        engine = db.engine
    browser = app.test_client()
    event.listen(engine, "before_cursor_execute", note)
    page = browser.get(f"/s/{link}").get_data(as_text=True)
    guard = page.partition('name="csrf_token" value="')[2].partition('"')[0]
    sent = browser.post(f"/s/{link}", data={"csrf_token": guard, **_ANSWERS})
    thanks = browser.get(sent.headers["Location"])
    event.remove(engine, "before_cursor_execute", note)
    expect(thanks.status_code == 200, "no thank-you")
    report(
        "survey journey, SQL statements",
        len(statements),
        "statements besides BEGIN and COMMIT",
        target=f"at most {STATEMENTS_AT_MOST}",
    )
