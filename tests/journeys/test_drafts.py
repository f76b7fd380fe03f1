"""A draft is read part by part, commented on and sent; its caseworker answers; the family reads
the answer."""

import re

from tests.journeys.visitor import Visitor


def test_a_parent_comments_on_a_draft_and_is_answered(visitor: Visitor) -> None:
    visitor.be("Asha Zanmeru")
    visitor.link("Otis Zanmeru")
    visitor.button("Read the draft plan and tell us what you think")
    assert visitor.heading() == "The draft plan"
    visitor.link("See the whole on one page, to read or to print")
    assert "Finds it hard" in visitor.text()
    visitor.link("Back")
    visitor.button("Read it part by part")
    visitor.choose("What do you think of this part?", "This is right")
    visitor.button("Continue")
    visitor.choose("What do you think of this part?", "Something is missing")
    words = f"He needs a quiet room at lunch ({visitor.hands})"
    visitor.fill("Your words", words)
    visitor.button("Continue")
    visitor.link("All parts")
    visitor.link("Meeting us about it")
    visitor.choose("Would you like to meet us?", "I would like to meet")
    visitor.button("Continue")
    assert words in visitor.text()
    visitor.button("Send")
    assert visitor.heading() == "Thank you. We have what you sent"

    visitor.be("Bryn Sedgemere")
    visitor.link("Otis Zanmeru")
    visitor.link("Drafts and proposed changes")
    visitor.link(re.compile("^Draft plan"))
    assert words in visitor.text()
    said = visitor.page.locator(".site-card", has_text=words)
    visitor.link(re.compile("^Answer"), within=said)
    visitor.choose("What came of it", "We have changed it")
    visitor.fill("Your answer", f"A quiet room is in section F now ({visitor.hands}).")
    visitor.button("Answer")
    assert "Your answer is kept." in visitor.text()

    visitor.be("Asha Zanmeru")
    visitor.link("Otis Zanmeru")
    visitor.button("Read the draft plan and tell us what you think")
    assert f"A quiet room is in section F now ({visitor.hands})." in visitor.text()
