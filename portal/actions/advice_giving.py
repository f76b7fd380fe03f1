"""Giving advice without an account: a link, a code to the same address, then one task.

Opening a link changes nothing: mail scanners do it. A child's name is shown only in a browser into
which somebody has typed the code that was sent, when they asked for it, to the adviser's address.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal.actions.advice import tell_adviser
from portal.domain.advice import (
    Advice,
    AdviceRequest,
    Adviser,
    Reply,
    State,
    tidy,
)
from portal.domain.case_facts import EventKind
from portal.domain.dates import london_day
from portal.domain.messages import MessageKind
from portal.domain.people import Role, Viewer
from portal.domain.sign_in import (
    ASKING_FOR_ONE_ADDRESS,
    ASKING_FROM_ONE_PLACE,
    ATTEMPTS_ALLOWED,
    CODES_FROM_ONE_PLACE,
    LIFE,
    TicketPurpose,
)
from portal.domain.tasks import NewTask, TaskKind
from portal.store import advice, advice_files, advice_links
from portal.store.advice_links import LinkPurpose
from portal.store.rate import count_try
from portal.store.recorded_events import NewEvent, add_event
from portal.store.tasks import add_tasks, end_tasks, reopen_task

CODE_LIFE = LIFE[TicketPurpose.SIGN_IN]


@dataclass(frozen=True, slots=True)
class LinkUnknown:
    """No request has this link, or it went to somebody else since."""


@dataclass(frozen=True, slots=True)
class RequestWithdrawn:
    """The council does not need an answer any more."""


@dataclass(frozen=True, slots=True)
class AlreadySent:
    """The answer is in; the link shows nothing else any more."""


@dataclass(frozen=True, slots=True)
class CodeFirst:
    """This browser has not given a code, or gave one too long ago."""


@dataclass(frozen=True, slots=True)
class TooManyTries:
    """Too many codes asked for or typed in an hour."""


@dataclass(frozen=True, slots=True)
class CodeNotTaken:
    """The code is wrong or its time is over; ``left`` more can be tried, none: ask for another."""

    left: int


@dataclass(frozen=True, slots=True)
class NothingWritten:
    """There is neither a word nor a file to send."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """The link leads to a request that waits. Nothing of the child may be shown yet."""

    request_id: UUID
    due_on: date


NotOpen = LinkUnknown | RequestWithdrawn | AlreadySent


def look_at_link(session: Session, token: str) -> Waiting | NotOpen:
    """What a link leads to. Changes nothing and shows nothing."""
    request = _find(session, token)
    return Waiting(request.id, request.due_on) if isinstance(request, AdviceRequest) else request


def send_code(
    session: Session, token: str, *, browser: str, place: str, now: datetime
) -> NotOpen | TooManyTries | None:
    """Send a code for this browser to the address that the council asked."""
    request = _find(session, token)
    if not isinstance(request, AdviceRequest):
        return request
    from_here = count_try(session, "ask from place", place, ASKING_FROM_ONE_PLACE, now)
    for_it = count_try(session, "advice code", str(request.id), ASKING_FOR_ONE_ADDRESS, now)
    if not (from_here and for_it):
        return TooManyTries()
    code = advice_links.add_code(session, request.id, browser, now)
    tell_adviser(session, request, MessageKind.ADVICE_CODE, code=code, now=now)
    return None


def enter_code(
    session: Session, token: str, code: str, *, browser: str, place: str, now: datetime
) -> NotOpen | TooManyTries | CodeNotTaken | None:
    """Let this browser in where the code fits; a wrong one uses up an attempt."""
    request = _find(session, token)
    if not isinstance(request, AdviceRequest):
        return request
    if not count_try(session, "code from place", place, CODES_FROM_ONE_PLACE, now):
        return TooManyTries()
    sent = advice_links.find_code(session, request.id, browser)
    if sent is None or sent.wrong_codes >= ATTEMPTS_ALLOWED or now >= sent.sent_at + CODE_LIFE:
        return CodeNotTaken(0)
    if sent.entered or not advice_links.code_fits(session, sent, code):
        advice_links.note_wrong_code(session, sent)
        return CodeNotTaken(ATTEMPTS_ALLOWED - sent.wrong_codes - 1)
    advice_links.let_in(session, sent, now)
    return None


def open_request(
    session: Session, token: str, *, browser: str | None, now: datetime
) -> AdviceRequest | NotOpen | CodeFirst:
    """The task itself, for a browser that was let in."""
    request = _find(session, token)
    if not isinstance(request, AdviceRequest):
        return request
    if browser is None or not advice_links.is_let_in(session, request.id, browser, now):
        return CodeFirst()
    return request


def viewer_of(request: AdviceRequest) -> Viewer:
    """The adviser, for the trail: they have no account, so the request stands for them."""
    return Viewer(Role.ADVISER, request.id)


def keep_advice(session: Session, request: AdviceRequest, written: Advice) -> None:
    """Keep the words so far, for whenever the link is opened again."""
    advice.save_advice(session, request, tidy(written))


def send_advice(
    session: Session, request: AdviceRequest, now: datetime
) -> NothingWritten | NotOpen | None:
    """The answer is complete: it goes to the caseworker, and the adviser gets a receipt."""
    if request.advice.is_empty and not advice_files.list_files(session, request):
        return NothingWritten()
    return _reply(session, request, Reply.ADVICE, TaskKind.READ_ADVICE, "", now)


def decline(session: Session, request: AdviceRequest, reason: str, now: datetime) -> NotOpen | None:
    """We cannot advise, or do not know the child: an answer too."""
    return _reply(
        session, request, Reply.CANNOT_ADVISE, TaskKind.ADVICE_DECLINED, reason.strip(), now
    )


def say_missed(
    session: Session, request: AdviceRequest, *, on: date, note: str, now: datetime
) -> None:
    """The child was not brought to an appointment. The request waits on; a caseworker decides
    whether the limit gives way (reg 8(2))."""
    advice.note_missed(session, request, on=on, note=note.strip())
    _add_task(session, request, TaskKind.APPOINTMENT_MISSED, now)


def pass_on(session: Session, request: AdviceRequest, to: Adviser, now: datetime) -> None:
    """Somebody else should be asked: the caseworker decides, because it opens a child's record."""
    advice.note_passed_on(session, request, to)
    _add_task(session, request, TaskKind.ADVICE_PASSED_ON, now)


