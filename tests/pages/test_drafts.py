"""Drafts and proposed changes: written, served, read, commented on, answered, made final."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.domain.messages import MessageKind
from portal.domain.people import Role
from portal.domain.tasks import TaskKind
from portal.store.connection import open_for
from portal.store.db import db
from portal.store.tables.cases import AssessmentRequest
from portal.store.tables.outbox import OutboxMessage
from portal.store.tables.plan_drafts import DraftComment, PlanDraft, PlanDraftSection
from portal.store.tables.recorded_events import RecordedEventRow
from portal.store.tables.sessions import ReadTrail
from portal.store.tables.tasks import Task
from tests import people
from tests.conftest import Clock
from tests.pages.conftest import CheckingClient, SignIn

TODAY = date(2026, 11, 23)
SERVE = {
    "served_on-day": "23",
    "served_on-month": "11",
    "served_on-year": "2026",
    "closes_on-day": "7",
    "closes_on-month": "12",
    "closes_on-year": "2026",
}
FINAL = {"day-day": "23", "day-month": "11", "day-year": "2026"}


@dataclass
class Family:
    child: UUID
    mother: UUID
    father: UUID
    caseworker: UUID


Seed = Callable[[Callable[[Session], Any]], Any]


@pytest.fixture
def seed(app: Flask) -> Seed:
    """Put rows into the database and keep them."""

    def keep(fill: Callable[[Session], Any]) -> Any:
        with app.app_context():
            open_for("write")
            made = fill(db.session())
            db.session.commit()
        return made

    return keep


def a_family(session: Session, **facts: Any) -> Family:
    child = people.add_child(session, **facts)
    mother, father = (people.add_adult(session, email=f"{who}@example.org") for who in "ab")
    people.link(session, child, mother)
    people.link(session, child, father, relationship="father")
    caseworker = people.add_staff(session, Role.CASEWORKER)
    people.put_on_caseload(session, child, caseworker)
    return Family(child, mother, father, caseworker)


@pytest.fixture
def around(seed: Seed) -> Family:
    family: Family = seed(a_family)
    return family


@pytest.fixture
def desk(around: Family, sign_in: SignIn) -> CheckingClient:
    return sign_in(Role.CASEWORKER, around.caseworker)


@pytest.fixture
def mother(around: Family, sign_in: SignIn) -> CheckingClient:
    return sign_in(Role.FAMILY_MEMBER, around.mother)


def begin(desk: CheckingClient, child: UUID, kind: str = "draft_plan") -> str:
    """The address of a new document's page."""
    desk.get(f"/cases/{child}/drafts")
    response = desk.submit(f"/cases/{child}/drafts", {"kind": kind})
    assert response.status_code == 303
    return str(response.location)


def opened(desk: CheckingClient, page: str) -> dict[str, str]:
    """Every field of the writing page, as a browser would send it back."""
    assert desk.get(page).status_code == 200
    boxes = {str(box["name"]): box.get_text().strip("\r\n") for box in desk.page.select("textarea")}
    hidden = desk.page.select("main input[type=hidden]")
    return boxes | {str(each["name"]): str(each.get("value", "")) for each in hidden}


def serve(desk: CheckingClient, page: str, days: dict[str, str] | None = None) -> int:
    desk.get(f"{page}/preview")
    stamp = desk.page.select_one("input[name=stamp]")
    assert stamp is not None
    fields = SERVE | (days or {}) | {"stamp": str(stamp["value"])}
    return desk.submit(f"{page}/preview", fields).status_code


def served(desk: CheckingClient, child: UUID, kind: str = "draft_plan", **sections: str) -> str:
    """A served document with these texts; its id."""
    page = begin(desk, child, kind)
    texts = sections or {"proposed_b": "Needs help to speak.", "proposed_f": "Therapy each week."}
    assert desk.submit(page, opened(desk, page) | texts).status_code == 303
    assert serve(desk, page) == 303
    return page.rsplit("/", 1)[1]


def say(browser: CheckingClient, document: str, topic: str, **said: str) -> int:
    browser.get(f"/drafts/{document}/parts/{topic}")
    revision = browser.page.select_one("input[name=revision]")
    assert revision is not None
    fields = {"revision": str(revision["value"]), **said}
    return browser.submit(f"/drafts/{document}/parts/{topic}", fields).status_code


