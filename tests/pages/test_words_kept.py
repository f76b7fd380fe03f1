"""Nothing typed is lost when a sign-in ends or a form grows old; what is filled in is escaped."""

from flask import Flask, render_template_string
from flask_babel import lazy_gettext
from sqlalchemy.exc import OperationalError

from tests.pages.conftest import CheckingClient

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
