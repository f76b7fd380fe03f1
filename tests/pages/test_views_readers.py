"""Who reads views, and how they stand beside each other."""

from uuid import uuid4

import pytest
from flask import Flask

from portal.domain.people import Role
from portal.store.connection import open_for
from portal.store.db import db
from tests.pages.conftest import SignIn
from tests.pages.giving_views import (
    Circulate,
    Family,
    answer,
    begin,
    circulate,
    family,
    fill,
    form_of,
    send,
)
from tests.people import add_adult, add_staff, link

__all__ = ["circulate", "family"]


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
