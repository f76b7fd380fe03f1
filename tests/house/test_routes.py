"""Every address is well formed, says who may enter, and changes nothing when it is read."""

import re

import pytest
from flask import Flask
from sqlalchemy.exc import DBAPIError
from werkzeug.routing import Rule

from portal.kit.access import UndeclaredAudienceError, audience_of, refuse_undeclared_routes
from portal.shell.application import create_app
from portal.store.db import db
from portal.store.tables.children import Setting
from tests.conftest import SECRETS

PIECE = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*(\.(csv|xlsx|ods))?$")
PARAMETER = re.compile(r"<(?:(?P<converter>[a-z_]+)(?:\([^)]*\))?:)?(?P<name>[a-z_]+)>")
SAFE = {"GET", "HEAD", "OPTIONS"}


@pytest.fixture(scope="module")
def rules() -> list[Rule]:
    app = create_app({**SECRETS, "DATABASE_URL": "sqlite://", "DEMO": True})
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]


def test_addresses_are_kebab_case(rules: list[Rule]) -> None:
    for rule in rules:
        for piece in PARAMETER.sub("", rule.rule).strip("/").split("/"):
            assert not piece or PIECE.match(piece.strip(".")), rule.rule


def test_parameters_are_typed(rules: list[Rule]) -> None:
    for rule in rules:
        for parameter in PARAMETER.finditer(rule.rule):
            assert parameter["converter"], f"{rule.rule}: {parameter['name']} has no type"


def test_reading_and_changing_are_separate_routes(rules: list[Rule]) -> None:
    for rule in rules:
        methods = set(rule.methods or ())
        assert methods <= SAFE or not methods & {"GET"}, rule


def test_every_route_says_who_may_enter() -> None:
    app = create_app({**SECRETS, "DATABASE_URL": "sqlite://"})
    assert all(audience_of(app, rule.endpoint) is not None for rule in app.url_map.iter_rules())


def test_a_route_that_does_not_say_stops_the_application() -> None:
    app = Flask(__name__)
    app.add_url_rule("/open", "open_to_all", lambda: "")
    with pytest.raises(UndeclaredAudienceError, match="open_to_all"):
        refuse_undeclared_routes(app)


def test_a_get_that_writes_fails(app: Flask) -> None:
    def write() -> str:
        db.session.add(Setting(urn="1", name="Testschool"))
        db.session.flush()
        return ""

    def read() -> str:
        return str(db.session.query(Setting).count())

    for view in (write, read):
        view.audience = frozenset()  # type: ignore[attr-defined]
    app.view_functions["write"], app.view_functions["read"] = write, read
    try:
        for name in ("write", "read"):
            with app.test_request_context(f"/{name}"):
                app.preprocess_request()
                if name == "read":
                    assert read() == "0"
                else:
                    with pytest.raises(DBAPIError, match=r"readonly|read-only"):
                        write()
                db.session.rollback()
    finally:
        del app.view_functions["write"], app.view_functions["read"]
