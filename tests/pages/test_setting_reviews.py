"""A setting's coordinator: the term's list, the day of each meeting, and what was sent for it."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.actions.reviews import keep_reviews_in_step
from portal.actions.views import (
    Writing,
    begin_writing,
    open_writing,
    save_answer,
    save_audience,
    save_provenance,
    send_views,
)
from portal.domain.people import Role, Viewer
from portal.domain.views import Audience, Provenance, Version
from portal.domain.views_answers import Answer
from portal.domain.views_questions import Voice, find_question
from portal.store.connection import open_for
from portal.store.db import db
from portal.store.tables.cases import ActivePlan, CaseEvent, Placement
from portal.store.tables.outbox import OutboxMessage
from portal.store.tables.recorded_events import RecordedEventRow
from portal.store.tables.reviews import ReviewCycle
from portal.store.tables.sessions import ReadTrail
from portal.store.trail import PENDING, ReadPurpose
from tests import people
from tests.pages.conftest import CheckingClient, SignIn

TODAY = date(2026, 11, 23)
URN = "910001"


class School:
    """One setting with a coordinator; each call adds a pupil with a mother."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.mother: UUID
        with self.writing() as session:
            setting = people.add_setting(session, urn=URN, phase="primary")
            self.coordinator = people.add_staff(session, Role.COORDINATOR, setting_id=setting)

    def writing(self) -> Any:
        return _Writing(self.app)

    def add_pupil(self, forename: str, made: date | None, **facts: Any) -> UUID:
        with self.writing() as session:
            child = people.add_child(session, forename=forename, **facts)
            self.mother = people.add_adult(session, email=f"{uuid4()}@example.org")
            people.link(session, child, self.mother)
            if made is not None:
                plan = people.add_plan(session, child, start_on=made)
                session.add(Placement(kind="attended", source_id=str(plan), plan_id=plan, urn=URN))
                session.flush()
            keep_reviews_in_step(session, TODAY)
        return child

    def ask(self, statement: Any) -> list[Any]:
        with self.writing() as session:
            return list(session.scalars(statement))


class _Writing:
    def __init__(self, app: Flask) -> None:
        self.context = app.app_context()

    def __enter__(self) -> Session:
        self.context.push()
        open_for("write")
        return db.session()

    def __exit__(self, *_: object) -> None:
        db.session.commit()
        db.session.remove()
        self.context.pop()


@pytest.fixture
def school(app: Flask) -> School:
    return School(app)


@pytest.fixture
def browser(school: School, sign_in: SignIn) -> CheckingClient:
    return sign_in(Role.COORDINATOR, school.coordinator)


def typed(day: date) -> dict[str, str]:
    return {"day-day": str(day.day), "day-month": str(day.month), "day-year": str(day.year)}


def rows(browser: CheckingClient) -> list[str]:
    return [row.get_text(" ", strip=True) for row in browser.page.select("tbody tr")]


def test_the_list_holds_the_reviews_of_this_term_and_the_next(
    app: Flask, school: School, browser: CheckingClient
) -> None:
    """It is autumn 2026: the next term ends on 31 March 2027. A review due by 28 April has its
    last good meeting on 31 March, one due a day later is for the term after."""
    within = school.add_pupil("Within", date(2026, 4, 29), year_group=3)
    school.add_pupil("After", date(2026, 4, 30), year_group=3)
    overdue = school.add_pupil("Overdue", date(2025, 3, 2), year_group=3)

    browser.get("/pupils")
    names = [row.split()[0] for row in rows(browser)]
    assert names == ["Overdue", "Within"]
    assert "Best by 31 Mar 2027" in rows(browser)[1]
    read = school.ask(select(ReadTrail.child_id))
    assert set(read) == {within, overdue}

    browser.get("/pupils?show=all")
    assert [row.split()[0] for row in rows(browser)] == ["Overdue", "Within", "After"]
    assert browser.get("/pupils?show=nonsense").status_code == 200


def test_a_pupil_elsewhere_is_not_on_the_list(school: School, browser: CheckingClient) -> None:
    with school.writing() as session:
        child = people.add_child(session, forename="Elsewhere")
        people.add_plan(session, child, start_on=date(2026, 1, 2))
        keep_reviews_in_step(session, TODAY)
    browser.get("/pupils?show=all")
    assert "Elsewhere" not in browser.text()
    for path in ("", "/meeting", "/meeting-held", "/meeting-report"):
        assert browser.get(f"/pupils/{child}{path}").status_code == 404


def test_a_move_and_preparing_for_adulthood_are_marked(
    school: School, browser: CheckingClient
) -> None:
    moving = school.add_pupil("Mover", date(2026, 6, 1), birth_date=date(2016, 1, 9), year_group=6)
    school.add_pupil("Older", date(2026, 2, 2), birth_date=date(2012, 3, 3), year_group=9)

    browser.get("/pupils")
    mover, older = rows(browser)
    assert "Primary or junior school to secondary school" in mover
    assert "Best by 22 Nov 2026" in mover
    assert "Preparing for adulthood" in older
    assert "Preparing for adulthood" not in mover

    browser.get(f"/pupils/{moving}")
    assert "for the move" in browser.text()
    assert "Sunday 22 November 2026" in browser.text()


