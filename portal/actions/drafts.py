"""Writing a draft plan or proposed changes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal.domain.dates import london_day
from portal.domain.drafts import (
    SECTIONS,
    Conflict,
    DocumentKind,
    Passage,
    Section,
    find_conflict,
    is_untouched,
    takes_comments,
)
from portal.domain.people import Viewer
from portal.store import plan_drafts
from portal.store.break_glass import is_on_caseload
from portal.store.plan_drafts import DocumentOfChild
from portal.store.recorded_events import hold_case
from portal.store.trail import ReadPurpose, record_read


@dataclass(frozen=True, slots=True)
class NotFound:
    """There is no such document for this person; none to write, serve or issue where they have
    broken the glass: that is for reading."""


@dataclass(frozen=True, slots=True)
class AlreadyServed:
    """The document is frozen."""


@dataclass(frozen=True, slots=True)
class Typed:
    """One section as the page sends it. ``opened_with``: the stamp it was opened with."""

    passage: Passage
    opened_with: str


@dataclass(frozen=True, slots=True)
class Saved:
    """The document as it is now. ``conflicts``: the sections in which somebody else's wording was
    kept instead."""

    of: DocumentOfChild
    conflicts: Mapping[Section, Conflict]


def open_document(
    session: Session, viewer: Viewer, document_id: UUID, today: date, purpose: ReadPurpose
) -> DocumentOfChild | NotFound:
    """A document to be read, noted in the trail."""
    found = plan_drafts.find_document(session, viewer, document_id, today)
    if found is None:
        return NotFound()
    record_read(session, viewer, child_id=found.document.child_id, purpose=purpose)
    return found


def begin_document(
    session: Session, viewer: Viewer, child_id: UUID, kind: DocumentKind, now: datetime
) -> UUID | NotFound:
    """Begin to write; the one that is being written, where there is one. Where a version of the
    same kind is with the family, the new one begins with its wording and will replace it."""
    today = london_day(now)
    if not (
        hold_case(session, viewer, child_id, today) and is_on_caseload(session, viewer, child_id)
    ):
        return NotFound()
    record_read(session, viewer, child_id=child_id, purpose=ReadPurpose.CASE_WORK)
    being_written = plan_drafts.find_being_written(session, child_id)
    if being_written is not None:
        return being_written
    before = next(
        (
            each
            for each in plan_drafts.list_documents(session, child_id)
            if each.kind is kind and takes_comments(each) and not each.is_replaced
        ),
        None,
    )
    follows = before and plan_drafts.find_document(session, viewer, before.id, today)
    return plan_drafts.add_document(
        session,
        child_id,
        kind,
        by=viewer.person_id,
        now=now,
        follows=follows.document if follows else None,
    )


def save_document(
    session: Session,
    viewer: Viewer,
    document_id: UUID,
    typed: Mapping[Section, Typed],
    now: datetime,
) -> Saved | AlreadyServed | NotFound:
    """Keep each section that was changed on the page, unless somebody else has changed it since
    the page was opened: that wording stays, and the writer is told."""
    found = find_to_write(session, viewer, document_id, now)
    if not isinstance(found, DocumentOfChild):
        return found
    document = found.document
    conflicts: dict[Section, Conflict] = {}
    changed: dict[Section, Passage] = {}
    for section in SECTIONS[document.kind]:
        given = typed.get(section)
        if given is None or is_untouched(given.passage, given.opened_with):
            continue
        saved = document.passage(section)
        if conflict := find_conflict(saved, given.passage, given.opened_with):
            conflicts[section] = conflict
        elif given.passage != saved:
            changed[section] = given.passage
    if changed:
        plan_drafts.save_passages(session, document, changed, by=viewer.person_id, now=now)
    now_saved = replace(document, passages={**document.passages, **changed})
    return Saved(replace(found, document=now_saved), conflicts)


def drop_document(
    session: Session, viewer: Viewer, document_id: UUID, now: datetime
) -> DocumentOfChild | AlreadyServed | NotFound:
    """Take away what was begun and never served."""
    found = find_to_write(session, viewer, document_id, now)
    if isinstance(found, DocumentOfChild):
        plan_drafts.drop_document(session, found.document)
    return found


def find_to_write(
    session: Session, viewer: Viewer, document_id: UUID, now: datetime
) -> DocumentOfChild | AlreadyServed | NotFound:
    """A document that is not served yet, held for whoever writes it; noted in the trail."""
    found = plan_drafts.find_document(session, viewer, document_id, london_day(now), to_write=True)
    if found is None or not is_on_caseload(session, viewer, found.document.child_id):
        return NotFound()
    record_read(session, viewer, child_id=found.document.child_id, purpose=ReadPurpose.CASE_WORK)
    return AlreadyServed() if found.document.served_on else found
