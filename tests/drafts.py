"""A served draft for tests, with a comment on it."""

from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal.domain.draft_comments import Remark, Verdict
from portal.domain.drafts import DocumentKind, Passage, Section, earliest_closing_day
from portal.domain.people import Role, Viewer
from portal.store import draft_comments, plan_drafts

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def add_served_draft(
    session: Session, child_id: UUID, staff_id: UUID, author_id: UUID, *, words: str
) -> tuple[UUID, UUID]:
    """A draft of one section served today, and what its author sent about that section."""
    today, viewer = NOW.date(), Viewer(Role.CASEWORKER, staff_id)
    draft_id = plan_drafts.add_document(
        session, child_id, DocumentKind.DRAFT_PLAN, by=staff_id, now=NOW
    )
    found = plan_drafts.find_document(session, viewer, draft_id, today)
    assert found is not None
    document = found.document
    passage = Passage(proposed=words)
    plan_drafts.save_passages(session, document, {Section.B: passage}, by=staff_id, now=NOW)
    plan_drafts.mark_served(
        session,
        document,
        served_on=today,
        closes_on=earliest_closing_day(document.kind, today),
        by=staff_id,
        now=NOW,
        replaces=None,
    )
    remark = Remark(Verdict.WRONG, words)
    draft_comments.save_remark(session, document, author_id, Section.B, remark, NOW)
    reply = draft_comments.find_reply(session, document, author_id)
    draft_comments.add_sending(session, document, reply, NOW)
    sent = draft_comments.find_reply(session, document, author_id).sent
    return draft_id, sent[0].id