def test_a_coordinator_sets_the_day_and_the_family_is_invited_at_once(
    school: School, browser: CheckingClient
) -> None:
    child = school.add_pupil("Pupil", date(2026, 2, 2))
    browser.get(f"/pupils/{child}/meeting")
    assert "Tuesday 8 December 2026" in browser.text()
    assert "Monday 4 January 2027" in browser.text()

    answer = browser.submit(f"/pupils/{child}/meeting", typed(date(2026, 12, 29)))
    assert answer.status_code == 303
    browser.get(answer.location)

    assert "Tuesday 29 December 2026" in browser.text()
    assert school.ask(select(ReviewCycle.meeting_on)) == [date(2026, 12, 29)]
    told = school.ask(select(OutboxMessage.kind).where(OutboxMessage.recipient_id == school.mother))
    assert sorted(told) == ["meeting_set", "views_asked"]


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 12, 7), "Choose Tuesday 8 December 2026 or later"),
        (date(2026, 11, 2), "Choose Tuesday 8 December 2026 or later"),
    ],
)
def test_a_day_too_soon_is_refused_in_plain_words(
    school: School, browser: CheckingClient, day: date, words: str
) -> None:
    child = school.add_pupil("Pupil", date(2026, 2, 2))
    browser.get(f"/pupils/{child}/meeting")
    answer = browser.submit(f"/pupils/{child}/meeting", typed(day))
    assert answer.status_code == 422
    assert words in browser.text()
    assert school.ask(select(RecordedEventRow.id)) == []

    answer = browser.submit(f"/pupils/{child}/meeting", {})
    assert answer.status_code == 422
    assert "Enter the day of the meeting" in browser.text()


def test_a_closed_review_takes_no_meeting(school: School, browser: CheckingClient) -> None:
    child = school.add_pupil("Pupil", date(2026, 2, 2))
    browser.get(f"/pupils/{child}/meeting")
    with school.writing() as session:
        session.scalars(select(ReviewCycle)).one().closed_on = TODAY
    answer = browser.submit(f"/pupils/{child}/meeting", typed(date(2026, 12, 29)))
    assert answer.status_code == 303
    browser.get(answer.location)
    assert "This review is over" in browser.page.get_text()
    assert "There is no review to arrange" in browser.text()
    assert school.ask(select(RecordedEventRow.id)) == []


def test_a_meeting_is_moved_and_moved_back_and_told_each_time(
    school: School, browser: CheckingClient
) -> None:
    child = school.add_pupil("Pupil", date(2026, 2, 2))
    days = [date(2027, 1, 12), date(2027, 1, 19), date(2027, 1, 12)]
    for day in days:
        browser.get(f"/pupils/{child}/meeting")
        assert browser.submit(f"/pupils/{child}/meeting", typed(day)).status_code == 303
        assert school.ask(select(ReviewCycle.meeting_on)) == [day]
    told = school.ask(select(OutboxMessage.kind).where(OutboxMessage.recipient_id == school.mother))
    assert told.count("meeting_set") == 3
    # The same day once more is nothing new.
    browser.get(f"/pupils/{child}/meeting")
    assert browser.submit(f"/pupils/{child}/meeting", typed(days[-1])).status_code == 303
    assert len(school.ask(select(OutboxMessage.id))) == len(told)


@pytest.mark.parametrize("new", [date(2026, 12, 15), date(2027, 1, 12)])
@pytest.mark.parametrize("file", ["events", "reviews"])
def test_a_meeting_that_the_council_had_booked_can_be_moved(
    school: School, browser: CheckingClient, file: str, new: date
) -> None:
    child, booked = school.add_pupil("Pupil", date(2026, 2, 2)), date(2026, 12, 22)
    with school.writing() as session:
        plan_id = session.scalars(select(ReviewCycle.plan_id)).one()
        if file == "events":
            session.add(
                CaseEvent(
                    child_id=child,
                    kind="meeting",
                    happened_on=booked,
                    recorded_at=datetime(2026, 11, 1, tzinfo=UTC),
                )
            )
        else:
            session.add(ActivePlan(active_plans_id="1", plan_id=plan_id, review_meeting_on=booked))
        keep_reviews_in_step(session, TODAY)
    assert school.ask(select(ReviewCycle.meeting_on)) == [booked]

    browser.get(f"/pupils/{child}/meeting")
    browser.submit(f"/pupils/{child}/meeting", typed(new))

    assert school.ask(select(ReviewCycle.meeting_on)) == [new]
    with school.writing() as session:
        assert keep_reviews_in_step(session, TODAY) == 0
    browser.get(f"/pupils/{child}")
    assert f"{new.day} " in browser.text()
    assert "22 December" not in browser.text()


