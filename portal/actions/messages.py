"""Writing to people: queued with its fact, sent by the worker, stopped by its reader."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal.domain.addresses import Address, Channel
from portal.domain.dates import london_day
from portal.domain.messages import (
    Facts,
    FamilyFacts,
    MessageKind,
    Recipient,
    RecipientKind,
    StopReason,
    is_too_late,
    why_stopped,
)
from portal.domain.sending import RING_WITHIN, choose_channel
from portal.domain.tasks import NewTask, TaskKind
from portal.store import contact_reports, outbox, recipients
from portal.store.outbox import NewMessage
from portal.store.outbox_claims import ClaimedMessage, Part, stop_parts
from portal.store.sealing import SubjectErasedError
from portal.store.tasks import add_tasks


def queue_message(
    session: Session,
    *,
    to: Recipient,
    kind: MessageKind,
    link_path: str | None,
    code: str | None,
    now: datetime,
    about: UUID | None = None,
    channel: Channel | None = None,
    made_from: UUID | None = None,
) -> UUID:
    """Queue a message, in the transaction of the fact that it tells; the id of the message.

    ``link_path`` is a path on this site. ``about`` is the child whom it concerns, where there is
    one. ``channel`` is how the recipient has just asked to be reached. ``made_from`` is the text
    that it acknowledges or answers: it waits while somebody is worried about it. A message that the
    stop list holds back is kept without link or code, as never sent, with the reason.
    """
    new = NewMessage(to, kind, link_path, code, about, channel, made_from=made_from)
    return queue_messages(session, [new], now)[0]


def queue_messages(
    session: Session, messages: Sequence[NewMessage], now: datetime
) -> Sequence[UUID]:
    """The same for many messages at once, in a fixed number of statements for every few hundred;
    their ids, in the same order."""
    facts = recipients.list_facts(session, (new.to for new in messages), london_day(now))
    judged = [(new, why_stopped(new.kind, facts[new.to], about=new.about)) for new in messages]
    return outbox.add_messages(session, judged, now)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a letter tells, with what it carries."""

    kind: MessageKind
    link_path: str | None
    code: str | None


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message ready to be written down. ``address`` is empty where it goes by telephone, or on
    paper through the case system, which knows where people live; ``child_id`` is the child whose
    caseworker rings."""

    channel: Channel
    address: Address | None
    language: str | None
    items: tuple[Item, ...]
    child_id: UUID | None
    stop_token: str | None


def prepare_delivery(
    session: Session,
    message: ClaimedMessage,
    *,
    possible: frozenset[Channel],
    now: datetime,
) -> Delivery | StopReason:
    """Ask the stop list once more for all that the message tells, just before sending, and find
    which way it goes. What is held back of a digest ends here; the rest goes."""
    facts = recipients.get_facts(session, message.to, london_day(now))
    left = keep_parts(session, message, facts, now)
    if isinstance(left, StopReason):
        return left
    try:
        reach = recipients.find_reach(session, message.to)
        items = read_items(session, left)
    except SubjectErasedError:
        return StopReason.ERASED
    if reach is None:
        return StopReason.UNREACHABLE
    at_home = message.to.kind is RecipientKind.FAMILY_MEMBER
    channel = choose_channel(
        left[0].kind,
        asked=message.channel,
        prefers=reach.prefers,
        has=frozenset(reach.addresses),
        possible=possible,
        at_home=at_home,
    )
    if channel is None:
        return StopReason.UNREACHABLE
    return Delivery(
        channel=channel,
        address=reach.addresses.get(channel) if channel in possible else None,
        language=reach.language,
        items=items,
        child_id=child_concerned(left, facts),
        stop_token=outbox.stop_token(session, message.id) if at_home else None,
    )


def keep_parts(
    session: Session, message: ClaimedMessage, facts: Facts, now: datetime
) -> Sequence[Part] | StopReason:
    """What of a message may go; the reason where nothing may."""
    stopped: dict[UUID, StopReason] = {}
    for part in message.parts:
        too_late = is_too_late(part.kind, queued_at=part.queued_at, now=now)
        reason = (
            StopReason.TOO_LATE if too_late else why_stopped(part.kind, facts, about=part.about)
        )
        if reason is not None:
            stopped[part.id] = reason
    if len(stopped) == len(message.parts):
        return next(iter(stopped.values()), StopReason.NOT_LINKED)
    stop_parts(session, message, stopped, now)
    return [part for part in message.parts if part.id not in stopped]


def read_items(session: Session, parts: Sequence[Part]) -> tuple[Item, ...]:
    """What the parts carry. Raises SubjectErasedError."""
    return tuple(Item(part.kind, *outbox.get_link_and_code(session, part.id)) for part in parts)


def child_concerned(parts: Sequence[Part], facts: Facts) -> UUID | None:
    """The child a message is about, else one whom its reader may see."""
    about = [part.about for part in parts if part.about is not None]
    if not about and isinstance(facts, FamilyFacts):
        about = [link.child_id for link in facts.links if not link.restricted]
    return about[0] if about else None


def list_stopped_since(
    session: Session, message_ids: AbstractSet[UUID], now: datetime
) -> Mapping[UUID, StopReason]:
    """Of messages that a person carries on, as a letter in a file or by telephone: those that the
    stop list would hold back today, and why. Of a digest one thing is enough, because it is written
    already; what is not known any more is held back too."""
    told = outbox.list_told(session, message_ids)
    to = [part.to for parts in told.values() for part in parts]
    facts = recipients.list_facts(session, to, london_day(now))
    stopped = dict.fromkeys(message_ids - told.keys(), StopReason.NOT_LINKED)
    for message_id, parts in told.items():
        for part in parts:
            if reason := why_stopped(part.kind, facts[part.to], about=part.about):
                stopped[message_id] = reason
    return stopped


@dataclass(frozen=True, slots=True)
class NewsByTelephone:
    """Whom a caseworker is to ring with which news. ``stopped``: why nobody may, by now; then it is
    not said who it was."""

    name: str
    kinds: Sequence[MessageKind]
    stopped: StopReason | None


def find_news_to_tell(session: Session, message_id: UUID, now: datetime) -> NewsByTelephone:
    """What was left to a caseworker, with the stop list asked just before the call."""
    parts = outbox.list_told(session, [message_id]).get(message_id, ())
    kinds = tuple(dict.fromkeys(part.kind for part in parts))
    stopped = list_stopped_since(session, {message_id}, now).get(message_id)
    name = "" if stopped else recipients.find_name(session, parts[0].to.id)
    return NewsByTelephone(name, kinds, stopped)


def leave_to_caseworker(
    session: Session, message_id: UUID, delivery: Delivery, now: datetime
) -> None:
    """Whoever asked to be told by telephone is rung by the child's caseworker."""
    if delivery.child_id is not None:
        due_on = london_day(now + RING_WITHIN)
        task = NewTask(delivery.child_id, TaskKind.RING_WITH_NEWS, message_id, due_on)
        add_tasks(session, [task], now)


@dataclass(frozen=True, slots=True)
class MessageUnknown:
    """No message of ours carries this link."""


def find_reader(session: Session, token: str) -> UUID | MessageUnknown:
    """The family member whose message carries this link."""
    to = outbox.find_recipient_by_stop_token(session, token)
    if to is None or to.kind is not RecipientKind.FAMILY_MEMBER:
        return MessageUnknown()
    return to.id


def stop_surveys(session: Session, token: str, now: datetime) -> UUID | MessageUnknown:
    """Send the reader of this message no more surveys; saying it twice changes nothing."""
    reader = find_reader(session, token)
    if isinstance(reader, UUID):
        contact_reports.stop_surveys_to(session, reader, now)
    return reader


def report_wrong_person(session: Session, token: str, now: datetime) -> UUID | MessageUnknown:
    """The reader says that the message is about somebody else's child.

    Nothing that the council begins goes to this address until somebody has settled it.
    """
    reader = find_reader(session, token)
    if isinstance(reader, UUID):
        contact_reports.add_report(session, reader, now)
    return reader
