""" "This is wrong" beside a date: it goes to a person and comes back answered."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.messages import MessageKind
from portal.domain.people import Role
from portal.domain.tasks import TaskKind
from portal.store.connection import open_for
from portal.store.db import db
from portal.store.record_age import note_files_read
from portal.store.tables.cases import AssessmentRequest
from portal.store.tables.outbox import OutboxMessage
from portal.store.tables.record_age import DateFlag, DateFlagReport
from portal.store.tables.tasks import Task
from tests import people
from tests.pages.conftest import CheckingClient, SignIn

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
TODAY = NOW.date()
RECEIVED = TODAY - timedelta(150)
DATE = f"requests {RECEIVED.isoformat()}"
FILES = ("requests.csv", "assessment.csv", "named_plan.csv", "active_plans.csv", "events.csv")


@dataclass
class Family:
    child: UUID
    mother: UUID
    father: UUID
    caseworker: UUID


@pytest.fixture
def around(app: Flask) -> Family:
    """A child whose assessment is late, two parents who live apart, and the caseworker."""

    def fill(session: Session) -> Family:
        note_files_read(session, FILES, TODAY)
        child = people.add_child(session)
        mother, father = (people.add_adult(session, email=f"{who}@example.org") for who in "ab")
        people.link(session, child, mother)
        people.link(session, child, father, relationship="father")
        session.add(
            AssessmentRequest(
                requests_id=uuid4().hex,
                child_id=child,
                received_on=RECEIVED,
                outcome="Y",
                outcome_on=TODAY - timedelta(120),
            )
        )
        caseworker = people.add_staff(session, Role.CASEWORKER)
        people.put_on_caseload(session, child, caseworker)
        return Family(child, mother, father, caseworker)

    with app.app_context():
        open_for("write")
        made = fill(db.session())
        db.session.commit()
    return made


@pytest.fixture
def mother(around: Family, sign_in: SignIn) -> CheckingClient:
    return sign_in(Role.FAMILY_MEMBER, around.mother)


@pytest.fixture
def desk(around: Family, sign_in: SignIn) -> CheckingClient:
    return sign_in(Role.CASEWORKER, around.caseworker)


def say(browser: CheckingClient, child: UUID, words: str = "", date: str = DATE) -> int:
    browser.get(f"/children/{child}/dates/flag", query_string={"date": DATE})
    fields = {"date": date, "words": words}
    return browser.submit(f"/children/{child}/dates/flag", fields).status_code


def answer(desk: CheckingClient, child: UUID, outcome: str, words: str = "We looked.") -> int:
    desk.get(f"/cases/{child}/dates")
    link = desk.page.select_one("main section a")
    assert link is not None
    desk.get(str(link["href"]))
    return desk.submit(str(link["href"]), {"outcome": outcome, "words": words}).status_code


def tasks(app: Flask) -> list[tuple[date, bool]]:
    with app.app_context():
        rows = db.session.scalars(
            select(Task).where(Task.kind == TaskKind.CHECK_DATE).order_by(Task.added_at)
        )
        return [(task.due_on, task.done_at is not None) for task in rows]


def told(app: Flask) -> list[UUID]:
    with app.app_context():
        return list(
            db.session.scalars(
                select(OutboxMessage.recipient_id).where(
                    OutboxMessage.kind == MessageKind.DATE_ANSWERED
                )
            )
        )


def test_a_date_called_wrong_is_being_checked_and_comes_back_answered(
    app: Flask, around: Family, mother: CheckingClient, desk: CheckingClient
) -> None:
    mother.get(f"/children/{around.child}")
    assert "This is 10 days late." in mother.text()
    buttons = mother.page.select(".site-wrong")
    assert DATE in [button["value"] for button in buttons]

    assert say(mother, around.child, "It was in July, I have the letter") == 303
    mother.get(f"/children/{around.child}")
    assert "Thank you. A person will check this date" in mother.text()
    assert "days late" not in mother.text()
    assert DATE not in [button["value"] for button in mother.page.select(".site-wrong")]
    assert tasks(app) == [(TODAY + timedelta(5), False)]

    desk.get(f"/cases/{around.child}")
    assert "Called wrong" in desk.text()
    desk.get(f"/cases/{around.child}/dates")
    assert "Waits for an answer." in desk.text()
    assert "It was in July, I have the letter" in desk.text()
    assert answer(desk, around.child, "right", "Our post room stamped it in June.") == 303
    assert tasks(app) == [(TODAY + timedelta(5), True)]
    assert told(app) == [around.mother]

    mother.get(f"/children/{around.child}")
    assert "This is 10 days late." in mother.text()
    assert "Our answer of Monday 23 November 2026" in mother.text()
    assert "The date is right after all" in mother.text()
    mother.get(f"/children/{around.child}/dates/told")
    assert "Our post room stamped it in June." in mother.text()


def test_words_are_not_needed_and_are_sealed(
    app: Flask, around: Family, mother: CheckingClient
) -> None:
    assert say(mother, around.child) == 303
    assert say(mother, around.child, "Canary words") == 303
    with app.app_context():
        rows = db.session.scalars(select(DateFlagReport)).all()
        assert len(rows) == 2
        assert all(b"Canary" not in row.words_sealed for row in rows)


def test_we_cannot_tell_yet_keeps_the_date_in_doubt_and_the_task_open(
    app: Flask, around: Family, mother: CheckingClient, desk: CheckingClient
) -> None:
    say(mother, around.child)
    assert answer(desk, around.child, "cannot_tell", "We have asked the school.") == 303
    assert [done for _, done in tasks(app)] == [False]
    mother.get(f"/children/{around.child}")
    assert "days late" not in mother.text()
    assert "We cannot tell yet" in mother.text()
    mother.get(f"/children/{around.child}/dates/told")
    assert "We have asked the school." in mother.text()
    assert answer(desk, around.child, "mended", "You were right.") == 303
    assert [done for _, done in tasks(app)] == [True]


def test_a_settled_flag_does_not_come_back_without_a_new_reason(
    app: Flask, around: Family, mother: CheckingClient, desk: CheckingClient
) -> None:
    say(mother, around.child, "It was in July")
    answer(desk, around.child, "right")
    assert say(mother, around.child, "  it was in JULY ") == 409
    assert "We have answered this. Tell us what is new." in mother.text()
    assert len(tasks(app)) == 1
    mother.get(f"/children/{around.child}")
    assert "This is 10 days late." in mother.text()

    assert say(mother, around.child, "I have found the letter") == 303
    mother.get(f"/children/{around.child}")
    assert "days late" not in mother.text()
    assert sorted(done for _, done in tasks(app)) == [False, True]


def test_saying_the_same_twice_while_it_is_checked_is_said_once(
    app: Flask, around: Family, mother: CheckingClient
) -> None:
    assert say(mother, around.child, "It was in July") == 303
    assert say(mother, around.child, "It was in July") == 303
    assert len(tasks(app)) == 1


def test_each_adult_says_and_is_answered_for_themselves(
    app: Flask, around: Family, mother: CheckingClient, desk: CheckingClient, sign_in: SignIn
) -> None:
    say(mother, around.child, "Canary of the mother")
    father = sign_in(Role.FAMILY_MEMBER, around.father)
    father.get(f"/children/{around.child}")
    assert "Somebody told us that this may be wrong." in father.text()
    answer(desk, around.child, "right", "Canary answer")
    for path in ("", "/dates/told", "/history", f"/dates/flag?date={DATE}"):
        father.get(f"/children/{around.child}{path}")
        assert "Canary" not in father.text()
    assert told(app) == [around.mother]


def test_an_answer_needs_an_outcome_and_words(
    around: Family, mother: CheckingClient, desk: CheckingClient
) -> None:
    say(mother, around.child)
    assert answer(desk, around.child, "", "") == 422
    assert "Choose what came of it" in desk.text()
    assert "Write your answer" in desk.text()


def test_too_many_words_are_said_and_kept(around: Family, mother: CheckingClient) -> None:
    assert say(mother, around.child, "y" * 1001) == 422
    assert "1,001" in mother.text()
    assert "y" * 1001 in mother.text()


@pytest.mark.parametrize("posted", ["", "plans", "plans 2026-13-01", "nonsense 2026-01-01"])
def test_a_date_that_cannot_be_read_is_refused(
    around: Family, mother: CheckingClient, posted: str
) -> None:
    assert say(mother, around.child, date=posted) == 400
    path = f"/children/{around.child}/dates/flag"
    assert mother.get(path, query_string={"date": posted}).status_code == 400


def test_only_a_date_that_was_shown_can_be_called_wrong(
    app: Flask, around: Family, mother: CheckingClient, sign_in: SignIn
) -> None:
    assert say(mother, around.child, date="requests 2026-01-01") == 404
    with app.app_context():
        open_for("write")
        stranger = people.add_adult(db.session())
        db.session.commit()
    path = f"/children/{around.child}/dates/flag"
    other = sign_in(Role.FAMILY_MEMBER, stranger)
    assert other.get(path, query_string={"date": DATE}).status_code == 404
    with app.app_context():
        assert db.session.scalars(select(DateFlag)).all() == []
