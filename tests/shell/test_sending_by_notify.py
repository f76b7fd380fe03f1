"""Messages that go through Notify, and what it says became of them."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal.domain.messages import MessageKind
from portal.domain.retries import LEASE
from portal.store import outbox_claims
from portal.store.tables.jobs import Job
from tests.conftest import Clock
from tests.mail_server import Postbox
from tests.notify_server import StandIn
from tests.shell.posting import (
    MOBILE,
    House,
    ask_notify,
    delivered,
    house,
    notify,
    postbox,
    rows,
    settings,
)
from tests.shell.test_worker import commit, work

__all__ = ["house", "notify", "postbox", "settings"]


def test_messages_go_through_notify_by_the_channel_that_is_preferred(
    app: Flask, clock: Clock, notify: StandIn
) -> None:
    House(app, clock).tell(MessageKind.PLAN_NEWS)
    House(app, clock, mobile=MOBILE, channel="sms").tell(MessageKind.PLAN_NEWS)
    work(app)
    assert sorted(held["type"] for held in notify.held) == ["email", "sms"]
    assert notify.refused_tokens == []
    assert notify.asked_by_reference == []


def test_a_message_is_not_sent_to_notify_again_when_it_is_there(
    app: Flask, clock: Clock, house: House, notify: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    [news] = house.tell(MessageKind.PLAN_NEWS)

    def die(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as killing:
        killing.setattr(outbox_claims, "end_message", die)
        with pytest.raises(KeyboardInterrupt):
            work(app)
    clock.at += LEASE
    work(app)
    assert notify.references() == notify.asked_by_reference == [str(news)]
    assert rows(app)[news] == ("sent", None)


def test_a_notify_that_stumbles_gets_the_message_later(
    app: Flask, clock: Clock, house: House, notify: StandIn
) -> None:
    [news] = house.tell(MessageKind.PLAN_NEWS)
    notify.faults.append(500)
    work(app)
    assert notify.held == []
    clock.move(minutes=1)
    work(app)
    assert notify.references() == [str(news)]


def test_an_address_that_notify_refuses_is_given_up_at_once(
    app: Flask, clock: Clock, house: House, notify: StandIn
) -> None:
    [news] = house.tell(MessageKind.PLAN_NEWS)
    notify.faults.append("refuse")
    work(app)
    assert rows(app)[news] == ("failed", "Notify answered 400")
    assert delivered(app) == [("email", "permanent-failure")]


def test_every_hour_notify_is_asked_what_failed(
    app: Flask, clock: Clock, house: House, notify: StandIn
) -> None:
    other = House(app, clock)
    [news], [fine] = house.tell(MessageKind.PLAN_NEWS), other.tell(MessageKind.PLAN_NEWS)
    work(app)
    ask_notify(app)
    assert delivered(app) == [("email", "handed-over")] * 2
    notify.fail(str(news), "permanent-failure")
    notify.fail(str(fine), "delivered")
    clock.move(minutes=30)
    ask_notify(app)
    assert ("email", "permanent-failure") not in delivered(app), "asked within the hour"
    clock.move(minutes=30)
    ask_notify(app)
    assert sorted(delivered(app)) == [("email", "handed-over"), ("email", "permanent-failure")]


def test_a_notify_that_is_away_is_asked_again(
    app: Flask, clock: Clock, house: House, notify: StandIn, settings: dict[str, Any]
) -> None:
    [news] = house.tell(MessageKind.PLAN_NEWS)
    work(app)
    notify.fail(str(news), "temporary-failure")
    settings["NOTIFY_URL"] = "http://127.0.0.1:9"
    ask_notify(app)
    assert delivered(app) == [("email", "handed-over")]
    settings["NOTIFY_URL"] = notify.url
    clock.move(minutes=1)
    work(app)
    assert delivered(app) == [("email", "temporary-failure")]


def test_nobody_asks_notify_where_mail_goes_by_smtp(
    app: Flask, house: House, postbox: Postbox
) -> None:
    ask_notify(app)
    kinds = commit(app, lambda session: session.scalars(select(Job.kind)).all())
    assert "messages.ask_statuses" not in kinds
