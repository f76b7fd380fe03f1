"""Concerns as the safeguarding leads read them: lists, one concern, its history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, select
from sqlalchemy.orm import Session, aliased

from portal.domain.addresses import Channel
from portal.domain.people import Role, Viewer
from portal.domain.safeguarding import Outcome, Said, State, Step, TextSource
from portal.store.safeguarding import REFERENCE, WORDS, read_contact, read_text
from portal.store.sealing import SubjectErasedError, unseal
from portal.store.tables.children import Child
from portal.store.tables.deliveries import MessageDelivery
from portal.store.tables.outbox import OutboxMessage
from portal.store.tables.people import FamilyLink, FamilyMember, Staff
from portal.store.tables.safeguarding import SafeguardingConcern, SafeguardingEntry


@dataclass(frozen=True, slots=True)
class ConcernLine:
    """A concern in a list. ``child`` is empty where nobody knows whom it is about."""

    id: UUID
    source: TextSource
    child_id: UUID | None
    child: str
    looks_first: bool
    raised_at: datetime
    state: State
    taken_by_id: UUID | None
    taken_by: str
    next_at: datetime | None
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class Happened:
    """One step of the history. ``delivery``: what became of the message that told somebody; empty
    while it waits."""

    step: Step
    at: datetime
    by: str
    told: str
    channel: Channel | None
    delivery: str
    words: str
    outcome: Outcome | None
    reference: str


@dataclass(frozen=True, slots=True)
class ConcernPage:
    """All of one concern. ``said`` is None where its words have been erased."""

    line: ConcernLine
    said: tuple[Said, ...] | None
    contact: str
    author: str
    relationship: str
    may_go_on: bool
    history: tuple[Happened, ...]


def _concerns() -> Select[SafeguardingConcern, str, str, str]:
    return (
        select(SafeguardingConcern, Child.forename, Child.surname, Staff.name)
        .outerjoin(Child, Child.id == SafeguardingConcern.child_id)
        .outerjoin(Staff, Staff.id == SafeguardingConcern.taken_by_id)
    )


def state_of(row: SafeguardingConcern) -> State:
    if row.decided_at is not None:
        return State.DECIDED
    return State.WAITS if row.taken_by_id is None else State.TAKEN


def _line(found: Row[SafeguardingConcern, str, str, str]) -> ConcernLine:
    row, forename, surname, holder = found
    return ConcernLine(
        id=row.id,
        source=TextSource(row.source),
        child_id=row.child_id,
        child=f"{forename} {surname}" if row.child_id else "",
        looks_first=row.looks_first,
        raised_at=row.raised_at,
        state=state_of(row),
        taken_by_id=row.taken_by_id,
        taken_by=holder or "",
        next_at=row.next_at,
        decided_at=row.decided_at,
    )


def list_open(session: Session, viewer: Viewer) -> Sequence[ConcernLine]:
    """What is not decided: what nobody has taken first, then what is to be looked at first, then
    the oldest."""
    lines = _list(session, viewer, SafeguardingConcern.decided_at.is_(None))
    return sorted(
        lines, key=lambda one: (one.state is not State.WAITS, not one.looks_first, one.raised_at)
    )


def list_decided(
    session: Session, viewer: Viewer, *, limit: int, skip: int
) -> Sequence[ConcernLine]:
    """What is decided, the latest first."""
    decided = SafeguardingConcern.decided_at.is_not(None)
    return _list(session, viewer, decided, limit=limit, skip=skip)


def _list(
    session: Session,
    viewer: Viewer,
    condition: ColumnElement[bool],
    *,
    limit: int | None = None,
    skip: int | None = None,
) -> list[ConcernLine]:
    if viewer.role is not Role.SAFEGUARDING_LEAD:
        return []
    latest = (SafeguardingConcern.decided_at.desc(), SafeguardingConcern.id)
    rows = session.execute(_concerns().where(condition).order_by(*latest).limit(limit).offset(skip))
    return [_line(row) for row in rows]


def list_drills(
    session: Session, *, limit: int
) -> Sequence[tuple[ConcernLine, tuple[Happened, ...]]]:
    """The last drills, with how each went; for whoever runs the portal. Nobody is in them."""
    rows = session.execute(
        _concerns()
        .where(SafeguardingConcern.source == TextSource.DRILL)
        .order_by(SafeguardingConcern.raised_at.desc(), SafeguardingConcern.id)
        .limit(limit)
    ).all()
    return [(_line(row), _history(session, row[0].id)) for row in rows]


def find_concern(session: Session, viewer: Viewer, concern_id: UUID) -> ConcernPage | None:
    """All of it, for a lead; None for anybody else, and where there is none."""
    if viewer.role is not Role.SAFEGUARDING_LEAD:
        return None
    found = session.execute(_concerns().where(SafeguardingConcern.id == concern_id)).one_or_none()
    if found is None:
        return None
    row: SafeguardingConcern = found[0]
    author = _author(session, row)
    try:
        said, contact = read_text(session, row), read_contact(session, row)
    except SubjectErasedError:
        said, contact = None, ""
    return ConcernPage(
        line=_line(found),
        said=said,
        contact=contact,
        author=author[0],
        relationship=author[1],
        may_go_on=row.may_go_on,
        history=_history(session, concern_id),
    )


def _author(session: Session, row: SafeguardingConcern) -> tuple[str, str]:
    """The writer's name and who they are to the child; empty where nobody knows."""
    if row.author_id is None:
        return "", ""
    found = session.execute(
        select(FamilyMember.given, FamilyMember.family, FamilyLink.relationship)
        .outerjoin(
            FamilyLink,
            (FamilyLink.family_member_id == FamilyMember.id)
            & (FamilyLink.child_id == row.child_id),
        )
        .where(FamilyMember.id == row.author_id)
    ).one()
    return f"{found.given} {found.family}", found.relationship or ""


def _history(session: Session, concern_id: UUID) -> tuple[Happened, ...]:
    told = aliased(Staff)
    rows = session.execute(
        select(
            SafeguardingEntry,
            Staff.name.label("by"),
            told.name.label("told"),
            OutboxMessage.outcome.label("message"),
            MessageDelivery.status.label("delivery"),
        )
        .outerjoin(Staff, Staff.id == SafeguardingEntry.staff_id)
        .outerjoin(told, told.id == SafeguardingEntry.told_id)
        .outerjoin(OutboxMessage, OutboxMessage.id == SafeguardingEntry.message_id)
        .outerjoin(MessageDelivery, MessageDelivery.message_id == SafeguardingEntry.message_id)
        .where(SafeguardingEntry.concern_id == concern_id)
        .order_by(SafeguardingEntry.number)
    )
    return tuple(
        Happened(
            step=Step(entry.step),
            at=entry.happened_at,
            by=by or "",
            told=whom or "",
            channel=Channel(entry.channel) if entry.channel else None,
            delivery=delivery or message or "",
            words=open_words(session, entry, WORDS, entry.words_sealed),
            outcome=Outcome(entry.outcome) if entry.outcome else None,
            reference=open_words(session, entry, REFERENCE, entry.reference_sealed),
        )
        for entry, by, whom, message, delivery in rows
    )


def open_words(
    session: Session, entry: SafeguardingEntry, place: dict[str, str], sealed: bytes | None
) -> str:
    """What was written with a step; empty where nothing was, or where it has been erased."""
    if sealed is None:
        return ""
    try:
        return unseal(session, subject_id=entry.concern_id, **place, row_id=entry.id, sealed=sealed)
    except SubjectErasedError:
        return ""
