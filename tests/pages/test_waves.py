"""The officer chooses whom to ask and looks before opening; stops, resumes, and lets time close."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.actions import surveys
from portal.actions.survey_days import REMIND
from portal.domain.messages import MessageKind
from portal.domain.people import Role
from portal.domain.waves import WaveState
from portal.shell.worker import schedule_due, work_until_empty
from portal.store import demo_mailbox, waves
from portal.store.connection import open_for
from portal.store.tables.children import Child
from portal.store.tables.jobs import Job
from portal.store.tables.outbox import OutboxMessage
from portal.store.tables.people import FamilyMember
from portal.store.tables.surveys import SurveyInvitation
from tests.conftest import Clock
from tests.open_waves import (
    LAST_DAY,
    NOW,
    add_draft,
    add_families,
    add_questions,
    give_links,
    open_wave,
)
from tests.pages.conftest import CheckingClient, SignIn
from tests.pages.test_surveys import ALL_AGREE, INSTRUMENT_ID, NEW_WAVE
from tests.people import add_adult, add_child, add_plan, add_staff, link

Work = Callable[[], None]


@pytest.fixture
def officer(session: Session, sign_in: SignIn) -> CheckingClient:
    staff_id = add_staff(session, Role.PARTICIPATION_OFFICER)
    add_questions(session, instrument_id=INSTRUMENT_ID)
    session.commit()
    return sign_in(Role.PARTICIPATION_OFFICER, staff_id)


@pytest.fixture
def work(app: Flask, session: Session) -> Work:
    """Let the worker do all that waits, then let the test see it."""

    def run() -> None:
        session.rollback()
        with app.app_context():
            open_for("write")
            schedule_due()
            work_until_empty()
        session.expire_all()

    return run


def add_mailed_families(session: Session, number: int) -> None:
    for _ in range(number):
        child_id = add_child(session)
        link(session, child_id, add_adult(session, email=f"p{child_id.hex}@example.org"))
        add_plan(session, child_id, start_on=LAST_DAY.replace(year=2020, month=8))


def letters(session: Session, subject: str) -> list[str]:
    return [item.text for item in demo_mailbox.list_letters(session, 90) if item.subject == subject]


def state(session: Session, wave_id: UUID) -> WaveState:
    session.rollback()
    session.expire_all()
    return waves.get_wave(session, wave_id).state


# --- whom to ask ------------------------------------------------------------------------------


def test_only_those_who_are_ticked_are_asked(session: Session, officer: CheckingClient) -> None:
    add_families(session, 12, needs=("ASD", "ASD", "HI"))
    session.commit()
    officer.get("/surveys/new")
    made = officer.submit("/surveys/new", NEW_WAVE | {"need": ["ASD"]})
    officer.get(made.location)
    assert "Today it would ask 8 people" in officer.text()
    assert "They are asked about 8 children" in officer.text()
    assert "main need: Autism" in officer.text()
    sample = officer.page.select("main td")
    assert [cell.get_text() for cell in sample] == ["Autism"] * 8


def test_a_sample_is_ten_and_names_nobody(session: Session, officer: CheckingClient) -> None:
    add_families(session, 14)
    wave_id = add_draft(session)
    session.commit()
    officer.get(f"/surveys/{wave_id}")
    assert len(officer.page.select("main tbody tr")) == 10
    assert "Testchild" not in officer.text()
    assert "case" not in "".join(cell.get_text() for cell in officer.page.select("main td"))


def test_a_pasted_list_names_what_is_wrong_and_loses_nothing(
    session: Session, officer: CheckingClient
) -> None:
    add_families(session, 11)
    session.commit()
    known = [str(caseref) for caseref in session.scalars(select(Child.caseref))]
    pasted = ", ".join(known[:6]) + "\nnobody-1\n" + "\r\n".join(known[5:])
    listed = NEW_WAVE | {"cohort": "listed", "caserefs": pasted, "first-day": "", "last-day": ""}
    listed |= {"first-month": "", "first-year": "", "last-month": "", "last-year": ""}
    officer.get("/surveys/new")
    officer.get(officer.submit("/surveys/new", listed).location)
    assert "Today it would ask 11 people" in officer.text()
    assert "No record has these case references of your list: nobody-1." in officer.text()
    assert f"count once: {known[5]}." in officer.text()


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"cohort": "listed", "caserefs": " , "}, "Paste at least one case reference"),
        ({"first-day": "", "first-month": "", "first-year": ""}, "Enter the first day"),
        ({"need": ["shoe-size"]}, "valid"),
    ],
)
def test_a_choice_of_nobody_is_refused(
    officer: CheckingClient, wrong: dict[str, Any], message: str
) -> None:
    officer.get("/surveys/new")
    assert officer.submit("/surveys/new", NEW_WAVE | wrong).status_code == 422
    assert message in officer.text()


def test_the_page_counts_who_is_left_out_and_nobody_is_asked_a_third_time(
    session: Session, officer: CheckingClient
) -> None:
    add_families(session, 12)
    open_wave(session)
    open_wave(session)
    add_families(session, 11)
    newest = session.scalars(select(FamilyMember.id).order_by(FamilyMember.contact_id)).all()
    asked = set(session.scalars(select(SurveyInvitation.family_member_id)))
    fresh = next(one for one in newest if one not in asked)
    session.execute(
        update(FamilyMember).where(FamilyMember.id == fresh).values(surveys_stopped_at=NOW)
    )
    third = add_draft(session)
    session.commit()
    officer.get(f"/surveys/{third}")
    assert "Today it would ask 10 people" in officer.text()
    assert "1 on the stop list, 12 who were asked often enough this term" in officer.text()
    officer.submit(f"/surveys/{third}/open")
    assert state(session, third) is WaveState.OPEN
    rows = select(SurveyInvitation).where(SurveyInvitation.wave_id == third)
    assert not asked & {row.family_member_id for row in session.scalars(rows)}


def test_a_test_goes_to_the_officer_alone_and_leads_to_the_questions(
    session: Session, officer: CheckingClient, work: Work
) -> None:
    add_families(session, 12)
    wave_id = add_draft(session)
    session.commit()
    officer.get(f"/surveys/{wave_id}")
    officer.submit(f"/surveys/{wave_id}/send-test")
    work()
    [text] = letters(session, "Test: We would like to hear from you")
    assert "This is a test" in text
    assert f"/surveys/{wave_id}/questions" in text
    assert len(session.scalars(select(OutboxMessage)).all()) == 1
    officer.get(f"/surveys/{wave_id}/questions")
    assert "Nothing can be sent" in officer.text()
    assert not officer.page.select("main form")
    assert state(session, wave_id) is WaveState.DRAFT


# --- stopped, resumed, over --------------------------------------------------------------------


def test_a_stopped_wave_takes_no_answers_and_keeps_what_was_saved(
    session: Session, client: CheckingClient, officer: CheckingClient
) -> None:
    add_families(session, 12)
    wave_id = open_wave(session)
    path = f"/s/{give_links(session, wave_id)[0].token}"
    session.commit()
    client.post(path, data={"plan.involved": "agree", "press": "later"})
    officer.get(f"/surveys/{wave_id}")
    officer.submit(f"/surveys/{wave_id}/stop")
    client.post(path, data=ALL_AGREE)
    assert "stopped for now" in client.text()
    assert waves.get_wave(session, wave_id).answered == 0
    officer.get(f"/surveys/{wave_id}")
    officer.submit(f"/surveys/{wave_id}/resume")
    client.get(path)
    assert client.page.select_one("input[name='plan.involved'][value=agree][checked]")


def test_a_stopped_wave_sends_nothing_and_resuming_sends_it_once(
    session: Session, officer: CheckingClient, work: Work
) -> None:
    add_mailed_families(session, 12)
    wave_id = open_wave(session)
    session.commit()
    officer.get(f"/surveys/{wave_id}")
    officer.submit(f"/surveys/{wave_id}/stop")
    work()
    assert letters(session, "We would like to hear from you") == []
    officer.get(f"/surveys/{wave_id}")
    officer.submit(f"/surveys/{wave_id}/resume")
    work()
    assert len(letters(session, "We would like to hear from you")) == 12


@pytest.mark.parametrize(("then", "sent"), [("resume", 12), ("close", 0)])
def test_what_was_queued_before_the_stop_waits(
    session: Session, officer: CheckingClient, work: Work, then: str, sent: int
) -> None:
    add_mailed_families(session, 12)
    wave_id = open_wave(session)
    surveys.send_invitations(session, wave_id, path_of=lambda token: f"/s/{token}", now=NOW)
    session.commit()
    officer.get(f"/surveys/{wave_id}")
    officer.submit(f"/surveys/{wave_id}/stop")
    work()
    assert letters(session, "We would like to hear from you") == []
    officer.get(f"/surveys/{wave_id}")
    officer.submit(f"/surveys/{wave_id}/{then}")
    work()
    assert len(letters(session, "We would like to hear from you")) == sent
    assert all(row.ended_at for row in session.scalars(select(OutboxMessage)))


def test_only_what_is_open_is_stopped_and_only_what_is_stopped_resumed(
    session: Session, officer: CheckingClient
) -> None:
    add_families(session, 12)
    wave_id = open_wave(session)
    session.commit()
    officer.get(f"/surveys/{wave_id}")
    officer.submit(f"/surveys/{wave_id}/resume")
    assert state(session, wave_id) is WaveState.OPEN
    officer.get(f"/surveys/{wave_id}")
    officer.submit(f"/surveys/{wave_id}/stop")
    officer.get(f"/surveys/{wave_id}")
    officer.submit(f"/surveys/{wave_id}/stop")
    assert state(session, wave_id) is WaveState.STOPPED
    officer.get(f"/surveys/{wave_id}")
    officer.submit(f"/surveys/{wave_id}/close")
    assert state(session, wave_id) is WaveState.CLOSING


@pytest.mark.parametrize("stopped", [False, True])
def test_after_its_last_day_a_wave_closes_by_itself(
    session: Session, work: Work, clock: Clock, stopped: bool
) -> None:
    add_families(session, 12)
    wave_id = open_wave(session)
    if stopped:
        waves.move_wave(session, wave_id, before=WaveState.OPEN, after=WaveState.STOPPED)
    session.commit()
    clock.move(days=(LAST_DAY - clock().date()).days)
    work()
    assert state(session, wave_id) is (WaveState.STOPPED if stopped else WaveState.OPEN)
    clock.move(days=1)
    work()
    assert state(session, wave_id) is WaveState.CLOSED


# --- reminders --------------------------------------------------------------------------------


def test_whoever_has_not_answered_is_reminded_once_by_the_same_link(
    session: Session, client: CheckingClient, work: Work, clock: Clock
) -> None:
    add_mailed_families(session, 12)
    wave_id = open_wave(session)
    session.commit()
    work()
    people = give_links(session, wave_id)
    session.execute(
        update(FamilyMember)
        .where(FamilyMember.id == people[1].family_member_id)
        .values(surveys_stopped_at=NOW)
    )
    session.commit()
    client.post(f"/s/{people[0].token}", data=ALL_AGREE)
    before = _rows(session)
    for day in range((LAST_DAY - clock().date()).days):
        clock.move(days=1)
        work()
        reminded = letters(session, "There is still time to tell us")
        due = clock().date() >= LAST_DAY - timedelta(days=7)
        assert len(reminded) == (10 if due else 0), day
    assert all(any(person.token in text for text in reminded) for person in people[2:])
    assert not [text for text in reminded if people[0].token in text]
    assert _rows(session) == before, "the invitations do not say who was reminded"
    named = [job.payload for job in session.scalars(select(Job).where(Job.kind == REMIND))]
    assert named == [{"wave_id": str(wave_id), "part": "0", "of": "1"}]


def _rows(session: Session) -> set[tuple[Any, ...]]:
    session.rollback()
    session.expire_all()
    rows = session.execute(select(*SurveyInvitation.__table__.columns))
    return {tuple(map(str, row)) for row in rows}


def test_a_stopped_wave_reminds_nobody(session: Session, work: Work, clock: Clock) -> None:
    add_mailed_families(session, 12)
    wave_id = open_wave(session)
    session.commit()
    work()
    waves.move_wave(session, wave_id, before=WaveState.OPEN, after=WaveState.STOPPED)
    session.commit()
    clock.move(days=(LAST_DAY - clock().date()).days - 3)
    work()
    kinds = set(session.scalars(select(OutboxMessage.kind)))
    assert kinds == {MessageKind.SURVEY_INVITATION}
