"""Points 8 and 9: a comment on the Local Offer is answered; what was asked for is counted."""

from datetime import timedelta

from tests.journeys.conftest import Arrive
from tests.journeys.visitor import today


def test_a_comment_is_redacted_answered_and_read_by_everybody(arrive: Arrive) -> None:
    anybody, officer = arrive(), arrive()
    anybody.go("/")
    anybody.link("Tell us what you think of the Local Offer")
    anybody.button("Send my comment")
    assert "Write your comment" in anybody.text()
    anybody.choose("What is your comment about?", "How easy it is to find, read and use")
    anybody.select("Which part of the Local Offer?", "Social care")
    anybody.fill("Your comment", "The list is out of date, says Rosalind Thistlewood.")
    anybody.choose("May we publish your words?", "Yes")
    anybody.choose("How old is the child or young person?", "19 to 25")
    anybody.button("Send my comment")
    assert "Thank you. Your comment is in" in anybody.text()

    officer.be("Nadia Oakenshaw")
    officer.link("Local Offer")
    officer.link("Social care: How easy it is to find, read and use")
    assert "19 to 25" not in officer.text()
    officer.button("See what is left, and decide")
    assert "The list is out of date, says […]." in officer.text()
    officer.choose("What becomes of it", "Publish it, without the marked words")
    officer.button("Decide")
    officer.fill("What the council answers", "It was, and we are sorry.")
    officer.fill("What the council will do", "Look at each entry every term")
    officer.button("Save and publish")
    assert "Enter who is responsible" in officer.text()
    officer.fill("Who is responsible", "Local Offer editor")
    officer.fill_date("By when", str(today() + timedelta(days=60)))
    officer.button("Save and publish")
    assert "Everybody can read the comment and the answer now" in officer.text()

    anybody.go("/local-offer")
    anybody.link("Social care")
    said = anybody.page.locator("section").filter(has_text="out of date").inner_text()
    assert "says […]." in said
    assert "Look at each entry every term" in said
    assert "Who: Local Offer editor." in said


def test_what_was_asked_for_is_read_by_those_who_plan(arrive: Arrive) -> None:
    officer, member = arrive(), arrive()
    officer.be("Nadia Oakenshaw")
    officer.link("What was asked for")
    officer.page.locator("main a[href*='/periods/']").nth(3).click()
    assert "A preview. Nobody else sees it yet." in officer.text()
    officer.button("Release")
    assert "Released. The group and the caseworkers can read it now." in officer.text()

    member.be("Perry Talivane")
    member.link("What was asked for")
    member.link("Release 2")
    assert "By main need" in member.text()
    rows = member.download("Plain table (CSV)").read_text("utf-8-sig").splitlines()
    assert rows[0] == "from,to,provision,by,group,children"
