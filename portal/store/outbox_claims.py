"""Messages taken by the worker and ended: each alone, or several pieces of news as one digest."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, case, func, or_, select, update
from sqlalchemy.orm import Session

from portal.domain.addresses import Channel
from portal.domain.messages import (
    NEWS_KINDS,
    URGENT_KINDS,
    MessageKind,
    Recipient,
    RecipientKind,
    StopReason,
)
from portal.domain.sending import AT_ONCE, DeliveryStatus, SendingRules
from portal.domain.waves import WaveState
from portal.store import queue
from portal.store.deliveries import add_delivery
from portal.store.outbox import STOPPED
from portal.store.queue import FAILED
from portal.store.tables.outbox import OutboxMessage
from portal.store.tables.safeguarding import SafeguardingConcern
from portal.store.tables.surveys import SurveyWave

SENT = "sent"
_AT_ONCE = 500
_NOT_STOPPED = or_(
    OutboxMessage.wave_id.is_(None),
    OutboxMessage.wave_id.not_in(
        select(SurveyWave.id).where(SurveyWave.state == WaveState.STOPPED)
    ),
)
"""A message into a survey that is stopped waits until that is resumed or closed."""
_NOT_HELD = or_(
    OutboxMessage.made_from.is_(None),
    OutboxMessage.made_from.not_in(
        select(SafeguardingConcern.source_id).where(SafeguardingConcern.decided_at.is_(None))
    ),
)
"""A message made from a text about which somebody is worried waits until that is decided."""
_WAIT_FOR_PAPER = (
    OutboxMessage.set_aside_at.is_not(None),
    OutboxMessage.ended_at.is_(None),
    _NOT_STOPPED,
    _NOT_HELD,
)


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that a message tells, as the stop list asks."""

    id: UUID
    kind: MessageKind
    about: UUID | None
    queued_at: datetime


@dataclass(frozen=True, slots=True)
class ClaimedMessage:
    """A message that this worker has taken, with what it tells: itself, or the parts of a digest
    that have not been stopped. ``id`` is what it is known by outside, however often it is tried.
    """

    id: UUID
    claim: UUID | None
    kind: MessageKind
    to: Recipient
    channel: Channel | None
    queued_at: datetime
    tries: int
    parts: tuple[Part, ...]


def has_waiting_message(session: Session, now: datetime, rules: SendingRules = AT_ONCE) -> bool:
    return queue.has_waiting(session, OutboxMessage, now, *_may_go(rules, now))


def claim_message(
    session: Session, now: datetime, rules: SendingRules = AT_ONCE
) -> ClaimedMessage | None:
    """Take the next message; None where none may go.

    News is taken together with all other news that waits for the same person and has never been
    tried: a digest of its own row, made here, in which they are sent and ended together. It keeps
    its parts and its id however often it is tried.
    """
    row = queue.claim_next(
        session,
        OutboxMessage,
        now,
        *_may_go(rules, now),
        given_up=lambda dead: _bury(session, dead, now),
    )
    if row is None:
        return None
    if rules.gather and row.tries == 1 and _is_news(row):
        row = _gather(session, row, now)
    return read_claimed(row, _parts_of(session, row))


def read_claimed(row: OutboxMessage, parts: Sequence[OutboxMessage]) -> ClaimedMessage:
    return ClaimedMessage(
        id=row.id,
        claim=row.claim,
        kind=MessageKind(row.kind),
        to=Recipient(RecipientKind(row.recipient_kind), row.recipient_id),
        channel=Channel(row.channel) if row.channel else None,
        queued_at=row.queued_at,
        tries=row.tries,
        parts=tuple(
            Part(part.id, MessageKind(part.kind), part.about_id, part.queued_at) for part in parts
        ),
    )


def _may_go(rules: SendingRules, now: datetime) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [
        OutboxMessage.digest_id.is_(None),
        OutboxMessage.set_aside_at.is_(None),
        _NOT_STOPPED,
        _NOT_HELD,
    ]
    if rules.is_quiet(now):
        conditions.append(OutboxMessage.kind.in_(URGENT_KINDS))
    if rules.gather:
        conditions.append(
            or_(
                OutboxMessage.recipient_kind != RecipientKind.FAMILY_MEMBER,
                OutboxMessage.kind.not_in(NEWS_KINDS),
                OutboxMessage.tries > 0,
                OutboxMessage.queued_at <= now - rules.gather,
            )
        )
    return conditions


def _is_news(row: OutboxMessage) -> bool:
    return row.recipient_kind == RecipientKind.FAMILY_MEMBER and row.kind in NEWS_KINDS


def _gather(session: Session, first: OutboxMessage, now: datetime) -> OutboxMessage:
    """The digest of this and all that waits beside it; this alone where nothing does."""
    others = session.scalars(
        select(OutboxMessage)
        .where(
            OutboxMessage.recipient_id == first.recipient_id,
            OutboxMessage.recipient_kind == first.recipient_kind,
            OutboxMessage.kind.in_(NEWS_KINDS),
            OutboxMessage.ended_at.is_(None),
            OutboxMessage.digest_id.is_(None),
            OutboxMessage.tries == 0,
            _NOT_HELD,
        )
        .with_for_update(skip_locked=True)
    ).all()
    if not others:
        return first
    digest = OutboxMessage(
        id=uuid4(),
        kind=MessageKind.DIGEST,
        recipient_kind=first.recipient_kind,
        recipient_id=first.recipient_id,
        queued_at=now,
        next_at=first.next_at,
        tries=first.tries,
        claim=first.claim,
    )
    session.add(digest)
    session.flush()
    for row in (first, *others):
        row.digest_id, row.claim = digest.id, None
    session.flush()
    return digest


