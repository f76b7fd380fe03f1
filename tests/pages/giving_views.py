"""A family with a review, and their ways through the pages of views."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import update

from portal.actions.reviews import keep_reviews_in_step
from portal.domain.people import Role
from portal.store import reviews
from portal.store.connection import open_for
from portal.store.db import db
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
