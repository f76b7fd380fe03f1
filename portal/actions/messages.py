"""Writing to people: queued with its fact, sent by the worker, stopped by its reader."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal.domain.addresses import Address, Channel
from portal.domain.dates import london_day
from portal.domain.messages import (
    MessageKind,
    Recipient,
    RecipientKind,
    StopReason,
    is_too_late,
    why_stopped,
)
from portal.store import contact_reports, outbox, recipients
from portal.store.sealing import SubjectErasedError


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
) -> UUID:
    """Queue a message, in the transaction of the fact that it tells; the id of the message.

    ``link_path`` is a path on this site. ``about`` is the child whom it concerns, where there is
    one. ``channel`` is how the recipient has just asked to be reached. A message that the stop
    list holds back is kept without link or code, as never sent, with the reason.
    """
    facts = recipients.get_facts(session, to, london_day(now))
    return outbox.add_message(
        session,
        to=to,
        kind=kind,
        link_path=link_path,
        code=code,
        about=about,
        channel=channel,
        stopped=why_stopped(kind, facts, about=about),
        now=now,
    )


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message ready to be written down: where it goes, what it carries, in which language."""

    address: Address
    language: str | None
    link_path: str | None
    code: str | None
    stop_token: str | None


def prepare_delivery(
    session: Session,
    message: outbox.ClaimedMessage,
    *,
    possible: frozenset[Channel],
    now: datetime,
) -> Delivery | StopReason:
    """Ask the stop list once more, just before sending, and find where the message goes."""
    if is_too_late(message.kind, queued_at=message.queued_at, now=now):
        return StopReason.TOO_LATE
    facts = recipients.get_facts(session, message.to, london_day(now))
    stopped = why_stopped(message.kind, facts, about=message.about)
    if stopped is not None:
        return stopped
    try:
        reach = recipients.find_reach(session, message.to)
        link_path, code = outbox.get_link_and_code(session, message.id)
    except SubjectErasedError:
        return StopReason.ERASED
    if reach is None:
        return StopReason.UNREACHABLE
    address = reach.choose(message.channel, possible)
    if address is None:
        return StopReason.UNREACHABLE
    family = message.to.kind is RecipientKind.FAMILY_MEMBER
    return Delivery(
        address=address,
        language=reach.language,
        link_path=link_path,
        code=code,
        stop_token=outbox.stop_token(session, message.id) if family else None,
    )


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
