"""The drill: from words to a decision, through the real worker and a stand-in for GOV.UK Notify.

Fails where the telling, the clock or the way to the next person breaks.
"""

from datetime import UTC, datetime
from typing import Any

from flask import Flask
from sqlalchemy import delete

from portal.actions.messages import queue_message
from portal.domain.messages import MessageKind, Recipient, RecipientKind
from portal.store.tables.jobs import Job
from portal.store.tables.outbox import OutboxMessage
from tests.conftest import Clock
from tests.notify_server import StandIn
from tests.pages.conftest import CheckingClient
from tests.pages.giving_views import Family, answer, begin, circulate, family, send
from tests.pages.safeguarding_desk import (
    MOBILES,
    WRITE,
    Leads,
    concern_rows,
    leads,
    only_concern,
    press,
    send_form,
)
from tests.shell.posting import ask_notify, notify, settings
from tests.shell.test_worker import commit, work

__all__ = ["circulate", "family", "leads", "notify", "settings"]

WORDS = "He hits me when mum is out."
WHY = "She says that somebody hits her."


def texted(notify: StandIn) -> list[str]:
    """To whom text messages went, in their order."""
    names = {number: name for name, number in MOBILES.items()}
    return [names[held["phone_number"]] for held in notify.held if held["type"] == "sms"]


def words_sent(notify: StandIn) -> str:
    """Everything that left the house."""
    return " ".join(
        f"{held['personalisation']['subject']} {held['personalisation']['text']}"
        for held in notify.held
    )


def sent_kinds(app: Flask) -> list[str]:
    rows = commit(app, lambda session: session.query(OutboxMessage).all())
    return sorted(str(row.kind) for row in rows if row.outcome == "sent")


def write_views(family: Family) -> None:
    begin(family.child, family)
    answer(family.child, family, "hard", words=WORDS)
    send(family.child, family)


def raise_it(family: Family) -> None:
    """The caseworker reads the views and is worried."""
    family.caseworker.get(family.compared)
    link = next(
        str(each["href"])
        for each in family.caseworker.page.select("main a")
        if "/staff/worried/views/" in str(each["href"])
    )
    assert send_form(family.caseworker, link, why=WHY) == 303


def test_the_whole_way_from_words_to_a_decision(
    app: Flask, clock: Clock, family: Family, leads: Leads, notify: StandIn
) -> None:
    write_views(family)
    family.caseworker.get(family.compared)
    assert "Look at this first" in family.caseworker.text()

    raise_it(family)
    # Statutory letters go; the receipt of these views, which was made from them, waits.
    commit(app, lambda session: tell_of_plan(session, family, clock()))
    work(app)
    assert texted(notify) == ["Ines"], "whoever is on is texted at once"
    assert sent_kinds(app) == ["concern", "concern", "plan_news"]
    for secret in ("Juniper", "Quillfeather", WORDS, WHY, " plan "):
        assert secret not in words_sent(notify)

    clock.move(minutes=29)
    work(app)
    assert texted(notify) == ["Ines"]
    clock.move(minutes=1)
    work(app)
    assert texted(notify) == ["Ines", "Osman"], "nobody took it in time: the deputy is texted"
    clock.move(minutes=30)
    work(app)
    assert sorted(texted(notify)[2:]) == ["Ines", "Osman", "Petra"], "then everybody"

    osman, ines = leads.browser("Osman"), leads.browser("Ines")
    page = only_concern(app)
    ines.get(page)
    assert press(osman, page, f"{page}/take") == 303
    assert press_stale(ines, f"{page}/take") == 303
    ines.get(page)
    assert "Osman has it" in ines.text()
    assert "Somebody else has it" in ines.text()
    assert WORDS in ines.text()
    clock.move(minutes=45)
    work(app)
    assert len(texted(notify)) == 5, "nobody is told again once somebody has it"
    assert "concern_taken" in sent_kinds(app)

    osman = leads.browser("Osman")
    assert press(osman, page, f"{page}/notes", words="I rang her school.") == 303
    assert send_form(osman, f"{page}/decision", outcome="social_care", reason="Hurt") == 422
    decided = {"outcome": "social_care", "reason": "Hurt at home.", "reference": "MASH 4711"}
    assert send_form(osman, f"{page}/decision", **decided) == 303
    osman.get(page)
    for said in (WORDS, WHY, "I rang her school.", "Reference: MASH 4711", "Told : Petra"):
        assert said in osman.text()

    assert "views_received" not in sent_kinds(app)
    work(app)
    assert "views_received" in sent_kinds(app), "the hold is lifted"
    assert "concern_answered" in sent_kinds(app)


