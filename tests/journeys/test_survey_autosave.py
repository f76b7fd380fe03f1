"""Point 6: what is typed in a survey is kept without a press; without JavaScript, by a press."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.pages import PageChecker
from tests.journeys.serving import Sites
from tests.journeys.test_weight import FIRST_VISIT_BYTES, FIRST_VISIT_REQUESTS, Wire
from tests.journeys.visitor import Visitor

ADDRESS, INVITATION = "asha.zanmeru@example.org", "We would like to hear from you"
SAVED, NO_CONNECTION = "Saved. Not sent yet.", "You have no connection now."
WORDS = "What one thing would have made it better?"
Come = Callable[[str], Visitor]


@pytest.fixture
def come(browser: Browser, sites: Sites, checker: PageChecker) -> Iterator[Come]:
    """Makes visitors of a council of its own, with hands or without JavaScript."""
    made: list[Visitor] = []

    def arrive(hands: str) -> Visitor:
        made.append(Visitor(browser, sites.address("autosave"), hands, checker))
        return made[-1]

    yield arrive
    for visitor in made:
        visitor.close()


def open_words(visitor: Visitor) -> None:
    """Open the page of the survey on which one writes in words of one's own."""
    link = visitor.await_letter(ADDRESS, INVITATION).path
    part = 1
    while visitor.go(f"{link}?part={part}") == 200 and not visitor.page.get_by_label(WORDS).count():
        part += 1


def expect_note(visitor: Visitor, words: str) -> None:
    expect(visitor.page.locator(".site-saved")).to_contain_text(words)


def words_on_another_device(come: Come) -> str:
    other = come("touch")
    open_words(other)
    return other.page.get_by_label(WORDS).input_value()


def test_what_is_typed_is_on_another_device_without_a_press(come: Come) -> None:
    phone = come("touch")
    open_words(phone)
    phone.fill(WORDS, "A call back within the week")
    expect_note(phone, SAVED)
    assert words_on_another_device(come) == "A call back within the week"
    phone.page.get_by_label(WORDS).press_sequentially(", please")
    assert phone.page.locator(".site-saved").inner_text() == ""
    expect_note(phone, SAVED)
    assert words_on_another_device(come) == "A call back within the week, please"


def test_a_connection_lost_half_way_loses_no_word(come: Come) -> None:
    phone = come("touch")
    open_words(phone)
    phone.context.set_offline(True)
    phone.fill(WORDS, "Typed in a tunnel")
    phone.page.get_by_role("button", name="Continue").tap()
    expect_note(phone, NO_CONNECTION)
    assert phone.page.get_by_label(WORDS).input_value() == "Typed in a tunnel"
    phone.context.set_offline(False)
    expect_note(phone, SAVED)
    assert words_on_another_device(come) == "Typed in a tunnel"
    phone.button("Continue")
    assert "Typed in a tunnel" in phone.text()


def test_without_javascript_a_press_keeps_the_page(come: Come) -> None:
    phone = come("no-javascript")
    open_words(phone)
    phone.fill(WORDS, "Pressed to keep")
    phone.button("Save and finish later")
    assert phone.heading() == "We have kept your answers"
    assert words_on_another_device(come) == "Pressed to keep"


def test_with_the_script_the_first_visit_is_as_light(come: Come) -> None:
    phone = come("touch")
    letter = phone.await_letter(ADDRESS, INVITATION)
    wire = Wire(phone)
    wire.fetch(letter.path)
    assert wire.requests <= FIRST_VISIT_REQUESTS
    assert wire.bytes <= FIRST_VISIT_BYTES, wire.bytes
