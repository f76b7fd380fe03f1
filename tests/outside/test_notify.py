"""GOV.UK Notify, through a stand-in on a real socket that checks every signed token."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from portal.domain.addresses import Address, Channel
from portal.domain.sending import DeliveryStatus
from portal.outside.letters import Letter, NotDeliveredError
from portal.outside.notify import NotifyCarrier
from tests.notify_server import API_KEY, SECRET, StandIn, notify_settings, open_stand_in

EMAIL = Address(Channel.EMAIL, "sam.field@example.org")
MOBILE = Address(Channel.SMS, "+447700900123")
HOME = Address(Channel.LETTER, "Sam Field\n1 Example Street\n\nQA1 1ZZ")


@pytest.fixture
def notify() -> Iterator[StandIn]:
    with open_stand_in() as made:
        yield made


@pytest.fixture
def carrier(notify: StandIn) -> NotifyCarrier:
    return make_carrier(notify)


def make_carrier(notify: StandIn, **changes: Any) -> NotifyCarrier:
    return NotifyCarrier.from_settings(notify_settings(notify) | changes)


def letter(to: Address = EMAIL, *, letter_id: UUID | None = None, is_again: bool = False) -> Letter:
    return Letter(
        id=letter_id or uuid4(),
        to=to,
        subject="Your sign-in code",
        text="Your code is 123456.\n",
        language="en-GB",
        written_at=datetime(2026, 11, 23, 9, 0, tzinfo=UTC),
        is_again=is_again,
    )


def test_an_email_fills_the_template_under_the_id_of_its_message(
    carrier: NotifyCarrier, notify: StandIn
) -> None:
    sent = letter()
    carrier.deliver(sent)
    [held] = notify.held
    assert held["type"] == "email"
    assert held["email_address"] == EMAIL.value
    assert held["reference"] == str(sent.id)
    assert held["personalisation"] == {"subject": sent.subject, "text": sent.text}
    assert notify.refused_tokens == []
    assert notify.asked_by_reference == []


def test_a_text_message_goes_to_the_number(carrier: NotifyCarrier, notify: StandIn) -> None:
    carrier.deliver(letter(MOBILE))
    assert [(held["type"], held["phone_number"]) for held in notify.held] == [("sms", MOBILE.value)]


def test_a_letter_goes_to_the_lines_of_the_address(carrier: NotifyCarrier, notify: StandIn) -> None:
    carrier.deliver(letter(HOME))
    [held] = notify.held
    assert held["type"] == "letter"
    filled = held["personalisation"]
    assert [filled[f"address_line_{number}"] for number in (1, 2, 3)] == [
        "Sam Field",
        "1 Example Street",
        "QA1 1ZZ",
    ]
    assert "address_line_4" not in filled


def test_only_channels_with_a_template_are_carried(notify: StandIn) -> None:
    carrier = make_carrier(notify, NOTIFY_LETTER_TEMPLATE="", NOTIFY_SMS_TEMPLATE="")
    assert carrier.channels == {Channel.EMAIL}


def test_a_portal_without_a_key_says_so(notify: StandIn) -> None:
    with pytest.raises(KeyError, match="NOTIFY_API_KEY"):
        make_carrier(notify, NOTIFY_API_KEY="")


def test_a_wrong_key_is_ours_to_mend(notify: StandIn) -> None:
    carrier = make_carrier(notify, NOTIFY_API_KEY=API_KEY.replace(SECRET, str(uuid4())))
    with pytest.raises(NotDeliveredError) as raised:
        carrier.deliver(letter())
    assert not raised.value.for_good
    assert notify.refused_tokens == ["InvalidSignatureError"]
    assert notify.held == []


def test_a_key_of_another_service_is_refused(notify: StandIn) -> None:
    carrier = make_carrier(notify, NOTIFY_API_KEY=f"x-{uuid4()}-{SECRET}")
    with pytest.raises(NotDeliveredError):
        carrier.deliver(letter())
    assert notify.refused_tokens == ["InvalidIssuerError"]


def test_a_token_that_is_too_old_is_refused(
    notify: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    carrier = make_carrier(notify)
    monkeypatch.setattr(
        "notifications_python_client.authentication.epoch_seconds", lambda: 1_700_000_000
    )
    with pytest.raises(NotDeliveredError):
        carrier.deliver(letter())
    assert notify.refused_tokens == ["InvalidIssuedAtError"]


@pytest.mark.parametrize(
    ("fault", "for_good"), [(500, False), (503, False), (429, False), ("refuse", True)]
)
def test_a_failure_is_for_good_only_where_the_address_is_wrong(
    carrier: NotifyCarrier, notify: StandIn, fault: int | str, for_good: bool
) -> None:
    notify.faults.append(fault)
    with pytest.raises(NotDeliveredError) as raised:
        carrier.deliver(letter())
    assert raised.value.for_good is for_good
    assert EMAIL.value not in str(raised.value)
    assert notify.held == []


def test_a_template_that_is_not_there_is_ours_to_mend(notify: StandIn) -> None:
    carrier = make_carrier(notify, NOTIFY_EMAIL_TEMPLATE="another")
    with pytest.raises(NotDeliveredError) as raised:
        carrier.deliver(letter())
    assert not raised.value.for_good


def test_a_notify_that_is_away_is_tried_later(notify: StandIn) -> None:
    carrier = make_carrier(notify, NOTIFY_URL="http://127.0.0.1:9")
    with pytest.raises(NotDeliveredError) as raised:
        carrier.deliver(letter())
    assert not raised.value.for_good


def test_what_was_accepted_without_an_answer_is_not_sent_again(notify: StandIn) -> None:
    settings = notify_settings(notify)
    impatient = NotifyCarrier(
        api_key=API_KEY,
        base_url=notify.url,
        templates={Channel.EMAIL: str(settings["NOTIFY_EMAIL_TEMPLATE"])},
        timeout=0.2,
    )
    notify.faults.append("hang")
    first = letter()
    with pytest.raises(NotDeliveredError) as raised:
        impatient.deliver(first)
    assert not raised.value.for_good
    assert notify.references() == [str(first.id)], "accepted, although nobody could say so"
    make_carrier(notify).deliver(letter(letter_id=first.id, is_again=True))
    assert notify.references() == [str(first.id)]
    assert notify.asked_by_reference == [str(first.id)]


def test_what_never_arrived_is_sent_again(carrier: NotifyCarrier, notify: StandIn) -> None:
    again = letter(is_again=True)
    carrier.deliver(again)
    assert notify.references() == [str(again.id)]


def test_failures_come_back_page_by_page(carrier: NotifyCarrier, notify: StandIn) -> None:
    statuses = ["permanent-failure"] * 7 + ["temporary-failure", "technical-failure", "delivered"]
    sent = [letter() for _ in statuses]
    for each, status in zip(sent, statuses, strict=True):
        carrier.deliver(each)
        notify.fail(str(each.id), status)
    notify.held.append({**notify.held[0], "id": str(uuid4()), "reference": "of somebody else"})
    assert dict(carrier.list_failures()) == {
        each.id: DeliveryStatus(status)
        for each, status in zip(sent, statuses, strict=True)
        if status != "delivered"
    }


def test_a_notify_that_is_away_tells_of_no_failures(notify: StandIn) -> None:
    carrier = make_carrier(notify, NOTIFY_URL="http://127.0.0.1:9")
    with pytest.raises(NotDeliveredError):
        list(carrier.list_failures())
