"""Safeguarding concerns: the text as it was, what happened with it, who holds it."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.domain.addresses import Channel
from portal.domain.safeguarding import (
    DecisionDetails,
    Outcome,
    Said,
    Source,
    Step,
    TextSource,
)
from portal.store.changes import adds_new
from portal.store.sealing import prepare_keys, seal, unseal
from portal.store.tables.safeguarding import SafeguardingConcern, SafeguardingEntry

_TEXT = {"table": SafeguardingConcern.__tablename__, "column": "text_sealed"}
_CONTACT = {"table": SafeguardingConcern.__tablename__, "column": "contact_sealed"}
WORDS = {"table": SafeguardingEntry.__tablename__, "column": "words_sealed"}
REFERENCE = {"table": SafeguardingEntry.__tablename__, "column": "reference_sealed"}


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a concern stands. ``told_rounds``: how often people were told; ``next_at``: when the
    next are, None once somebody has taken it."""

    id: UUID
    source: TextSource
    source_id: UUID
    child_id: UUID | None
    raised_at: datetime
    told_rounds: int
    next_at: datetime | None
    taken_by_id: UUID | None
    decided_at: datetime | None

    @property
    def is_drill(self) -> bool:
        return self.source is TextSource.DRILL


@dataclass(frozen=True, slots=True)
class NewEntry:
    """One step that has happened; see `SafeguardingEntry`."""

    step: Step
    by: UUID | None = None
    words: str = ""
    outcome: Outcome | None = None
    reference: str = ""
    told: UUID | None = None
    channel: Channel | None = None
    message_id: UUID | None = None


def add_concern(
    session: Session,
    concern_id: UUID,
    source: Source,
    *,
    contact: str,
    looks_first: bool,
    raised_at: datetime,
    next_at: datetime,
) -> bool:
    """Keep a text as it is; False, and nothing kept, where this id is taken already."""
    said = json.dumps([asdict(each) for each in source.said], ensure_ascii=False)
    sealed = {
        "text_sealed": _seal(session, concern_id, _TEXT, concern_id, said),
        "contact_sealed": _seal(session, concern_id, _CONTACT, concern_id, contact)
        if contact
        else None,
    }
    row = SafeguardingConcern(
        id=concern_id,
        source=source.kind,
        source_id=source.id,
        child_id=source.child_id,
        author_id=source.author_id,
        looks_first=looks_first,
        raised_at=raised_at,
        told_rounds=0,
        next_at=next_at,
        may_go_on=False,
        **sealed,
    )
    return adds_new(session, row, concern_id)


def find_open_about(session: Session, source: Source) -> UUID | None:
    """The open concern about exactly these words; None where there is none."""
    rows = session.scalars(
        select(SafeguardingConcern).where(
            SafeguardingConcern.source_id == source.id,
            SafeguardingConcern.source == source.kind,
            SafeguardingConcern.decided_at.is_(None),
        )
    ).all()
    held = prepare_keys(session, [row.id for row in rows])
    found = next((row.id for row in rows if read_text(session, row) == source.said), None)
    del held  # kept until here, so that no text asks the database for its key
    return found


def read_text(session: Session, row: SafeguardingConcern) -> tuple[Said, ...]:
    """The words as they were. Raises SubjectErasedError."""
    parts = json.loads(_unseal(session, row.id, _TEXT, row.id, row.text_sealed))
    return tuple(Said(**part) for part in parts)


def read_contact(session: Session, row: SafeguardingConcern) -> str:
    """How the writer asked to be reached; empty where they did not. Raises SubjectErasedError."""
    sealed = row.contact_sealed
    return "" if sealed is None else _unseal(session, row.id, _CONTACT, row.id, sealed)


