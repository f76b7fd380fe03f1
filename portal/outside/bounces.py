"""What a mail system sends back about a message that it could not deliver (RFC 3464)."""

from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, message_from_string, policy
from email.message import EmailMessage, Message
from uuid import UUID

from portal.domain.sending import DeliveryStatus


@dataclass(frozen=True, slots=True)
class Bounce:
    message_id: UUID
    status: DeliveryStatus


def read_bounce(raw: bytes) -> Bounce | None:
    """Which message came back, and whether for good; None where it is about none of ours, or says
    only that it takes longer."""
    report = message_from_bytes(raw, policy=policy.default)
    about = next((found for text in _ids_in(report) if (found := read_message_id(text))), None)
    failed = [block for block in _recipient_blocks(report) if _is_failure(block)]
    if about is None or not failed:
        return None
    for_good = any(str(block.get("Status", "")).strip().startswith("5") for block in failed)
    status = DeliveryStatus.PERMANENT_FAILURE if for_good else DeliveryStatus.TEMPORARY_FAILURE
    return Bounce(about, status)


def read_message_id(text: str) -> UUID | None:
    """The message behind a Message-ID as `portal.outside.mail` writes it, with or without its
    angle brackets."""
    try:
        return UUID(text.strip().strip("<>").partition("@")[0])
    except ValueError:
        return None


def _recipient_blocks(report: EmailMessage) -> Iterator[Message]:
    for part in report.walk():
        if part.get_content_type() == "message/delivery-status":
            blocks = part.get_payload()
            if isinstance(blocks, list):
                yield from (block for block in blocks if isinstance(block, Message))


def _is_failure(block: Message) -> bool:
    return str(block.get("Action", "")).strip().lower() == "failed"


def _ids_in(report: EmailMessage) -> Iterator[str]:
    """The returned message's own id first; what the report says it answers after that."""
    for part in report.walk():
        if part is not report and part.get_content_type() == "text/rfc822-headers":
            yield str(message_from_string(str(part.get_payload())).get("Message-ID", ""))
        elif part is not report and part.get("Message-ID"):
            yield str(part["Message-ID"])
    yield str(report.get("In-Reply-To", ""))
    yield from str(report.get("References", "")).split()
