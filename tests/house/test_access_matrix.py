"""Every person x every route x their own and other people's objects, against the grants.

On one database: that the queries answer alike on both is shown in `tests/store/test_visibility.py`.
"""

from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from flask import Flask, g
from flask.sessions import SecureCookieSessionInterface
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.routing import AnyConverter, Rule, UnicodeConverter
from werkzeug.test import TestResponse

from portal.store import sessions
from portal.store.db import PortalSession, db
from tests.house import grants, world
from tests.house.world import NOW, World

FAMILY_OBJECTS = (
    *("child_id", "review_id", "draft_id", "comment_id", "flag_id", "task_id"),
    *("own_invitation_id", "written_id"),
)
REFUSED = {401, 403, 404}
SOMEBODY_ELSES = "x"  # the letter of an object that does not exist
CONTACT_CANARY = "canary-contact-"


@pytest.fixture
def database() -> str:
    return "sqlite"


@pytest.fixture
def built(app: Flask, session: Session) -> World:
    made = world.build(session)
    session.commit()
    return made


@pytest.fixture
def cookies(app: Flask, session: Session, built: World) -> dict[str, str]:
    """A sign-in of each person, as their browser keeps it."""
    signing = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signing is not None
    made = {}
    for name, (role, person_id) in built.people.items():
        token = sessions.add_session(session, role, person_id, NOW)
        made[name] = str(signing.dumps({"_user_id": token, "_fresh": True}))
    session.commit()
    session.rollback()
    return made


@pytest.fixture
def unchanging(
    monkeypatch: pytest.MonkeyPatch, app: Flask, cookies: dict[str, str]
) -> Iterator[None]:
    """Whatever a request writes is rolled back, so that the order of requests does not matter. The
    client looks at no page: that is for the tests of pages, which come to each page once."""
    monkeypatch.setattr(app, "test_client_class", FlaskClient)
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    monkeypatch.setattr(PortalSession, "commit", PortalSession.rollback)
    yield
    monkeypatch.undo()


def routes(app: Flask) -> list[tuple[Rule, str]]:
    return [
        (rule, method)
        for rule in app.url_map.iter_rules()
        for method in ("GET", "POST")
        if method in (rule.methods or ()) and rule.endpoint in grants.GRANTS
    ]


def objects_of(rule: Rule) -> list[str]:
    """Which child's object an address is tried with: a, b and one that does not exist."""
    named = [name for name in FAMILY_OBJECTS if name in rule.arguments]
    return ["a", "b", SOMEBODY_ELSES] if named else [""]


def address(app: Flask, rule: Rule, built: World, letter: str, kind: str) -> str:
    values: dict[str, object] = {}
    for name in rule.arguments:
        converter = rule._converters[name]
        known = built.ids.get(name, {})
        if name == "wave_id":
            state = "closed" if rule.endpoint.startswith("releases.") else "open"
            values[name] = known[state]
        elif letter == SOMEBODY_ELSES and name in FAMILY_OBJECTS:
            values[name] = uuid4()
        elif name in (*FAMILY_OBJECTS, "family_member_id", "request_id", "file_id", "event_id"):
            values[name] = known.get(letter) or uuid4()
        elif known:
            values[name] = known.get(kind) or known["any"]
        elif isinstance(converter, AnyConverter):
            values[name] = min(converter.items)  # the first by name, whatever the set's order
        else:
            assert isinstance(converter, UnicodeConverter), f"no {name} in the world"
    return str(app.url_map.bind("localhost").build(rule.endpoint, values))


def visit(app: Flask, method: str, path: str, cookie: str | None) -> TestResponse:
    # The test's own app context outlives a request; a real one does not.
    g.__dict__.clear()
    db.session.remove()
    browser = app.test_client()
    if cookie is not None:
        browser.set_cookie(app.config["SESSION_COOKIE_NAME"], cookie)
    return browser.open(path, method=method, buffered=True)


def was_refused(answer: TestResponse) -> bool:
    """Sent to sign in, told that the page is for others, or told that there is no such thing."""
    to_sign_in = answer.status_code in {302, 303} and answer.location.endswith("/sign-in")
    return answer.status_code in REFUSED or to_sign_in


def may_enter(rule: Rule, person: str, letter: str) -> bool:
    kind, sees = grants.SEES[person]
    if kind not in grants.GRANTS[rule.endpoint].split():
        return False
    return not letter or letter in sees.split()


def test_the_grants_name_every_route_and_nothing_else(app: Flask) -> None:
    existing = {rule.endpoint for rule in app.url_map.iter_rules()} - {"static"}
    assert {name for name in existing if not name.startswith("demo.")} == set(grants.GRANTS)


@pytest.mark.usefixtures("unchanging")
@pytest.mark.parametrize("person", grants.SEES)
def test_each_person_enters_where_the_grants_say_and_nowhere_else(
    app: Flask, built: World, cookies: dict[str, str], person: str
) -> None:
    wrong = []
    for rule, method in routes(app):
        for letter in objects_of(rule):
            path = address(app, rule, built, letter, grants.SEES[person][0])
            answer = visit(app, method, path, cookies.get(person))
            assert answer.status_code < 500, (method, path)
            if (answer.mimetype or "").startswith("text/"):
                wrong += _leaks(built, person, rule, answer.get_data(as_text=True))
            expected = may_enter(rule, person, letter)
            if expected and (
                rule.endpoint in grants.DEPENDS_ON_STATE
                or grants.GRANTS[rule.endpoint] == grants.EVERYBODY
            ):
                # Whether there is anything to see, or a step to do first, is not about access.
                assert answer.status_code not in {401, 403}, (method, path)
                continue
            refused = was_refused(answer) or (not expected and answer.status_code == 400)
            if refused == expected:
                wrong.append(f"{method} {rule.rule} ({letter}): {answer.status_code}")
    assert wrong == [], "\n".join(wrong)


def _leaks(built: World, person: str, rule: Rule, text: str) -> list[str]:
    kind, sees = grants.SEES[person]
    if rule.endpoint in grants.NAMES_OF_THE_DESK and kind == "officer":
        return []
    hidden = [
        canary
        for letter, canaries in built.canaries.items()
        if letter not in sees.split()
        for canary in canaries
    ]
    if kind not in grants.SEES_CONTACTS:
        hidden.append(CONTACT_CANARY)
    return [f"{rule.endpoint} shows {canary}" for canary in hidden if canary in text]


def test_a_planted_hole_is_seen(app: Flask, built: World, cookies: dict[str, str]) -> None:
    """The matrix would notice a page that forgets to start from the viewer."""
    child_id = built.ids["child_id"]["b"]
    assert isinstance(child_id, UUID)
    rule = next(r for r in app.url_map.iter_rules() if r.endpoint == "plan_status.show_child")
    assert not may_enter(rule, "mother_of_a", "b")
    assert _leaks(built, "mother_of_a", rule, f"<p>{built.canaries['b'][0]}</p>")
    answer = visit(app, "GET", f"/children/{child_id}", cookies["mother_of_a"])
    assert was_refused(answer)
