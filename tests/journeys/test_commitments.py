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
    oldest = officer.page.get_by_label("Survey", exact=True).locator("option").last
    officer.select("Survey", oldest.inner_text())
    officer.button("Show what was said")
    officer.link("of families agreed")
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
    anybody.link("On a page of its own, with what changed")
    assert "What changed here" in anybody.text()

    officer.button("Tell them what you promised")
    assert "The messages go out now" in officer.text()
    assert "They have been told what you promised" in officer.text()


def test_an_action_is_rated_once_something_shows_it(arrive: Arrive) -> None:
    officer = arrive()
    officer.be("Nadia Oakenshaw")
    officer.link("Action plan")
    officer.link("A1 Managers oversee the service")
    assert "Nobody has rated this action yet" in officer.text()
    officer.link("Rate October 2019")
    officer.choose("How it stands", "Green: on track")
    officer.button("Save the rating")
    assert "Green and blue need a report, a figure or a file" in officer.text()
    officer.fill("Or a figure of another source, in words", "7 of 10 plans were in time")
    officer.fill("Where the figure is from", "The board's paper")
    officer.fill_date("The day the figure is of", "2019-10-31")
    officer.button("Save the rating")
    assert "7 of 10 plans were in time" in officer.text()
    assert "Nadia Oakenshaw: Green for October 2019" in officer.text()
    officer.link("Action plan")
    officer.link("The sheets for the board")
    assert "Rating of the action" in officer.text()
