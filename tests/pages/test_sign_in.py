"""Families and staff sign in and out, and nobody else does."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pyotp
import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.actions import staff_accounts
from portal.domain.people import Role
from portal.domain.sign_in import ATTEMPTS_ALLOWED
from portal.shell import worker
from portal.store import demo_mailbox
from portal.store.connection import open_for
from portal.store.db import db
from portal.store.sealing import lookup
from portal.store.staff import find_account
from portal.store.tables.jobs import Job
from portal.store.tables.outbox import OutboxMessage
from portal.store.tables.people import FamilyMember, Staff
from portal.store.tables.sessions import SignInSession
from portal.store.tables.sign_in import SignInTicket
from tests.conftest import Clock
from tests.pages.conftest import CheckingClient, SignIn
from tests.people import add_adult, add_child, add_staff, link

EMAIL = "sam.field@example.org"
PASSWORD = "violet otter hums low"


def commit(app: Flask, write: Callable[[Session], Any]) -> Any:
    with app.app_context():
        open_for("write")
        made = write(db.session())
        db.session.commit()
        return made


def work(app: Flask) -> None:
    with app.app_context():
        worker.work_until_empty()


def letters(app: Flask) -> list[str]:
    with app.app_context():
        open_for("write")
        return [letter.text for letter in demo_mailbox.list_letters(db.session(), 50)]


def link_of(text: str) -> str:
    found = re.search(r"http://[^/\s]+(/sign-in/link/\S+|/staff/set-up/\S+)", text)
    assert found, text
    return found[1]


def code_of(text: str) -> str:
    found = re.search(r"\b\d{6}\b", text)
    assert found, text
    return found[0]


def add_parent(session: Session, email: str = EMAIL) -> UUID:
    adult = add_adult(session, email=email)
    link(session, add_child(session), adult)
    return adult


@pytest.fixture
def parent(app: Flask) -> UUID:
    made = commit(app, add_parent)
    assert isinstance(made, UUID)
    return made


@pytest.fixture
def other_browser(app: Flask, client: CheckingClient) -> CheckingClient:
    made = app.test_client()
    assert isinstance(made, CheckingClient)
    return made


def ask(client: CheckingClient, typed: str = EMAIL) -> None:
    client.get("/sign-in")
    answer = client.submit("/sign-in", {"address": typed})
    assert (answer.status_code, answer.location) == (303, "/sign-in/code")
    client.get("/sign-in/code")


def ask_and_read(app: Flask, client: CheckingClient) -> str:
    before = letters(app)
    ask(client)
    work(app)
    [new] = [text for text in letters(app) if text not in before]
    return new


def who(app: Flask) -> list[tuple[str, UUID]]:
    """Everybody with an open session."""
    with app.app_context():
        open_for("write")
        rows = db.session().execute(
            select(SignInSession.role, SignInSession.person_id)
            .where(SignInSession.ended_at.is_(None))
            .order_by(SignInSession.started_at)
        )
        return [(role, person_id) for role, person_id in rows]


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


# Asking


def test_an_empty_or_unreadable_address_is_refused_and_kept(client: CheckingClient) -> None:
    client.get("/sign-in")
    for typed, message in (
        ("", "Enter your e-mail address or mobile number"),
        ("sam@@example", "like name@example.org"),
    ):
        answer = client.submit("/sign-in", {"address": typed})
        assert answer.status_code == 422
        assert message in client.text()
        box = client.page.select_one("#address")
        assert box is not None
        assert box.get("value", "") == typed


def test_known_and_unknown_people_get_the_same_answer(
    app: Flask, client: CheckingClient, other_browser: CheckingClient, parent: UUID
) -> None:
    ask(client, EMAIL)
    known, known_statements = client.text(), list(client.statements)
    ask(other_browser, "nobody@example.org")
    assert other_browser.text() == known
    assert len(other_browser.statements) == len(known_statements)
    work(app)
    assert len(letters(app)) == 1


def test_asking_does_the_same_work_whether_or_not_somebody_is_known(
    client: CheckingClient, other_browser: CheckingClient, parent: UUID
) -> None:
    """The page's work is the same, statement by statement; only the worker looks people up."""
    made = []
    for browser, typed in ((client, EMAIL), (other_browser, "nobody@example.org")):
        browser.get("/sign-in")
        browser.submit("/sign-in", {"address": typed})
        made.append(browser.statements)
    assert made[0] == made[1]


