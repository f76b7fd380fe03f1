"""Giving views, a screen at a time."""

import brotli
import pytest
from flask import Flask
from sqlalchemy import update

from portal.domain.views_answers import WORDS_LIMIT
from portal.store.connection import open_for
from portal.store.db import db
from portal.store.tables.children import Child
from tests.pages.conftest import CheckingClient, SignIn
from tests.pages.giving_views import SECOND_PAGE_BYTES, Family, answer, begin, family, fill, form_of

__all__ = ["family"]


def test_before_typing_it_says_who_will_see_it_and_whom_to_call(family: Family) -> None:
    for browser in (family.mother, family.child):
        browser.get(family.at())
        text = browser.text()
        for said in ("999", "0800 1111", "01632 960000", "Your caseworker", "all the time"):
            assert said in text


def test_a_parent_goes_from_start_to_receipt_a_screen_at_a_time(family: Family) -> None:
    browser = family.mother
    path = begin(browser, family)
    assert path == family.at("/questions/gone-well")
    seen = []
    while "/questions/" in path:
        seen.append(path.rsplit("/", 1)[1])
        path = answer(browser, family, seen[-1], words=f"About {seen[-1]}")
    assert len(seen) == 19
    assert path == family.at("/how-written")
    assert fill(browser, path, provenance="own_words") == family.at("/who-sees")
    assert fill(browser, family.at("/who-sees"), audience="meeting") == family.at("/check")
    browser.get(family.at("/check"))
    assert all(f"About {key}" in browser.text() for key in seen)
    browser.get(family.at("/preview"))
    assert all(f"About {key}" in browser.text() for key in seen)
    browser.post(family.at("/preview"), data=form_of(browser))
    browser.get(family.at("/receipt"))
    assert "Your reference is" in browser.text()


def test_skipping_everything_is_never_scolded_and_sends_nothing(family: Family) -> None:
    browser = family.mother
    path = begin(browser, family)
    steps = 0
    while path != family.at("/check"):
        assert browser.get(path).status_code == 200
        assert not browser.page.select(".govuk-error-summary")
        path = fill(browser, path)
        steps += 1
    assert steps == 11  # nine questions without the follow-ups, provenance, audience
    browser.get(path)
    assert "Answer one question or more" in browser.text()
    assert browser.get(family.at("/preview")).headers["Location"] == family.at("/check")


def test_nothing_can_be_sent_without_an_answer_even_by_hand(family: Family) -> None:
    browser = family.mother
    begin(browser, family)
    browser.get(family.at("/how-written"))
    guard = form_of(browser)["csrf_token"]
    response = browser.post(family.at("/preview"), data={"csrf_token": guard, "stamp": "x"})
    assert response.status_code == 422
    assert "Answer one question or more" in browser.text()
    browser.get(family.at("/sent"))
    assert "You have not sent anything" in browser.text()


def test_the_next_outcome_is_asked_only_after_one_was_named(family: Family) -> None:
    browser = family.mother
    begin(browser, family)
    assert answer(browser, family, "outcome-1") == family.at("/questions/next-year")
    path = answer(browser, family, "outcome-1", words="Swim", choice="nearer")
    assert path == family.at("/questions/outcome-2")


def test_words_are_found_again_on_another_device(
    family: Family, sign_in: SignIn, app: Flask
) -> None:
    begin(family.mother, family)
    answer(family.mother, family, "gone-well", words="Two lines\nof thanks & <b>joy</b>")
    with family.mother.session_transaction() as cookie:
        token = cookie["_user_id"]
    other = app.test_client()
    assert isinstance(other, CheckingClient)
    with other.session_transaction() as cookie:
        cookie["_user_id"] = token
    other.get(family.at())
    assert "All your words are kept" in other.text()
    assert fill(other, family.at()) == family.at("/questions/harder")
    other.get(family.at("/questions/gone-well"))
    assert form_of(other)["words"] == "Two lines\nof thanks & <b>joy</b>"


def test_skip_keeps_what_was_typed(family: Family) -> None:
    begin(family.mother, family)
    answer(family.mother, family, "home", words="Typed, then skipped")
    family.mother.get(family.at("/questions/home"))
    assert form_of(family.mother)["words"] == "Typed, then skipped"


def test_a_choice_can_be_taken_out_again(family: Family) -> None:
    begin(family.mother, family)
    answer(family.mother, family, "true-picture", choice="not_true")
    answer(family.mother, family, "true-picture", choice="none")
    family.mother.get(family.at("/questions/true-picture"))
    assert "choice" not in form_of(family.mother)


