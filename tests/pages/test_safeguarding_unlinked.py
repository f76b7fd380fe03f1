"""Words with nobody behind them: raised all the same, read by the lead, quoted only after that."""

from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from portal.actions.moderation import Choice, decide
from portal.domain.inspections import InspectionDetails, Works
from portal.domain.local_offer import About, Comment, Sender, Subject
from portal.domain.moderation import Outcome, Source, TextRef
from portal.domain.people import Role, Viewer
from portal.store import inspections, local_offer
from portal.store.moderation import list_steps_of, quotations_of
from portal.store.quotations import find_words
from tests.conftest import Clock
from tests.pages.conftest import CheckingClient, SignIn
from tests.pages.safeguarding_desk import Leads, concern_rows, leads, only_concern, press, send_form
from tests.people import add_staff

__all__ = ["leads"]

SAID = "The door of the quiet room was locked from outside."


@pytest.fixture
def officer_id(session: Session) -> UUID:
    staff_id = add_staff(session, Role.PARTICIPATION_OFFICER)
    session.commit()
    return staff_id


@pytest.fixture
def officer(officer_id: UUID, sign_in: SignIn) -> CheckingClient:
    return sign_in(Role.PARTICIPATION_OFFICER, officer_id)


@pytest.fixture
def text_id(session: Session, officer_id: UUID, clock: Clock) -> UUID:
    """What young inspectors wrote, which may be quoted, and is decided to be."""
    made, today = uuid4(), clock().date()
    details = InspectionDetails("Day centre", today, 3, SAID, Works.WELL, may_quote=True)
    inspections.add_inspection(session, made, details, by=officer_id, now=clock())
    viewer = Viewer(Role.PARTICIPATION_OFFICER, officer_id)
    ref, choice = TextRef(Source.INSPECTION, made), Choice(0, Outcome.QUOTE)
    assert decide(session, viewer, ref, choice, needs_second=False, today=today) is None
    session.commit()
    return made


def quoted(session: Session, text_id: UUID) -> list[str]:
    session.rollback()
    steps = list_steps_of(session, Source.INSPECTION, [text_id])
    found = [each.words for each in quotations_of(session, {text_id: ""}, steps)]
    of_one = find_words(session, TextRef(Source.INSPECTION, text_id), may_quote=True)
    assert found == ([of_one] if of_one else [])
    session.rollback()
    return found


def test_words_with_nobody_behind_are_raised_read_and_held(
    app: Flask, session: Session, officer: CheckingClient, text_id: UUID, leads: Leads
) -> None:
    officer.get(f"/moderation/inspection/{text_id}")
    [link] = [
        str(each["href"]) for each in officer.page.select("a[href^='/staff/worried/inspection']")
    ]
    officer.get(link)
    assert "Nobody can tell who wrote this." in officer.text()
    assert SAID in officer.text()
    assert quoted(session, text_id) == [SAID]
    assert send_form(officer, link, why="Who locked it?") == 303
    assert quoted(session, text_id) == []

    [concern] = concern_rows(app)
    assert (concern.child_id, concern.author_id) == (None, None)
    ines, page = leads.browser("Ines"), only_concern(app)
    ines.get(page)
    for part in (SAID, "Who locked it?", "Nobody knows"):
        assert part in ines.text()
    assert press(ines, page, f"{page}/take") == 303
    decided = {"outcome": "back_to_reader", "reason": "Ask the centre."}
    assert send_form(ines, f"{page}/decision", **decided) == 303
    assert quoted(session, text_id) == [SAID]


def test_a_comment_on_the_local_offer_is_raised_too(
    app: Flask, session: Session, officer: CheckingClient, clock: Clock, leads: Leads
) -> None:
    comment = Comment(About.CONTENT, Subject.TRAVEL, SAID, may_publish=True)
    comment_id = local_offer.add_comment(session, comment, Sender(), clock().date())
    session.commit()
    officer.get(f"/local-offer-desk/{comment_id}")
    link = f"/staff/worried/local-offer/{comment_id}"
    assert officer.page.select(f"a[href='{link}']")
    assert send_form(officer, link, why="Who locked it?") == 303
    assert [row.source for row in concern_rows(app)] == ["local_offer"]
    assert officer.get(f"/staff/worried/local-offer/{uuid4()}").status_code == 404


def test_only_officers_raise_what_stands_at_the_desk(
    session: Session, sign_in: SignIn, text_id: UUID
) -> None:
    caseworker = add_staff(session, Role.CASEWORKER)
    session.commit()
    browser = sign_in(Role.CASEWORKER, caseworker)
    assert browser.get(f"/staff/worried/inspection-words/{text_id}").status_code == 404
    assert browser.get(f"/staff/worried/survey-text/{text_id}").status_code == 404
