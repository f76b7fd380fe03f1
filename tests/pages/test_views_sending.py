"""Views sent, changed and sent again, and what happens once they have gone round."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from portal.store.db import db
from portal.store.tables.outbox import OutboxMessage
from tests.pages.giving_views import (
    Circulate,
    Family,
    answer,
    begin,
    circulate,
    close_review,
    family,
    fill,
    form_of,
    send,
)

__all__ = ["circulate", "close_review", "family"]


@pytest.mark.parametrize("provenance", ["with_help", "proxy", "not_obtained", "seen_by"])
def test_help_is_asked_about_before_sending(family: Family, provenance: str) -> None:
    browser = family.child
    begin(browser, family)
    answer(browser, family, "likes", choice="going_well")
    fill(browser, family.at("/how-written"), provenance=provenance)
    browser.get(family.at("/check"))
    assert "Tell us who helped" in browser.text()
    fill(browser, family.at("/how-written"), detail="Miss Larkspur")
    browser.get(family.at("/check"))
    assert "Miss Larkspur" in browser.text()
    assert browser.get(family.at("/preview")).status_code == 200


def test_exactly_what_was_previewed_is_sent(family: Family) -> None:
    browser = family.mother
    begin(browser, family)
    answer(browser, family, "home", words="First thought")
    fill(browser, family.at("/how-written"), provenance="own_words")
    browser.get(family.at("/preview"))
    previewed = form_of(browser)
    answer(browser, family, "home", words="Second thought")
    assert browser.post(family.at("/preview"), data=previewed).status_code == 409
    assert "Nothing was sent" in browser.text()
    assert "Second thought" in browser.text()
    assert browser.post(family.at("/preview"), data=form_of(browser)).status_code == 303


def test_pressing_send_twice_sends_once_and_queues_one_receipt(family: Family, app: Flask) -> None:
    browser = family.mother
    begin(browser, family)
    answer(browser, family, "home", words="Once")
    fill(browser, family.at("/how-written"), provenance="own_words")
    browser.get(family.at("/preview"))
    press = form_of(browser)
    assert [browser.post(family.at("/preview"), data=press).status_code for _ in "12"] == [303, 303]
    with app.app_context():
        kinds = db.session.scalars(select(OutboxMessage.kind)).all()
    assert kinds == ["views_received"]
    family.caseworker.get(family.compared)
    assert "Version 1" in family.caseworker.text()


def test_views_can_be_changed_and_sent_again_until_they_go_round(
    family: Family, circulate: Circulate
) -> None:
    browser = family.mother
    begin(browser, family)
    answer(browser, family, "home", words="Before")
    send(browser, family)
    answer(browser, family, "home", words="After thinking")
    browser.get(family.at())
    assert "The changes are not sent yet" in browser.text()
    assert begin(browser, family) == family.at("/check")
    family.caseworker.get(family.compared)
    assert "After thinking" not in family.caseworker.text()
    send(browser, family)
    family.caseworker.get(family.compared)
    assert "Version 2" in family.caseworker.text()
    assert "Before" in family.caseworker.text()
    circulate()
    for page in ("/questions/home", "/how-written", "/who-sees", "/check", "/preview"):
        assert browser.get(family.at(page)).headers["Location"] == family.at("/sent")


def test_a_page_left_open_until_views_went_round_keeps_its_words(
    family: Family, circulate: Circulate
) -> None:
    browser = family.mother
    begin(browser, family)
    answer(browser, family, "home", words="Sent in time")
    send(browser, family)
    browser.get(family.at("/questions/harder"))
    left_open = form_of(browser) | {"words": "Typed too late"}
    circulate()
    assert browser.post(family.at("/questions/harder"), data=left_open).status_code == 409
    assert form_of(browser)["words"] == "Typed too late"
    assert browser.post(family.at("/additions"), data=form_of(browser)).status_code == 303
    family.caseworker.get(family.compared)
    assert "Typed too late" in family.caseworker.text()


def test_words_changed_but_not_sent_in_time_are_shown_to_their_author_alone(
    family: Family, circulate: Circulate
) -> None:
    browser = family.mother
    begin(browser, family)
    answer(browser, family, "home", words="Sent in time")
    send(browser, family)
    answer(browser, family, "home", words="Never sent")
    circulate()
    browser.get(family.at("/sent"))
    assert "Never sent" in browser.text()
    family.caseworker.get(family.compared)
    assert "Never sent" not in family.caseworker.text()


def test_somebody_who_sent_nothing_may_still_send_late(
    family: Family, circulate: Circulate
) -> None:
    circulate()
    browser = family.father
    begin(browser, family)
    answer(browser, family, "home", words="Late but here")
    send(browser, family)
    family.caseworker.get(family.compared)
    assert "It came after the views had gone round" in family.caseworker.text()


def test_an_addition_needs_words_and_keeps_everything_typed(
    family: Family, circulate: Circulate
) -> None:
    browser = family.child
    begin(browser, family)
    answer(browser, family, "likes", words="The rabbits")
    send(browser, family, audience="not_parents")
    circulate()
    browser.get(family.at("/additions"))
    empty = form_of(browser) | {"provenance": "with_help", "detail": ""}
    assert empty["audience"] == "not_parents"
    assert browser.post(family.at("/additions"), data=empty).status_code == 422
    assert len(browser.page.select(".govuk-error-summary li")) == 2
    assert form_of(browser)["provenance"] == "with_help"
    browser.get(family.at("/additions"))
    added = form_of(browser) | {"words": "And the goat"}
    assert browser.post(family.at("/additions"), data=added).status_code == 303
    family.caseworker.get(family.compared)
    assert "And the goat" in family.caseworker.text()


def test_a_closed_review_takes_nothing_and_gives_the_words_back(
    family: Family, close_review: Callable[[], None]
) -> None:
    browser = family.mother
    begin(browser, family)
    browser.get(family.at("/questions/home"))
    typed = form_of(browser) | {"words": "Typed as it closed"}
    close_review()
    assert browser.post(family.at("/questions/home"), data=typed).status_code == 409
    assert "Typed as it closed" in browser.text()
    browser.get(family.at())
    assert "This review is over" in browser.text()
