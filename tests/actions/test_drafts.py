"""Serving and issuing: told once, whoever tells."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.actions.draft_serving import Issued, Served, issue_final, serve_document
from portal.actions.drafts import Saved, Typed, begin_document, save_document
from portal.actions.review_cycle import ReviewPaths, ReviewPolicy, ReviewWork, keep_reviews_moving
from portal.domain.drafts import DocumentKind, Passage, Section
from portal.domain.messages import MessageKind
from portal.domain.people import Role, Viewer
from portal.store.record_age import note_files_read
from portal.store.tables.outbox import OutboxMessage
from tests import people

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
TODAY = NOW.date()
NEWS = (MessageKind.DOCUMENT_SERVED, MessageKind.PLAN_NEWS)


def told(session: Session) -> int:
    query = select(func.count()).where(OutboxMessage.kind.in_(NEWS))
    return session.scalar(query) or 0


def run_daily_job(session: Session, now: datetime) -> None:
    paths = ReviewPaths(child=lambda _: "/child", views=lambda _: "/views", setting="/pupils")
    keep_reviews_moving(session, ReviewWork(ReviewPolicy(), paths, now))


@pytest.mark.parametrize("kind", DocumentKind)
def test_the_family_is_told_once_of_a_document_and_once_of_the_final_plan(
    session: Session, kind: DocumentKind
) -> None:
    note_files_read(session, ["requests.csv", "named_plan.csv", "events.csv"], TODAY)
    child = people.add_child(session)
    people.link(session, child, people.add_adult(session, email="a@example.org"))
    if kind is DocumentKind.CHANGES:
        people.add_plan(session, child, start_on=TODAY - timedelta(200))
    staff = people.add_staff(session, Role.CASEWORKER)
    people.put_on_caseload(session, child, staff)
    viewer = Viewer(Role.CASEWORKER, staff)
    run_daily_job(session, NOW)

    document_id = served(session, viewer, child, kind)
    assert told(session) == 1
    run_daily_job(session, NOW)
    run_daily_job(session, NOW + timedelta(days=1))
    assert told(session) == 1

    later = NOW + timedelta(days=20)
    issued = issue_final(
        session,
        viewer,
        document_id,
        day=later.date(),
        confirmed=False,
        link_path="/drafts",
        now=later,
    )
    assert isinstance(issued, Issued)
    assert told(session) == 2
    run_daily_job(session, later)
    assert told(session) == 2


def served(session: Session, viewer: Viewer, child: UUID, kind: DocumentKind) -> UUID:
    document_id = begin_document(session, viewer, child, kind, NOW)
    assert isinstance(document_id, UUID)
    typed = {Section.B: Typed(Passage("It would say", "It says"), opened_with="")}
    if kind is DocumentKind.DRAFT_PLAN:
        typed = {Section.B: Typed(Passage("It would say"), opened_with="")}
    saved = save_document(session, viewer, document_id, typed, NOW)
    assert isinstance(saved, Saved)
    outcome = serve_document(
        session,
        viewer,
        document_id,
        served_on=TODAY,
        closes_on=TODAY + timedelta(14),
        stamp=saved.of.document.stamp,
        link_path="/drafts",
        now=NOW,
    )
    assert isinstance(outcome, Served)
    return document_id