def test_a_meeting_and_its_report_are_recorded_and_told(
    school: School, clock: Any, sign_in: SignIn
) -> None:
    child = school.add_pupil("Pupil", date(2026, 2, 2))
    browser = sign_in(Role.COORDINATOR, school.coordinator)
    browser.get(f"/pupils/{child}/meeting")
    browser.submit(f"/pupils/{child}/meeting", typed(date(2026, 12, 14)))
    clock.move(days=23)  # Wednesday 16 December
    browser = sign_in(Role.COORDINATOR, school.coordinator)
    browser.get(f"/pupils/{child}/meeting-report")
    early = browser.submit(f"/pupils/{child}/meeting-report", typed(date(2026, 12, 11)))
    assert early.status_code == 422
    assert "The report cannot be older than the meeting" in browser.text()

    browser.get(f"/pupils/{child}/meeting-held")
    to_come = browser.submit(f"/pupils/{child}/meeting-held", typed(date(2026, 12, 17)))
    assert to_come.status_code == 422
    assert "This day has not come yet" in browser.text()
    browser.submit(f"/pupils/{child}/meeting-held", typed(date(2026, 12, 15)))
    assert school.ask(select(ReviewCycle.meeting_on)) == [date(2026, 12, 15)]

    browser.get(f"/pupils/{child}/meeting-report")
    browser.submit(f"/pupils/{child}/meeting-report", typed(date(2026, 12, 16)))
    browser.get(f"/pupils/{child}")
    assert "We are deciding what happens with the plan" in browser.text()
    assert "Nothing more here" in browser.text()
    assert "Say that the" not in browser.text()
    told = school.ask(select(OutboxMessage.kind).where(OutboxMessage.recipient_id == school.mother))
    assert told.count("plan_news") == 2


def test_a_meeting_before_this_review_began_is_refused(
    school: School, browser: CheckingClient
) -> None:
    child = school.add_pupil("Pupil", date(2026, 2, 2))
    browser.get(f"/pupils/{child}/meeting-held")
    answer = browser.submit(f"/pupils/{child}/meeting-held", typed(date(2026, 2, 2)))
    assert answer.status_code == 422
    assert "ended on Monday 2 February 2026" in browser.text()


def test_who_has_sent_views_is_a_number_until_the_meeting_may_read_them(
    school: School, clock: Any, sign_in: SignIn
) -> None:
    child = school.add_pupil("Pupil", date(2026, 2, 2))
    with school.writing() as session:
        father = people.add_adult(session, given="Hidden", family="Fatherly")
        people.link(session, child, father, relationship="father")
    browser = sign_in(Role.COORDINATOR, school.coordinator)
    browser.get(f"/pupils/{child}/meeting")
    browser.submit(f"/pupils/{child}/meeting", typed(date(2026, 12, 14)))
    (review,) = school.ask(select(ReviewCycle.id))
    give_views(school, review, school.mother, "It goes well at school", Audience.MEETING)
    give_views(school, review, father, "Only for the council", Audience.COUNCIL)

    browser.get(f"/pupils/{child}")
    assert "2 of 2 people have sent theirs" in browser.text()
    assert "Fatherly" not in browser.text()
    browser.get(f"/staff/reviews/{review}/views")
    assert "It goes well at school" not in browser.text()
    assert "There is nothing for you to read" in browser.text()

    clock.move(days=7)  # 30 November, when views go round
    later = sign_in(Role.COORDINATOR, school.coordinator)
    later.get(f"/pupils/{child}")
    later.get(f"/staff/reviews/{review}/views")
    assert "It goes well at school" in later.text()
    assert "Only for the council" not in later.text()
    assert "Fatherly" not in later.text()
    reads = select(ReadTrail.role).where(ReadTrail.purpose == ReadPurpose.READ_VIEWS)
    assert set(school.ask(reads)) == {Role.COORDINATOR}


def give_views(
    school: School, review_id: UUID, author_id: UUID, words: str, audience: Audience
) -> None:
    now = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
    viewer = Viewer(Role.FAMILY_MEMBER, author_id)
    with school.writing() as session:
        writing = begin_writing(session, viewer, review_id, now, TODAY)
        assert isinstance(writing, Writing)
        question = find_question(Voice.PARENT_CARER, "gone-well")
        assert question is not None
        save_answer(session, writing, question, Answer(words=words), opened_at_revision=0, now=now)
        save_provenance(session, writing, Provenance.OWN_WORDS, "")
        save_audience(session, writing, audience)
        complete = open_writing(session, viewer, review_id, TODAY)
        assert isinstance(complete, Writing)
        stamp = complete.wording.stamp
        sent = send_views(session, complete, stamp=stamp, receipt_path="/children", now=now)
        assert isinstance(sent, Version)
        session.info.pop(PENDING, None)  # what a page would have noted in the trail
