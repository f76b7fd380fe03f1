"""Point 5: a survey by a personal link and by telephone, each person once."""

import re

from tests.journeys.conftest import Arrive
from tests.journeys.visitor import Visitor

ADDRESS = "asha.zanmeru@example.org"
INVITATION = "We would like to hear from you"


def questions(visitor: Visitor) -> list[str]:
    return visitor.page.locator("fieldset legend").all_inner_texts()


def open_survey(officer: Visitor) -> None:
    officer.be("Nadia Oakenshaw")
    row = officer.page.get_by_role("row").filter(has_text=re.compile(r"\bOpen\b"))
    officer.link(re.compile("^New plans"), within=row.first)


def count(officer: Visitor, what: str) -> int:
    """A number of the survey's page."""
    row = officer.page.locator(".govuk-summary-list__row").filter(has_text=what)
    return int(row.locator("dd").inner_text())


def test_a_family_answers_by_its_link_once(arrive: Arrive) -> None:
    officer = arrive()
    open_survey(officer)
    online = count(officer, "Online")

    phone = arrive()
    letter = phone.await_letter(ADDRESS, INVITATION)
    phone.go(letter.path)
    assert phone.heading() == "How did it go for you?"
    asked = questions(phone)
    phone.button("Continue")
    phone.button("Continue")
    phone.button("Send my answers")
    assert "Choose an answer to at least one question" in phone.text()
    phone.go(letter.path)
    phone.choose(asked[0], "Agree")
    phone.choose(asked[1], "Strongly disagree")
    phone.button("Save and finish later")
    assert phone.heading() == "We have kept your answers"
    phone.close()

    computer = arrive()
    computer.go(letter.path)
    first = computer.page.get_by_role("group", name=asked[0])
    assert first.get_by_role("radio", name="Agree", exact=True).is_checked()
    computer.choose(asked[2], "I cannot say")
    computer.button("Continue")
    computer.fill("What one thing would have made it better?", "A call back")
    computer.button("Continue")
    assert "A call back" in computer.text()
    computer.button("Send my answers")
    assert computer.heading() == "Thank you. Your answers are in"
    computer.go(letter.path)
    assert computer.heading() == "You have answered already. Thank you"

    officer.page.reload()
    assert count(officer, "Online") == online + 1
    officer.button("Go to the telephone desk")
    officer.fill("Code from their message", letter.code)
    officer.button("Find")
    assert "They have answered already. Nobody can answer twice." in officer.text()


def test_the_officer_takes_answers_by_telephone_once(visitor: Visitor) -> None:
    open_survey(visitor)
    by_telephone = count(visitor, "By telephone")
    visitor.button("Go to the telephone desk")
    visitor.fill("Code from their message", "NOTACODE")
    visitor.button("Find")
    assert "No invitation to this survey has this code." in visitor.text()
    people = visitor.page.locator("main tr:has(button[formaction*='/calls/'])")
    visitor.button(re.compile("^Ring"), within=people.filter(has_not_text="Zanmeru").first)
    call = visitor.page.url.removeprefix(visitor.site)
    for question in questions(visitor)[:3]:
        visitor.choose(question, "Neither agree nor disagree")
    visitor.button("Continue")
    visitor.button("Continue")
    visitor.button("Send the answers")
    assert "The answers are in, without a name." in visitor.text()
    visitor.go(call)
    assert "They have answered already. Nobody can answer twice." in visitor.text()
    visitor.link("Back", within=visitor.page.get_by_role("navigation", name="Back"))
    assert count(visitor, "By telephone") == by_telephone + 1