def tell_of_plan(session: Any, family: Family, now: datetime) -> None:
    """A notice to the child that the law asks for, with nothing of the views in it."""
    row = session.query(OutboxMessage).filter_by(kind=MessageKind.VIEWS_RECEIVED).one()
    queue_message(
        session,
        to=Recipient(RecipientKind.FAMILY_MEMBER, row.recipient_id),
        kind=MessageKind.PLAN_NEWS,
        link_path="/children",
        code=None,
        about=family.child_id,
        now=now,
    )


def press_stale(browser: CheckingClient, action: str) -> int:
    """Press the button of a page that was opened before somebody else pressed it."""
    guard = browser.page.select_one("input[name=csrf_token]")
    assert guard is not None
    return browser.post(action, data={"csrf_token": guard["value"]}).status_code


def test_at_night_the_text_goes_when_the_hours_begin(
    app: Flask, clock: Clock, client: CheckingClient, leads: Leads, notify: StandIn
) -> None:
    clock.at = datetime(2026, 11, 27, 23, 0, tzinfo=UTC)  # a Friday
    client.get(WRITE)
    assert "Nobody reads this until Monday 30 November 2026, 09:00." in client.text()
    assert send_form(client, WRITE, words="I am afraid to go home") == 303
    work(app)
    assert notify.held == []
    clock.at = datetime(2026, 11, 30, 8, 59, tzinfo=UTC)
    work(app)
    assert notify.held == []
    clock.move(minutes=1)
    work(app)
    assert texted(notify) == ["Ines"]
    clock.move(minutes=30)
    work(app)
    assert texted(notify) == ["Ines", "Osman"]


def test_a_clock_that_was_lost_is_found_by_the_worker(
    app: Flask, clock: Clock, client: CheckingClient, leads: Leads, notify: StandIn
) -> None:
    assert send_form(client, WRITE, words="I am afraid to go home") == 303
    work(app)
    commit(app, lambda session: session.execute(delete(Job)))
    clock.move(minutes=31)
    ask_notify(app)  # looks for what is due, as the worker does each hour
    assert texted(notify) == ["Ines", "Osman"]


def test_a_text_goes_at_night_where_the_hours_say_so_though_others_wait(
    app: Flask, client: CheckingClient, leads: Leads, notify: StandIn, settings: dict[str, Any]
) -> None:
    settings["QUIET_HOURS"] = "08:00-20:00"
    assert send_form(client, WRITE, words="I am afraid to go home") == 303
    work(app)
    assert texted(notify) == ["Ines"]


def test_the_drill_on_a_live_installation_proves_the_numbers(
    app: Flask, clock: Clock, leads: Leads, notify: StandIn
) -> None:
    begun = app.test_cli_runner().invoke(args=["safeguarding", "drill"])
    assert begun.exit_code == 0, begun.output
    work(app)
    clock.move(minutes=30)
    work(app)
    assert texted(notify) == ["Ines", "Osman"]
    for held in notify.held:
        assert "This is a drill" in held["personalisation"]["subject"]
        assert "drill" in held["personalisation"]["text"]
    page = only_concern(app)
    osman = leads.browser("Osman")
    assert press(osman, page, f"{page}/take") == 303
    decided = {"outcome": "no_further_action", "reason": "The drill went well."}
    assert send_form(osman, f"{page}/decision", **decided) == 303
    shown = app.test_cli_runner().invoke(args=["safeguarding", "drills"]).output
    for line in ("Told Ines (sms: sent)", "Told Osman (email: sent)", "Taken Osman", "Decided"):
        assert line in shown


def test_a_drill_shows_a_number_that_does_not_work(
    app: Flask, leads: Leads, notify: StandIn
) -> None:
    app.test_cli_runner().invoke(args=["safeguarding", "drill"])
    notify.faults.append("refuse")
    work(app)
    shown = app.test_cli_runner().invoke(args=["safeguarding", "drills"]).output
    assert "failed: there is no such number or address" in shown


def test_a_drill_without_anybody_to_tell_says_so(app: Flask) -> None:
    begun = app.test_cli_runner().invoke(args=["safeguarding", "drill"])
    assert begun.exit_code == 1
    assert "Nobody has an open account" in begun.output
    assert concern_rows(app) == []
