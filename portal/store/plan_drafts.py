"""Draft plans and proposed changes: written, served, made final, and found for who may read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.domain.drafts import Document, DocumentKind, Passage, Section
from portal.domain.people import Viewer
from portal.store.document_readers import find_reader, open_links, reader_of
from portal.store.sealing import SubjectErasedError, seal, unseal
from portal.store.shared_sealing import hold_keys
from portal.store.tables.children import Child
from portal.store.tables.people import FamilyLink
from portal.store.tables.plan_drafts import PlanDraft, PlanDraftSection
from portal.store.visibility import visible_children

_TABLE = PlanDraftSection.__tablename__


@dataclass(frozen=True, slots=True)
class DocumentOfChild:
    """A document with what its pages say about the child. ``replaces`` is the version before."""

    document: Document
    forename: str
    surname: str
    replaces: UUID | None = None

    @property
    def name(self) -> str:
        return f"{self.forename} {self.surname}"


def find_document(
    session: Session, viewer: Viewer, document_id: UUID, today: date, *, to_write: bool = False
) -> DocumentOfChild | None:
    """This document, where this person may read it today: staff of the child whenever, families
    once it is served. ``to_write`` makes a second writer wait until this transaction has ended."""
    query = (
        select(PlanDraft, Child.forename, Child.surname)
        .join(Child, Child.id == PlanDraft.child_id)
        .where(PlanDraft.id == document_id, PlanDraft.child_id.in_(visible_children(viewer, today)))
    )
    if to_write:
        query = query.with_for_update(of=PlanDraft)
    row = session.execute(query).one_or_none()
    if row is None or not _may_open(session, viewer, row.PlanDraft, today):
        return None
    found: PlanDraft = row.PlanDraft
    try:
        passages = _passages(session, found)
    except SubjectErasedError:
        return None
    document = _document(found, passages)
    return DocumentOfChild(document, row.forename, row.surname, found.replaces_id)


def _may_open(session: Session, viewer: Viewer, row: PlanDraft, today: date) -> bool:
    if not viewer.is_family:
        return True
    if row.served_on is None:
        return False
    return find_reader(session, viewer, row.child_id, today).may_read(row.served_on)


def _document(row: PlanDraft, passages: Mapping[Section, Passage]) -> Document:
    return Document(
        id=row.id,
        child_id=row.child_id,
        kind=DocumentKind(row.kind),
        number=row.number,
        served_on=row.served_on,
        closes_on=row.closes_on,
        final_on=row.final_on,
        is_replaced=row.replaced_at is not None,
        passages=passages,
    )


def _passages(session: Session, row: PlanDraft) -> dict[Section, Passage]:
    sections = session.scalars(
        select(PlanDraftSection).where(PlanDraftSection.draft_id == row.id)
    ).all()
    found = {
        Section(each.section): Passage(
            proposed=_open(session, row.child_id, each, "proposed_sealed"),
            present=_open(session, row.child_id, each, "present_sealed"),
        )
        for each in sections
    }
    return {section: found[section] for section in Section if section in found}


def _open(session: Session, child_id: UUID, row: PlanDraftSection, column: str) -> str:
    return unseal(
        session,
        subject_id=child_id,
        table=_TABLE,
        column=column,
        row_id=row.id,
        sealed=getattr(row, column),
    )


def list_documents(session: Session, child_id: UUID) -> Sequence[Document]:
    """Every document of this child, without its wording, the latest first. The caller has already
    asked whether the child may be seen, and leaves out what this person may not read."""
    rows = session.scalars(
        select(PlanDraft)
        .where(PlanDraft.child_id == child_id)
        .order_by(PlanDraft.begun_at.desc(), PlanDraft.number.desc())
    )
    return [_document(row, {}) for row in rows]


def list_readable(
    session: Session, viewer: Viewer, child_id: UUID, today: date
) -> Sequence[Document]:
    """The served documents of this child that this family member may read, the latest first. The
    caller has already asked whether the child may be seen."""
    rows = session.execute(
        open_links(child_id, today)
        .add_columns(PlanDraft)
        .join(PlanDraft, PlanDraft.child_id == FamilyLink.child_id)
        .where(FamilyLink.family_member_id == viewer.person_id, PlanDraft.served_on.is_not(None))
        .order_by(PlanDraft.begun_at.desc(), PlanDraft.number.desc())
    ).all()
    return [
        _document(row.PlanDraft, {})
        for row in rows
        if row.PlanDraft.served_on and reader_of(row).may_read(row.PlanDraft.served_on)
    ]


def find_being_written(session: Session, child_id: UUID) -> UUID | None:
    """The document that is being written for this child."""
    return session.scalar(
        select(PlanDraft.id).where(PlanDraft.child_id == child_id, PlanDraft.served_on.is_(None))
    )


def add_document(
    session: Session,
    child_id: UUID,
    kind: DocumentKind,
    *,
    by: UUID,
    now: datetime,
    follows: Document | None = None,
) -> UUID:
    """Begin a document; a version that follows another begins with its wording."""
    row = PlanDraft(
        id=uuid4(),
        child_id=child_id,
        kind=kind,
        number=1 if follows is None else follows.number + 1,
        replaces_id=None if follows is None else follows.id,
        begun_at=now,
        begun_by_id=by,
    )
    session.add(row)
    session.flush()
    if follows is not None:
        save_passages(session, _document(row, {}), follows.passages, by=by, now=now)
    return row.id


def save_passages(
    session: Session,
    document: Document,
    passages: Mapping[Section, Passage],
    *,
    by: UUID,
    now: datetime,
) -> None:
    """Keep the wording of these sections of a document that is being written."""
    hold_keys(session, [document.child_id])
    rows = {
        row.section: row
        for row in session.scalars(
            select(PlanDraftSection).where(PlanDraftSection.draft_id == document.id)
        )
    }
    for section, passage in passages.items():
        row = rows.get(section)
        if row is None:
            row = PlanDraftSection(id=uuid4(), draft_id=document.id, section=section)
            session.add(row)
        row.proposed_sealed = _seal(session, document, row.id, "proposed_sealed", passage.proposed)
        row.present_sealed = _seal(session, document, row.id, "present_sealed", passage.present)
        row.saved_at, row.saved_by_id = now, by
    session.flush()


def _seal(session: Session, document: Document, row_id: UUID, column: str, text: str) -> bytes:
    return seal(
        session,
        subject_id=document.child_id,
        table=_TABLE,
        column=column,
        row_id=row_id,
        text=text,
    )


def mark_served(
    session: Session,
    document: Document,
    *,
    served_on: date,
    closes_on: date,
    by: UUID,
    now: datetime,
    replaces: UUID | None,
) -> None:
    """Freeze a document: from this day it is with the family, and the version before is not."""
    row = session.get_one(PlanDraft, document.id)
    row.served_on, row.closes_on = served_on, closes_on
    row.served_at, row.served_by_id = now, by
    if replaces is not None:
        session.get_one(PlanDraft, replaces).replaced_at = now
    session.flush()


def mark_final(session: Session, document: Document, final_on: date) -> None:
    """Note the day on which the plan that came of this document was issued, on every version."""
    versions = list_versions(session, document)
    session.execute(update(PlanDraft).where(PlanDraft.id.in_(versions)).values(final_on=final_on))


def list_versions(session: Session, document: Document) -> Sequence[UUID]:
    """Every served version of this document that is not final yet, itself among them."""
    return session.scalars(
        select(PlanDraft.id).where(
            PlanDraft.child_id == document.child_id,
            PlanDraft.kind == document.kind,
            PlanDraft.served_on.is_not(None),
            PlanDraft.final_on.is_(None),
        )
    ).all()


def drop_document(session: Session, document: Document) -> None:
    """Take away a document that was never served, with every word of it."""
    for row in session.scalars(
        select(PlanDraftSection).where(PlanDraftSection.draft_id == document.id)
    ):
        session.delete(row)
    session.flush()
    session.delete(session.get_one(PlanDraft, document.id))
    session.flush()


def served_on_of(session: Session, document_id: UUID | None) -> date | None:
    """The day this document was served; None where there is none."""
    if document_id is None:
        return None
    return session.scalar(select(PlanDraft.served_on).where(PlanDraft.id == document_id))
