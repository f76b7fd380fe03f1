"""Delivery reports as mail systems write them (RFC 3464)."""

from uuid import UUID, uuid4

import pytest

from portal.domain.sending import DeliveryStatus
from portal.outside.bounces import Bounce, read_bounce, read_message_id

SENT = uuid4()


def report(
    *,
    action: str = "failed",
    status: str = "5.1.1",
    returned: str = "text/rfc822-headers",
    message_id: str = f"<{SENT}@council.example>",
    heading: str = "",
) -> bytes:
    return f"""From: MAILER-DAEMON@mx.example
To: no-reply@council.example
Subject: Undelivered Mail Returned to Sender
Message-ID: <20261123.1@mx.example>
{heading}MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="cut"

--cut
Content-Type: text/plain

I am sorry.

--cut
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; nobody@example.org
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 no such user

--cut
Content-Type: {returned}

Subject: We have what you sent
Message-ID: {message_id}

--cut--
""".encode()


@pytest.mark.parametrize("returned", ["text/rfc822-headers", "message/rfc822"])
@pytest.mark.parametrize(
    ("status", "means"),
    [
        ("5.1.1", DeliveryStatus.PERMANENT_FAILURE),
        ("4.2.2", DeliveryStatus.TEMPORARY_FAILURE),
    ],
)
def test_a_report_names_the_message_and_whether_it_is_for_good(
    returned: str, status: str, means: DeliveryStatus
) -> None:
    assert read_bounce(report(status=status, returned=returned)) == Bounce(SENT, means)


def test_a_report_without_the_returned_message_names_what_it_answers() -> None:
    raw = report(
        message_id="<of-another@system.example>", heading=f"In-Reply-To: <{SENT}@council.example>\n"
    )
    found = read_bounce(raw)
    assert found is not None
    assert found.message_id == SENT


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed"])
def test_what_only_takes_longer_is_no_failure(action: str) -> None:
    assert read_bounce(report(action=action, status="4.4.1")) is None


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\xff\xfe",
        b"Subject: Out of office\n\nI am away.",
        report(message_id="<not-ours@elsewhere.example>"),
        report()[:200],
    ],
)
def test_what_is_no_report_about_ours_is_passed_over(raw: bytes) -> None:
    assert read_bounce(raw) is None


def test_a_message_id_is_read_as_it_was_written() -> None:
    assert read_message_id(f" <{SENT}@council.example> ") == SENT
    assert read_message_id(str(SENT)) == UUID(str(SENT))
    assert read_message_id("<x@y>") is None
