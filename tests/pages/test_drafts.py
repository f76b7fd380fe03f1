"""Drafts and proposed changes: written, previewed, served, replaced, deleted."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal.domain.messages import MessageKind
from portal.domain.people import Role
from portal.domain.tasks import TaskKind
from portal.store.db import db
from portal.store.tables.plan_drafts import PlanDraft, PlanDraftSection
from portal.store.tables.recorded_events import RecordedEventRow
from tests.pages.conftest import CheckingClient, SignIn
from tests.pages.drafting import (
    SERVE,
    TODAY,
    Family,
    Seed,
    a_family,
    around,
    begin,
    desk,
    mother,
    opened,
    queued,
    seed,
    serve,
    serve_again,
    served,
    tasks,
)

__all__ = ["around", "desk", "mother", "seed"]


def test_what_is_typed_is_kept_sealed_and_comes_back(
    app: Flask, around: Family, desk: CheckingClient
) -> None:
    page = begin(desk, around.child)
    text = "She speaks in short sentences.\n\n- likes maps\n- hates noise"
    response = desk.submit(page, opened(desk, page) | {"proposed_b": text})
    assert response.location == page
    assert opened(desk, page)["proposed_b"].replace("\r\n", "\n") == text
    with app.app_context():
        row = db.session.scalars(select(PlanDraftSection)).one()
        assert b"maps" not in row.proposed_sealed
    assert begin(desk, around.child) == page, "one is written at a time"


def test_a_draft_has_no_section_i_to_write_and_changes_have(
    around: Family, desk: CheckingClient, seed: Seed, sign_in: SignIn
) -> None:
    assert "proposed_i" not in opened(desk, begin(desk, around.child))
    other = seed(a_family)
    fields = opened(
        sign_in(Role.CASEWORKER, other.caseworker),
        begin(sign_in(Role.CASEWORKER, other.caseworker), other.child, "changes"),
    )
    assert {"present_i", "proposed_i", "present_h1", "proposed_h2"} <= fields.keys()


def test_two_tabs_lose_nothing_and_overwrite_nothing(
    around: Family, desk: CheckingClient, sign_in: SignIn
) -> None:
    page = begin(desk, around.child)
    desk.submit(page, opened(desk, page) | {"proposed_a": "first", "proposed_b": "first"})
    other = sign_in(Role.CASEWORKER, around.caseworker)
    late = opened(other, page)
    desk.submit(page, opened(desk, page) | {"proposed_b": "second"})

    answer = other.submit(page, late | {"proposed_b": "third", "proposed_c": "new"})
    assert answer.status_code == 409
    assert "Somebody else saved these sections" in other.text()
    assert "Saved meanwhile: B. Special educational needs" in other.text()
    assert "second" in other.text()
    box = other.page.select_one("textarea[name=proposed_b]")
    assert box is not None
    assert box.get_text().strip() == "third"
    kept = opened(desk, page)
    assert (kept["proposed_a"], kept["proposed_b"], kept["proposed_c"]) == (
        "first",
        "second",
        "new",
    )

    hidden = other.page.select("main input[type=hidden]")
    again = {str(each["name"]): str(each.get("value", "")) for each in hidden}
    boxes = {str(each["name"]): each.get_text().strip() for each in other.page.select("textarea")}
    assert other.submit(page, again | boxes).status_code == 303
    assert opened(desk, page)["proposed_b"] == "third"


def test_a_tab_that_did_not_touch_a_section_does_not_take_it_back(
    around: Family, desk: CheckingClient, sign_in: SignIn
) -> None:
    page = begin(desk, around.child)
    desk.submit(page, opened(desk, page) | {"proposed_b": "old"})
    other = sign_in(Role.CASEWORKER, around.caseworker)
    late = opened(other, page)
    desk.submit(page, opened(desk, page) | {"proposed_b": "new"})
    assert other.submit(page, late | {"proposed_c": "mine"}).status_code == 303
    assert opened(desk, page)["proposed_b"] == "new"


def test_too_long_a_section_is_said_and_kept_on_the_page(
    around: Family, desk: CheckingClient
) -> None:
    page = begin(desk, around.child)
    long = "x" * 40_001
    assert desk.submit(page, opened(desk, page) | {"proposed_b": long}).status_code == 422
    assert "40,001" in desk.text()
    assert long in desk.page.get_text()


def test_the_preview_shows_what_the_family_will_see_and_serves_only_that(
    around: Family, desk: CheckingClient, sign_in: SignIn
) -> None:
    page = begin(desk, around.child)
    fields = opened(desk, page) | {"proposed_b": "Words of the preview", "preview": "yes"}
    assert desk.submit(page, fields).location == f"{page}/preview"
    desk.get(f"{page}/preview")
    assert "Words of the preview" in desk.text()
    stamp = desk.page.select_one("input[name=stamp]")
    assert stamp is not None

    other = sign_in(Role.CASEWORKER, around.caseworker)
    other.submit(page, opened(other, page) | {"proposed_b": "Changed words"})
    answer = desk.submit(f"{page}/preview", SERVE | {"stamp": str(stamp["value"])})
    assert answer.status_code == 409
    assert "Nothing was served" in desk.text()
    assert "Changed words" in desk.text()


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ({"closes_on-day": "6"}, "The earliest last day is Monday 7 December 2026."),
        ({"served_on-day": "24", "closes_on-day": "31"}, "Enter today or a day that has passed"),
        ({"closes_on-day": ""}, "Enter a day"),
        (
            {"served_on-day": "2", "closes_on-day": "20", "closes_on-month": "11"},
            "still to come",
        ),
    ],
)
def test_days_that_cannot_be_are_refused_and_said(
    app: Flask, around: Family, desk: CheckingClient, days: dict[str, str], said: str
) -> None:
    page = begin(desk, around.child)
    desk.submit(page, opened(desk, page) | {"proposed_b": "Needs"})
    assert serve(desk, page, days) == 422
    assert said in desk.text()
    with app.app_context():
        assert db.session.scalars(select(PlanDraft)).one().served_on is None


def test_an_empty_draft_is_not_served(around: Family, desk: CheckingClient) -> None:
    assert serve(desk, begin(desk, around.child)) == 422
    assert "There is nothing to serve yet" in desk.text()


def test_serving_freezes_records_and_tells_everybody_who_may_read(
    app: Flask, around: Family, desk: CheckingClient, sign_in: SignIn
) -> None:
    page = begin(desk, around.child)
    late = sign_in(Role.CASEWORKER, around.caseworker)
    fields = opened(late, page)
    desk.submit(page, opened(desk, page) | {"proposed_b": "Needs"})
    assert serve(desk, page) == 303
    assert serve_again(desk, page) == 303
    assert queued(app, MessageKind.DOCUMENT_SERVED) == sorted([around.mother, around.father])
    assert len(tasks(app, TaskKind.RING_ABOUT_DRAFT)) == 1
    with app.app_context():
        event = db.session.scalars(select(RecordedEventRow)).one()
        assert (event.kind, event.happened_on) == ("draft_served", TODAY)

    assert late.submit(page, fields | {"proposed_b": "Too late"}).status_code == 409
    assert "This has been served and is frozen" in late.text()
    assert "Too late" in late.text()


def test_changes_are_an_amendment_notice_and_show_both_wordings_in_words(
    app: Flask, around: Family, desk: CheckingClient, mother: CheckingClient
) -> None:
    document = served(
        desk,
        around.child,
        "changes",
        present_f="Therapy once a month.",
        proposed_f="Therapy once a week.",
        present_b="Stays.",
        proposed_b="Stays.",
    )
    with app.app_context():
        assert db.session.scalars(select(RecordedEventRow)).one().kind == "amendment_notice"
    mother.get(f"/drafts/{document}/parts/f")
    assert [each.get_text() for each in mother.page.select("del")] == [" month"]
    assert [each.get_text() for each in mother.page.select("ins")] == [" week"]
    assert "It says now" in mother.text()
    assert "It would say" in mother.text()
    mother.get(f"/drafts/{document}/parts/b")
    assert "This part stays the same." in mother.text()
    assert not mother.page.select("del, ins")


def test_a_new_version_begins_with_the_old_wording_and_replaces_it(
    around: Family, desk: CheckingClient, mother: CheckingClient
) -> None:
    first = served(desk, around.child)
    page = begin(desk, around.child)
    fields = opened(desk, page)
    assert fields["proposed_b"] == "Needs help to speak."
    desk.submit(page, fields | {"proposed_b": "Needs much help to speak."})
    assert serve(desk, page) == 303
    mother.get(f"/drafts/{first}")
    assert "We have sent you a newer version of this." in mother.text()
    mother.get(f"/children/{around.child}/drafts")
    links = [str(each["href"]) for each in mother.page.select("main li a")]
    assert links == [f"/drafts/{page.rsplit('/', 1)[1]}", f"/drafts/{first}"]
    mother.get(links[0])
    assert "It is version 2." in mother.text()


def test_what_was_never_served_can_be_deleted_and_nothing_else(
    app: Flask, around: Family, desk: CheckingClient
) -> None:
    page = begin(desk, around.child)
    desk.submit(page, opened(desk, page) | {"proposed_b": "Gone"})
    desk.get(f"{page}/drop")
    assert desk.submit(f"{page}/drop").location == f"/cases/{around.child}/drafts"
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(PlanDraftSection)) == 0
    document = served(desk, around.child)
    desk.submit(f"/staff/drafts/{document}/drop")
    assert desk.get(f"/staff/drafts/{document}/comments").status_code == 200
