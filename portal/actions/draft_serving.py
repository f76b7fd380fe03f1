"""Serving a draft plan or proposed changes, and issuing the plan that came of it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal.actions.case_events import AlreadyRecorded, EventRecorded, RecordRefusal, record_event
from portal.actions.case_news import note_told
from portal.actions.drafts import AlreadyServed, NotFound, find_to_write
from portal.actions.messages import queue_messages
from portal.domain.case_facts import EventKind
from portal.domain.case_news import Happening
from portal.domain.dates import london_day
from portal.domain.draft_comments import Comment
from portal.domain.drafts import Document, DocumentKind, WhyNotServe, why_not_serve
from portal.domain.messages import MessageKind, Recipient, RecipientKind
from portal.domain.people import Viewer
from portal.domain.plan_stages import StepKind
from portal.store import draft_comments, plan_drafts
from portal.store.break_glass import is_on_caseload
from portal.store.document_readers import list_readers
from portal.store.outbox import NewMessage
from portal.store.plan_drafts import DocumentOfChild
from portal.store.trail import ReadPurpose, record_read

SERVICE = {
    DocumentKind.DRAFT_PLAN: (EventKind.DRAFT_SERVED, StepKind.DRAFT_SERVED),
    DocumentKind.CHANGES: (EventKind.AMENDMENT_NOTICE, StepKind.AMENDMENT_NOTICE),
}
ISSUED = (StepKind.FINAL_ISSUED, StepKind.PLAN_MADE)
"""How the day of the final plan may stand on the family's page."""


@dataclass(frozen=True, slots=True)
class ChangedSincePreview:
    """Somebody changed the wording after this preview was opened."""


@dataclass(frozen=True, slots=True)
class Served:
    document: Document


@dataclass(frozen=True, slots=True)
class NotServed:
    """A plan is made final only of what the family has seen."""


@dataclass(frozen=True, slots=True)
class DayNotPossible:
    """The day has not come, or lies before the day of service."""


@dataclass(frozen=True, slots=True)
class CommentsWait:
    """These comments have no answer yet: issuing the plan has to be confirmed."""

    comments: tuple[Comment, ...]


@dataclass(frozen=True, slots=True)
class Issued:
    document: Document


def serve_document(
    session: Session,
    viewer: Viewer,
    document_id: UUID,
    *,
    served_on: date,
    closes_on: date,
    stamp: str,
    link_path: str,
    now: datetime,
) -> Served | WhyNotServe | ChangedSincePreview | RecordRefusal | AlreadyServed | NotFound:
    """Serve what the preview showed: frozen from now on, an event of the case, told to everybody
    who may read it."""
    found = find_to_write(session, viewer, document_id, now)
    if not isinstance(found, DocumentOfChild):
        return found
    document, today = found.document, london_day(now)
    if document.stamp != stamp:
        return ChangedSincePreview()
    before = plan_drafts.served_on_of(session, found.replaces)
    if refusal := why_not_serve(document, served_on, closes_on, before=before, today=today):
        return refusal
    event, step = SERVICE[document.kind]
    recorded = record_event(session, viewer, document.child_id, kind=event, day=served_on, now=now)
    if not isinstance(recorded, EventRecorded | AlreadyRecorded):
        return recorded
    plan_drafts.mark_served(
        session,
        document,
        served_on=served_on,
        closes_on=closes_on,
        by=viewer.person_id,
        now=now,
        replaces=found.replaces,
    )
    _tell(session, document.child_id, served_on, MessageKind.DOCUMENT_SERVED, link_path, now)
    note_told(session, document.child_id, Happening(step, served_on), now)
    return Served(document)


def issue_final(
    session: Session,
    viewer: Viewer,
    document_id: UUID,
    *,
    day: date,
    confirmed: bool,
    link_path: str,
    now: datetime,
) -> Issued | CommentsWait | DayNotPossible | NotServed | RecordRefusal | NotFound:
    """Note that the final plan was sent on this day. Comments without an answer are named first;
    whoever has seen them may go on. A second press changes nothing."""
    today = london_day(now)
    found = plan_drafts.find_document(session, viewer, document_id, today, to_write=True)
    if found is None:
        return NotFound()
    document = found.document
    record_read(session, viewer, child_id=document.child_id, purpose=ReadPurpose.READ_COMMENTS)
    if document.served_on is None or document.is_replaced:
        return NotServed()
    if document.final_on is not None:
        return Issued(document)
    if not document.served_on <= day <= today:
        return DayNotPossible()
    waiting = waiting_comments(session, document)
    if waiting and not confirmed:
        return CommentsWait(waiting)
    if not is_on_caseload(session, viewer, document.child_id):
        return NotFound()
    recorded = record_event(
        session, viewer, document.child_id, kind=EventKind.FINAL_ISSUED, day=day, now=now
    )
    if not isinstance(recorded, EventRecorded | AlreadyRecorded):
        return recorded
    plan_drafts.mark_final(session, document, day)
    _tell(session, document.child_id, day, MessageKind.PLAN_NEWS, link_path, now)
    for step in ISSUED:
        note_told(session, document.child_id, Happening(step, day), now)
    return Issued(document)


def waiting_comments(session: Session, document: Document) -> tuple[Comment, ...]:
    """Everybody's comments on this document, or a version before it, that want an answer and have
    none."""
    versions = plan_drafts.list_versions(session, document)
    return draft_comments.list_waiting(session, document.child_id, versions)


def _tell(
    session: Session, child_id: UUID, on: date, kind: MessageKind, link_path: str, now: datetime
) -> None:
    readers = list_readers(session, child_id, on, london_day(now))
    messages = [
        NewMessage(Recipient(RecipientKind.FAMILY_MEMBER, reader), kind, link_path, about=child_id)
        for reader in readers
    ]
    queue_messages(session, messages, now)
