"""Letters through a real SMTP server on a loopback port."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from portal.domain.addresses import Address, Channel
from portal.outside.console import ConsoleCarrier
from portal.outside.letters import Letter, NotDeliveredError
from portal.outside.mail import Security, SmtpCarrier, compose
from tests.mail_server import Postbox, open_postbox, unused_port


@pytest.fixture
def postbox() -> Iterator[Postbox]:
    with open_postbox() as made:
        yield made


@pytest.fixture
def carrier(postbox: Postbox) -> SmtpCarrier:
    return SmtpCarrier(
        "127.0.0.1",
        postbox.port,
        sender="no-reply@council.example",
        sender_name="Westvale Council",
        security=Security.NONE,
    )


def letter(to: str = "sam.field@example.org", text: str = "Your code is 123456.\n") -> Letter:
    return Letter(
        id=uuid4(),
        to=Address(Channel.EMAIL, to),
        subject="Your sign-in code",
        text=text,
        language="en",
        written_at=datetime(2026, 11, 23, 9, 0, tzinfo=UTC),
    )


def test_a_letter_arrives_as_it_was_written(carrier: SmtpCarrier, postbox: Postbox) -> None:
    sent = letter(text="Żółw says: 123456\n" + "x" * 2000 + "\n.\nend\n")
    carrier.deliver(sent)
    [got] = postbox.letters
    assert got["Subject"] == "Your sign-in code"
    assert got["To"] == "sam.field@example.org"
    assert got["From"] == "Westvale Council <no-reply@council.example>"
    assert got["Auto-Submitted"] == "auto-generated"
    assert got.get_content().splitlines() == sent.text.splitlines()


def test_a_letter_delivered_twice_has_one_message_id(
    carrier: SmtpCarrier, postbox: Postbox
) -> None:
    same, another = letter(), letter()
    for each in (same, same, another):
        carrier.deliver(each)
    first, second, third = (got["Message-ID"] for got in postbox.letters)
    assert first == second == f"<{same.id}@council.example>"
    assert third != first


@pytest.mark.parametrize(("answer", "for_good"), [("550 nobody here", True), ("451 later", False)])
def test_a_refused_recipient_is_given_up_only_when_the_server_says_never(
    carrier: SmtpCarrier, postbox: Postbox, answer: str, for_good: bool
) -> None:
    postbox.recipient_answer = answer
    with pytest.raises(NotDeliveredError) as refused:
        carrier.deliver(letter())
    assert refused.value.for_good is for_good
    assert "sam.field" not in str(refused.value)


@pytest.mark.parametrize(("answer", "for_good"), [("554 no", True), ("452 disk full", False)])
def test_a_refused_text_is_given_up_only_when_the_server_says_never(
    carrier: SmtpCarrier, postbox: Postbox, answer: str, for_good: bool
) -> None:
    postbox.data_answer = answer
    with pytest.raises(NotDeliveredError) as refused:
        carrier.deliver(letter())
    assert refused.value.for_good is for_good


def test_a_server_that_is_away_is_tried_again() -> None:
    away = SmtpCarrier("127.0.0.1", unused_port(), sender="a@b.example", sender_name="Council")
    with pytest.raises(NotDeliveredError) as refused:
        away.deliver(letter())
    assert refused.value.for_good is False


def test_nothing_is_sent_in_the_clear_where_the_server_offers_no_encryption(
    carrier: SmtpCarrier, postbox: Postbox
) -> None:
    strict = SmtpCarrier(
        carrier.host, carrier.port, carrier.sender, carrier.sender_name, Security.STARTTLS
    )
    with pytest.raises(NotDeliveredError) as refused:
        strict.deliver(letter())
    assert refused.value.for_good is False
    assert postbox.letters == []


def test_an_address_that_cannot_be_written_is_given_up(carrier: SmtpCarrier) -> None:
    with pytest.raises(NotDeliveredError) as refused:
        carrier.deliver(letter(to="sam@example.org\nBcc: other@example.org"))
    assert refused.value.for_good is True


def test_the_password_of_the_mail_server_is_not_shown() -> None:
    with_password = SmtpCarrier(
        "mail.example", 587, "a@b.example", "Council", username="portal", password="hunter2"
    )
    assert "hunter2" not in repr(with_password)


def test_the_date_of_a_letter_is_when_it_was_written() -> None:
    message = compose(letter(), sender="a@b.example", sender_name="Council")
    assert message["Date"].datetime == datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def test_the_console_shows_the_letter_and_sends_nothing() -> None:
    stream = io.StringIO()
    console = ConsoleCarrier(stream)
    console.deliver(letter())
    assert console.channels == {Channel.EMAIL, Channel.SMS}, "paper and calls wait for a person"
    assert "To: sam.field@example.org\nSubject: Your sign-in code" in stream.getvalue()
