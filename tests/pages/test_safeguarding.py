"""Somebody does not feel safe and writes; staff are worried about what they read."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from portal.domain.people import Role
from portal.domain.safeguarding import TELLINGS_FROM_ONE_PLACE
from portal.store.connection import open_for
from portal.store.db import db
from portal.store.safeguarding_rota import set_weekday
from portal.store.tables.outbox import OutboxMessage
from portal.store.tables.people import FamilyMember
from portal.store.tables.reviews import Contribution
from portal.store.tables.safeguarding import SafeguardingEntry
from portal.store.tables.sessions import ReadTrail
from tests.conftest import Clock
from tests.pages.conftest import CheckingClient, SignIn
from tests.pages.giving_views import (
    Circulate,
    Family,
    answer,
    begin,
    circulate,
    family,
    form_of,
    send,
)
from tests.pages.safeguarding_desk import (
    WRITE,
    Leads,
    concern_rows,
    leads,
    only_concern,
    press,
    send_form,
)
from tests.people import add_child, add_staff, link

__all__ = ["circulate", "family", "leads"]

WORDS = "I do not want to go home on Friday."
SATURDAY = datetime(2026, 11, 28, 11, 0, tzinfo=UTC)


def rows(app: Flask, table: Any, *conditions: Any) -> list[Any]:
    with app.app_context():
        open_for("read")
        return list(db.session.scalars(select(table).where(*conditions)).all())


def test_by_day_the_page_says_until_when_somebody_reads(
    client: CheckingClient, leads: Leads
) -> None:
    client.get("/i-do-not-feel-safe")
    assert "Somebody reads it now, until Monday 23 November 2026, 17:00." in client.text()
    client.get(WRITE)
    assert "They try to read what you write by Monday 23 November 2026, 09:30." in client.text()
    assert "Nobody can promise to keep it secret" in client.text()
    assert "We cannot tell who you are" in client.text()


def test_outside_the_hours_the_numbers_stand_before_all_else(
    client: CheckingClient, clock: Clock, leads: Leads
) -> None:
    clock.at = SATURDAY
    client.get(WRITE)
    text = client.text()
    nobody = "Nobody reads this until Monday 30 November 2026, 09:00."
    places = [text.index(part) for part in ("999", "0800 1111", "01632 960999", nobody)]
    assert places == sorted(places)
    assert text.index(nobody) < text.index("What do you want to tell us?")
    client.get("/i-do-not-feel-safe")
    assert nobody in client.text()


def test_without_a_rota_nobody_is_promised_and_all_leads_are_told(
    app: Flask, client: CheckingClient, leads: Leads
) -> None:
    with app.app_context():
        open_for("write")
        for weekday in range(7):
            set_weekday(db.session(), weekday, None)
        db.session.commit()
    client.get(WRITE)
    assert "Nobody can say yet when this is read" in client.text()
    assert send_form(client, WRITE, words=WORDS) == 303
    told = {row.recipient_id for row in rows(app, OutboxMessage)}
    assert told == set(leads.ids.values())


def test_somebody_not_signed_in_is_told_and_kept_with_how_to_reach_them(
    app: Flask, client: CheckingClient, leads: Leads
) -> None:
    assert send_form(client, WRITE, words=WORDS, contact="After school, by the gate") == 303
    client.get("/i-do-not-feel-safe/sent")
    assert "We have your words" in client.page.get_text()
    assert WORDS not in client.text()
    ines = leads.browser("Ines")
    ines.get(only_concern(app))
    for part in (WORDS, "After school, by the gate", "Nobody knows"):
        assert part in ines.text()


def test_a_child_signed_in_is_known_and_gets_no_message(
    app: Flask, family: Family, leads: Leads
) -> None:
    family.child.get(WRITE)
    assert "We see that it comes from you." in family.child.text()
    assert "Who is it about?" not in family.child.text()
    assert send_form(family.child, WRITE, words=WORDS) == 303
    [concern] = concern_rows(app)
    assert concern.child_id == family.child_id
    assert {row.recipient_id for row in rows(app, OutboxMessage)} == {leads.ids["Ines"]}
    ines = leads.browser("Ines")
    ines.get("/safeguarding")
    assert "Juniper Quillfeather" in ines.text()
    assert "Juniper" not in str(ines.page.title)
    ines.get(only_concern(app))
    assert "the child or young person" in ines.text()
    lines = rows(app, ReadTrail, ReadTrail.person_id == leads.ids["Ines"])
    assert {line.purpose for line in lines} == {"safeguarding"}


def test_a_parent_of_two_says_whom_it_is_about(
    app: Flask, family: Family, leads: Leads, clock: Clock
) -> None:
    with app.app_context():
        open_for("write")
        other = add_child(db.session(), forename="Basil")
        mother = db.session.scalars(
            select(FamilyMember.id).where(FamilyMember.given == "Marigold")
        ).one()
        link(db.session(), other, mother)
        db.session.commit()
    assert send_form(family.mother, WRITE, words=WORDS, about=str(other)) == 303
    clock.move(minutes=1)
    assert send_form(family.mother, WRITE, words="Something else", about=str(uuid4())) == 422
    assert "Something else" in family.mother.page.get_text()
    assert send_form(family.mother, WRITE, words="Of us all", about="") == 303
    assert [row.child_id for row in concern_rows(app)] == [other, None]


def test_the_same_press_twice_is_one_concern(
    app: Flask, client: CheckingClient, leads: Leads
) -> None:
    client.get(WRITE)
    fields = form_of(client) | {"words": WORDS}
    assert [client.post(WRITE, data=fields).status_code for _ in range(2)] == [303, 303]
    assert len(concern_rows(app)) == 1


def test_words_are_given_back_when_the_sign_in_has_ended(
    app: Flask, family: Family, leads: Leads
) -> None:
    family.child.get(WRITE)
    fields = form_of(family.child) | {"words": WORDS}
    family.child.get("/leave")
    with family.child.session_transaction() as cookie:
        cookie.pop("_user_id", None)
    assert family.child.get(WRITE).status_code == 200
    guard = form_of(family.child)["csrf_token"]
    assert family.child.post(WRITE, data=fields | {"csrf_token": guard}).status_code == 422
    assert "You are not signed in any more" in family.child.text()
    assert WORDS in family.child.page.get_text()
    assert concern_rows(app) == []
    assert family.child.post(WRITE, data=form_of(family.child)).status_code == 303
    assert len(concern_rows(app)) == 1


def test_a_flood_from_one_place_stops_and_loses_no_words(
    app: Flask, client: CheckingClient, leads: Leads
) -> None:
    client.get(WRITE)
    fields = form_of(client)
    for number in range(TELLINGS_FROM_ONE_PLACE.times):
        own = fields | {"words": f"{number}", "new_id": str(uuid4())}
        assert client.post(WRITE, data=own).status_code == 303
    assert client.post(WRITE, data=fields | {"words": WORDS}).status_code == 429
    assert WORDS in client.page.get_text()
    assert "999" in client.text()


@pytest.mark.parametrize("words", ["", "   "])
def test_nothing_is_not_sent(client: CheckingClient, leads: Leads, words: str) -> None:
    assert send_form(client, WRITE, words=words) == 422


def raise_views(app: Flask, family: Family, browser: CheckingClient) -> int:
    [contribution] = rows(app, Contribution)
    return send_form(browser, f"/staff/worried/views/{contribution.id}", why="She is afraid.")


def write_views(family: Family, audience: str = "meeting") -> None:
    begin(family.child, family)
    answer(family.child, family, "hard", words=WORDS)
    send(family.child, family, audience)


def test_flagged_views_never_reach_a_parent_and_the_meeting_only_by_decision(
    app: Flask, family: Family, leads: Leads, circulate: Circulate
) -> None:
    write_views(family)
    circulate()
    shown = family.at("/from-child")
    assert family.mother.get(shown).status_code == 200
    assert raise_views(app, family, family.caseworker) == 303
    assert family.mother.get(shown).status_code == 404
    family.mother.get(family.at())
    assert "from-child" not in str(family.mother.page)
    family.child.get(family.at("/sent"))
    assert WORDS in family.child.text(), "who wrote it still reads it"
    family.caseworker.get(family.compared)
    assert WORDS in family.caseworker.text()

    page = only_concern(app)
    ines = leads.browser("Ines")
    assert press(ines, page, f"{page}/take") == 303
    decided = {"outcome": "no_further_action", "reason": "A sleepover.", "may_go_on": "yes"}
    assert send_form(ines, f"{page}/decision", **decided) == 303
    assert family.mother.get(shown).status_code == 404, "never, whatever is decided"

    assert send_form(ines, f"{page}/reopen", words="Her teacher rang.") == 303
    ines.get(page)
    assert "Opened again" in ines.text()
    assert "Ines has it" in ines.text()


def test_a_second_reader_joins_the_concern_that_is_open(
    app: Flask, family: Family, leads: Leads
) -> None:
    write_views(family)
    for _ in range(2):
        assert raise_views(app, family, family.caseworker) == 303
    assert len(concern_rows(app)) == 1
    raised = SafeguardingEntry.step.in_(("raised", "raised_again"))
    assert len(rows(app, SafeguardingEntry, raised)) == 1
    # Something new was sent meanwhile: that is a text of its own.
    answer(family.child, family, "hard", words="And on Saturday.")
    assert family.child.get(family.at("/preview")).status_code == 200
    family.child.post(family.at("/preview"), data=form_of(family.child))
    assert raise_views(app, family, family.caseworker) == 303
    assert len(concern_rows(app)) == 2


def test_who_may_not_read_a_text_cannot_raise_it(
    app: Flask, family: Family, sign_in: SignIn
) -> None:
    write_views(family)
    with app.app_context():
        open_for("write")
        stranger = add_staff(db.session(), Role.CASEWORKER)
        officer = add_staff(db.session(), Role.PARTICIPATION_OFFICER)
        db.session.commit()
    [contribution] = rows(app, Contribution)
    path = f"/staff/worried/views/{contribution.id}"
    assert sign_in(Role.CASEWORKER, stranger).get(path).status_code == 404
    assert sign_in(Role.PARTICIPATION_OFFICER, officer).get(path).status_code == 404
    assert family.caseworker.get(f"/staff/worried/views/{uuid4()}").status_code == 404
    assert family.caseworker.get(f"/staff/worried/wrong-date/{uuid4()}").status_code == 404
    assert family.caseworker.get(f"/staff/worried/draft-comment/{uuid4()}").status_code == 404


def test_what_goes_back_to_the_reader_is_read_there_and_the_rest_stays_with_the_lead(
    app: Flask, family: Family, leads: Leads
) -> None:
    write_views(family)
    raise_views(app, family, family.caseworker)
    family.caseworker.get("/staff/worried")
    assert "The lead is told" in family.caseworker.text()
    page, ines = only_concern(app), leads.browser("Ines")
    press(ines, page, f"{page}/take")
    family.caseworker.get("/staff/worried")
    assert "A lead is looking at it" in family.caseworker.text()
    back = {"outcome": "back_to_reader", "reason": "Ask her teacher.", "may_go_on": "no"}
    assert send_form(ines, f"{page}/decision", **back) == 303
    family.caseworker.get("/staff/worried")
    assert "Ask her teacher." in family.caseworker.text()
    send_form(ines, f"{page}/reopen", words="More came.")
    passed = {"outcome": "police", "reason": "Not for all.", "reference": "P 1", "may_go_on": "no"}
    assert send_form(ines, f"{page}/decision", **passed) == 303
    family.caseworker.get("/staff/worried")
    assert "Not for all." not in family.caseworker.text()
    assert "The lead has dealt with it" in family.caseworker.text()


def test_that_it_was_raised_waits_for_the_lead_in_the_trail(
    app: Flask, family: Family, leads: Leads
) -> None:
    write_views(family)
    raise_views(app, family, family.caseworker)
    lines = rows(app, ReadTrail, ReadTrail.child_id == family.child_id)
    assert "safeguarding" in {line.purpose for line in lines if line.role == "caseworker"}
    family.mother.get(f"/children/{family.child_id}/who-has-looked")
    assert "safe" not in " ".join(
        each.get_text().lower() for each in family.mother.page.select("main li")
    )


def test_an_addition_is_part_of_what_is_flagged(
    app: Flask, family: Family, leads: Leads, circulate: Circulate
) -> None:
    write_views(family)
    circulate()
    added = {"words": "He locks me in.", "provenance": "own_words"}
    assert send_form(family.child, family.at("/additions"), **added) == 303
    family.caseworker.get(family.compared)
    assert "Look at this first" in family.caseworker.text()
    assert raise_views(app, family, family.caseworker) == 303
    ines = leads.browser("Ines")
    ines.get(only_concern(app))
    assert "He locks me in." in ines.text()
    assert "Look at this first" in ines.text()
