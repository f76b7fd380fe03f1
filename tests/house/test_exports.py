"""No file of figures or rows leaves without a line in the trail."""

import ast
from pathlib import Path

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.outside.spreadsheets import MIME_TYPES
from portal.store import sessions
from portal.store.connection import open_for
from portal.store.db import db
from portal.store.tables.sessions import ReadTrail
from tests.house import grants, world
from tests.house.test_access_matrix import address, may_enter, objects_of, routes, visit
from tests.house.world import NOW

FEATURES = Path(__file__).resolve().parents[2] / "portal" / "features"
ONLY_CSV_PARTS = {"stream_csv"}
KNOWN = {
    "accurate_list.download_list",
    "action_plan.download_plan",
    "commissioning.download_file",
    "local_offer.download_publication",
    "releases.download_file",
    "releases.download_row_file",
}


@pytest.fixture
def database() -> str:
    return "sqlite"


def _lines() -> int:
    open_for("read")
    db.session.remove()
    return db.session.scalar(select(func.count()).select_from(ReadTrail)) or 0


def _sends_files(app: Flask, endpoint: str) -> bool:
    """Whether this route stands in a module that knows how to send one."""
    view = app.view_functions[endpoint]
    return bool({"send_spreadsheet", "send_written"} & set(view.__globals__))


def test_every_route_that_answers_with_a_spreadsheet_writes_to_the_trail(
    app: Flask, session: Session
) -> None:
    built = world.build(session)
    signing = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signing is not None
    cookies = {
        name: str(signing.dumps({"_user_id": sessions.add_session(session, role, person_id, NOW)}))
        for name, (role, person_id) in built.people.items()
    }
    session.commit()
    found = set()
    for rule, method in routes(app):
        if method != "GET" or not _sends_files(app, rule.endpoint):
            continue
        letter = objects_of(rule)[0]
        person = next(name for name in cookies if may_enter(rule, name, letter))
        before = _lines()
        path = address(app, rule, built, letter, grants.SEES[person][0])
        answer = visit(app, "GET", path, cookies[person])
        if answer.content_type in MIME_TYPES.values():
            found.add(rule.endpoint)
            assert _lines() > before, f"{path} left without a line"
    assert found >= KNOWN


def test_no_feature_sends_a_file_of_its_own() -> None:
    """They go through `portal.kit.spreadsheets`, which writes the line."""
    wrong = [
        f"{path.relative_to(FEATURES)}: {name.name}"
        for path in FEATURES.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom) and node.module == "portal.outside.spreadsheets"
        for name in node.names
        if name.name not in ONLY_CSV_PARTS
    ]
    assert wrong == []