def test_an_unknown_persons_code_page_counts_down_like_any_other(
    app: Flask, client: CheckingClient, other_browser: CheckingClient, parent: UUID
) -> None:
    said = []
    ask(client, EMAIL)
    ask(other_browser, "nobody@example.org")
    work(app)
    bad = wrong(code_of(letters(app)[0]))
    for browser in (client, other_browser):
        answers = [browser.submit("/sign-in/code", {"code": bad}) for _ in range(ATTEMPTS_ALLOWED)]
        said.append(([answer.status_code for answer in answers], browser.text()))
    assert said[0] == said[1]


def test_two_adults_with_one_email_are_both_sent_nothing(
    app: Flask, client: CheckingClient, parent: UUID
) -> None:
    commit(app, add_parent)
    ask(client)
    work(app)
    assert letters(app) == []


def test_two_adults_with_one_mobile_are_both_sent_nothing_at_their_own_email_either(
    app: Flask, client: CheckingClient, parent: UUID
) -> None:
    def share(session: Session) -> None:
        number = lookup(session, "07700 900123")
        session.get_one(FamilyMember, parent).mobile_lookup = number
        session.get_one(FamilyMember, add_parent(session, "x@example.org")).mobile_lookup = number

    commit(app, share)
    ask(client)
    work(app)
    assert letters(app) == []


def test_an_address_is_written_to_a_few_times_an_hour_and_no_more(
    app: Flask, client: CheckingClient, clock: Clock, parent: UUID
) -> None:
    for _ in range(5):
        ask(client)
    client.get("/sign-in")
    assert client.submit("/sign-in", {"address": EMAIL.upper()}).status_code == 429
    clock.move(hours=1)
    ask(client)


def test_what_was_asked_for_leaves_no_readable_address_or_secret_behind(
    app: Flask, client: CheckingClient, parent: UUID
) -> None:
    text = ask_and_read(app, client)
    with app.app_context():
        open_for("write")
        [ticket] = db.session().scalars(select(SignInTicket))
        [message] = db.session().scalars(select(OutboxMessage))
        [job] = db.session().scalars(select(Job))
    assert ticket.address_lookup is None
    assert (message.link_sealed, message.code_sealed) == (None, None)
    assert job.payload == {"ticket": str(ticket.id)}
    kept = b"".join(value for value in vars(ticket).values() if isinstance(value, bytes))
    assert code_of(text).encode() not in kept
    assert link_of(text).rpartition("/")[2].encode() not in kept


# The link


def test_the_link_and_continue_sign_in_in_the_browser_that_asked(
    app: Flask, client: CheckingClient, parent: UUID
) -> None:
    path = link_of(ask_and_read(app, client))
    assert client.get(path).status_code == 200
    assert client.page.select("input[name=code]") == []
    assert client.submit(path).status_code == 303
    assert who(app) == [("family_member", parent)]


def test_a_scanner_that_opens_the_link_changes_nothing(
    app: Flask, client: CheckingClient, other_browser: CheckingClient, parent: UUID
) -> None:
    path = link_of(ask_and_read(app, client))

    def everything() -> list[object]:
        with app.app_context():
            open_for("write")
            tables = (SignInTicket, SignInSession, OutboxMessage, Job)
            rows = [row for table in tables for row in db.session().scalars(select(table))]
            return [
                {key: value for key, value in vars(row).items() if not key.startswith("_")}
                for row in rows
            ]

    before = everything()
    for browser in (client, other_browser):
        browser.get(path)
        browser.head(path)
        browser.get(path, headers={"Sec-Purpose": "prefetch", "Purpose": "prefetch"})
    assert everything() == before


def test_a_scanner_that_even_presses_the_button_is_asked_for_the_code(
    app: Flask, client: CheckingClient, other_browser: CheckingClient, parent: UUID
) -> None:
    text = ask_and_read(app, client)
    path = link_of(text)
    other_browser.get(path)
    assert other_browser.page.select("input[name=code]")
    assert other_browser.submit(path).status_code == 200
    assert "Type the code" in other_browser.text()
    assert who(app) == []
    client.get(path)
    assert client.submit(path).status_code == 303


