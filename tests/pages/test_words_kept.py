"""Nothing typed is lost when a sign-in ends or a form grows old; what is filled in is escaped."""

import pytest
from flask import Flask, render_template_string
from flask_babel import lazy_gettext
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from portal.domain.people import Role
from portal.kit.access import typed_words
from tests.pages.conftest import CheckingClient, SignIn
from tests.people import add_staff

WORDS = "He is happier since September."
PATH = "/reviews/9a3c5d4e-0000-4000-8000-000000000001/views/who-sees"


def test_words_sent_after_the_sign_in_ended_are_given_back(client: CheckingClient) -> None:
    client.get("/sign-in")
    answer = client.submit(PATH, {"answer": WORDS, "password": "secret words here"})
    assert answer.status_code == 401
    assert WORDS in client.text()
    assert "secret words" not in client.text()
    assert client.page.select_one("main a[href='/sign-in']")


def test_words_sent_from_a_page_that_grew_old_are_given_back(client: CheckingClient) -> None:
    answer = client.post("/sign-in", data={"address": WORDS})
    assert answer.status_code == 400
    assert WORDS in client.text()


def test_words_sent_to_a_page_that_is_for_others_now_are_given_back(
    session: Session, sign_in: SignIn
) -> None:
    """Signed in again in the same browser, but as somebody else; or no longer let in."""
    officer = add_staff(session, Role.PARTICIPATION_OFFICER)
    session.commit()
    browser = sign_in(Role.PARTICIPATION_OFFICER, officer)
    for path, status in ((PATH, 403), ("/no-such-page", 404)):
        browser.get("/surveys/new")
        assert (
            browser.submit(path, {"answer": WORDS, "password": "secret words here"}).status_code
            == status
        )
        assert WORDS in browser.text()
        assert "secret words" not in browser.text()
        assert browser.page.select_one("main a[href='/']")
    browser.get("/surveys/new")
    assert browser.submit(PATH, {"audience": "not_parents"}).status_code == 403
    assert not browser.page.select("textarea"), "what was chosen is not what was written"


@pytest.mark.parametrize(
    ("text", "is_given_back"),
    [
        ("Donaudampfschifffahrt.", True),
        ("他从九月起更开心了", True),
        ("სკოლა", True),
        ("yes", False),
        ("not_parents", False),
        ("9a3c5d4e-0000-4000-8000-000000000001", False),
        ("2026-11-23.waits.1", False),
    ],
)
def test_one_word_is_given_back_where_somebody_wrote_it(
    app: Flask, text: str, is_given_back: bool
) -> None:
    sent = {"answer": text, "csrf_token": "ImFiYyI.a b"}
    with app.test_request_context("/sign-in", method="POST", data=sent):
        assert typed_words() == ([text] if is_given_back else [])


def test_a_lazy_string_is_escaped_like_any_other(app: Flask) -> None:
    with app.test_request_context():
        lazy = lazy_gettext("%(name)s wrote", name="<b>x</b>")
        assert render_template_string("{{ lazy }}", lazy=lazy) == "&lt;b&gt;x&lt;/b&gt; wrote"


def test_nothing_is_asked_to_be_copied_where_nothing_was_written(client: CheckingClient) -> None:
    client.get("/sign-in")
    answer = client.submit(PATH)
    assert answer.status_code == 302
    assert answer.location == "/sign-in"


def test_words_are_given_back_where_the_database_is_busy(app: Flask) -> None:
    busy = OperationalError("UPDATE", None, OSError("database is locked"))
    with app.test_request_context("/sign-in", method="POST", data={"answer": WORDS}):
        answer = app.make_response(app.handle_user_exception(busy))
    assert answer.status_code == 503
    assert WORDS in answer.get_data(as_text=True)
