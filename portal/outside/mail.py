"""E-mail over SMTP."""

import smtplib
import ssl
from dataclasses import dataclass, field
from email.errors import MessageError
from email.headerregistry import Address as MailAddress
from email.message import EmailMessage
from email.utils import format_datetime
from enum import StrEnum

from portal.domain.addresses import Channel
from portal.outside.letters import Letter, NotDeliveredError

TIMEOUT_SECONDS = 30


class Security(StrEnum):
    """How the connection to the mail server is protected."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"  # a relay on the same machine


@dataclass(frozen=True, slots=True)
class SmtpCarrier:
    """Hands letters to one mail server, a connection each."""

    host: str
    port: int
    sender: str
    sender_name: str
    security: Security = Security.STARTTLS
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    channels: frozenset[Channel] = frozenset({Channel.EMAIL})

    def deliver(self, letter: Letter) -> None:
        """Raises NotDeliveredError; for good where the server or the address itself says never."""
        try:
            message = compose(letter, sender=self.sender, sender_name=self.sender_name)
        except (MessageError, ValueError) as error:
            raise NotDeliveredError("the address cannot be written", for_good=True) from error
        try:
            with self._connect() as server:
                server.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            answers = [code for code, _ in error.recipients.values()]
            raise NotDeliveredError(
                f"recipient refused {answers}", for_good=all(code >= 500 for code in answers)
            ) from error
        except smtplib.SMTPNotSupportedError as error:
            raise NotDeliveredError("the server lacks a feature", for_good=False) from error
        except smtplib.SMTPResponseException as error:
            # A refused sender or sign-in is ours to mend, so the letter is kept and tried again.
            refused = isinstance(error, smtplib.SMTPDataError) and error.smtp_code >= 500
            raise NotDeliveredError(
                f"server answered {error.smtp_code}", for_good=refused
            ) from error
        except (smtplib.SMTPException, OSError) as error:
            raise NotDeliveredError(type(error).__name__, for_good=False) from error

    def _connect(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        server: smtplib.SMTP
        if self.security is Security.TLS:
            server = smtplib.SMTP_SSL(
                self.host, self.port, timeout=TIMEOUT_SECONDS, context=context
            )
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=TIMEOUT_SECONDS)
        try:
            if self.security is Security.STARTTLS:
                server.starttls(context=context)
            if self.username is not None and self.password is not None:
                server.login(self.username, self.password)
        except BaseException:
            server.close()
            raise
        return server


def compose(letter: Letter, *, sender: str, sender_name: str) -> EmailMessage:
    """The letter as a plain text e-mail.

    Its Message-ID comes from the letter's id alone, so that a second delivery after a crash can be
    seen to be the same message. Raises ValueError where an address cannot be written in a header.
    """
    message = EmailMessage()
    message["From"] = MailAddress(display_name=sender_name, addr_spec=sender)
    message["To"] = MailAddress(addr_spec=letter.to.value)
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(letter.written_at)
    message["Message-ID"] = f"<{letter.id}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers, please
    message["Content-Language"] = letter.language
    message.set_content(letter.text)
    return message