def test_on_another_device_the_link_and_the_code_sign_in(
    app: Flask, client: CheckingClient, other_browser: CheckingClient, parent: UUID
) -> None:
    text = ask_and_read(app, client)
    other_browser.get(link_of(text))
    spaced = f" {code_of(text)[:3]} {code_of(text)[3:]} "
    assert other_browser.submit(link_of(text), {"code": spaced}).status_code == 303
    assert who(app) == [("family_member", parent)]


def test_a_link_works_once(
    app: Flask, client: CheckingClient, other_browser: CheckingClient, parent: UUID
) -> None:
    text = ask_and_read(app, client)
    client.get(link_of(text))
    client.submit(link_of(text))
    assert other_browser.get(link_of(text)).status_code == 410
    assert "has been used" in other_browser.text()
    other_browser.get("/sign-in")
    used = other_browser.submit(link_of(text), {"code": code_of(text)})
    assert used.status_code == 410
    assert len(who(app)) == 1


def test_a_link_and_its_code_run_out_together(
    app: Flask, client: CheckingClient, clock: Clock, parent: UUID
) -> None:
    text = ask_and_read(app, client)
    clock.move(minutes=10)
    assert client.get(link_of(text)).status_code == 410
    assert "too old" in client.text()
    client.get("/sign-in")
    assert client.submit(link_of(text)).status_code == 410
    client.get("/sign-in/code")
    client.submit("/sign-in/code", {"code": code_of(text)})
    assert who(app) == []


def test_codes_guessed_behind_a_link_are_locked(
    app: Flask, client: CheckingClient, other_browser: CheckingClient, parent: UUID
) -> None:
    text = ask_and_read(app, client)
    path, code = link_of(text), code_of(text)
    other_browser.get(path)
    answers = [other_browser.submit(path, {"code": wrong(code)}).status_code for _ in range(4)]
    assert answers == [422] * 4
    assert "once more" in other_browser.text()
    assert other_browser.submit(path, {"code": wrong(code)}).status_code == 410
    other_browser.get("/sign-in")
    assert other_browser.submit(path, {"code": code}).status_code == 410
    assert client.get(path).status_code == 410
    assert who(app) == []


# The code


def test_the_code_signs_in_in_the_browser_that_asked(
    app: Flask, client: CheckingClient, parent: UUID
) -> None:
    text = ask_and_read(app, client)
    assert client.submit("/sign-in/code", {"code": code_of(text)}).status_code == 303
    assert who(app) == [("family_member", parent)]


def test_codes_guessed_in_the_browser_that_asked_are_locked(
    app: Flask, client: CheckingClient, parent: UUID
) -> None:
    code = code_of(ask_and_read(app, client))
    for _ in range(ATTEMPTS_ALLOWED - 1):
        assert client.submit("/sign-in/code", {"code": wrong(code)}).status_code == 422
    assert client.submit("/sign-in/code", {"code": wrong(code)}).status_code == 410
    client.get("/sign-in/code")
    assert client.submit("/sign-in/code", {"code": code}).status_code == 410
    assert who(app) == []


def test_asking_for_others_in_between_gives_no_more_guesses_at_one_code(
    app: Flask, client: CheckingClient, clock: Clock, parent: UUID
) -> None:
    code = code_of(ask_and_read(app, client))
    for number in range(ATTEMPTS_ALLOWED):
        clock.move(seconds=1)
        ask(client, f"other{number}@example.org")
        assert client.submit("/sign-in/code", {"code": wrong(code)}).status_code == 422
    clock.move(seconds=1)
    ask(client, "last@example.org")
    assert client.submit("/sign-in/code", {"code": code}).status_code == 422
    assert who(app) == []


def test_somebody_who_asked_twice_may_use_either_message(
    app: Flask, client: CheckingClient, clock: Clock, parent: UUID
) -> None:
    first = ask_and_read(app, client)
    clock.move(minutes=2)
    ask(client)
    work(app)
    assert len(letters(app)) == 2
    assert client.submit("/sign-in/code", {"code": code_of(first)}).status_code == 303
    assert who(app) == [("family_member", parent)]


