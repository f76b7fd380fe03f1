"""The outbox: messages added with the fact they tell, taken by the worker, sent, emptied."""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import update
from sqlalchemy.orm import Session

from portal.domain.addresses import Channel
from portal.domain.messages import (
    URGENT_KINDS,
    MessageKind,
    Recipient,
    RecipientKind,
    StopReason,
)
from portal.store import queue
from portal.store.sealing import keyed_digest, seal, unseal
from portal.store.tables.outbox import OutboxMessage

SENT, STOPPED = "sent", "stopped"
_MAC_BYTES = 16
AHEAD = timedelta(days=1)  # an urgent message is taken as if it had waited this long already


@dataclass(frozen=True, slots=True)
class ClaimedMessage:
    """A message that this worker has taken."""

    id: UUID
    claim: UUID | None
    kind: MessageKind
    to: Recipient
    about: UUID | None
    channel: Channel | None
    queued_at: datetime
    tries: int


def add_message(
    session: Session,
    *,
    to: Recipient,
    kind: MessageKind,
    link_path: str | None,
    code: str | None,
    about: UUID | None,
    channel: Channel | None,
    stopped: StopReason | None,
    now: datetime,
) -> UUID:
    """Add a message to be sent as soon as the worker comes round, what somebody waits for first.

    Where it is ``stopped`` only the reason is kept: neither its link nor its code.
    """
    message = OutboxMessage(
        id=uuid4(),
        kind=kind,
        recipient_kind=to.kind,
        recipient_id=to.id,
        about_id=about,
        channel=channel,
        queued_at=now,
        next_at=now - AHEAD if kind in URGENT_KINDS else now,
        tries=0,
    )
    if stopped is None:
        message.link_sealed = _seal(session, message, "link_sealed", link_path)
        message.code_sealed = _seal(session, message, "code_sealed", code)
    else:
        message.ended_at, message.outcome, message.reason = now, STOPPED, stopped
    session.add(message)
    session.flush()
    return message.id


def has_waiting_message(session: Session, now: datetime) -> bool:
    return queue.has_waiting(session, OutboxMessage, now)


def claim_message(session: Session, now: datetime) -> ClaimedMessage | None:
    """Take the next message; None where none waits."""
    row = queue.claim_next(session, OutboxMessage, now)
    if row is None:
        return None
    return ClaimedMessage(
        id=row.id,
        claim=row.claim,
        kind=MessageKind(row.kind),
        to=Recipient(RecipientKind(row.recipient_kind), row.recipient_id),
        about=row.about_id,
        channel=Channel(row.channel) if row.channel else None,
        queued_at=row.queued_at,
        tries=row.tries,
    )


def get_link_and_code(session: Session, message_id: UUID) -> tuple[str | None, str | None]:
    """What the message carries, until it has ended. Raises SubjectErasedError."""
    row = session.get_one(OutboxMessage, message_id)
    return (
        _unseal(session, row, "link_sealed", row.link_sealed),
        _unseal(session, row, "code_sealed", row.code_sealed),
    )


def end_message(
    session: Session, message: ClaimedMessage, *, outcome: str, reason: str | None, now: datetime
) -> None:
    """The message has gone, or never will: its link and code are destroyed."""
    queue.end(
        session, OutboxMessage, message.id, message.claim, outcome=outcome, reason=reason, now=now
    )
    _empty(session, message.id)


def postpone_message(
    session: Session, message: ClaimedMessage, *, reason: str, now: datetime
) -> bool:
    """After a failure: later, or never again (False, and the link and code are destroyed)."""
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
        _empty(session, message.id)
    return again


def stop_token(session: Session, message_id: UUID) -> str:
    """What a message carries so that its reader can stop more. Made from its id, stored nowhere."""
    mac = keyed_digest(session, "stop", str(message_id))[:_MAC_BYTES]
    return urlsafe_b64encode(message_id.bytes + mac).decode().rstrip("=")


def find_recipient_by_stop_token(session: Session, token: str) -> Recipient | None:
    """Whom the message with this token was for; None where no message carries it."""
    try:
        raw = urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except (NotBase64, ValueError):
        return None
    if len(raw) != 16 + _MAC_BYTES:
        return None
    message_id = UUID(bytes=raw[:16])
    if not hmac.compare_digest(stop_token(session, message_id).encode(), token.encode()):
        return None
    row = session.get(OutboxMessage, message_id)
    return Recipient(RecipientKind(row.recipient_kind), row.recipient_id) if row else None


def _empty(session: Session, message_id: UUID) -> None:
    session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.id == message_id)
        .values(link_sealed=None, code_sealed=None)
    )


def _seal(session: Session, row: OutboxMessage, column: str, text: str | None) -> bytes | None:
    if text is None:
        return None
    return seal(
        session,
        subject_id=row.recipient_id,
        table=row.__tablename__,
        column=column,
        row_id=row.id,
        text=text,
    )


def _unseal(session: Session, row: OutboxMessage, column: str, sealed: bytes | None) -> str | None:
    if sealed is None:
        return None
    return unseal(
        session,
        subject_id=row.recipient_id,
        table=row.__tablename__,
        column=column,
        row_id=row.id,
        sealed=sealed,
    )
