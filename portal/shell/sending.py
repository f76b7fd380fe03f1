"""One message from the outbox to whoever carries it: taken, asked for on the stop list, handed
over, ended; each step a transaction of its own."""

import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy.orm import Session

from portal.actions.messages import Delivery, leave_to_caseworker, prepare_delivery
from portal.domain.addresses import Channel
from portal.domain.messages import StopReason
from portal.domain.sending import DeliveryStatus, SendingRules
from portal.kit.letter_writing import write_letter
from portal.kit.now import now
from portal.outside.letters import Carrier, NotDeliveredError
from portal.shell.delivery import make_carrier, read_rules
from portal.store import outbox_claims
from portal.store.connection import open_for
from portal.store.db import db
from portal.store.deliveries import add_delivery
from portal.store.outbox import STOPPED
from portal.store.outbox_claims import SENT, ClaimedMessage
from portal.store.queue import FAILED, ClaimLostError

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Post:
    """Who carries messages from here, and by which rules."""

    carrier: Carrier
    rules: SendingRules

    @classmethod
    def from_settings(cls, settings: Mapping[str, Any]) -> "Post":
        return cls(make_carrier(settings), read_rules(settings))


def is_waiting(ask: Callable[[Session, datetime], bool]) -> bool:
    """Look without taking part in the queue of those who write."""
    open_for("read")
    try:
        return ask(db.session(), now())
    finally:
        db.session.rollback()
        open_for("write")


def deliver_one_message(post: Post) -> bool:
    """Take the next message, and see it off; whether there was one."""
    if not is_waiting(
        lambda session, moment: outbox_claims.has_waiting_message(session, moment, post.rules)
    ):
        return False
    session = db.session()
    message = outbox_claims.claim_message(session, now(), post.rules)
    session.commit()
    if message is None:
        return False
    try:
        _see_off(session, post.carrier, message)
    except Exception as error:  # one message that cannot be written must not stop the others
        session.rollback()
        note_failure("message failed", error, message=str(message.id))
        reason = type(error).__name__
        settle(lambda: outbox_claims.postpone_message(session, message, reason=reason, now=now()))
    return True


def _see_off(session: Session, carrier: Carrier, message: ClaimedMessage) -> None:
    """Hand it over, leave it to a person, or stop it. Raises NotDeliveredError where it should be
    tried again."""
    delivery = prepare_delivery(session, message, possible=carrier.channels, now=now())
    session.commit()  # nothing is held while a mail server takes its time
    if isinstance(delivery, StopReason):
        settle(lambda: _end(session, message, STOPPED, delivery))
    elif delivery.channel is Channel.PHONE:
        settle(lambda: _leave_to_caseworker(session, message, delivery))
    elif delivery.address is None:
        settle(lambda: outbox_claims.set_aside(session, message, now()))
    else:
        _hand_over(session, carrier, message, delivery)


def _hand_over(
    session: Session, carrier: Carrier, message: ClaimedMessage, delivery: Delivery
) -> None:
    outcome, reason, status = SENT, None, DeliveryStatus.HANDED_OVER
    assert delivery.address is not None  # noqa: S101 - asked just before
    try:
        carrier.deliver(write_letter(message, delivery, delivery.address))
    except NotDeliveredError as error:
        if not error.for_good:
            raise
        outcome, reason, status = FAILED, str(error), DeliveryStatus.PERMANENT_FAILURE
    settle(lambda: _end(session, message, outcome, reason, (delivery.channel, status)))


def _leave_to_caseworker(session: Session, message: ClaimedMessage, delivery: Delivery) -> None:
    leave_to_caseworker(session, message.id, delivery, now())
    _end(session, message, SENT, None, (Channel.PHONE, DeliveryStatus.HANDED_OVER))


def _end(
    session: Session,
    message: ClaimedMessage,
    outcome: str,
    reason: str | None,
    handed: tuple[Channel, DeliveryStatus] | None = None,
) -> None:
    outbox_claims.end_message(session, message, outcome=outcome, reason=reason, now=now())
    if handed is not None:
        channel, status = handed
        add_delivery(session, message.id, message.to.id, channel, status, now())


def settle(say: Callable[[], object]) -> None:
    """Say how it ended, unless another worker has taken it over in the meantime."""
    try:
        say()
        db.session.commit()
    except ClaimLostError:
        db.session.rollback()
        log.warning("taken over")


def note_failure(event: str, error: Exception, **ids: str) -> None:
    """Where it failed, without the error's text, in which there may be somebody's data."""
    where = traceback.format_tb(error.__traceback__)[-3:]
    log.error(event, error=type(error).__name__, where=where, **ids)