def test_too_many_words_name_the_limit_and_keep_what_was_typed(family: Family) -> None:
    browser = family.mother
    begin(browser, family)
    browser.get(family.at("/questions/gone-well"))
    typed = "x" * (WORDS_LIMIT + 1)
    response = browser.post(
        family.at("/questions/gone-well"), data=form_of(browser) | {"words": typed}
    )
    assert response.status_code == 422
    assert "5,000" in browser.text()
    assert form_of(browser)["words"] == typed
    browser.get(family.at("/questions/gone-well"))
    assert form_of(browser)["words"] == ""


def test_a_choice_that_is_not_offered_is_refused_beside_the_field(family: Family) -> None:
    browser = family.mother
    begin(browser, family)
    for page, field in (
        ("/questions/true-picture", "choice"),
        ("/how-written", "provenance"),
        ("/who-sees", "audience"),
    ):
        browser.get(family.at(page))
        values = form_of(browser) | {field: "not_parents"}
        assert browser.post(family.at(page), data=values).status_code == 422
        assert browser.page.select(f"#{field}-error")


def test_a_revision_that_is_no_number_overwrites_nothing(family: Family) -> None:
    browser = family.mother
    begin(browser, family)
    answer(browser, family, "home", words="Kept")
    for revision in ("", "-1", "x", "9" * 30, "\u00b2"):
        browser.get(family.at("/questions/home"))
        values = form_of(browser) | {"words": "Other", "revision": revision}
        assert browser.post(family.at("/questions/home"), data=values).status_code == 409


def test_two_pages_show_both_answers_and_lose_neither(family: Family) -> None:
    browser = family.mother
    begin(browser, family)
    path = family.at("/questions/gone-well")
    browser.get(path)
    first_page = form_of(browser)
    answer(browser, family, "gone-well", words="From the phone")
    response = browser.post(path, data=first_page | {"words": "From the laptop"})
    assert response.status_code == 409
    assert "You have two answers" in browser.text()
    assert "From the phone" in browser.text()
    assert form_of(browser)["words"] == "From the laptop"
    assert browser.post(path, data=form_of(browser)).status_code == 303
    browser.get(path)
    assert form_of(browser)["words"] == "From the laptop"


def test_changing_one_answer_from_the_check_goes_back_to_it(family: Family) -> None:
    browser = family.mother
    begin(browser, family)
    browser.get(family.at("/check"))
    for change in browser.page.select(".govuk-summary-list__actions a"):
        assert fill(browser, str(change["href"])) == family.at("/check")


def test_year_nine_is_asked_about_adulthood_and_a_younger_child_is_not(
    family: Family, app: Flask
) -> None:
    assert family.child.get(family.at("/questions/live")).status_code == 404
    with app.app_context():
        open_for("write")
        db.session.execute(update(Child).values(year_group=9))
        db.session.commit()
    assert family.child.get(family.at("/questions/live")).status_code == 200
    assert family.mother.get(family.at("/questions/live")).status_code == 404


def test_a_child_may_say_that_a_question_is_not_about_them(family: Family) -> None:
    begin(family.child, family)
    answer(family.child, family, "hard", not_about_me="y")
    family.child.get(family.at("/check"))
    assert "This is not about me" in family.child.text()
    family.child.get(family.at("/questions/hard"))
    values = form_of(family.child)
    assert values.pop("not_about_me") == "y"
    family.child.post(family.at("/questions/hard"), data=values)
    family.child.get(family.at("/check"))
    assert "This is not about me" not in family.child.text()


def test_the_way_out_is_on_every_page_of_a_child_and_tells_what_happens(family: Family) -> None:
    begin(family.child, family)
    answer(family.child, family, "likes", words="The rabbits")
    for page in ("", "/questions/hard", "/how-written", "/who-sees", "/check"):
        family.child.get(family.at(page))
        assert family.child.page.select_one("a[href='/i-do-not-feel-safe']"), page
    family.mother.get(family.at("/questions/hard"))
    family.child.get("/i-do-not-feel-safe")
    for said in ("999", "0800 1111", "01632 960000", "01632 960999", "cannot promise"):
        assert said in family.child.text()


@pytest.mark.parametrize("page", ["", "/questions/true-picture", "/who-sees"])
def test_a_page_is_small_enough_for_one_bar_of_signal(family: Family, page: str) -> None:
    begin(family.mother, family)
    html = family.mother.get(family.at(page)).get_data()
    assert len(brotli.compress(html, quality=4)) <= SECOND_PAGE_BYTES


def test_no_childs_name_stands_in_a_title(family: Family) -> None:
    begin(family.mother, family)
    for page in ("", "/questions/home", "/check"):
        family.mother.get(family.at(page))
        assert family.mother.page.title
        assert "Juniper" not in family.mother.page.title.get_text()
