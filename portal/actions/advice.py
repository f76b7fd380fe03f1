"""Asking professionals for advice: the caseworker's side. The adviser's is `advice_giving`."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal.actions.case_events import AlreadyRecorded, EventRecorded, record_event, withdraw_event
from portal.actions.family_news import News, tell_families
from portal.actions.messages import queue_message
from portal.domain.advice import (
    AdviceRequest,
    Adviser,
    Asked,
    Reply,
    State,
    missed_appointment_detail,
)
from portal.domain.case_events import standing
from portal.domain.case_facts import EventKind
from portal.domain.dates import london_day
from portal.domain.messages import MessageKind, Recipient, RecipientKind
from portal.domain.people import Viewer
from portal.domain.tasks import TaskKind
from portal.store import advice
from portal.store.advice_links import LinkPurpose, add_link, close_browsers, close_ways_in
from portal.store.break_glass import is_on_caseload
from portal.store.families import find_name_on_caseload
from portal.store.recorded_events import list_recorded
from portal.store.tasks import end_tasks

LinkPath = Callable[[str], str]
"""From a link's token to its path on this site."""

ALL_TASKS = frozenset(
    {
        TaskKind.ADVICE_LATE,
        TaskKind.READ_ADVICE,
        TaskKind.ADVICE_DECLINED,
        TaskKind.APPOINTMENT_MISSED,
        TaskKind.ADVICE_PASSED_ON,
        TaskKind.ADVISER_NOT_REACHED,
    }
)


@dataclass(frozen=True, slots=True)
class NotTheirs:
    """No such child, or no such request about the child, for this viewer."""


@dataclass(frozen=True, slots=True)
class NotWaiting:
    """The request has been answered or withdrawn."""


@dataclass(frozen=True, slots=True)
class NothingToShare:
    """No advice has come, or it is shared already."""


@dataclass(frozen=True, slots=True)
class NothingMissed:
    """Nobody has said that an appointment was missed, or it is on record already."""


def ask_for_advice(
    session: Session,
    viewer: Viewer,
    child_id: UUID,
    asked: Asked,
    *,
    path_of: LinkPath,
    now: datetime,
) -> AdviceRequest | NotTheirs:
    """Ask somebody, and send them their link. The event goes on record on the same day. Whoever is
    asked sees the child's name: that is for whoever answers for the case, not after a broken glass.
    """
    if find_name_on_caseload(session, viewer, child_id, london_day(now)) is None:
        return NotTheirs()
    request = advice.add_request(session, child_id, asked, asked_by_id=viewer.person_id, now=now)
    recorded = record_event(
        session,
        viewer,
        child_id,
        kind=EventKind.ADVICE_ASKED,
        day=london_day(now),
        detail=request.event_detail,
        now=now,
    )
    if not isinstance(recorded, EventRecorded):
        return NotTheirs()
    send_link(session, request, MessageKind.ADVICE_REQUEST, path_of=path_of, now=now)
    return request


def send_link(
    session: Session,
    request: AdviceRequest,
    kind: MessageKind,
    *,
    path_of: LinkPath,
    now: datetime,
) -> None:
    """Write to the adviser with a new link; those sent before still work."""
    token = add_link(session, request.id, LinkPurpose.ANSWER, now)
    tell_adviser(session, request, kind, link_path=path_of(token), now=now)


def tell_adviser(
    session: Session,
    request: AdviceRequest,
    kind: MessageKind,
    *,
    link_path: str | None = None,
    code: str | None = None,
    now: datetime,
) -> None:
    """Write to the adviser of a request."""
    queue_message(
        session,
        to=Recipient(RecipientKind.ADVISER, request.id),
        kind=kind,
        link_path=link_path,
        code=code,
        about=request.child_id,
        now=now,
    )


def share_advice(
    session: Session, viewer: Viewer, request: AdviceRequest, *, link_path: str, now: datetime
) -> NothingToShare | None:
    """Let the family read what came, from today, and tell them."""
    held = advice.lock_request(session, request.id)
    if held is None or held.reply is not Reply.ADVICE or held.is_shared:
        return NothingToShare()
    if not is_on_caseload(session, viewer, held.child_id):  # a broken glass is for reading
        return NothingToShare()
    today = london_day(now)
    advice.note_shared(session, held, by_id=viewer.person_id, on=today)
    end_tasks(session, held.id, {TaskKind.READ_ADVICE}, viewer.person_id, now)
    tell_families(session, [News(held.child_id, MessageKind.ADVICE_SHARED, link_path)], now)
    return None


def withdraw_request(
    session: Session, viewer: Viewer, request: AdviceRequest, *, reason: str, now: datetime
) -> NotWaiting | None:
    """Nobody has to answer any more: the adviser is told, and the event is taken back."""
    held = advice.lock_request(session, request.id)
    if held is None or held.state is not State.WAITING:
        return NotWaiting()
    if not is_on_caseload(session, viewer, held.child_id):
        return NotWaiting()
    tell_adviser(session, held, MessageKind.ADVICE_WITHDRAWN, now=now)
    advice.note_withdrawn(session, held, by_id=viewer.person_id, now=now)
    close_browsers(session, held.id)
    end_tasks(session, held.id, ALL_TASKS, viewer.person_id, now)
    for row in standing(list_recorded(session, held.child_id)):
        if row.kind is EventKind.ADVICE_ASKED and row.detail == held.event_detail:
            withdraw_event(session, viewer, held.child_id, row.id, reason=reason, now=now)
    return None


def readdress_request(
    session: Session,
    viewer: Viewer,
    request: AdviceRequest,
    to: Adviser,
    *,
    path_of: LinkPath,
    now: datetime,
) -> NotWaiting | None:
    """Ask a colleague of the adviser instead. The legal day stays: it is the service's day.

    Earlier links lead nowhere from now on; words kept so far stay with the request.
    """
    held = advice.lock_request(session, request.id)
    if held is None or held.state is not State.WAITING:
        return NotWaiting()
    if not is_on_caseload(session, viewer, held.child_id):
        return NotWaiting()
    close_ways_in(session, held.id)
    advice.readdress(session, held, replace(held.asked, adviser=to))
    settled = {TaskKind.ADVICE_PASSED_ON, TaskKind.ADVISER_NOT_REACHED}
    end_tasks(session, held.id, settled, viewer.person_id, now)
    send_link(session, held, MessageKind.ADVICE_REQUEST, path_of=path_of, now=now)
    return None


def record_missed_appointment(
    session: Session,
    viewer: Viewer,
    request: AdviceRequest,
    *,
    excused_until: date | None,
    decided_by: str,
    now: datetime,
) -> NothingMissed | None:
    """Make a missed appointment the lawful exception of reg 8(2), decided today."""
    held = advice.lock_request(session, request.id)
    if held is None or held.missed_on is None or held.excused_on is not None:
        return NothingMissed()
    today = london_day(now)
    recorded = record_event(
        session,
        viewer,
        held.child_id,
        kind=EventKind.EXCEPTION,
        day=today,
        detail=missed_appointment_detail(excused_until, decided_by),
        now=now,
    )
    if not isinstance(recorded, EventRecorded | AlreadyRecorded):
        return NothingMissed()
    advice.note_excused(session, held, on=today)
    end_tasks(session, held.id, {TaskKind.APPOINTMENT_MISSED}, viewer.person_id, now)
    return None
