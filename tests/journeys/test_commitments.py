"""Point 7: a released figure becomes a commitment that everybody can read."""

from datetime import timedelta

from tests.journeys.conftest import Arrive
from tests.journeys.visitor import today

EVIDENCE_MISSING = "Enter what shows that it is green or blue"


def test_a_figure_becomes_a_commitment_that_everybody_reads(arrive: Arrive) -> None:
    officer, anybody = arrive(), arrive()
    officer.be("Nadia Oakenshaw")
    officer.link("Commitments")
    officer.button("Add a commitment")
    officer.select("A figure from a report", "of families agreed")
    officer.fill("What we will do", "Ring each family in the week of the draft.")
    officer.fill("Who is responsible", "Head of reviews")
    officer.choose("How it is going", "Green: on track")
    officer.button("Save and publish")
    assert EVIDENCE_MISSING not in officer.text()
    assert "Enter the day by which it will be done" in officer.text()
    officer.fill_date("By when", str(today() + timedelta(days=90)))
    officer.button("Save and publish")
    assert officer.text().count(EVIDENCE_MISSING) == 2
    officer.fill("What shows this", "Calls are in the log.")
    officer.button("Save and publish")
    assert "Saved. Everybody can read it" in officer.text()

    anybody.go("/")
    anybody.link("See what families said and what we did")
    said = anybody.page.locator("section").filter(has_text="Ring each family").inner_text()
    assert "of families agreed" in said
    assert "Report " in said
    assert "Who: Head of reviews." in said
    assert "Green: on track" in said
