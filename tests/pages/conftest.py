"""The browser of the page tests: on every page it checks what every page must have."""

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from bs4 import BeautifulSoup
from flask import Flask, g, has_app_context
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.test import TestResponse

from portal.domain.people import Role
from portal.store import sessions
from portal.store.connection import open_for
from portal.store.db import db
from tests.conftest import Clock

QUERIES_AT_MOST = 12  # statements a page may need, besides BEGIN and COMMIT
QUERIES_OF = {
    re.compile(r"/cases/[0-9a-f-]{36}"): 18,  # the whole story of a case on one page
    # Made there and then from several surveys, from words and from what was released before.
    re.compile(r"/releases/waves/[0-9a-f-]{36}/preview"): 18,
    re.compile(r"/releases/[0-9a-f-]{36}/correct"): 22,
}
FIELDS, NO_LABELS = ("input", "select", "textarea"), ("hidden", "submit")


def check_page(html: str) -> BeautifulSoup:
    """What every page must have, whoever reads it."""
    soup = BeautifulSoup(html, "html.parser")
    tags = soup.find_all(True)  # walked once: a search for each rule takes longer than the page
    headings = [tag for tag in tags if tag.name == "h1"]
    assert len(headings) == 1, "one h1"
    heading = headings[0].get_text(" ", strip=True)
    title = soup.title.get_text(strip=True) if soup.title else ""
    if any("govuk-error-summary" in tag.get_attribute_list("class") for tag in tags):
        assert title.startswith("Error: "), "an error shows in the title"
        title = title.removeprefix("Error: ")
    assert heading, "the h1 says something"
    assert title.startswith(heading), f"title {title!r} begins with h1 {heading!r}"
    root = next(tag for tag in tags if tag.name == "html")
    assert root.get("lang"), "the page names its language"
    ids = [tag["id"] for tag in tags if tag.has_attr("id")]
    assert len(ids) == len(set(ids)), (
        f"ids are unique: {sorted(i for i in ids if ids.count(i) > 1)}"
    )
    labelled = {tag["for"] for tag in tags if tag.name == "label" and tag.has_attr("for")}
    for tag in tags:
        if tag.name in FIELDS and tag.get("type") not in NO_LABELS:
            assert tag.get("id") in labelled or tag.get("aria-label"), f"a label for {tag}"
        address = str(tag.get("href", ""))
        if tag.name == "a" and address.startswith("#"):
            assert address[1:] in ids, f"{address} leads somewhere"
        assert not address.lower().startswith("javascript:"), "no link to a script"
        for name in str(tag.get("aria-describedby", "")).split():
            assert name in ids, f"aria-describedby {name} is there"
        if tag.name == "script":
            assert tag.get("type") == "module", "no script but the shell's own modules"
            assert not tag.string, "no script but the shell's own modules"
        handlers = [name for name in tag.attrs if name[:2] == "on"]
        assert not handlers, f"no event handler in {tag}"
        assert not tag.has_attr("style"), "no inline style"
    return soup


def _queries_allowed(path: str) -> int:
    of_page = (most for page, most in QUERIES_OF.items() if page.fullmatch(path))
    return next(of_page, QUERIES_AT_MOST)


class CheckingClient(FlaskClient):
    """A browser that looks at each page it gets, and posts forms with their hidden fields."""

    page: BeautifulSoup

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        statements: list[str] = []

        def note(_conn: Any, _cur: Any, statement: str, *_rest: Any) -> None:
            if not statement.startswith(("BEGIN", "PRAGMA", "SET TRANSACTION")):
                statements.append(statement)

        with self.application.app_context():
            engine = db.engine
        if has_app_context():
            # Inside a test's own context Flask gives every request the same `g`; who was signed in
            # before, or that a request was abandoned, must not carry over.
            for name in list(g):
                g.pop(name)
        event.listen(engine, "before_cursor_execute", note)
        try:
            response = super().open(*args, **kwargs)
        finally:
            event.remove(engine, "before_cursor_execute", note)
        self.statements = statements
        assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        shown = response.status_code < 300 or response.status_code >= 400
        if shown and response.mimetype == "text/html" and response.request.method != "HEAD":
            self.page = check_page(response.get_data(as_text=True))
            assert len(statements) <= _queries_allowed(response.request.path), statements
        return response

    def submit(
        self, path: str, fields: dict[str, Any] | None = None, **kwargs: Any
    ) -> TestResponse:
        """Post the form of the page just opened to ``path``, with its guard against forgery."""
        guard = self.page.select_one("input[name=csrf_token]")
        assert guard is not None, "the page has a form"
        return self.post(path, data={"csrf_token": guard["value"], **(fields or {})}, **kwargs)

    def text(self) -> str:
        """What the page says in its main part."""
        main = self.page.find("main")
        assert main is not None
        return main.get_text(" ", strip=True)


@pytest.fixture
def client(app: Flask) -> CheckingClient:
    """A browser in which nobody is signed in."""
    app.test_client_class = CheckingClient
    made = app.test_client()
    assert isinstance(made, CheckingClient)
    return made


SignIn = Callable[[Role, UUID], CheckingClient]


@pytest.fixture
def sign_in(app: Flask, clock: Clock) -> SignIn:
    """Give a new browser in which this person is signed in."""
    app.test_client_class = CheckingClient

    def make(role: Role, person_id: UUID) -> CheckingClient:
        with app.app_context():
            open_for("write")
            token = sessions.add_session(db.session(), role, person_id, clock())
            db.session.commit()
        browser = app.test_client()
        assert isinstance(browser, CheckingClient)
        with browser.session_transaction() as cookie:
            cookie["_user_id"] = token
            cookie["_fresh"] = True
        return browser

    return make
