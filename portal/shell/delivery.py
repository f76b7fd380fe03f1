"""Who carries messages, and by which rules, as the settings say."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from portal.domain.addresses import Channel
from portal.domain.sending import QuietHours, SendingRules
from portal.outside.console import ConsoleCarrier
from portal.outside.letters import Carrier, Letter
from portal.outside.mail import Security, SmtpCarrier
from portal.outside.notify import NotifyCarrier
from portal.store import demo_mailbox
from portal.store.db import db


class UnknownDeliveryError(ValueError):
    """The setting `DELIVERY` names no way to deliver that there is."""


@dataclass(frozen=True, slots=True)
class DemoCarrier:
    """Puts letters into the demo's mailbox, in the transaction that ends their message."""

    channels: frozenset[Channel] = frozenset({Channel.EMAIL, Channel.SMS})

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
        case "notify":
            return NotifyCarrier.from_settings(settings)
        case other:
            raise UnknownDeliveryError(other)


def read_rules(settings: Mapping[str, Any]) -> SendingRules:
    """When messages go. Raises ValueError where a setting cannot be read."""
    return SendingRules(
        quiet=QuietHours.read(settings["QUIET_HOURS"]),
        gather=timedelta(minutes=int(settings["DIGEST_MINUTES"])),
    )
