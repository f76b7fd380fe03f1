"""Feedback as it is kept: sealed words, no time, and nothing that joins a row to its sheet."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from threading import Thread
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from portal.actions import event_feedback, events
from portal.domain.event_feedback import (
    Feedback,
    FormClosed,
    FormStillOpen,
    NothingSaid,
    NumberUsed,
    Statement,
    TooMuchFromOnePlace,
)
from portal.domain.events import EngagementKind, EventDetails, Host
from portal.domain.figures import Thresholds
from portal.domain.measures import Agreement
from portal.domain.people import Role, Viewer
from portal.domain.sign_in import Limit
from portal.store import event_feedback as feedback_store
from portal.store.connection import open_for
from portal.store.db import db
from portal.store.events import find_event, find_results
from portal.store.tables.event_feedback import EventAnswers, EventFormTaken, EventWords
from tests.people import add_staff

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
HOUR = timedelta(hours=1)
LAST_DAY = TODAY + timedelta(days=3)
DETAILS = EventDetails(
    EngagementKind.ENGAGEMENT, "Meet the team", TODAY, "Town hall", frozenset(Host)
)


@dataclass
class Held:
    """An event with an open form."""

    session: Session
    viewer: Viewer
    event_id: UUID
    code: str

    def online(self, feedback: Feedback, press: UUID | None = None, today: date = TODAY) -> Any:
        return event_feedback.take_online(
            self.session,
            self.code,
            feedback,
            press=press or uuid4(),
            place="10.0.0.1",
            today=today,
            now=NOW,
        )

    def sheet(self, number: int, feedback: Feedback) -> Any:
        return event_feedback.take_sheet(self.session, self.event_id, number, feedback)

    def show(self, today: date) -> Any:
        return event_feedback.show_results(
            self.session, self.event_id, Thresholds(), today=today, now=NOW
        )

    def counted(self) -> tuple[int, int, int]:
        self.session.expire_all()
        event = find_event(self.session, self.event_id)
        assert event is not None
        rows = feedback_store.list_answers(self.session, self.event_id)
        return len(rows), event.online, event.on_paper


@pytest.fixture
def held(session: Session) -> Held:
    viewer = Viewer(Role.PARTICIPATION_OFFICER, add_staff(session, Role.PARTICIPATION_OFFICER))
    event_id = events.add_event(session, viewer, DETAILS, NOW, new_id=uuid4())
    assert event_feedback.open_form(session, viewer, event_id, LAST_DAY, NOW) is None
    event = find_event(session, event_id)
    assert event is not None
    assert event.form is not None
    return Held(session, viewer, event_id, event.form.code)


def said(words: str = "", option: Agreement = Agreement.AGREE) -> Feedback:
    return Feedback({Statement.HEARD: option}, words)


def test_a_press_and_a_sheet_count_once_each(held: Held) -> None:
    press = uuid4()
    for _ in range(3):
        assert held.online(said("More of it"), press) is None
    assert held.online(said("Less of it"), press) is None, "other words are another answer"
    assert held.sheet(7, said("On paper")) is None
    assert held.sheet(7, said("Other words")) == NumberUsed(7)
    assert held.counted() == (3, 2, 1)
    words = feedback_store.list_words(held.session, held.event_id)
    assert sorted(words) == ["Less of it", "More of it", "On paper"]


def test_the_same_number_can_be_used_at_another_event(held: Held) -> None:
    other = events.add_event(held.session, held.viewer, DETAILS, NOW, new_id=uuid4())
    event_feedback.open_form(held.session, held.viewer, other, LAST_DAY, NOW)
    for event_id in (held.event_id, other):
        assert event_feedback.take_sheet(held.session, event_id, 1, said()) is None


def test_an_empty_form_is_refused_and_takes_no_number(held: Held) -> None:
    assert held.online(Feedback({}, "")) == NothingSaid()
    assert held.sheet(3, Feedback({}, "")) == NothingSaid()
    assert held.sheet(3, Feedback({}, "Only words")) is None
    assert held.counted() == (1, 0, 1)


def test_the_form_closes_after_its_last_day_and_paper_when_the_group_has_seen_it(
    held: Held,
) -> None:
    after = LAST_DAY + timedelta(days=1)
    assert held.online(said(), today=LAST_DAY) is None
    assert held.online(said(), today=after) == FormClosed()
    assert held.show(LAST_DAY) == FormStillOpen()
    assert held.sheet(1, said()) is None
    assert held.show(after) is None
    assert held.show(after) is None, "a second press changes nothing"
    assert held.sheet(2, said()) == FormClosed()
    reopened = event_feedback.open_form(held.session, held.viewer, held.event_id, after, NOW)
    assert reopened == FormClosed()
    assert held.counted() == (2, 1, 1)


def test_what_the_group_sees_is_frozen_and_the_numbers_are_destroyed(held: Held) -> None:
    for number in range(1, 31):
        held.sheet(number, said(option=list(Agreement)[number % 3]))
    assert find_results(held.session, held.event_id) is None
    held.show(LAST_DAY + timedelta(days=1))
    results = find_results(held.session, held.event_id)
    assert results is not None
    assert results.answered == 30
    assert results.statements[1].share is not None
    assert list(held.session.scalars(select(EventFormTaken))) == []


@pytest.mark.parametrize(
    ("name", "limit", "refusal"),
    [
        ("actions.event_feedback.FROM_ONE_PLACE", Limit(2, HOUR), TooMuchFromOnePlace()),
        ("store.events.FORMS_AT_MOST", 2, FormClosed()),
    ],
)
def test_the_form_cannot_be_flooded(
    held: Held, monkeypatch: pytest.MonkeyPatch, name: str, limit: object, refusal: object
) -> None:
    monkeypatch.setattr(f"portal.{name}", limit)
    for _ in range(2):
        assert held.online(said()) is None
    assert held.online(said()) == refusal
    assert held.counted() == (2, 2, 0)


def test_words_are_sealed_and_lie_apart_from_what_was_ticked(held: Held) -> None:
    held.sheet(4711, said("CanaryWords"))
    [row] = held.session.scalars(select(EventWords))
    [answers] = held.session.scalars(select(EventAnswers))
    [taken] = held.session.scalars(select(EventFormTaken))
    assert b"CanaryWords" not in row.sealed
    assert answers.answers == {"event.heard": "agree"}
    assert {column.name for column in EventAnswers.__table__.columns} == {
        "id",
        "event_id",
        "answers",
    }
    assert len({row.id, answers.id, held.event_id}) == 3
    assert b"4711" not in taken.digest


def test_no_row_can_be_told_from_the_rest_by_what_came_with_it(app: Flask, held: Held) -> None:
    """Every form writes all rows anew: none keeps its number, transaction or place in the file."""
    held.session.commit()
    for number in range(1, 9):
        held.sheet(number, said(f"Words {number}"))
        held.session.commit()
    before = {row.id for row in held.session.scalars(select(EventAnswers))}
    held.sheet(9, said("Words 9"))
    held.session.commit()
    assert not before & {row.id for row in held.session.scalars(select(EventAnswers))}
    for table in (EventAnswers, EventWords):
        if db.engine.dialect.name == "postgresql":
            name = table.__tablename__
            made_by = held.session.scalars(text(f"SELECT DISTINCT xmin::text FROM {name}")).all()
            assert len(made_by) == 1
    orders = {tuple(feedback_store.list_words(held.session, held.event_id)) for _ in range(6)}
    assert len(orders) > 1, "in random order"


def test_many_at_once_lose_and_double_nothing(app: Flask, held: Held) -> None:
    held.session.commit()
    event_id, code, presses = held.event_id, held.code, [uuid4() for _ in range(8)]
    outcomes: list[Any] = []

    def send(press: UUID) -> None:
        with app.app_context():
            open_for("write")
            session = db.session()
            try:
                feedback = said(f"Words of {press}")
                sent = Held(session, held.viewer, event_id, code).online(feedback, press)
                session.commit()
                outcomes.append(sent)
            finally:
                db.session.remove()

    threads = [Thread(target=send, args=(press,)) for press in presses * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes == [None] * 16
    assert held.counted() == (8, 8, 0)
    assert len(set(feedback_store.list_words(held.session, event_id))) == 8
