"""The outbox: messages added with the fact they tell, what they carry, and who may answer them.

How the worker takes and ends them: `portal.store.outbox_claims`.
"""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Result, insert, select, union_all
from sqlalchemy.orm import Session

from portal.domain.addresses import Channel
from portal.domain.messages import (
    URGENT_KINDS,
    MessageKind,
    Recipient,
    RecipientKind,
    StopReason,
)
from portal.store.sealing import SubjectErasedError, keyed_digest, prepare_keys, seal, unseal
from portal.store.tables.outbox import OutboxMessage

STOPPED = "stopped"
_MAC_BYTES = 16
_AT_ONCE = 500
AHEAD = timedelta(days=1)  # an urgent message is taken as if it had waited this long already


@dataclass(frozen=True, slots=True)
class NewMessage:
    """One message to one person. ``link_path`` is a path on this site; ``about`` the child whom it
    concerns, where there is one; ``channel`` how the recipient has just asked to be reached;
    ``wave_id`` the survey that it asks into; ``made_from`` the text that it acknowledges or
    answers, so that it waits while somebody is worried about that text."""

    to: Recipient
    kind: MessageKind
    link_path: str | None
    code: str | None = None
    about: UUID | None = None
    channel: Channel | None = None
    wave_id: UUID | None = None
    made_from: UUID | None = None


def add_messages(
    session: Session,
    messages: Sequence[tuple[NewMessage, StopReason | None]],
    now: datetime,
) -> Sequence[UUID]:
    """Add messages to be sent as soon as the worker comes round, what somebody waits for first;
    their ids, in the same order.

    Of one that is stopped only the reason is kept: neither its link nor its code. However many
    they are, the statements are a few for every few hundred.
    """
    if not messages:
        return []
    sealed_for = [new.to.id for new, stopped in messages if stopped is None and _has_secret(new)]
    held = prepare_keys(session, sealed_for)
    rows = [_row_of(session, new, stopped, now) for new, stopped in messages]
    session.execute(insert(OutboxMessage), rows)
    del held  # kept until here, so that sealing asked the database for no key
    return [row["id"] for row in rows]


def _has_secret(new: NewMessage) -> bool:
    return new.link_path is not None or new.code is not None


def _row_of(
    session: Session, new: NewMessage, stopped: StopReason | None, now: datetime
) -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": uuid4(),
        "kind": new.kind,
        "recipient_kind": new.to.kind,
        "recipient_id": new.to.id,
        "about_id": new.about,
        "wave_id": new.wave_id,
        "made_from": new.made_from,
        "channel": new.channel,
        "queued_at": now,
        "next_at": now - AHEAD if new.kind in URGENT_KINDS else now,
        "tries": 0,
        "link_sealed": None,
        "code_sealed": None,
        "ended_at": None,
        "outcome": None,
        "reason": None,
    }
    if stopped is None:
        try:
            return row | {
                "link_sealed": _seal(session, new.to.id, row["id"], "link_sealed", new.link_path),
                "code_sealed": _seal(session, new.to.id, row["id"], "code_sealed", new.code),
            }
        except SubjectErasedError:
            stopped = StopReason.ERASED
    return row | {"ended_at": now, "outcome": STOPPED, "reason": stopped}


def get_link_and_code(session: Session, message_id: UUID) -> tuple[str | None, str | None]:
    """What the message carries; nothing that has been destroyed. Raises SubjectErasedError."""
    row = session.get_one(OutboxMessage, message_id)
    return (
        _unseal(session, row, "link_sealed", row.link_sealed),
        _unseal(session, row, "code_sealed", row.code_sealed),
    )


@dataclass(frozen=True, slots=True)
class ToldPart:
    """One thing that a message told, as the stop list asks."""

    to: Recipient
    kind: MessageKind
    about: UUID | None


def list_told(session: Session, message_ids: Collection[UUID]) -> Mapping[UUID, Sequence[ToldPart]]:
    """By message, what it told when it was handed over: a digest several things."""
    ids = list(message_ids)
    told: defaultdict[UUID, list[ToldPart]] = defaultdict(list)
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        row, is_told = OutboxMessage, OutboxMessage.outcome.is_distinct_from(STOPPED)
        what = (row.recipient_kind, row.recipient_id, row.kind, row.about_id)
        alone = select(row.id.label("known_as"), *what).where(
            row.id.in_(some), row.kind != MessageKind.DIGEST, is_told
        )
        parts = select(row.digest_id, *what).where(row.digest_id.in_(some), is_told)
        found: Result[Any] = session.execute(union_all(alone, parts))
        for each in found:
            to = Recipient(RecipientKind(each.recipient_kind), each.recipient_id)
            told[each.known_as].append(ToldPart(to, MessageKind(each.kind), each.about_id))
    return told


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


def _seal(
    session: Session, subject_id: UUID, row_id: UUID, column: str, text: str | None
) -> bytes | None:
    if text is None:
        return None
    return seal(
        session,
        subject_id=subject_id,
        table=OutboxMessage.__tablename__,
        column=column,
        row_id=row_id,
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