def test_a_code_means_nothing_in_a_browser_that_did_not_ask(
    app: Flask, client: CheckingClient, other_browser: CheckingClient, parent: UUID
) -> None:
    code = code_of(ask_and_read(app, client))
    assert other_browser.get("/sign-in/code").location == "/sign-in"
    other_browser.get("/sign-in")
    answer = other_browser.submit("/sign-in/code", {"code": code})
    assert (answer.status_code, answer.location) == (303, "/sign-in")
    ask(other_browser, "nobody@example.org")
    assert other_browser.submit("/sign-in/code", {"code": code}).status_code == 422
    assert who(app) == []


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef"])
def test_what_is_no_code_is_refused_without_using_up_an_attempt(
    app: Flask, client: CheckingClient, parent: UUID, typed: str
) -> None:
    ask_and_read(app, client)
    assert client.submit("/sign-in/code", {"code": typed}).status_code == 422
    assert "Type the 6 numbers" in client.text()
    with app.app_context():
        open_for("write")
        assert db.session().scalar(select(func.sum(SignInTicket.wrong_codes))) == 0


# Who signs in, and where they land


@pytest.mark.parametrize(
    ("born", "role"), [(date(2014, 5, 14), "child"), (date(2009, 5, 14), "young_person")]
)
def test_children_and_young_people_sign_in_as_themselves(
    app: Flask, client: CheckingClient, born: date, role: str
) -> None:
    def add(session: Session) -> UUID:
        person = add_adult(session, email=EMAIL)
        child = add_child(session, birth_date=born)
        link(session, child, person, relationship="self")
        return person

    person = commit(app, add)
    text = ask_and_read(app, client)
    client.submit("/sign-in/code", {"code": code_of(text)})
    assert who(app) == [(role, person)]


def test_a_restricted_adult_is_sent_nothing(app: Flask, client: CheckingClient) -> None:
    def add(session: Session) -> None:
        adult = add_adult(session, email=EMAIL)
        link(session, add_child(session), adult, restriction="no contact")

    commit(app, add)
    ask(client)
    work(app)
    assert letters(app) == []


def enter(app: Flask, client: CheckingClient) -> str:
    text = ask_and_read(app, client)
    answer = client.submit("/sign-in/code", {"code": code_of(text)})
    assert answer.status_code == 303
    return str(answer.location)


@pytest.mark.parametrize(
    ("wanted", "lands"),
    [
        ("/privacy?x=1", "/privacy?x=1"),
        ("/staff/accounts", "/"),
        ("https://evil.example/", "/"),
        (None, "/"),
    ],
)
def test_somebody_lands_where_they_wanted_to_go_if_that_is_for_them(
    app: Flask, client: CheckingClient, parent: UUID, wanted: str | None, lands: str
) -> None:
    if wanted is not None:
        with client.session_transaction() as cookie:
            cookie["after_sign_in"] = wanted
    assert enter(app, client) == lands
    with client.session_transaction() as cookie:
        assert "after_sign_in" not in cookie


def test_signing_in_makes_a_new_session_and_drops_what_the_browser_held(
    app: Flask, client: CheckingClient, parent: UUID
) -> None:
    with client.session_transaction() as cookie:
        cookie["_user_id"] = "planted"
        cookie["planted"] = "by somebody else"
    enter(app, client)
    with client.session_transaction() as cookie:
        assert cookie["_user_id"] != "planted"
        assert "planted" not in cookie
        assert "browser" not in cookie


# Signing out


def test_signing_out_ends_every_session_and_a_copied_cookie_is_worthless(
    app: Flask, client: CheckingClient, other_browser: CheckingClient, parent: UUID
) -> None:
    enter(app, client)
    enter(app, other_browser)
    copied = client.get_cookie("session")
    assert copied is not None
    assert len(who(app)) == 2
    client.get("/signed-out")
    assert client.submit("/sign-out").location == "/signed-out"
    assert who(app) == []
    thief = app.test_client()
    thief.set_cookie("session", copied.value)
    for browser in (client, other_browser, thief):
        answer = browser.get("/staff/prove")
        assert answer.status_code == 302
        assert answer.location in ("/sign-in", "/staff/sign-in")


def test_signing_out_needs_the_forms_guard(
    app: Flask, client: CheckingClient, parent: UUID
) -> None:
    enter(app, client)
    assert client.post("/sign-out").status_code == 400
    assert len(who(app)) == 1


def test_signing_out_twice_is_no_fault(client: CheckingClient) -> None:
    client.get("/sign-in")
    assert client.submit("/sign-out").status_code == 303
    assert client.submit("/sign-out").status_code == 303


