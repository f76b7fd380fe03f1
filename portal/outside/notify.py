"""E-mail, text messages and letters through GOV.UK Notify.

One template a channel holds ((subject)) and ((text)); we fill both. The reference of a
notification is the id of its message: before a message is sent a second time Notify is asked
whether it has it already.
"""

import logging
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from notifications_python_client.errors import APIError
from notifications_python_client.notifications import NotificationsAPIClient

from portal.domain.addresses import Channel
from portal.domain.sending import FAILURES, DeliveryStatus
from portal.outside.letters import Letter, NotDeliveredError

TIMEOUT_SECONDS = 30
TEMPLATE_SETTINGS = {
    Channel.EMAIL: "NOTIFY_EMAIL_TEMPLATE",
    Channel.SMS: "NOTIFY_SMS_TEMPLATE",
    Channel.LETTER: "NOTIFY_LETTER_TEMPLATE",
}
# What Notify finds wrong with an address names the field; any other refusal is ours to mend.
_ADDRESS_FIELDS = ("email_address", "phone_number", "address line", "postcode")

# Its own lines repeat what Notify answered, outside our log and its rules.
logging.getLogger("notifications_python_client").setLevel(logging.CRITICAL)


class NotifyCarrier:
    """Hands letters to one Notify service, over the channels that have a template."""

    def __init__(
        self,
        *,
        api_key: str,
        base_url: str,
        templates: Mapping[Channel, str],
        timeout: float = TIMEOUT_SECONDS,
    ) -> None:
        self._client = NotificationsAPIClient(api_key, base_url=base_url, timeout=timeout)
        self._templates = dict(templates)

    @classmethod
    def from_settings(cls, settings: Mapping[str, Any]) -> "NotifyCarrier":
        """Raises KeyError where the key is not set."""
        if not settings["NOTIFY_API_KEY"]:
            raise KeyError("NOTIFY_API_KEY")
        return cls(
            api_key=settings["NOTIFY_API_KEY"],
            base_url=settings["NOTIFY_URL"],
            templates={
                channel: settings[name]
                for channel, name in TEMPLATE_SETTINGS.items()
                if settings[name]
            },
        )

    @property
    def channels(self) -> frozenset[Channel]:
        return frozenset(self._templates)

    def deliver(self, letter: Letter) -> None:
        """Raises NotDeliveredError; for good where Notify refuses the address itself."""
        try:
            if letter.is_again and self._has(letter.id):
                return
            self._send(letter)
        except APIError as error:
            raise NotDeliveredError(
                f"Notify answered {error.status_code}", for_good=_refuses_address(error)
            ) from error

    def list_failures(self) -> Iterator[tuple[UUID, DeliveryStatus]]:
        """Every message that failed in the days Notify remembers, seven unless it was told
        otherwise. Raises NotDeliveredError where Notify is away."""
        for status in sorted(FAILURES):
            try:
                for sent in self._client.get_all_notifications_iterator(status=status.value):
                    if message_id := _read_id(sent.get("reference")):
                        yield message_id, status
            except APIError as error:
                raise NotDeliveredError(
                    f"Notify answered {error.status_code}", for_good=False
                ) from error

    def _has(self, message_id: UUID) -> bool:
        answer = self._client.get_all_notifications(reference=str(message_id))
        return bool(answer["notifications"])

    def _send(self, letter: Letter) -> None:
        template = self._templates[letter.to.channel]
        words = {"subject": letter.subject, "text": letter.text}
        reference = str(letter.id)
        match letter.to.channel:
            case Channel.EMAIL:
                self._client.send_email_notification(
                    letter.to.value, template, personalisation=words, reference=reference
                )
            case Channel.SMS:
                self._client.send_sms_notification(
                    letter.to.value, template, personalisation=words, reference=reference
                )
            case Channel.LETTER:
                self._client.send_letter_notification(
                    template,
                    personalisation=words | _address_lines(letter.to.value),
                    reference=reference,
                )


def _address_lines(address: str) -> dict[str, str]:
    """At most seven lines, the last one the postcode; three at least, or Notify refuses."""
    lines = [line.strip() for line in address.splitlines() if line.strip()]
    return {f"address_line_{number}": line for number, line in enumerate(lines, start=1)}


def _refuses_address(error: APIError) -> bool:
    if error.status_code != 400 or not isinstance(error.message, list):
        return False
    return any(
        fault.get("error") == "ValidationError"
        and any(field in str(fault.get("message", "")).lower() for field in _ADDRESS_FIELDS)
        for fault in error.message
    )


def _read_id(reference: object) -> UUID | None:
    """Others may send through the same service, with references of their own."""
    try:
        return UUID(str(reference))
    except ValueError:
        return None