def _reply(
    session: Session,
    request: AdviceRequest,
    reply: Reply,
    task: TaskKind,
    reason: str,
    now: datetime,
) -> NotOpen | None:
    if not advice.note_reply(session, request, reply, reason=reason, now=now):
        found = advice.find_request(session, request.id)
        return _why_not(found) if found else LinkUnknown()
    # An answer stops the clock whatever it says. It is recorded for the caseworker who asked: the
    # adviser has no account, and the caseworker may have left the case since.
    asker = Viewer(Role.CASEWORKER, advice.get_asker(session, request.id))
    event = NewEvent(
        request.child_id,
        EventKind.ADVICE_RECEIVED,
        london_day(now),
        request.event_detail,
    )
    add_event(session, event, by=asker, now=now)
    advice_links.close_browsers(session, request.id)
    end_tasks(session, request.id, {TaskKind.ADVICE_LATE, TaskKind.ADVICE_PASSED_ON}, None, now)
    _add_task(session, request, task, now)
    tell_adviser(session, request, MessageKind.ADVICE_RECEIPT, now=now)
    return None


def _add_task(session: Session, request: AdviceRequest, kind: TaskKind, now: datetime) -> None:
    """A second appointment may be missed, and a colleague may name another: that is to be seen
    to as well."""
    task = NewTask(request.child_id, kind, request.id, london_day(now))
    reopen_task(session, task, now)
    add_tasks(session, [task], now)


def _find(session: Session, token: str) -> AdviceRequest | NotOpen:
    request_id = advice_links.find_request_of_link(session, token, LinkPurpose.ANSWER)
    request = advice.find_request(session, request_id) if request_id else None
    if request is None:
        return LinkUnknown()
    return request if request.state is State.WAITING else _why_not(request)


def _why_not(request: AdviceRequest) -> RequestWithdrawn | AlreadySent:
    return RequestWithdrawn() if request.state is State.WITHDRAWN else AlreadySent()


@dataclass(frozen=True, slots=True)
class LateRequest:
    """What the named manager is told of a request that is late: nothing of the child."""

    adviser: Adviser
    asked_on: date
    due_on: date


def look_at_late_link(session: Session, token: str) -> LateRequest | NotOpen:
    """The page behind the link that the manager got."""
    request_id = advice_links.find_request_of_link(session, token, LinkPurpose.LATE)
    request = advice.find_request(session, request_id) if request_id else None
    if request is None:
        return LinkUnknown()
    if request.state is not State.WAITING:
        return _why_not(request)
    return LateRequest(request.asked.adviser, request.asked_on, request.due_on)
