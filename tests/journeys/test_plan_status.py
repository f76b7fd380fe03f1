"""Point 3: where each child's plan is, late said as late, and dates for anybody to work out."""

import re
from datetime import timedelta

from tests.journeys.visitor import Visitor, today


def test_a_parent_of_two_sees_both_plans_and_that_one_is_late(visitor: Visitor) -> None:
    visitor.be("Asha Zanmeru")
    assert visitor.heading() == "Plans and reviews"
    visitor.link("Otis Zanmeru")
    text = visitor.text()
    assert "The draft plan is with you" in text or "We are finishing the plan" in text
    said = re.search(r"(\w+ \d+ \w+ \d{4})\.\s+This is (\d+) days? late", text)
    assert said is not None, text
    legal = today() - timedelta(days=int(said[2]))
    assert said[1] == f"{legal:%A} {legal.day} {legal:%B %Y}"
    for part in ("What you can do now", "Who to ask", "What has happened", "By law"):
        assert part in text
    assert "Ask us why this is late" in text

    visitor.link("Plan and reviews")
    visitor.link("Iris Zanmeru")
    assert "The plan is in place" in visitor.text()
    assert not re.search(r"\d+ days? late", visitor.text())


def test_a_parent_says_that_a_date_is_wrong(visitor: Visitor) -> None:
    visitor.be("Marlo Fennelwick")
    visitor.button(re.compile("^This is wrong"))
    visitor.fill("What do you think is right, and how do you know?", "It was a week later")
    visitor.button("Send")
    assert "A person will check this date and answer you" in visitor.text()
    assert "Somebody told us that this may be wrong" in visitor.text()


def test_anybody_works_a_legal_date_out(visitor: Visitor) -> None:
    visitor.go("/")
    visitor.link("Work out the legal dates for a plan")
    visitor.link("An assessment for a plan")
    visitor.button("Work out the dates")
    assert visitor.page.title().startswith("Error:")
    assert visitor.text().count("Enter the day the council got the request") == 2
    visitor.fill_date("When did the council get the request?", "2026-01-05")
    visitor.button("Work out the dates")
    assert "Monday 25 May 2026" in visitor.text()
    assert "2014" in visitor.text()
    assert visitor.context.cookies() == []


def test_anybody_works_out_when_a_young_person_decides(visitor: Visitor) -> None:
    visitor.go("/deadlines")
    visitor.link("When a young person starts to decide")
    visitor.fill_date("When was the child or young person born?", "2010-03-01")
    visitor.button("Work out the dates")
    assert "Friday 26 June 2026" in visitor.text()
