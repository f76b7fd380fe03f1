"""A caseworker's desk: from the list to a case, something recorded, put right, and back."""

import re
from datetime import timedelta

from tests.journeys.visitor import Visitor, today


def test_a_caseworker_records_what_happened_and_puts_it_right(visitor: Visitor) -> None:
    held, really = today() - timedelta(3), today() - timedelta(4)
    visitor.be("Bryn Sedgemere")
    visitor.select("Which cases", "Due in 14 days")
    visitor.button("Show")
    assert "show=soon" in visitor.page.url
    visitor.link(re.compile("."), within=visitor.page.locator("tbody"))

    visitor.button("Record what happened")
    visitor.button("Record")
    assert "Choose what happened" in visitor.text()
    visitor.select("What happened?", "Review meeting")
    visitor.fill_date("On which day?", held.isoformat())
    visitor.fill("Note", "In the hall")
    visitor.button("Record")
    assert "Recorded: Review meeting, held or booked" in visitor.text()
    assert "In the hall" in visitor.text()

    visitor.link(re.compile("^Put right.*Review meeting"))
    visitor.fill_date("On which day?", really.isoformat())
    visitor.fill("Why is it put right?", "A day out")
    visitor.button("Put right")
    assert "Put right: Review meeting, held or booked" in visitor.text()
    visitor.link("My cases", within=visitor.page.locator("nav[aria-label='Back']"))
    assert "show=soon" in visitor.page.url
