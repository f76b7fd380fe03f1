"""What a family says of a draft, and what it is answered."""

from datetime import date

from flask import Flask
from sqlalchemy import select

from portal.domain.messages import MessageKind
from portal.domain.people import Role
from portal.domain.tasks import TaskKind
from portal.store.db import db
from portal.store.tables.plan_drafts import DraftComment
from tests.conftest import Clock
from tests.pages.conftest import CheckingClient, SignIn
from tests.pages.drafting import (
    Family,
    answer_all,
    around,
    desk,
    mother,
    queued,
    say,
    seed,
    send,
    served,
    tasks,
)

__all__ = ["around", "desk", "mother", "seed"]


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