def send(browser: CheckingClient, document: str) -> int:
    browser.get(f"/drafts/{document}/check")
    stamp = browser.page.select_one("input[name=stamp]")
    fields = {"stamp": str(stamp["value"])} if stamp else {}
    return browser.submit(f"/drafts/{document}/check", fields).status_code


def queued(app: Flask, kind: MessageKind) -> list[UUID]:
    with app.app_context():
        return sorted(
            db.session.scalars(select(OutboxMessage.recipient_id).where(OutboxMessage.kind == kind))
        )


def tasks(app: Flask, kind: TaskKind) -> list[Task]:
    with app.app_context():
        return list(db.session.scalars(select(Task).where(Task.kind == kind)))


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


def serve_again(desk: CheckingClient, page: str) -> int:
    return desk.submit(f"{page}/preview", SERVE | {"stamp": "of an old page"}).status_code


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


def test_nobody_in_the_family_sees_a_draft_before_it_is_served(
    around: Family, desk: CheckingClient, mother: CheckingClient
) -> None:
    page = begin(desk, around.child)
    desk.submit(page, opened(desk, page) | {"proposed_b": "Needs"})
    document = page.rsplit("/", 1)[1]
    for path in ("", "/whole", "/parts/b", "/check", "/receipt"):
        assert mother.get(f"/drafts/{document}{path}").status_code == 404
    mother.get(f"/children/{around.child}/drafts")
    assert "There is nothing to read here yet." in mother.text()


def test_a_family_reads_part_by_part_and_the_whole(
    around: Family, desk: CheckingClient, mother: CheckingClient
) -> None:
    document = served(desk, around.child)
    assert mother.get(f"/drafts/{document}").status_code == 200
    assert "Monday 7 December 2026" in mother.text()
    parts = [str(each["href"]) for each in mother.page.select("main li a")]
    assert parts == [
        f"/drafts/{document}/parts/{each}" for each in ("b", "f", "setting", "meeting")
    ]
    mother.get(f"/drafts/{document}/parts/b")
    assert "Needs help to speak." in mother.text()
    mother.get(f"/drafts/{document}/whole")
    assert "Needs help to speak." in mother.text()
    assert "Therapy each week." in mother.text()
    assert "A draft does not name a school or college." in mother.text()
    assert mother.get(f"/drafts/{document}/parts/g").status_code == 404
    assert mother.get(f"/drafts/{document}/parts/nonsense").status_code == 404
    assert mother.page.title is not None


def test_the_childs_page_leads_to_the_draft_and_the_case_to_its_comments(
    seed: Seed, around: Family, desk: CheckingClient, mother: CheckingClient
) -> None:
    received = TODAY - timedelta(100)
    seed(
        lambda session: session.add(
            AssessmentRequest(
                requests_id="r1", child_id=around.child, received_on=received, outcome="Y"
            )
        )
    )
    document = served(desk, around.child)
    mother.get(f"/children/{around.child}")
    assert mother.page.select(f"a.govuk-button[href='/drafts/{document}']")
    assert "Send your comments on the draft plan" not in mother.text()
    desk.get(f"/cases/{around.child}")
    assert desk.page.select(f"a[href='/cases/{around.child}/drafts']")


