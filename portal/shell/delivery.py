"""Messages made into letters and handed to whoever carries them, as the settings say."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import current_app

from portal.actions.messages import Delivery
from portal.domain.addresses import Channel
from portal.kit.links import path_for
from portal.kit.message_wording import Carried, subject_of, text_of
from portal.outside.console import ConsoleCarrier
from portal.outside.letters import Carrier, Letter
from portal.outside.mail import Security, SmtpCarrier
from portal.store import demo_mailbox
from portal.store.db import db
from portal.store.outbox import ClaimedMessage

LANGUAGE = "en-GB"


class UnknownDeliveryError(ValueError):
    """The setting `DELIVERY` names no way to deliver that there is."""


@dataclass(frozen=True, slots=True)
class DemoCarrier:
    """Puts letters into the demo's mailbox, in the transaction that ends their message."""

    channels: frozenset[Channel] = frozenset(Channel)

    def deliver(self, letter: Letter) -> None:
        demo_mailbox.add_letter(
            db.session(),
            demo_mailbox.KeptLetter(
                id=letter.id,
                address=letter.to.value,
                subject=letter.subject,
                text=letter.text,
                written_at=letter.written_at,
            ),
        )


def make_carrier(settings: Mapping[str, Any]) -> Carrier:
    """Who carries letters here. Raises UnknownDeliveryError."""
    match settings["DELIVERY"]:
        case "console":
            return ConsoleCarrier(sys.stdout)
        case "demo":
            return DemoCarrier()
        case "smtp":
            return SmtpCarrier(
                host=settings["SMTP_HOST"],
                port=settings["SMTP_PORT"],
                sender=settings["MAIL_FROM"],
                sender_name=settings["COUNCIL_NAME"],
                security=Security(settings["SMTP_SECURITY"]),
                username=settings["SMTP_USER"] or None,
                password=settings["SMTP_PASSWORD"] or None,
            )
        case other:
            raise UnknownDeliveryError(other)


def write_letter(message: ClaimedMessage, delivery: Delivery) -> Letter:
    """The message in words. Links come from the settings, never from a request."""
    base = current_app.config["BASE_URL"].rstrip("/")
    stop = (
        path_for("messages.show_choices", token=delivery.stop_token) if delivery.stop_token else ""
    )
    return Letter(
        id=message.id,
        to=delivery.address,
        subject=subject_of(message.kind),
        text=text_of(
            message.kind,
            Carried(
                council=current_app.config["COUNCIL_NAME"],
                link=f"{base}{delivery.link_path}" if delivery.link_path else "",
                code=delivery.code or "",
                stop_link=f"{base}{stop}" if stop else "",
            ),
        ),
        language=LANGUAGE,
        written_at=message.queued_at,
    )