def _parts_of(session: Session, row: OutboxMessage) -> Sequence[OutboxMessage]:
    if row.kind != MessageKind.DIGEST:
        return [row]
    return session.scalars(
        select(OutboxMessage)
        .where(OutboxMessage.digest_id == row.id, OutboxMessage.ended_at.is_(None))
        .order_by(OutboxMessage.queued_at, OutboxMessage.id)
    ).all()


def stop_parts(
    session: Session, message: ClaimedMessage, stopped: Mapping[UUID, StopReason], now: datetime
) -> None:
    """End what the stop list holds back of a digest; the rest of it goes."""
    for part_id, reason in stopped.items():
        session.execute(
            update(OutboxMessage)
            .where(OutboxMessage.id == part_id, OutboxMessage.digest_id == message.id)
            .values(ended_at=now, outcome=STOPPED, reason=reason, link_sealed=None)
        )


def end_message(
    session: Session,
    message: ClaimedMessage,
    *,
    outcome: str,
    reason: str | None,
    now: datetime,
) -> None:
    """The message has gone, or never will, and all its parts with it; what must not be found again
    is destroyed. Raises ClaimLostError."""
    queue.end(
        session, OutboxMessage, message.id, message.claim, outcome=outcome, reason=reason, now=now
    )
    _end_parts(session, message.id, outcome=outcome, reason=reason, now=now)


def postpone_message(
    session: Session, message: ClaimedMessage, *, reason: str, now: datetime
) -> bool:
    """After a failure: later, or never again (False, and it has ended)."""
    again = queue.postpone(
        session,
        OutboxMessage,
        message.id,
        message.claim,
        tries=message.tries,
        reason=reason,
        now=now,
    )
    if not again:
        _end_parts(session, message.id, outcome=FAILED, reason=reason, now=now)
        add_delivery(
            session, message.id, message.to.id, None, DeliveryStatus.TECHNICAL_FAILURE, now
        )
    return again


def end_waiting_of_wave(session: Session, wave_id: UUID, now: datetime) -> None:
    """What still waits of a survey that takes no more answers is never sent."""
    session.execute(
        update(OutboxMessage)
        .where(
            OutboxMessage.wave_id == wave_id,
            OutboxMessage.ended_at.is_(None),
            OutboxMessage.claim.is_(None),
        )
        .values(
            ended_at=now,
            outcome=STOPPED,
            reason=StopReason.TOO_LATE,
            link_sealed=None,
            code_sealed=None,
        )
    )


def hold_back(session: Session, made_from: UUID) -> None:
    """What was made from this text leaves the digests that have not gone; they go without it."""
    session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.made_from == made_from, OutboxMessage.ended_at.is_(None))
        .values(digest_id=None)
    )


def set_aside(session: Session, message: ClaimedMessage, now: datetime) -> None:
    """Leave it to the next file of letters on paper. Raises ClaimLostError."""
    queue.change(session, OutboxMessage, message.id, message.claim, set_aside_at=now, claim=None)


def _bury(session: Session, row: OutboxMessage, now: datetime) -> None:
    _end_parts(session, row.id, outcome=FAILED, reason=row.reason, now=now)
    status = DeliveryStatus.TECHNICAL_FAILURE
    add_delivery(session, row.id, row.recipient_id, None, status, now)


def _end_parts(
    session: Session, message_id: UUID, *, outcome: str, reason: str | None, now: datetime
) -> None:
    session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.digest_id == message_id, OutboxMessage.ended_at.is_(None))
        .values(ended_at=now, outcome=outcome, reason=reason)
    )
    # The link of news is no secret: its reader finds it again on the page of all their messages.
    is_kept = OutboxMessage.kind.in_(NEWS_KINDS) if outcome != STOPPED else None
    kept_link = None if is_kept is None else case((is_kept, OutboxMessage.link_sealed), else_=None)
    session.execute(
        update(OutboxMessage)
        .where(or_(OutboxMessage.id == message_id, OutboxMessage.digest_id == message_id))
        .values(link_sealed=kept_link, code_sealed=None)
        .execution_options(synchronize_session=False)
    )


def count_set_aside(session: Session) -> int:
    return (
        session.scalar(select(func.count()).select_from(OutboxMessage).where(*_WAIT_FOR_PAPER)) or 0
    )


def take_set_aside(session: Session, limit: int) -> Sequence[ClaimedMessage]:
    """The messages that wait for a file of letters, what has waited longest first, each held by
    this transaction."""
    rows = session.scalars(
        select(OutboxMessage)
        .where(*_WAIT_FOR_PAPER)
        .order_by(OutboxMessage.set_aside_at, OutboxMessage.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    ).all()
    digests = [row.id for row in rows if row.kind == MessageKind.DIGEST]
    parts: defaultdict[UUID | None, list[OutboxMessage]] = defaultdict(list)
    for start in range(0, len(digests), _AT_ONCE):
        for part in session.scalars(
            select(OutboxMessage)
            .where(
                OutboxMessage.digest_id.in_(digests[start : start + _AT_ONCE]),
                OutboxMessage.ended_at.is_(None),
            )
            .order_by(OutboxMessage.queued_at, OutboxMessage.id)
        ):
            parts[part.digest_id].append(part)
    return [read_claimed(row, parts[row.id] or [row]) for row in rows]
