"""Issue 3, point 2: somebody without an account is asked, answers, and the family reads it."""

import re
from pathlib import Path

from tests.journeys.conftest import Arrive
from tests.journeys.visitor import Visitor

ADVISER = "a.newcomer@advice.demo.invalid"
ASKING, CODE = "We ask for your professional advice", "Your code"
NEEDS = "Walks well and tires in the afternoon."


def open_advice(caseworker: Visitor, child: str) -> None:
    caseworker.be("Bryn Sedgemere")
    while not caseworker.page.get_by_role("link", name=child).count():
        caseworker.link("Later dates")
    caseworker.link(child)
    caseworker.link("Advice asked for")


def test_somebody_without_an_account_is_asked_and_the_family_reads_the_answer(
    arrive: Arrive, tmp_path: Path
) -> None:
    caseworker, adviser, parent = arrive(), arrive(), arrive()
    before = len(adviser.letters(ADVISER, ASKING))
    open_advice(caseworker, "Otis Zanmeru")
    caseworker.link("Ask somebody for advice")
    caseworker.choose("Which service?", "Social care")
    caseworker.fill("Name", "Idris Quillbank")
    caseworker.fill("What they work as", "Occupational therapist")
    caseworker.fill("Their work e-mail address", ADVISER)
    caseworker.fill("What do you ask them?", "What does Otis need at home?")
    caseworker.fill("Who is told when it is late? Name of their manager", "Ellis Marrowby")
    caseworker.fill("The manager’s e-mail address", "marrowby@advice.demo.invalid")
    caseworker.button("Ask now")

    adviser.go(adviser.await_letter(ADVISER, ASKING, before).path)
    assert "Otis" not in adviser.text()
    codes = len(adviser.letters(ADVISER, CODE))
    adviser.button("Send me a code")
    adviser.fill("Code", adviser.await_letter(ADVISER, CODE, codes).code)
    adviser.button("Continue")
    assert "What does Otis need at home?" in adviser.text()
    adviser.button("Write your answer")
    adviser.fill("Summary of needs", NEEDS)
    adviser.button("Save and continue")
    adviser.fill("What help", "A rest after lunch", group="Help 1")
    adviser.button("Save and continue")
    adviser.button("Save and continue")
    report = tmp_path / "report.txt"
    report.write_text("Seen at home twice.")
    adviser.page.locator("input[type=file]").set_input_files(report)
    adviser.button("Attach")
    assert "report.txt" in adviser.text()
    adviser.button("Continue")
    adviser.button("Send it to the council")
    assert adviser.heading() == "We have your answer"

    parent.be("Asha Zanmeru")
    parent.link("Otis Zanmeru")
    parent.link("Who we have asked for advice")
    assert "Occupational therapist" in parent.text()
    assert "We read it first" in parent.text()
    page = parent.page.url.removeprefix(parent.site)

    open_advice(caseworker, "Otis Zanmeru")
    caseworker.link("Idris Quillbank, Occupational therapist")
    assert NEEDS in caseworker.text()
    caseworker.tick("I have read it all")
    caseworker.button("Share with the family")

    parent.go(page)
    parent.link(re.compile("Read what they say.*Occupational therapist"))
    assert NEEDS in parent.text()
    assert "Quillbank" not in parent.page.content()
    assert parent.download("report.txt").read_text() == "Seen at home twice."
