"""Point 2: a link or a code for families, password and authenticator for staff, signing out."""

from datetime import UTC, datetime
from urllib.parse import urlsplit

import pyotp

from tests.journeys.conftest import Arrive
from tests.journeys.visitor import Visitor

SIGN_IN = "Your sign-in link and code"
PASSWORD = "pebble lantern quiet orchard"


def ask_for_message(visitor: Visitor, address: str) -> None:
    visitor.go("/")
    visitor.link("Sign in")
    visitor.fill("Your e-mail address or mobile number", address)
    visitor.button("Send me a message")
    assert visitor.heading() == "Look at your messages"


def test_a_parent_signs_in_by_the_link_and_signs_out_everywhere(arrive: Arrive) -> None:
    address = "asha.zanmeru@example.org"
    parent = arrive()
    before = len(parent.letters(address, SIGN_IN))
    ask_for_message(parent, address)
    letter = parent.await_letter(address, SIGN_IN, before)
    parent.go(letter.path)
    assert parent.heading() == "You can sign in now"
    parent.button("Continue")
    assert parent.heading() == "Plans and reviews"
    assert "Otis" in parent.text()

    thief = arrive()
    thief.context.add_cookies(
        [
            {"name": one["name"], "value": one["value"], "url": thief.site}
            for one in parent.context.cookies()
        ]
    )
    thief.go("/children")
    assert "Otis" in thief.text()

    parent.button("Sign out")
    assert parent.heading() == "You are signed out"
    for somebody in (parent, thief):
        somebody.go("/children")
        assert somebody.heading() == "Sign in"
        assert "Otis" not in somebody.page.content()

    parent.go(letter.path)
    assert parent.page.get_by_role("button", name="Continue").count() == 0


def test_a_link_opened_in_another_browser_asks_for_the_code(arrive: Arrive) -> None:
    address = "wren.larkcombe@example.org"
    computer, phone = arrive(), arrive()
    ask_for_message(computer, address)
    letter = computer.await_letter(address, SIGN_IN)
    phone.go(letter.path)
    assert phone.heading() == "Type the code from the message"
    wrong = f"{(int(letter.code) + 1) % 1_000_000:06}"
    phone.fill("Code", wrong)
    phone.button("Continue")
    assert "This is not the code." in phone.text()
    phone.fill("Code", letter.code)
    phone.button("Continue")
    assert "Kit" in phone.text()


def test_a_father_signs_in_by_the_code(visitor: Visitor) -> None:
    address = "tarik.quillmere@example.org"
    before = len(visitor.letters(address, SIGN_IN))
    ask_for_message(visitor, address)
    letter = visitor.await_letter(address, SIGN_IN, before)
    visitor.button("Continue")
    assert "Type the 6 numbers of the code" in visitor.text()
    visitor.fill("Code", letter.code)
    visitor.button("Continue")
    assert "Juno" in visitor.text()


def test_a_colleague_sets_an_account_up_and_signs_in(arrive: Arrive) -> None:
    address = "ilex.marrowby@demo.invalid"
    administrator, colleague = arrive(), arrive()
    administrator.be("Silas Embergarth")
    administrator.link("Add somebody")
    administrator.button("Add and send the link")
    assert administrator.page.title().startswith("Error:")
    administrator.fill("Name", "Ilex Marrowby")
    administrator.fill("Work e-mail address", address)
    administrator.choose("What do they do?", "Member of the participation group")
    administrator.button("Add and send the link")
    assert "Ilex Marrowby" in administrator.text()

    colleague.go(colleague.await_letter(address, "Set up your account").path)
    colleague.fill("Choose a password", PASSWORD)
    colleague.button("Continue")
    secret = colleague.page.locator("main strong").inner_text().replace(" ", "")
    app = pyotp.TOTP(secret)
    # A code works once. The one before the current one still does, and leaves that for later.
    while colleague.heading() == "Add your authenticator app":
        colleague.fill("Code", app.at(datetime.now(UTC), counter_offset=-1))
        colleague.button("Finish")
    assert colleague.heading() == "Reports"
    colleague.button("Sign out")

    colleague.go("/")
    colleague.link("Sign in as a member of staff")
    colleague.fill("Work e-mail address", address)
    colleague.fill("Password", "not this one at all")
    colleague.button("Continue")
    assert "The e-mail address or the password is not right" in colleague.text()
    colleague.fill("Password", PASSWORD)
    colleague.button("Continue")
    assert urlsplit(colleague.page.url).path == "/staff/sign-in/code"
    colleague.fill("Code", app.now())
    colleague.button("Sign in")
    assert colleague.heading() == "Reports"
    colleague.button("Sign out")
    colleague.go("/releases")
    assert colleague.heading() != "Reports"
