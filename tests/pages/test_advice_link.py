"""The link to a task of advice: it opens nothing without a code to the same address."""

from io import BytesIO

from flask import Flask
from sqlalchemy import select

from portal.store.tables.outbox import OutboxMessage
from tests.conftest import Clock
from tests.pages.asked_advice import (
    ADVISER,
    People,
    ask,
    code_in,
    files,
    letters,
    link_in,
    open_task,
    people,
    rows,
)
from tests.pages.conftest import CheckingClient, SignIn

__all__ = ["files", "people"]


def test_the_link_shows_nobody_until_a_code_to_the_same_address_is_typed(
    app: Flask, client: CheckingClient, sign_in: SignIn, people: People
) -> None:
    ask(sign_in, people)
    [letter] = letters(app, ADVISER)
    for word in ("canary", "wrenfield", "larkin,", "plan", "child", "send"):
        assert word not in f"{letter.subject} {letter.text}".casefold()
    path = link_in(letter.text)
    client.get(path)
    assert "Monday 4 January 2027" in client.text()
    assert "Canary" not in client.text()
    assert client.get(f"{path}/task").status_code == 303, "first the code"
    assert client.get(f"{path}/write/needs").status_code == 303
    open_task(app, client)
    for words in (
        "Canary Wrenfield",
        "Saturday 14 May 2016",
        "What does Testchild need at school?",
    ):
        assert words in client.text()
    for words in ("4 January 2027", "Who will see it", "01632 960001"):
        assert words in client.text()


def test_another_browser_with_the_same_link_needs_a_code_of_its_own(
    app: Flask, client: CheckingClient, sign_in: SignIn, people: People
) -> None:
    ask(sign_in, people)
    path = open_task(app, client)
    other = app.test_client()
    assert isinstance(other, CheckingClient)
    assert other.get(f"{path}/task").status_code == 303
    other.get(path)
    other.submit(f"{path}/code")
    first_browsers = code_in(letters(app, ADVISER)[1].text)
    other.get(f"{path}/code")
    assert other.submit(f"{path}/enter", {"code": first_browsers}).status_code == 422


def test_opening_the_link_changes_nothing(
    app: Flask, client: CheckingClient, sign_in: SignIn, people: People
) -> None:
    ask(sign_in, people)
    path = link_in(letters(app, ADVISER)[0].text)
    before = rows(app, select(OutboxMessage.id))
    for _ in range(3):
        client.get(path)
        client.get(f"{path}/code")
    assert rows(app, select(OutboxMessage.id)) == before
    open_task(app, client)


def test_a_code_can_be_tried_five_times_and_for_ten_minutes(
    app: Flask, clock: Clock, client: CheckingClient, sign_in: SignIn, people: People
) -> None:
    ask(sign_in, people)
    path = link_in(letters(app, ADVISER)[0].text)
    client.get(path)
    client.submit(f"{path}/code")
    code = code_in(letters(app, ADVISER)[0].text)
    wrong = "000000" if code != "000000" else "111111"
    client.get(f"{path}/code")
    for _ in range(5):
        assert client.submit(f"{path}/enter", {"code": wrong}).status_code == 422
    assert client.submit(f"{path}/enter", {"code": code}).status_code == 422
    client.submit(f"{path}/code")
    code = code_in(letters(app, ADVISER)[0].text)
    clock.move(minutes=11)
    client.get(f"{path}/code")
    assert client.submit(f"{path}/enter", {"code": code}).status_code == 422
    assert client.get(f"{path}/task").status_code == 303


def test_a_browser_that_was_let_in_is_not_for_ever(
    app: Flask, clock: Clock, client: CheckingClient, sign_in: SignIn, people: People
) -> None:
    ask(sign_in, people)
    path = open_task(app, client)
    clock.move(hours=3, minutes=59)
    assert client.get(f"{path}/task").status_code == 200
    clock.move(minutes=2)
    assert client.get(f"{path}/task").status_code == 303


def test_strangers_cannot_post_more_than_an_answer_needs(client: CheckingClient) -> None:
    for tail, most in (("code", 1024**2), ("files", 101 * 1024**2)):
        answer = client.post(
            f"/advice/no-such-token/{tail}",
            input_stream=BytesIO(b""),
            content_type="multipart/form-data; boundary=x",
            environ_overrides={"CONTENT_LENGTH": str(most + 1)},
        )
        assert answer.status_code == 413