def hold_concern(session: Session, concern_id: UUID) -> Standing | None:
    """Where it stands; whoever else wants to change it waits until this transaction has ended."""
    row = session.scalars(
        select(SafeguardingConcern)
        .where(SafeguardingConcern.id == concern_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        return None
    return Standing(
        id=row.id,
        source=TextSource(row.source),
        source_id=row.source_id,
        child_id=row.child_id,
        raised_at=row.raised_at,
        told_rounds=row.told_rounds,
        next_at=row.next_at,
        taken_by_id=row.taken_by_id,
        decided_at=row.decided_at,
    )


def note_round(session: Session, concern_id: UUID, next_at: datetime) -> None:
    """People have been told once more; the next are told at this instant."""
    row = session.get_one(SafeguardingConcern, concern_id)
    row.told_rounds, row.next_at = row.told_rounds + 1, next_at
    session.flush()


def set_taken(session: Session, concern_id: UUID, staff_id: UUID) -> None:
    """This lead has it; nobody else is told."""
    row = session.get_one(SafeguardingConcern, concern_id)
    row.taken_by_id, row.next_at = staff_id, None
    session.flush()


def set_waiting(session: Session, concern_id: UUID, next_at: datetime) -> None:
    """Nobody has it, and it is open; from this instant people are told again from the first on."""
    row = session.get_one(SafeguardingConcern, concern_id)
    row.taken_by_id, row.decided_at, row.may_go_on = None, None, False
    row.told_rounds, row.next_at = 0, next_at
    session.flush()


def set_decided(
    session: Session, concern_id: UUID, decision: DecisionDetails, now: datetime
) -> None:
    row = session.get_one(SafeguardingConcern, concern_id)
    row.decided_at, row.may_go_on, row.next_at = now, decision.may_go_on, None
    session.flush()


def add_entry(
    session: Session,
    concern_id: UUID,
    new: NewEntry,
    now: datetime,
    *,
    new_id: UUID | None = None,
) -> None:
    """Write one step down. The caller holds the concern. With ``new_id``, the id it will have:
    where it is taken the step has been written already."""
    row_id = new_id or uuid4()
    if new_id is not None and session.get(SafeguardingEntry, new_id) is not None:
        return
    latest = select(func.coalesce(func.max(SafeguardingEntry.number), 0)).where(
        SafeguardingEntry.concern_id == concern_id
    )
    session.add(
        SafeguardingEntry(
            id=row_id,
            concern_id=concern_id,
            number=(session.scalar(latest) or 0) + 1,
            step=new.step,
            happened_at=now,
            staff_id=new.by,
            told_id=new.told,
            message_id=new.message_id,
            channel=new.channel,
            outcome=new.outcome,
            words_sealed=_seal(session, concern_id, WORDS, row_id, new.words)
            if new.words
            else None,
            reference_sealed=_seal(session, concern_id, REFERENCE, row_id, new.reference)
            if new.reference
            else None,
        )
    )
    session.flush()


def list_told(session: Session, concern_id: UUID) -> Collection[UUID]:
    """Everybody who was told of it."""
    told = select(SafeguardingEntry.told_id).where(
        SafeguardingEntry.concern_id == concern_id, SafeguardingEntry.told_id.is_not(None)
    )
    return {person for person in session.scalars(told) if person is not None}


def list_raisers(session: Session, concern_id: UUID) -> Collection[UUID]:
    """The members of staff who were worried."""
    raised = select(SafeguardingEntry.staff_id).where(
        SafeguardingEntry.concern_id == concern_id,
        SafeguardingEntry.step.in_((Step.RAISED, Step.RAISED_AGAIN)),
        SafeguardingEntry.staff_id.is_not(None),
    )
    return {person for person in session.scalars(raised) if person is not None}


def list_due(session: Session, now: datetime) -> Sequence[UUID]:
    """The concerns about which the next people are to be told by now."""
    due = select(SafeguardingConcern.id).where(SafeguardingConcern.next_at <= now)
    return session.scalars(due.order_by(SafeguardingConcern.next_at)).all()


def _seal(
    session: Session, concern_id: UUID, place: Mapping[str, str], row_id: UUID, text: str
) -> bytes:
    return seal(session, subject_id=concern_id, **place, row_id=row_id, text=text)


def _unseal(
    session: Session, concern_id: UUID, place: Mapping[str, str], row_id: UUID, sealed: bytes
) -> str:
    return unseal(session, subject_id=concern_id, **place, row_id=row_id, sealed=sealed)
