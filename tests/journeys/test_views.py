"""Point 4: views for a review, a step at a time, and who sees them."""

from tests.journeys.conftest import Arrive
from tests.journeys.visitor import Visitor

OWN_WORDS = "These are my own words"


def begin(visitor: Visitor, name: str) -> None:
    visitor.be(name)
    visitor.button("Tell us how the plan is working")


def skip_to(visitor: Visitor, heading: str) -> None:
    """Skip question after question until this one."""
    while visitor.heading() != heading:
        visitor.button("Skip this question")


def answer(visitor: Visitor, question: str, label: str, words: str) -> None:
    assert visitor.heading() == question
    visitor.fill(label, words)
    visitor.button("Continue")


def send(visitor: Visitor) -> None:
    visitor.link("See what will be sent")
    visitor.button("Send")
    assert visitor.heading() == "Thank you. We have what you sent"


def open_comparison(caseworker: Visitor, name: str) -> None:
    """From the caseworker's list, on whatever page of it, to the views for the review."""
    caseworker.be("Bryn Sedgemere")
    while not caseworker.page.get_by_role("link", name=name).count():
        caseworker.link("Later dates")
    caseworker.link(name)
    caseworker.link("Views for this review")


def test_a_parent_gives_views_over_two_days_and_changes_them(arrive: Arrive) -> None:
    phone = arrive()
    begin(phone, "Marlo Fennelwick")
    phone.button("Start")
    answer(phone, "What has gone well?", "Your words", "The new bus works well for Juno.")
    skip_to(phone, "Is the plan still a true picture?")
    phone.choose("Choose one", "Some of it")
    answer(phone, phone.heading(), "Which part is not right?", "Juno reads alone now.")
    phone.close()

    computer = arrive()
    begin(computer, "Marlo Fennelwick")
    assert "All your words are kept." in computer.text()
    computer.link("Check all my answers")
    assert "The new bus works well for Juno." in computer.text()
    assert "Some of it" in computer.text()
    computer.link("Back", within=computer.page.get_by_role("navigation", name="Back"))
    computer.link("Back", within=computer.page.get_by_role("navigation", name="Back"))
    computer.link("Back", within=computer.page.get_by_role("navigation", name="Back"))
    answer(
        computer,
        "Is there anything for the council only?",
        "Your words",
        "We may have to move house.",
    )
    computer.choose("Choose one", OWN_WORDS)
    computer.button("Continue")
    computer.choose("Choose one", "The people who come to the meeting")
    computer.button("Continue")
    assert computer.heading() == "Check your answers"
    send(computer)

    computer.link("See what you sent")
    computer.link("Change your views")
    computer.link("Change What has gone well?")
    assert computer.page.get_by_label("Your words").input_value().startswith("The new bus")
    computer.fill("Your words", "The new bus is never late.")
    computer.button("Continue")
    send(computer)
    computer.link("See what you sent")
    assert "The new bus is never late." in computer.text()

    caseworker = arrive()
    open_comparison(caseworker, "Juno Fennelwick")
    beside = caseworker.page.locator("section")
    mother = beside.filter(has_text="Marlo Fennelwick")
    assert "The new bus is never late." in mother.inner_text()
    assert "We may have to move house." in mother.inner_text()
    assert "Version 2" in mother.inner_text()
    assert beside.filter(has_text="Tarik Quillmere").count() == 1

    father = arrive()
    father.be("Tarik Quillmere")
    assert "Juno" in father.text()
    father.button("Tell us how the plan is working")
    seen = father.page.content()
    father.link("See what you sent")
    seen += father.page.content()
    assert "bus" not in seen
    assert "move house" not in seen
    assert "Marlo" not in seen


def test_a_child_says_what_matters_and_keeps_it_from_parents(arrive: Arrive) -> None:
    child = arrive()
    begin(child, "Juno Fennelwick")
    child.link("I do not feel safe")
    assert "0800 1111" in child.text()
    child.page.go_back()
    child.button("Start")
    child.choose("How are things there?", "Not sure")
    answer(child, "What do you like where you learn?", "What I like", "The pottery room.")
    child.tick("This is not about me")
    child.button("Continue")
    skip_to(child, "Do you want to come to the meeting?")
    child.choose("Choose one", "I want to come")
    child.button("Continue")
    child.choose("Choose one", "Somebody helped me")
    child.fill(
        "If somebody helped or wrote this, who? If nobody could find out, why not?", "My teacher"
    )
    child.button("Continue")
    child.choose("Choose one", "The meeting, but keep it from my parents")
    child.button("Continue")
    send(child)

    caseworker = arrive()
    open_comparison(caseworker, "Juno Fennelwick")
    shown = caseworker.page.locator("section").filter(has_text="The pottery room.").inner_text()
    assert "Keep from parents" in shown
    assert "With help from My teacher" in shown

    for name in ("Marlo Fennelwick", "Tarik Quillmere"):
        parent = arrive()
        parent.be(name)
        seen = parent.page.content()
        parent.button("Tell us how the plan is working")
        assert "pottery" not in seen + parent.page.content()
        assert parent.page.get_by_role("link", name="wants you to know").count() == 0


def test_a_young_person_is_asked_about_becoming_an_adult(arrive: Arrive) -> None:
    young_person = arrive()
    begin(young_person, "Kit Larkcombe")
    young_person.button("Start")
    skip_to(young_person, "What would you like to do next?")
    answer(young_person, young_person.heading(), "Your words", "Work with horses.")
    skip_to(young_person, "Who helps you decide things?")
    answer(young_person, young_person.heading(), "Your words", "My sister.")
    skip_to(young_person, "Do you want to come to the meeting?")
    young_person.choose("Choose one", "I want to send something")
    young_person.button("Continue")
    young_person.choose("Choose one", OWN_WORDS)
    young_person.button("Continue")
    young_person.choose("Choose one", "Only the council")
    young_person.button("Continue")
    send(young_person)

    caseworker = arrive()
    open_comparison(caseworker, "Kit Larkcombe")
    shown = caseworker.page.locator("section").filter(has_text="Work with horses.").inner_text()
    assert "Only the council" in shown
    assert "Young person" in shown
