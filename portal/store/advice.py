"""Requests for advice: for the staff around a child, for the family, and for the worker."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, Update, select, update
from sqlalchemy.orm import Session

from portal.domain.advice import (
    Advice,
    AdviceRequest,
    Adviser,
    Asked,
    Reply,
    reply_due,
)
from portal.domain.dates import london_day
from portal.domain.people import Viewer
from portal.store.advice_rows import asked_json, read_request, seal_json, seal_text
from portal.store.changes import changes_one, table_of
from portal.store.tables.advice import AdviceRequestRow
from portal.store.tables.children import Child
from portal.store.visibility import visible_children

_requests = table_of(AdviceRequestRow)


def add_request(
    session: Session, child_id: UUID, asked: Asked, *, asked_by_id: UUID, now: datetime
) -> AdviceRequest:
    """Keep a request made today."""
    request_id, today = uuid4(), london_day(now)
    row = AdviceRequestRow(
        id=request_id,
        child_id=child_id,
        service=asked.service,
        asked_sealed=seal_json(session, child_id, request_id, "asked_sealed", asked_json(asked)),
        asked_by_id=asked_by_id,
        asked_on=today,
        due_on=reply_due(today),
    )
    session.add(row)
    session.flush()
    return read_request(session, row)


def find_for_viewer(
    session: Session, viewer: Viewer, child_id: UUID, request_id: UUID, today: date
) -> AdviceRequest | None:
    """A request about a child whom this person may see."""
    found = _list(
        session,
        AdviceRequestRow.id == request_id,
        AdviceRequestRow.child_id == child_id,
        AdviceRequestRow.child_id.in_(visible_children(viewer, today)),
    )
    return found[0] if found else None


def list_for_viewer(
    session: Session, viewer: Viewer, child_id: UUID, today: date
) -> Sequence[AdviceRequest]:
    """All requests about this child, the latest first; none where the person may not see it."""
    return _list(
        session,
        AdviceRequestRow.child_id == child_id,
        AdviceRequestRow.child_id.in_(visible_children(viewer, today)),
    )


def find_request(session: Session, request_id: UUID) -> AdviceRequest | None:
    """A request by its id, for whoever has proved to be its adviser, and for the worker."""
    found = _list(session, AdviceRequestRow.id == request_id)
    return found[0] if found else None


def get_asker(session: Session, request_id: UUID) -> UUID:
    """The caseworker who asked."""
    return session.get_one(AdviceRequestRow, request_id).asked_by_id


@dataclass(frozen=True, slots=True)
class ChildAsked:
    """Whom a request is about, as its adviser has to know to answer for the right child."""

    name: str
    born: date | None


def get_child(session: Session, child_id: UUID) -> ChildAsked:
    """For an adviser who was let in; nobody else asks without `visible_children`."""
    child = session.get_one(Child, child_id)
    return ChildAsked(f"{child.forename} {child.surname}", child.birth_date)


def lock_request(session: Session, request_id: UUID) -> AdviceRequest | None:
    """The same, held until the transaction ends: two presses of one button come one by one."""
    row = session.scalars(
        select(AdviceRequestRow)
        .where(AdviceRequestRow.id == request_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    return read_request(session, row) if row else None


def list_waiting(session: Session, *, due_by: date) -> Sequence[tuple[UUID, UUID, date]]:
    """Requests without an answer that are due by this day: id, child and due day."""
    rows = session.execute(
        select(AdviceRequestRow.id, AdviceRequestRow.child_id, AdviceRequestRow.due_on)
        .where(
            AdviceRequestRow.replied_at.is_(None),
            AdviceRequestRow.withdrawn_at.is_(None),
            AdviceRequestRow.due_on <= due_by,
        )
        .order_by(AdviceRequestRow.due_on, AdviceRequestRow.id)
    )
    return [(request_id, child_id, due_on) for request_id, child_id, due_on in rows]


def save_advice(session: Session, request: AdviceRequest, advice: Advice) -> None:
    """Keep the words so far; what was sent is not changed any more."""
    sealed = seal_json(session, request.child_id, request.id, "advice_sealed", asdict(advice))
    changes_one(session, _while_waiting(request.id), {"advice_sealed": sealed})


def note_reply(
    session: Session, request: AdviceRequest, reply: Reply, *, reason: str = "", now: datetime
) -> bool:
    """The request is answered, unless it was before or was withdrawn."""
    sealed = seal_text(session, request, "decline_sealed", reason) if reason else None
    return changes_one(
        session,
        _while_waiting(request.id),
        {"reply": reply, "replied_at": now, "decline_sealed": sealed},
    )


def note_missed(session: Session, request: AdviceRequest, *, on: date, note: str) -> None:
    """The adviser says that the child was not brought to an appointment on this day."""
    sealed = seal_text(session, request, "missed_sealed", note) if note else None
    _change(session, request.id, missed_on=on, missed_sealed=sealed, excused_on=None)


def note_excused(session: Session, request: AdviceRequest, *, on: date) -> None:
    _change(session, request.id, excused_on=on)


def note_passed_on(session: Session, request: AdviceRequest, to: Adviser | None) -> None:
    """The adviser names a colleague instead; None once the caseworker has settled it."""
    sealed = (
        seal_json(session, request.child_id, request.id, "passed_to_sealed", asdict(to))
        if to
        else None
    )
    _change(session, request.id, passed_to_sealed=sealed)


def readdress(session: Session, request: AdviceRequest, asked: Asked) -> None:
    """The same request to somebody else."""
    sealed = seal_json(session, request.child_id, request.id, "asked_sealed", asked_json(asked))
    _change(session, request.id, service=asked.service, asked_sealed=sealed, passed_to_sealed=None)


def note_withdrawn(session: Session, request: AdviceRequest, *, by_id: UUID, now: datetime) -> None:
    _change(session, request.id, withdrawn_at=now, withdrawn_by_id=by_id)


def note_shared(session: Session, request: AdviceRequest, *, by_id: UUID, on: date) -> None:
    _change(session, request.id, shared_on=on, shared_by_id=by_id)


def _while_waiting(request_id: UUID) -> Update:
    return update(_requests).where(
        _requests.c.id == request_id,
        _requests.c.replied_at.is_(None),
        _requests.c.withdrawn_at.is_(None),
    )


def _change(session: Session, request_id: UUID, **values: object) -> None:
    session.execute(
        update(AdviceRequestRow).where(AdviceRequestRow.id == request_id).values(**values)
    )


def _list(session: Session, *conditions: ColumnElement[bool]) -> list[AdviceRequest]:
    rows = session.scalars(
        select(AdviceRequestRow)
        .where(*conditions)
        .order_by(AdviceRequestRow.asked_on.desc(), AdviceRequestRow.id)
        .execution_options(populate_existing=True)
    )
    return [read_request(session, row) for row in rows]
