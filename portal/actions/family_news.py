"""News about a child's case, told to everybody around the child who may hear it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal.actions.messages import queue_messages
from portal.domain.dates import london_day
from portal.domain.messages import MessageKind, Recipient, RecipientKind
from portal.store.addressees import list_addressees
from portal.store.outbox import NewMessage


@dataclass(frozen=True, slots=True)
class News:
    """``link_path``: where it can be read on this site."""

    child_id: UUID
    kind: MessageKind
    link_path: str


def tell_families(session: Session, news: Iterable[News], now: datetime) -> int:
    """Queue each piece of news for everybody who may sign in for that child today, the young
    person included from the day their rights begin; how many messages that made."""
    pieces = list(news)
    around = list_addressees(session, {piece.child_id for piece in pieces}, london_day(now))
    messages = [
        NewMessage(
            to=Recipient(RecipientKind.FAMILY_MEMBER, person_id),
            kind=piece.kind,
            link_path=piece.link_path,
            about=piece.child_id,
        )
        for piece in pieces
        for person_id in around.get(piece.child_id, ())
    ]
    return len(queue_messages(session, messages, now))