def test_the_quick_way_out_leaves_nothing_behind_in_this_browser(
    app: Flask, client: CheckingClient, parent: UUID
) -> None:
    enter(app, client)
    copied = client.get_cookie("session")
    assert copied is not None
    answer = client.get("/leave")
    assert answer.location == app.config["QUICK_EXIT_URL"]
    assert client.get_cookie("session") is None
    assert who(app) == []
    assert client.get("/leave").status_code == 302


def test_a_session_ends_when_it_lies_unused(
    app: Flask, sign_in: SignIn, clock: Clock, parent: UUID
) -> None:
    browser = sign_in(Role.FAMILY_MEMBER, parent)
    clock.move(minutes=119)
    assert browser.get("/staff/prove").status_code == 403, "signed in, though not for this page"
    clock.move(minutes=119)
    assert browser.get("/staff/prove").status_code == 403, "use was noted"
    clock.move(minutes=120)
    assert browser.get("/staff/prove").status_code == 302


# Staff


@pytest.fixture
def officer(app: Flask) -> UUID:
    made = commit(app, lambda session: add_staff(session, Role.PARTICIPATION_OFFICER))
    assert isinstance(made, UUID)
    return made


@pytest.fixture
def set_up_path(app: Flask, officer: UUID, clock: Clock) -> str:
    def make(session: Session) -> str:
        return staff_accounts.make_set_up_link(
            session,
            staff_id=officer,
            link_path=lambda token: f"/staff/set-up/{token}",
            now=clock(),
        )

    return str(commit(app, make))


def secret_on(client: CheckingClient) -> str:
    shown = client.page.select_one("main strong")
    assert shown is not None
    return shown.get_text().replace(" ", "")


def set_up(client: CheckingClient, path: str, clock: Clock) -> pyotp.TOTP:
    """Set the account up, which signs in; the authenticator that was added."""
    client.get(path)
    assert client.submit(path, {"password": PASSWORD}).status_code == 303
    client.get(f"{path}/authenticator")
    authenticator = pyotp.TOTP(secret_on(client))
    done = client.submit(f"{path}/authenticator", {"code": authenticator.at(clock())})
    assert done.status_code == 303
    return authenticator


def email_of(app: Flask, staff_id: UUID) -> str:
    with app.app_context():
        open_for("write")
        account = find_account(db.session(), staff_id)
        assert account is not None
        return account.email


def give_password(
    app: Flask, client: CheckingClient, staff_id: UUID, password: str = PASSWORD
) -> int:
    client.get("/staff/sign-in")
    fields = {"email": email_of(app, staff_id), "password": password}
    return client.submit("/staff/sign-in", fields).status_code


def test_staff_set_up_with_a_link_and_then_sign_in_with_both_proofs(
    app: Flask, client: CheckingClient, officer: UUID, set_up_path: str, clock: Clock
) -> None:
    authenticator = set_up(client, set_up_path, clock)
    assert who(app) == [("participation_officer", officer)]
    client.get("/signed-out")
    client.submit("/sign-out")
    clock.move(seconds=30)
    assert give_password(app, client, officer) == 303
    assert who(app) == []
    client.get("/staff/sign-in/code")
    entered = client.submit("/staff/sign-in/code", {"code": authenticator.at(clock())})
    assert entered.status_code == 303
    assert who(app) == [("participation_officer", officer)]


def test_a_scanner_that_opens_the_set_up_link_changes_nothing(
    app: Flask, client: CheckingClient, officer: UUID, set_up_path: str
) -> None:
    client.get(set_up_path)
    client.head(set_up_path)
    assert client.get(f"{set_up_path}/authenticator").location == set_up_path
    with app.app_context():
        open_for("write")
        row = db.session().get_one(Staff, officer)
        assert (row.password_hash, row.totp_secret_sealed) == (None, None)


def test_the_set_up_link_works_once_and_for_a_week(
    client: CheckingClient, other_browser: CheckingClient, set_up_path: str, clock: Clock
) -> None:
    set_up(client, set_up_path, clock)
    for path in (set_up_path, f"{set_up_path}/authenticator"):
        assert other_browser.get(path).status_code == 410
        other_browser.get("/sign-in")
        fields = {"password": PASSWORD, "code": "123456"}
        assert other_browser.submit(path, fields).status_code == 410


def test_an_old_set_up_link_does_nothing(
    client: CheckingClient, set_up_path: str, clock: Clock
) -> None:
    clock.move(days=7)
    assert client.get(set_up_path).status_code == 410