def test_comments_are_kept_step_by_step_and_sent_with_a_receipt_and_tasks(
    app: Flask, around: Family, desk: CheckingClient, mother: CheckingClient
) -> None:
    document = served(desk, around.child)
    assert say(mother, document, "b", verdict="right") == 303
    assert say(mother, document, "f", verdict="wrong", words="It says 30 minutes") == 303
    assert say(mother, document, "setting", words="Canary College") == 303
    assert say(mother, document, "meeting", verdict="yes", words="Mondays") == 303
    mother.get(f"/drafts/{document}/parts/f")
    assert "It says 30 minutes" in mother.text()

    desk.get(f"/staff/drafts/{document}/comments")
    assert "Nobody has sent a comment yet." in desk.text(), "what is not sent stays theirs"

    assert send(mother, document) == 303
    mother.get(f"/drafts/{document}/receipt")
    assert "Your reference is" in mother.text()
    assert send(mother, document) == 303, "a second press"
    assert queued(app, MessageKind.COMMENTS_RECEIVED) == [around.mother]
    assert [task.due_on for task in tasks(app, TaskKind.ANSWER_COMMENTS)] == [date(2026, 12, 3)]
    assert [task.due_on for task in tasks(app, TaskKind.ARRANGE_DRAFT_MEETING)] == [
        date(2026, 11, 28)
    ]
    with app.app_context():
        rows = db.session.scalars(select(DraftComment)).all()
        assert len(rows) == 4
        assert all(b"minutes" not in row.words_sealed for row in rows)

    desk.get(f"/staff/drafts/{document}/comments")
    assert "3 comments wait for an answer." in desk.text()
    assert "It says 30 minutes" in desk.text()
    assert "Canary College" in desk.text()


def test_another_adult_never_sees_the_comments_or_the_answers(
    around: Family, desk: CheckingClient, mother: CheckingClient, sign_in: SignIn
) -> None:
    document = served(desk, around.child)
    say(mother, document, "b", verdict="wrong", words="Canary words of the mother")
    father = sign_in(Role.FAMILY_MEMBER, around.father)
    for state in ("kept", "sent", "answered"):
        if state == "sent":
            send(mother, document)
        elif state == "answered":
            answer_all(desk, document, words="Canary answer")
        for path in ("", "/parts/b", "/check", "/whole"):
            assert father.get(f"/drafts/{document}{path}").status_code == 200
            assert "Canary" not in father.text()
        assert father.get(f"/drafts/{document}/receipt").status_code == 404
    mother.get(f"/drafts/{document}")
    assert "Canary words of the mother" in mother.text()
    assert "Canary answer" in mother.text()


def answer_all(desk: CheckingClient, document: str, words: str = "We looked at it.") -> None:
    desk.get(f"/staff/drafts/{document}/comments")
    links = [str(each["href"]) for each in desk.page.select("a[href^='/staff/comments/']")]
    for link in links:
        desk.get(link)
        radios = desk.page.select("input[name=outcome]")
        answer = {"outcome": str(radios[0]["value"]), "words": words}
        assert desk.submit(link, answer).status_code == 303


def test_each_comment_is_answered_and_its_writer_is_told_once_a_day(
    app: Flask, around: Family, desk: CheckingClient, mother: CheckingClient
) -> None:
    document = served(desk, around.child)
    say(mother, document, "b", verdict="missing", words="Nothing about maps")
    say(mother, document, "f", verdict="wrong", words="Too little")
    say(mother, document, "meeting", verdict="yes", words="")
    send(mother, document)
    answer_all(desk, document)
    assert queued(app, MessageKind.COMMENTS_ANSWERED) == [around.mother]
    for kind in (TaskKind.ANSWER_COMMENTS, TaskKind.ARRANGE_DRAFT_MEETING):
        assert [task.done_by_id for task in tasks(app, kind)] == [around.caseworker]
    desk.get(f"/staff/drafts/{document}/comments")
    assert "Every comment that wants an answer has one." in desk.text()
    mother.get(f"/drafts/{document}")
    assert mother.text().count("We have changed it.") == 2
    assert "We will meet." in mother.text()
    assert "Our answer of Monday 23 November 2026" in mother.text()


def test_an_answer_needs_an_outcome_and_words(
    around: Family, desk: CheckingClient, mother: CheckingClient
) -> None:
    document = served(desk, around.child)
    say(mother, document, "b", verdict="missing", words="Maps")
    send(mother, document)
    desk.get(f"/staff/drafts/{document}/comments")
    link = desk.page.select("a[href^='/staff/comments/']")[0]["href"]
    desk.get(str(link))
    assert desk.submit(str(link), {"outcome": "named", "words": ""}).status_code == 422
    assert "Choose what came of it" in desk.text()
    assert "Write your answer" in desk.text()


