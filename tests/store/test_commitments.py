"""Commitments on real databases: words that the desk takes back, and who is told, once."""

import secrets
from collections import Counter
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.actions import commitments as actions
from portal.actions import moderation as desk
from portal.actions.moderation import Choice
from portal.actions.reviews import keep_reviews_in_step
from portal.domain.commitments import (
    News,
    NothingToTell,
    NotSaid,
    Promise,
    QuotationSaid,
    Rating,
    Said,
    ThemeSaid,
    ViewsSaid,
)
from portal.domain.messages import StopReason
from portal.domain.moderation import Outcome, State
from portal.domain.people import Role, Viewer
from portal.store import commitment_sources, commitments, desk_texts, jobs, moderation
from portal.store.reviews import find_open_review
from portal.store.tables.outbox import OutboxMessage
from portal.store.tables.people import FamilyMember
from portal.store.tables.reviews import Contribution, ContributionSending
from portal.store.tables.surveys import SurveyInvitation
from tests.open_waves import NOW, TODAY, add_families, give_links
from tests.people import add_adult, add_child, add_plan, add_staff, link
from tests.store.test_survey_texts import Course
from tests.survey_of_parts import WRITTEN, open_wave_of

ASKED = 20
PROMISE = Promise("We ring back", "Head of SEND", date(2027, 1, 31))
DONE = Promise("We ring back", "Head of SEND", date(2027, 1, 31), "", Rating.BLUE, "The log")


@pytest.fixture
def course(session: Session) -> Course:
    add_families(session, ASKED)
    wave_id = open_wave_of(session, WRITTEN)
    people = give_links(session, wave_id)
    session.commit()
    secrets.SystemRandom().shuffle(people)
    return Course(session, wave_id, people)


@pytest.fixture
def officer(session: Session) -> Viewer:
    viewer = Viewer(Role.PARTICIPATION_OFFICER, add_staff(session, Role.PARTICIPATION_OFFICER))
    session.commit()
    return viewer


def promise(session: Session, said: Said, undertaken: Promise = PROMISE) -> UUID:
    made = actions.add_commitment(session, said, undertaken, NOW)
    assert isinstance(made, UUID)
    session.commit()
    return made


def work(session: Session) -> int:
    """Do the jobs that wait, as the worker does; how many of them told somebody."""
    done = 0
    while job := jobs.claim_job(session, NOW):
        if job.kind == actions.TELL:
            done += 1
            payload = job.payload
            actions.send_news(
                session,
                UUID(payload["commitment_id"]),
                News(payload["news"]),
                after=UUID(payload["after"]) if payload["after"] else None,
                link_path="/you-said-we-did/x",
                now=NOW,
            )
        jobs.end_job(session, job, NOW)
        session.commit()
    return done


def told(session: Session, kind: str) -> Counter[UUID]:
    rows = session.scalars(select(OutboxMessage).where(OutboxMessage.kind == kind))
    return Counter(row.recipient_id for row in rows if row.reason is None)


def test_words_taken_back_at_the_desk_are_gone_and_the_promise_stays(
    course: Course, officer: Viewer
) -> None:
    session = course.session
    course.answer(14)
    course.take()
    for each in desk_texts.list_texts(session, State.WAITING, offset=0, limit=100):
        outcome = Outcome.QUOTE if each.may_quote else Outcome.THEME_ONLY
        choice = Choice(0, outcome)
        refused = desk.decide(session, officer, each.ref, choice, needs_second=False, today=TODAY)
        assert refused is None
    session.commit()
    quotation = moderation.list_quotations(session, course.wave_id)[0]
    said = QuotationSaid(course.wave_id, quotation.id)
    made = promise(session, said)
    assert commitment_sources.list_released(session, {quotation.id, uuid4()}) == {
        quotation.id: quotation
    }
    settled = desk_texts.list_texts(session, State.SETTLED, offset=0, limit=100)
    ref = next(
        each.ref
        for each in settled
        if quotation.id in {step.id for step in moderation.list_steps(session, each.ref)}
    )
    reason = "It names a street"
    assert desk.take_back(session, officer, ref, reason, seen=1, today=TODAY) is None
    session.commit()
    assert commitment_sources.list_released(session, {quotation.id}) == {}
    assert isinstance(actions.add_commitment(session, said, PROMISE, NOW), NotSaid)
    assert actions.change_commitment(session, officer, made, said, DONE, NOW) is None
    found = commitments.find_commitment(session, made)
    assert found is not None
    assert found.promise == DONE


