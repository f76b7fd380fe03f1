"""Giving views, a screen at a time, and who reads them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

import brotli
import pytest
from flask import Flask
from sqlalchemy import select, update

from portal.actions.reviews import keep_reviews_in_step
from portal.domain.people import Role
from portal.domain.views_answers import WORDS_LIMIT
from portal.store import reviews
from portal.store.connection import open_for
from portal.store.db import db
from portal.store.tables.children import Child
from portal.store.tables.outbox import OutboxMessage
from portal.store.tables.reviews import ReviewCycle
from tests.pages.conftest import CheckingClient, SignIn
from tests.people import add_adult, add_child, add_plan, add_staff, link, put_on_caseload

MEETING = date(2027, 1, 20)
FORM_STEP_QUERIES = 8
SECOND_PAGE_BYTES = 4_000

Circulate = Callable[[], None]


@dataclass
class Family:
    """A child in Year 5 of two parents who live apart, with a review and a caseworker."""

    review_id: UUID
    child_id: UUID
    mother: CheckingClient
    father: CheckingClient
    child: CheckingClient
    caseworker: CheckingClient
    sign_in: SignIn

    def at(self, page: str = "") -> str:
        return f"/reviews/{self.review_id}/views{page}"

    @property
    def compared(self) -> str:
        return f"/staff/reviews/{self.review_id}/views"


@pytest.fixture
def family(app: Flask, sign_in: SignIn) -> Family:
    with app.app_context():
        open_for("write")
        session = db.session()
        child_id = add_child(session, forename="Juniper", surname="Quillfeather")
        mother, father, own = (
            add_adult(session, given=given, email=f"{given.lower()}@example.org")
            for given in ("Marigold", "Ferdinand", "Juniper")
        )
        link(session, child_id, mother)
        link(session, child_id, father, relationship="father")
        link(session, child_id, own, relationship="self", responsibility="no")
        caseworker = add_staff(session, Role.CASEWORKER)
        put_on_caseload(session, child_id, caseworker)
        add_plan(session, child_id)
        keep_reviews_in_step(session, date(2026, 11, 23))
        review = reviews.find_open_review(session, child_id)
        assert review is not None
        session.execute(update(ReviewCycle).values(meeting_on=MEETING))
        session.commit()
    return Family(
        review_id=review.id,
        child_id=child_id,
        mother=sign_in(Role.FAMILY_MEMBER, mother),
        father=sign_in(Role.FAMILY_MEMBER, father),
        child=sign_in(Role.CHILD, own),
        caseworker=sign_in(Role.CASEWORKER, caseworker),
        sign_in=sign_in,
    )


@pytest.fixture
def circulate(app: Flask) -> Circulate:
    """Move the meeting so near that views have gone round: a session would not last until then."""

    def move() -> None:
        with app.app_context():
            open_for("write")
            db.session.execute(update(ReviewCycle).values(meeting_on=date(2026, 12, 1)))
            db.session.commit()

    return move


@pytest.fixture
def close_review(app: Flask) -> Callable[[], None]:
    def close() -> None:
        with app.app_context():
            open_for("write")
            db.session.execute(update(ReviewCycle).values(closed_on=date(2026, 11, 23)))
            db.session.commit()

    return close


def form_of(browser: CheckingClient) -> dict[str, str]:
    """What the open page would post if its button were pressed, as a browser works it out."""
    values: dict[str, str] = {}
    for field in browser.page.select("main form input, main form textarea"):
        name = str(field.get("name"))
        if field.name == "textarea":
            values[name] = field.get_text().removeprefix("\n")
        elif field.get("type") in {"radio", "checkbox"}:
            if field.has_attr("checked"):
                values[name] = str(field["value"])
        else:
            values[name] = str(field.get("value", ""))
    return values


def fill(browser: CheckingClient, path: str, **fields: str) -> str:
    """Open a page, change some fields and press the button; where the browser is sent next."""
    assert browser.get(path).status_code == 200
    response = browser.post(path, data=form_of(browser) | fields)
    assert response.status_code == 303, browser.text()
    many = len(browser.statements)
    assert many <= FORM_STEP_QUERIES, "\n".join(browser.statements)
    return str(response.headers["Location"])


def answer(browser: CheckingClient, family: Family, key: str, **fields: str) -> str:
    return fill(browser, family.at(f"/questions/{key}"), **fields)


def send(browser: CheckingClient, family: Family, audience: str = "meeting") -> None:
    fill(browser, family.at("/how-written"), provenance="own_words")
    fill(browser, family.at("/who-sees"), audience=audience)
    assert browser.get(family.at("/preview")).status_code == 200
    response = browser.post(family.at("/preview"), data=form_of(browser))
    assert response.headers["Location"] == family.at("/receipt")


def begin(browser: CheckingClient, family: Family) -> str:
    return fill(browser, family.at())


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


def test_neither_parent_sees_the_others_views(family: Family, circulate: Circulate) -> None:
    begin(family.mother, family)
    answer(family.mother, family, "home", words="motherscanary")
    send(family.mother, family)
    for gone_round in (False, True):
        if gone_round:
            circulate()
        for browser in (family.father, family.child):
            for page in ("", "/check", "/preview", "/sent", "/receipt", "/questions/home"):
                response = browser.get(family.at(page))
                assert "motherscanary" not in response.get_data(as_text=True)
            assert browser.get(family.at("/from-child")).status_code in {403, 404}
            assert browser.get(family.compared).status_code == 403


@pytest.mark.parametrize(
    ("audience", "shown"), [("meeting", True), ("not_parents", False), ("council", False)]
)
def test_parents_see_a_childs_views_only_as_the_child_chose(
    family: Family, circulate: Circulate, audience: str, shown: bool
) -> None:
    begin(family.child, family)
    answer(family.child, family, "likes", choice="going_well", words="childscanary")
    send(family.child, family, audience=audience)
    assert family.father.get(family.at("/from-child")).status_code == 404
    circulate()
    for browser in (family.mother, family.father):
        page = browser.get(family.at("/from-child"))
        assert page.status_code == (200 if shown else 404)
        assert ("childscanary" in page.get_data(as_text=True)) is shown
        browser.get(family.at())
        assert ("wants you to know" in browser.text()) is shown
    family.caseworker.get(family.compared)
    assert "childscanary" in family.caseworker.text()


def test_a_child_is_told_plainly_who_will_see_it(family: Family) -> None:
    family.child.get(family.at("/who-sees"))
    text = family.child.text()
    assert "Send this to the meeting and your parents will see it." in text
    assert "keep it from my parents" in text


def test_the_preview_names_the_readers_that_were_chosen(family: Family) -> None:
    browser = family.child
    begin(browser, family)
    answer(browser, family, "likes", words="The rabbits")
    fill(browser, family.at("/how-written"), provenance="own_words")
    for audience, parents, meeting in (
        ("meeting", True, True),
        ("not_parents", False, True),
        ("council", False, False),
    ):
        fill(browser, family.at("/who-sees"), audience=audience)
        browser.get(family.at("/preview"))
        assert ("Your parents or carers" in browser.text()) is parents
        assert ("come to the meeting" in browser.text()) is meeting


def test_what_is_for_the_council_alone_stands_apart_in_the_preview(family: Family) -> None:
    browser = family.mother
    begin(browser, family)
    answer(browser, family, "council-only", words="About the taxi")
    fill(browser, family.at("/how-written"), provenance="own_words")
    browser.get(family.at("/preview"))
    assert "Only the council will see this" in browser.text()
    assert "These people will see this" not in browser.text()
    assert "appeal" in browser.text()


def test_the_caseworker_sees_everybody_side_by_side_with_provenance(family: Family) -> None:
    begin(family.mother, family)
    answer(family.mother, family, "home", words="Mothers view")
    answer(family.mother, family, "council-only", words="About the taxi")
    send(family.mother, family)
    begin(family.child, family)
    answer(family.child, family, "likes", words="The rabbits")
    fill(family.child, family.at("/how-written"), provenance="proxy", detail="Her teacher")
    family.child.get(family.at("/preview"))
    family.child.post(family.at("/preview"), data=form_of(family.child))
    family.caseworker.get(family.compared)
    columns = [
        column.get_text(" ", strip=True)
        for column in family.caseworker.page.select(".site-beside section")
    ]
    assert len(columns) == 2
    child, mother = columns
    assert "Someone’s view of what they would say: Her teacher" in child
    assert "Not their own voice" in child
    assert "Own words" in mother
    assert "Only the council" in mother
    assert "Not their own voice" not in mother
    unheard = family.caseworker.text().split("Nothing sent yet by")[1]
    assert "Ferdinand" in unheard.split("Testfamily")[0]


def test_answers_are_read_in_the_order_of_the_questions(family: Family) -> None:
    begin(family.mother, family)
    for key in ("home", "true-picture", "outcome-1", "gone-well"):
        answer(family.mother, family, key, words=f"words of {key}")
    answer(family.mother, family, "outcome-1", choice="same")
    send(family.mother, family)
    family.caseworker.get(family.compared)
    text = family.caseworker.text()
    order = [
        text.index(f"words of {k}") for k in ("gone-well", "true-picture", "outcome-1", "home")
    ]
    assert order == sorted(order)


def test_another_caseworker_and_other_families_get_no_page(
    family: Family, app: Flask, sign_in: SignIn
) -> None:
    with app.app_context():
        open_for("write")
        session = db.session()
        stranger, restricted = add_adult(session), add_adult(session)
        link(session, family.child_id, restricted, restriction="no contact")
        caseworker = add_staff(session, Role.CASEWORKER)
        session.commit()
    assert sign_in(Role.CASEWORKER, caseworker).get(family.compared).status_code == 404
    for person in (stranger, restricted):
        browser = sign_in(Role.FAMILY_MEMBER, person)
        browser.get("/contact")
        for page in ("", "/check", "/sent", "/questions/home", "/from-child"):
            assert browser.get(family.at(page)).status_code == 404
        assert family.mother.get(f"/reviews/{uuid4()}/views").status_code == 404


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
