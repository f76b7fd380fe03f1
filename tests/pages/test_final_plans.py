"""The final plan, and the comments that it waits for."""

from flask import Flask
from sqlalchemy import select

from portal.domain.messages import MessageKind
from portal.store.db import db
from portal.store.tables.recorded_events import RecordedEventRow
from tests.pages.conftest import CheckingClient
from tests.pages.drafting import (
    FINAL,
    Family,
    answer_all,
    around,
    begin,
    desk,
    mother,
    queued,
    say,
    seed,
    send,
    serve,
    served,
)

__all__ = ["around", "desk", "mother", "seed"]


def test_the_final_plan_waits_for_a_look_at_comments_without_an_answer(
    app: Flask, around: Family, desk: CheckingClient, mother: CheckingClient
) -> None:
    document = served(desk, around.child)
    say(mother, document, "b", verdict="wrong", words="Nobody answered this")
    send(mother, document)
    say(mother, document, "f", verdict="wrong", words="Never sent")
    final = f"/staff/drafts/{document}/final"
    desk.get(final)
    assert "1 comment has no answer yet" in desk.text()
    assert "Nobody answered this" in desk.text()
    assert desk.submit(final, FINAL).status_code == 422
    assert "Answer the comments first" in desk.text()
    assert desk.submit(final, FINAL | {"confirmed": "y"}).status_code == 303
    with app.app_context():
        kinds = set(db.session.scalars(select(RecordedEventRow.kind)))
    assert kinds == {"draft_served", "final_issued"}
    assert queued(app, MessageKind.PLAN_NEWS) == sorted([around.mother, around.father])

    mother.get(f"/children/{around.child}")
    assert mother.page.select(f"a[href='/children/{around.child}/drafts']")
    assert not mother.page.select(f"a[href='/drafts/{document}']")
    mother.get(f"/drafts/{document}")
    assert "We sent the final plan on Monday 23 November 2026." in mother.text()
    assert "You wrote something that was never sent." in mother.text()
    mother.get(f"/drafts/{document}/check")
    assert "Never sent" in mother.text()
    path = f"/drafts/{document}/parts/b"
    mother.get("/children")
    answer = mother.submit(path, {"revision": "0", "words": "Typed too late"})
    assert answer.status_code == 409
    assert "Typed too late" in mother.text()


def test_comments_on_an_earlier_version_wait_for_the_final_plan_too(
    around: Family, desk: CheckingClient, mother: CheckingClient
) -> None:
    first = served(desk, around.child)
    say(mother, first, "b", verdict="wrong", words="About the first version")
    send(mother, first)
    page = begin(desk, around.child)
    assert serve(desk, page) == 303
    desk.get(f"{page}/final")
    assert "1 comment has no answer yet" in desk.text()
    assert "About the first version" in desk.text()


def test_with_every_comment_answered_the_final_plan_needs_no_tick(
    around: Family, desk: CheckingClient, mother: CheckingClient
) -> None:
    document = served(desk, around.child)
    say(mother, document, "b", verdict="wrong", words="Words")
    send(mother, document)
    answer_all(desk, document)
    desk.get(f"/staff/drafts/{document}/final")
    assert not desk.page.select("input[name=confirmed]")
    assert desk.submit(f"/staff/drafts/{document}/final", FINAL).status_code == 303
