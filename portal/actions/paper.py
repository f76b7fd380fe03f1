"""Letters on paper: what waits is asked for on the stop list, written, and handed over as a file
for the council's own mail merge, all in one transaction."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal.actions.messages import (
    Item,
    child_concerned,
    keep_parts,
    list_stopped_since,
    read_items,
)
from portal.domain.addresses import Channel
from portal.domain.dates import london_day
from portal.domain.messages import StopReason
from portal.domain.sending import DeliveryStatus
from portal.store import outbox, outbox_claims, paper, recipients
from portal.store.deliveries import add_delivery
from portal.store.outbox_claims import ClaimedMessage
from portal.store.sealing import SubjectErasedError

LETTERS_A_FILE = 2000


@dataclass(frozen=True, slots=True)
class Unwritten:
    """What a letter on paper is to say, and in which language."""

    message: ClaimedMessage
    items: Sequence[Item]
    language: str | None
    stop_token: str


@dataclass(frozen=True, slots=True)
class Written:
    subject: str
    text: str
    code: str | None


@dataclass(frozen=True, slots=True)
class NothingWaits:
    """No letter is left that may go."""


def make_file(
    session: Session, *, staff_id: UUID, write: Callable[[Unwritten], Written], now: datetime
) -> UUID | NothingWaits:
    """Hand over every letter that waits, as one file: its id. What the stop list holds back now
    ends without going into it."""
    waiting = outbox_claims.take_set_aside(session, LETTERS_A_FILE)
    facts = recipients.list_facts(session, (message.to for message in waiting), london_day(now))
    languages = recipients.list_languages(session, {message.to.id for message in waiting})
    letters: list[paper.NewLetter] = []
    for message in waiting:
        left = keep_parts(session, message, facts[message.to], now)
        if isinstance(left, StopReason):
            _end(session, message, outbox.STOPPED, left, now)
            continue
        try:
            items = read_items(session, left)
        except SubjectErasedError:
            _end(session, message, outbox.STOPPED, StopReason.ERASED, now)
            continue
        token = outbox.stop_token(session, message.id)
        written = write(Unwritten(message, items, languages.get(message.to.id), token))
        letters.append(
            paper.NewLetter(
                message_id=message.id,
                family_member_id=message.to.id,
                child_id=child_concerned(left, facts[message.to]),
                subject=written.subject,
                text=written.text,
                code=written.code,
            )
        )
        _end(session, message, outbox_claims.SENT, None, now)
        handed = DeliveryStatus.HANDED_OVER
        add_delivery(session, message.id, message.to.id, Channel.LETTER, handed, now)
    return paper.add_file(session, staff_id, letters, now) if letters else NothingWaits()


def read_file(
    session: Session, file_id: UUID, *, made_after: datetime, now: datetime
) -> Sequence[paper.PaperLine]:
    """The letters of a file, whenever it is fetched, without those that the stop list has come to
    hold back since it was made: until then nothing is printed."""
    lines = paper.list_lines(session, file_id, made_after=made_after)
    stopped = list_stopped_since(session, {line.message_id for line in lines}, now)
    return [line for line in lines if line.message_id not in stopped]


def _end(
    session: Session, message: ClaimedMessage, outcome: str, reason: str | None, now: datetime
) -> None:
    outbox_claims.end_message(session, message, outcome=outcome, reason=reason, now=now)