def test_a_familys_link_sets_up_no_account_and_the_other_way_round(
    app: Flask, client: CheckingClient, parent: UUID, set_up_path: str
) -> None:
    token = link_of(ask_and_read(app, client)).rpartition("/")[2]
    assert client.get(f"/staff/set-up/{token}").status_code == 404
    token = set_up_path.rpartition("/")[2]
    assert client.get(f"/sign-in/link/{token}").status_code == 404
    client.get("/sign-in")
    assert client.submit(f"/sign-in/link/{token}").status_code == 404
    client.get("/sign-in")
    assert client.submit(f"/sign-in/link/{token}", {"code": "123456"}).status_code == 404


@pytest.mark.parametrize(
    ("password", "message"),
    [
        ("", "Choose a password"),
        ("short", "12 characters or more"),
        ("x7" * 65, "128 characters or less"),
        ("Password2026!", "easy to guess"),
    ],
)
def test_a_weak_password_is_refused(
    app: Flask,
    client: CheckingClient,
    officer: UUID,
    set_up_path: str,
    password: str,
    message: str,
) -> None:
    client.get(set_up_path)
    assert client.submit(set_up_path, {"password": password}).status_code == 422
    assert message in client.text()
    assert password == "" or password not in client.page.decode()
    with app.app_context():
        open_for("write")
        assert db.session().get_one(Staff, officer).password_hash is None


def test_setting_up_ends_with_a_working_authenticator_or_not_at_all(
    app: Flask, client: CheckingClient, officer: UUID, set_up_path: str, clock: Clock
) -> None:
    client.get(set_up_path)
    client.submit(set_up_path, {"password": PASSWORD})
    client.get(f"{set_up_path}/authenticator")
    assert client.page.select_one("[role=img] svg") is not None
    first = secret_on(client)
    bad = wrong(pyotp.TOTP(first).at(clock()))
    assert client.submit(f"{set_up_path}/authenticator", {"code": bad}).status_code == 422
    assert secret_on(client) == first
    assert who(app) == []
    assert give_password(app, client, officer) == 422, "not set up yet"


def test_a_new_set_up_replaces_password_and_authenticator_and_ends_sessions(
    app: Flask,
    client: CheckingClient,
    other_browser: CheckingClient,
    officer: UUID,
    set_up_path: str,
    clock: Clock,
) -> None:
    old = set_up(client, set_up_path, clock)
    again = commit(
        app,
        lambda session: staff_accounts.make_set_up_link(
            session,
            staff_id=officer,
            link_path=lambda token: f"/staff/set-up/{token}",
            now=clock(),
        ),
    )
    new = set_up(other_browser, again, clock)
    assert len(who(app)) == 1
    assert client.get("/staff/prove").status_code == 302
    assert old.secret != new.secret


def test_an_unknown_email_and_a_wrong_password_get_one_answer(
    app: Flask, client: CheckingClient, officer: UUID, set_up_path: str, clock: Clock
) -> None:
    set_up(client, set_up_path, clock)
    client.get("/signed-out")
    client.submit("/sign-out")
    assert give_password(app, client, officer, "another password") == 422
    known = client.text()
    client.get("/staff/sign-in")
    fields = {"email": "nobody@example.org", "password": PASSWORD}
    assert client.submit("/staff/sign-in", fields).status_code == 422
    assert client.text() == known
    box = client.page.select_one("#email")
    assert box is not None
    assert box["value"] == "nobody@example.org"
    password = client.page.select_one("#password")
    assert password is not None
    assert not password.get("value")


def test_a_closed_account_lets_nobody_in_by_password_or_by_code(
    app: Flask, client: CheckingClient, officer: UUID, set_up_path: str, clock: Clock
) -> None:
    authenticator = set_up(client, set_up_path, clock)
    client.get("/signed-out")
    client.submit("/sign-out")
    clock.move(seconds=30)
    assert give_password(app, client, officer) == 303
    commit(app, lambda s: staff_accounts.close_account(s, staff_id=officer, now=clock()))
    client.get("/staff/sign-in/code")
    code = authenticator.at(clock())
    assert client.submit("/staff/sign-in/code", {"code": code}).status_code == 422
    assert give_password(app, client, officer) == 422
    assert who(app) == []


