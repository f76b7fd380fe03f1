"""What messages say: neutral, answerable, and short where they are texted."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from flask import Flask

from portal.actions.messages import Delivery, Item
from portal.domain.addresses import Address, Channel
from portal.domain.messages import FAMILY_KINDS, NEWS_KINDS, MessageKind, Recipient, RecipientKind
from portal.kit.letter_writing import write_letter
from portal.kit.message_wording import TEXT_MESSAGE_HOLDS, subject_of
from portal.outside.letters import Letter
from portal.store.outbox_claims import ClaimedMessage

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
# The 128 characters of GSM 03.38 that count once; the ten of its extension are not used.
GSM = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
TOKEN = "x" * 43
SECRET_LINK = f"/sign-in/link/{TOKEN}"
NEWS_LINK = f"/children/{uuid4()}/reviews/{uuid4()}/proposed-changes"
MOBILE = Address(Channel.SMS, "+447700900123")
EMAIL = Address(Channel.EMAIL, "sam@example.org")


@pytest.fixture
def database() -> str:
    return "sqlite"


@pytest.fixture
def council(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """A council with a long name and address."""
    monkeypatch.setitem(app.config, "COUNCIL_NAME", "London Borough of Hammershire and Fulmar")
    monkeypatch.setitem(app.config, "BASE_URL", "https://send.hammershire.gov.uk")
    return app


def write(app: Flask, kind: MessageKind, to: Address, *items: Item) -> Letter:
    message = ClaimedMessage(
        uuid4(), None, kind, Recipient(RecipientKind.FAMILY_MEMBER, uuid4()), None, NOW, 1, ()
    )
    delivery = Delivery(to.channel, to, None, items, None, TOKEN)
    with app.app_context():
        return write_letter(message, delivery, to)


def item(kind: MessageKind) -> Item:
    return Item(kind, NEWS_LINK, None) if kind in NEWS_KINDS else Item(kind, SECRET_LINK, "246810")


@pytest.mark.parametrize("kind", sorted(FAMILY_KINDS | {MessageKind.DIGEST}))
def test_a_text_message_is_at_most_two_parts_and_can_be_answered(
    council: Flask, kind: MessageKind
) -> None:
    items = [item(MessageKind.PLAN_NEWS)] if kind is MessageKind.DIGEST else [item(kind)]
    text = write(council, kind, MOBILE, *items).text
    assert set(text) <= GSM
    assert len(text) <= TEXT_MESSAGE_HOLDS
    assert f"Not for you? No surveys? https://send.hammershire.gov.uk/messages/{TOKEN}" in text
    if kind in FAMILY_KINDS - NEWS_KINDS:
        assert SECRET_LINK in text
        assert "246810" in text


def test_news_keeps_its_own_link_where_there_is_room(council: Flask) -> None:
    short = Item(MessageKind.PLAN_NEWS, "/children/1", None)
    assert "gov.uk/children/1\n" in write(council, MessageKind.PLAN_NEWS, MOBILE, short).text
    long = replace(short, link_path=f"/children/{'x' * 200}")
    assert "gov.uk/your-messages\n" in write(council, MessageKind.PLAN_NEWS, MOBILE, long).text


@pytest.mark.parametrize("kind", sorted(FAMILY_KINDS | {MessageKind.DIGEST}))
@pytest.mark.parametrize("to", [EMAIL, MOBILE])
def test_every_message_is_neutral_and_offers_both_answers(
    council: Flask, kind: MessageKind, to: Address
) -> None:
    items = [item(each) for each in sorted(NEWS_KINDS)]
    letter = write(council, kind, to, *(items if kind is MessageKind.DIGEST else [item(kind)]))
    assert letter.text.count(f"/messages/{TOKEN}") == 1
    assert "Not for you?" in letter.text
    assert "surveys?" in letter.text
    said = re.sub(r"https://\S+", "", f"{letter.subject} {letter.text}").casefold()
    words = set(re.findall(r"[a-z]+", said))
    assert not words & {"child", "plan", "ehcp", "ehc", "send", "special", "needs", "disability"}


def test_a_digest_lists_each_kind_of_news_once_with_one_link(council: Flask) -> None:
    kinds = [MessageKind.PLAN_NEWS, MessageKind.MEETING_SET, MessageKind.PLAN_NEWS]
    text = write(council, MessageKind.DIGEST, EMAIL, *(item(kind) for kind in kinds)).text
    with council.app_context():
        for kind in set(kinds):
            assert text.count(f"- {subject_of(kind)}") == 1
    assert text.count("https://") == 2, "to read, and to answer"