def test_everybody_who_was_asked_is_told_once_whoever_answered(
    course: Course, officer: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = course.session
    monkeypatch.setattr(actions, "_TOLD_AT_ONCE", 3)
    everybody = {person.family_member_id for person in course.people}
    course.answer(12)
    course.close()
    made = promise(session, ThemeSaid("Nobody rings back", None))
    found = commitments.find_commitment(session, made)
    assert found is not None
    assert actions.may_tell(session, found) == NothingToTell(), "nobody is known"
    made = tell_of_wave(session, course.wave_id, officer)
    assert actions.tell(session, officer, made, News.MADE, NOW) == NothingToTell()
    session.commit()
    assert work(session) > ASKED / 3
    assert told(session, "commitment_made") == dict.fromkeys(everybody, 1)
    assert actions.tell(session, officer, made, News.MADE, NOW) == NothingToTell()
    refused = actions.change_commitment(session, officer, made, quiet(session, made), DONE, NOW)
    assert refused is None
    assert actions.tell(session, officer, made, News.MADE, NOW) == NothingToTell(), "another page"
    assert actions.tell(session, officer, made, News.DONE, NOW) == News.DONE
    session.commit()
    work(session)
    assert told(session, "commitment_done") == dict.fromkeys(everybody, 1)
    assert actions.tell(session, officer, made, News.DONE, NOW) == NothingToTell()
    waves = select(OutboxMessage.wave_id).where(OutboxMessage.kind.startswith("commitment"))
    assert set(session.scalars(waves)) == {None}


def tell_of_wave(session: Session, wave_id: UUID, officer: Viewer) -> UUID:
    """A commitment to what was said in a survey, told."""
    made = uuid4()
    assert commitments.add_commitment(session, made, ThemeSaid("Letters", wave_id), PROMISE, NOW)
    assert actions.tell(session, officer, made, News.MADE, NOW) == News.MADE
    session.commit()
    return made


def quiet(session: Session, commitment_id: UUID) -> Said:
    found = commitments.find_commitment(session, commitment_id)
    assert found is not None
    return found.said


def test_the_stop_list_is_asked_for_the_child_of_whom_they_were_asked(
    course: Course, officer: Viewer
) -> None:
    session = course.session
    stopped, two = course.people[0].family_member_id, course.people[1]
    session.execute(
        update(FamilyMember).where(FamilyMember.id == stopped).values(surveys_stopped_at=NOW)
    )
    other = add_child(session)
    link(session, other, two.family_member_id)
    session.add(
        SurveyInvitation(
            id=uuid4(),
            wave_id=course.wave_id,
            child_id=other,
            family_member_id=two.family_member_id,
        )
    )
    session.commit()
    tell_of_wave(session, course.wave_id, officer)
    work(session)
    rows = session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "commitment_made"))
    reasons = {row.recipient_id: row.reason for row in rows}
    assert len(reasons) == ASKED
    assert reasons.pop(stopped) == StopReason.OPTED_OUT
    assert set(reasons.values()) == {None}
    assert told(session, "commitment_made")[two.family_member_id] == 1, "one message a person"


def test_those_who_sent_views_are_told_and_nobody_else(session: Session, officer: Viewer) -> None:
    people = []
    for days in (40, 20, 0):
        child_id, adult_id = add_child(session), add_adult(session)
        link(session, child_id, adult_id)
        add_plan(session, child_id)
        people.append(adult_id)
        session.commit()
        add_views(session, child_id, adult_id, days)
    made = promise(
        session, ViewsSaid("Earlier dates", TODAY - timedelta(30), TODAY - timedelta(20))
    )
    assert actions.tell(session, officer, made, News.MADE, NOW) == News.MADE
    session.commit()
    work(session)
    assert told(session, "commitment_made") == {people[1]: 1}


def add_views(session: Session, child_id: UUID, adult_id: UUID, days_ago: int) -> None:
    keep_reviews_in_step(session, TODAY)
    review = find_open_review(session, child_id)
    assert review is not None
    contribution = uuid4()
    session.add(
        Contribution(
            id=contribution,
            review_id=review.id,
            author_id=adult_id,
            voice="adult",
            audience="meeting",
            begun_at=NOW,
        )
    )
    session.flush()
    session.add(
        ContributionSending(
            contribution_id=contribution,
            is_addition=False,
            number=1,
            sent_at=NOW - timedelta(days_ago),
            audience="meeting",
            provenance="own",
            choices={},
            text_sealed=b"",
        )
    )
    session.commit()


def test_subjects_and_years_narrow_the_list(session: Session) -> None:
    for number, year in enumerate((2025, 2026, 2026)):
        at = NOW.replace(year=year)
        commitments.add_commitment(session, uuid4(), ThemeSaid(str(number)), PROMISE, at)
    session.commit()
    assert commitments.list_years(session) == [2026, 2025]
    assert len(commitments.list_commitments(session, year=2026)) == 2
    assert len(commitments.list_commitments(session)) == 3
    assert commitments.list_commitments(session, subject_id=uuid4()) == []