def test_passwords_guessed_from_one_place_are_stopped(
    app: Flask, client: CheckingClient, officer: UUID, set_up_path: str, clock: Clock
) -> None:
    set_up(client, set_up_path, clock)
    answers = [give_password(app, client, officer, "guess number 1") for _ in range(11)]
    assert answers == [422] * 10 + [429]
    assert give_password(app, client, officer) == 429


@pytest.fixture
def half_in(
    app: Flask, client: CheckingClient, officer: UUID, set_up_path: str, clock: Clock
) -> pyotp.TOTP:
    """A browser in which the password has been given."""
    authenticator = set_up(client, set_up_path, clock)
    client.get("/signed-out")
    client.submit("/sign-out")
    clock.move(minutes=2)
    assert give_password(app, client, officer) == 303
    client.get("/staff/sign-in/code")
    return authenticator


def test_a_code_is_taken_once(
    app: Flask, client: CheckingClient, officer: UUID, half_in: pyotp.TOTP, clock: Clock
) -> None:
    code = half_in.at(clock())
    assert client.submit("/staff/sign-in/code", {"code": code}).status_code == 303
    client.get("/signed-out")
    client.submit("/sign-out")
    assert give_password(app, client, officer) == 303
    client.get("/staff/sign-in/code")
    assert client.submit("/staff/sign-in/code", {"code": code}).status_code == 422
    assert "used before" in client.text()


def test_the_code_before_the_current_one_is_still_taken_and_no_older_one(
    client: CheckingClient, half_in: pyotp.TOTP, clock: Clock
) -> None:
    two_before, one_before = (half_in.at(clock(), counter_offset=-n) for n in (2, 1))
    assert client.submit("/staff/sign-in/code", {"code": two_before}).status_code == 422
    assert client.submit("/staff/sign-in/code", {"code": one_before}).status_code == 303


def test_codes_guessed_are_stopped_and_the_right_one_too(
    app: Flask, client: CheckingClient, half_in: pyotp.TOTP, clock: Clock
) -> None:
    code = half_in.at(clock())
    answers = [
        client.submit("/staff/sign-in/code", {"code": wrong(code)}).status_code for _ in range(9)
    ]
    assert answers == [422] * 9
    assert client.submit("/staff/sign-in/code", {"code": code}).status_code == 429
    assert who(app) == []


def test_a_good_password_counts_for_five_minutes(
    app: Flask, client: CheckingClient, half_in: pyotp.TOTP, clock: Clock
) -> None:
    clock.move(minutes=5)
    answer = client.submit("/staff/sign-in/code", {"code": half_in.at(clock())})
    assert answer.location == "/staff/sign-in"
    assert client.get("/staff/sign-in/code").location == "/staff/sign-in"
    assert who(app) == []


def test_a_password_alone_opens_nothing(client: CheckingClient, half_in: pyotp.TOTP) -> None:
    assert client.get("/staff/prove").location == "/staff/sign-in"


# Proving it once more


def test_the_authenticator_once_more_leads_on_to_the_page_that_asked(
    app: Flask, client: CheckingClient, set_up_path: str, clock: Clock
) -> None:
    authenticator = set_up(client, set_up_path, clock)
    clock.move(minutes=20)
    client.get("/staff/prove?next=/privacy?from=export")
    hidden = client.page.select_one("input[name=next]")
    assert hidden is not None
    fields = {"next": hidden["value"], "code": authenticator.at(clock())}
    answer = client.submit("/staff/prove", fields)
    assert (answer.status_code, answer.location) == (303, "/privacy?from=export")
    with app.app_context():
        open_for("write")
        assert db.session().scalars(select(SignInSession.proved_at)).all() == [clock()]


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "http:evil.example",
        "javascript:alert(1)",
        "/nowhere",
        "/sign-out",
        "/staff/accounts",
        "",
    ],
)
def test_nobody_is_sent_to_another_site_or_a_page_that_is_not_theirs(
    client: CheckingClient, set_up_path: str, clock: Clock, target: str
) -> None:
    authenticator = set_up(client, set_up_path, clock)
    clock.move(minutes=1)
    client.get("/staff/prove")
    fields = {"next": target, "code": authenticator.at(clock())}
    answer = client.submit("/staff/prove", fields)
    assert (answer.status_code, answer.location) == (303, "/")


def test_families_have_no_such_page(sign_in: SignIn, parent: UUID) -> None:
    assert sign_in(Role.FAMILY_MEMBER, parent).get("/staff/prove").status_code == 403