def test_a_late_comment_is_taken_and_marked(
    around: Family, desk: CheckingClient, mother: CheckingClient, clock: Clock, sign_in: SignIn
) -> None:
    document = served(desk, around.child)
    clock.move(days=15)
    mother = sign_in(Role.FAMILY_MEMBER, around.mother)
    mother.get(f"/drafts/{document}")
    assert "You can still tell us." in mother.text()
    assert say(mother, document, "b", verdict="wrong", words="Late words") == 303
    assert send(mother, document) == 303
    mother.get(f"/drafts/{document}")
    assert "This came after the closing day." in mother.text()
    desk = sign_in(Role.CASEWORKER, around.caseworker)
    desk.get(f"/staff/drafts/{document}/comments")
    assert "After the closing day" in desk.text()


def test_two_phones_lose_nothing(
    around: Family, desk: CheckingClient, mother: CheckingClient, sign_in: SignIn
) -> None:
    document = served(desk, around.child)
    other = sign_in(Role.FAMILY_MEMBER, around.mother)
    other.get(f"/drafts/{document}/parts/b")
    say(mother, document, "b", verdict="wrong", words="From the first phone")
    path = f"/drafts/{document}/parts/b"
    answer = other.submit(path, {"revision": "0", "verdict": "right", "words": "From the second"})
    assert answer.status_code == 409
    assert "From the first phone" in other.text()
    assert "From the second" in other.text()
    revision = other.page.select_one("input[name=revision]")
    assert revision is not None
    fields = {"revision": str(revision["value"]), "verdict": "right", "words": "From the second"}
    assert other.submit(path, fields).status_code == 303


def test_what_changed_on_another_phone_after_the_check_is_not_sent(
    around: Family, desk: CheckingClient, mother: CheckingClient, sign_in: SignIn
) -> None:
    document = served(desk, around.child)
    say(mother, document, "b", words="One")
    mother.get(f"/drafts/{document}/check")
    stamp = mother.page.select_one("input[name=stamp]")
    assert stamp is not None
    say(sign_in(Role.FAMILY_MEMBER, around.mother), document, "f", words="Two")
    answer = mother.submit(f"/drafts/{document}/check", {"stamp": str(stamp["value"])})
    assert answer.status_code == 409
    assert "Nothing was sent." in mother.text()
    assert "Two" in mother.text()


def test_more_can_be_said_after_sending_and_both_stay(
    app: Flask, around: Family, desk: CheckingClient, mother: CheckingClient
) -> None:
    document = served(desk, around.child)
    for words in ("First thought", "Second thought"):
        say(mother, document, "b", verdict="wrong", words=words)
        send(mother, document)
    mother.get(f"/drafts/{document}/parts/b")
    assert "First thought" in mother.text()
    assert "Second thought" in mother.text()
    assert len(tasks(app, TaskKind.ANSWER_COMMENTS)) == 2


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


def test_from_18_a_new_document_waits_for_the_parents_and_not_for_the_young_person(
    app: Flask, seed: Seed, sign_in: SignIn
) -> None:
    def grown(session: Session) -> tuple[Family, UUID]:
        family = a_family(session, birth_date=date(2008, 11, 1), year_group=13)
        person = people.add_adult(session, email="kit@example.org")
        people.link(session, family.child, person, relationship="self")
        return family, person

    family, person = seed(grown)
    document = served(sign_in(Role.CASEWORKER, family.caseworker), family.child)
    assert queued(app, MessageKind.DOCUMENT_SERVED) == [person]
    parent = sign_in(Role.FAMILY_MEMBER, family.mother)
    assert parent.get(f"/drafts/{document}").status_code == 404
    assert sign_in(Role.YOUNG_PERSON, person).get(f"/drafts/{document}").status_code == 200


def test_reading_is_on_the_trail(
    app: Flask, around: Family, desk: CheckingClient, mother: CheckingClient
) -> None:
    document = served(desk, around.child)
    mother.get(f"/drafts/{document}/whole")
    desk.get(f"/staff/drafts/{document}/comments")
    with app.app_context():
        read = set(db.session.execute(select(ReadTrail.role, ReadTrail.purpose)).all())
    assert ("family_member", "read_document") in read
    assert ("caseworker", "read_comments") in read
