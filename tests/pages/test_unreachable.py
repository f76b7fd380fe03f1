"""Families who cannot be reached, why, and what somebody found who checked."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.addresses import Channel
from portal.domain.messages import MessageKind, Recipient, RecipientKind
from portal.domain.people import Role
from portal.domain.retries import TRIES_ALLOWED
from portal.domain.sending import DeliveryStatus
from portal.domain.unreachable import MENDERS, Why
from portal.store import contact_reports, outbox, outbox_claims, sealing
from portal.store.deliveries import add_delivery, note_statuses
from portal.store.outbox import NewMessage
from portal.store.recipients import says_wrong_person
from portal.store.tables.contact_reports import ContactReport
from portal.store.tables.people import FamilyMember
from tests.conftest import Clock
from tests.pages.conftest import CheckingClient, SignIn
from tests.people import add_adult, add_child, add_plan, add_staff, link, put_on_caseload
from tests.shell.test_worker import commit

PATH = "/staff/unreachable"


class Council:
    """One caseworker with a child; adults are put around the child in the state that is tested."""

    def __init__(self, app: Flask, clock: Clock) -> None:
        self.app, self.clock = app, clock
        self.caseworker: UUID = commit(app, lambda s: add_staff(s, Role.CASEWORKER))
        self.administrator: UUID = commit(app, lambda s: add_staff(s, Role.ADMINISTRATOR))
        self.child = self.add_child()

    def add_child(self, *, on_caseload: bool = True) -> UUID:
        def make(session: Session) -> UUID:
            child = add_child(session, forename="Wren", surname="Fieldmouse")
            if on_caseload:
                put_on_caseload(session, child, self.caseworker)
            return child

        made: UUID = commit(self.app, make)
        return made

    def add_adult(
        self,
        then: Callable[[Session, UUID], object] = lambda _session, _adult: None,
        *,
        child: UUID | None = None,
        linked: dict[str, Any] | None = None,
        **facts: Any,
    ) -> UUID:
        def make(session: Session) -> UUID:
            adult = add_adult(session, **({"email": f"{len(facts)}x@example.org"} | facts))
            link(session, child or self.child, adult, **(linked or {}))
            then(session, adult)
            return adult

        made: UUID = commit(self.app, make)
        return made

    def fails(self, status: DeliveryStatus, **ago: float) -> Callable[[Session, UUID], None]:
        def note(session: Session, adult: UUID) -> None:
            hand_over(session, adult, self.clock, status, **ago)

        return note

    def reports(self, session: Session, adult: UUID) -> None:
        contact_reports.add_report(session, adult, self.clock())


def hand_over(
    session: Session, adult: UUID, clock: Clock, status: DeliveryStatus, **ago: float
) -> UUID:
    to = Recipient(RecipientKind.FAMILY_MEMBER, adult)
    new = NewMessage(to, MessageKind.PLAN_NEWS, "/x")
    [message_id] = outbox.add_messages(session, [(new, None)], clock())
    at = clock() - timedelta(**ago)
    add_delivery(session, message_id, adult, Channel.EMAIL, status, at)
    return message_id


@pytest.fixture
def council(app: Flask, clock: Clock) -> Council:
    return Council(app, clock)


@pytest.fixture
def caseworker(council: Council, sign_in: SignIn) -> CheckingClient:
    return sign_in(Role.CASEWORKER, council.caseworker)


@pytest.fixture
def administrator(council: Council, sign_in: SignIn) -> CheckingClient:
    return sign_in(Role.ADMINISTRATOR, council.administrator)


def lines(browser: CheckingClient, why: str = "") -> list[str]:
    assert browser.get(f"{PATH}?why={why}").status_code == 200
    return [row.get_text(" ", strip=True) for row in browser.page.select("tbody tr")]


def test_a_family_that_can_be_reached_is_not_listed(
    council: Council, caseworker: CheckingClient
) -> None:
    council.add_adult()
    council.add_adult(email=None, channel="letter")
    council.add_adult(email=None, channel="phone")
    council.add_adult(council.fails(DeliveryStatus.HANDED_OVER), email="y@example.org")
    assert lines(caseworker) == []


@pytest.mark.parametrize(
    ("facts", "status", "why", "says"),
    [
        ({"email": None}, None, Why.NO_ADDRESS, "No e-mail and no mobile"),
        ({}, DeliveryStatus.PERMANENT_FAILURE, Why.PERMANENT_FAILURE, "no such address"),
        ({}, DeliveryStatus.TEMPORARY_FAILURE, Why.TEMPORARY_FAILURE, "switched off"),
        ({}, DeliveryStatus.TECHNICAL_FAILURE, Why.TECHNICAL_FAILURE, "given up"),
    ],
)
def test_each_reason_is_shown_with_who_must_mend_it(
    council: Council,
    caseworker: CheckingClient,
    facts: dict[str, Any],
    status: DeliveryStatus | None,
    why: Why,
    says: str,
) -> None:
    then = council.fails(status) if status else lambda _session, _adult: None
    council.add_adult(then, given="Ida", family="Quill", **facts)
    [line] = lines(caseworker, why)
    assert "Ida Quill" in line
    assert says in line
    assert MENDERS[why] in line.casefold()
    assert "Family of Wren Fieldmouse" in line
    other = next(each for each in Why if each is not why)
    assert lines(caseworker, other) == []


def test_two_people_with_one_address_are_both_listed(
    council: Council, caseworker: CheckingClient, app: Flask
) -> None:
    def share(session: Session, adult: UUID) -> None:
        member = session.get_one(FamilyMember, adult)
        member.mobile_lookup = sealing.lookup(session, "+447700900123")

    council.add_adult(share, email="a@example.org")
    council.add_adult(share, email="b@example.org")
    council.add_adult(email="c@example.org")
    assert len(lines(caseworker, Why.SHARED_ADDRESS)) == 2


def test_a_later_message_that_went_settles_a_failure_by_itself(
    council: Council, caseworker: CheckingClient, app: Flask, clock: Clock
) -> None:
    adult = council.add_adult(council.fails(DeliveryStatus.PERMANENT_FAILURE, days=2))
    assert len(lines(caseworker)) == 1
    later = commit(
        app, lambda session: hand_over(session, adult, clock, DeliveryStatus.HANDED_OVER, days=1)
    )
    assert lines(caseworker) == []
    statuses = {later: DeliveryStatus.TEMPORARY_FAILURE}
    assert commit(app, lambda session: note_statuses(session, statuses, clock())) == 1
    assert commit(app, lambda session: note_statuses(session, statuses, clock())) == 0
    [line] = lines(caseworker)
    assert "switched off" in line


def test_a_message_given_up_before_it_had_a_channel_is_settled_by_the_next_that_went(
    app: Flask, council: Council, caseworker: CheckingClient, clock: Clock
) -> None:
    def give_up(session: Session, adult: UUID) -> None:
        new = NewMessage(Recipient(RecipientKind.FAMILY_MEMBER, adult), MessageKind.PLAN_NEWS, "/x")
        outbox.add_messages(session, [(new, None)], clock() - timedelta(days=2))
        message = outbox_claims.claim_message(session, clock() - timedelta(days=2))
        assert message is not None
        last = replace(message, tries=TRIES_ALLOWED)
        given_up_at = clock() - timedelta(days=1)
        assert not outbox_claims.postpone_message(session, last, reason="away", now=given_up_at)

    adult = council.add_adult(give_up)
    assert len(lines(caseworker, Why.TECHNICAL_FAILURE)) == 1
    commit(app, lambda session: hand_over(session, adult, clock, DeliveryStatus.HANDED_OVER))
    assert lines(caseworker) == []


@pytest.mark.parametrize(
    ("linked", "plan"),
    [
        ({"restriction": "no contact"}, None),
        ({"responsibility": "unknown"}, None),
        ({"relationship": "self"}, None),  # a child of ten is told by the adults
        ({}, {"ceased": True}),
    ],
)
def test_whoever_is_not_to_be_written_to_is_not_listed(
    council: Council,
    caseworker: CheckingClient,
    app: Flask,
    clock: Clock,
    linked: dict[str, Any],
    plan: dict[str, Any] | None,
) -> None:
    if plan:
        ceased = {"ceased_on": clock().date(), "cease_reason": "2"}
        commit(app, lambda session: add_plan(session, council.child, **ceased))
    council.add_adult(email=None, linked=linked)
    assert lines(caseworker) == []


def test_a_caseworker_sees_the_own_caseload_and_nobody_elses(
    council: Council, caseworker: CheckingClient
) -> None:
    elsewhere = council.add_child(on_caseload=False)
    council.add_adult(council.reports, email=None, child=elsewhere, given="Nott", family="Mine")
    assert lines(caseworker) == []
    assert "Any reason (0)" in caseworker.text()


def test_an_administrator_sees_counts_and_numbers_and_no_names(
    council: Council, administrator: CheckingClient
) -> None:
    council.add_adult(email=None, given="Ida", family="Quill", contact_id="F-77")
    council.add_adult(
        council.reports, email=None, contact_id="F-78", child=council.add_child(on_caseload=False)
    )
    shown = lines(administrator)
    assert ["F-77" in shown[0], "F-78" in shown[1]] == [True, True]
    text = administrator.text()
    assert "Any reason (2)" in text
    assert "not for them (1)" in text
    for name in ("Ida", "Quill", "Wren", "Fieldmouse"):
        assert name not in text


def test_a_made_up_reason_shows_everybody(council: Council, caseworker: CheckingClient) -> None:
    council.add_adult(email=None)
    assert len(lines(caseworker, "because")) == 1


@pytest.fixture
def reported(council: Council) -> UUID:
    return council.add_adult(council.reports)


def report_path(browser: CheckingClient) -> str:
    lines(browser)
    [settle] = browser.page.select("a[href*='/contact-reports/']")
    return str(settle["href"])


@pytest.mark.parametrize("decision", ["right_person", "corrected"])
def test_a_report_is_settled_by_whoever_has_checked(
    council: Council,
    caseworker: CheckingClient,
    app: Flask,
    clock: Clock,
    reported: UUID,
    decision: str,
) -> None:
    path = report_path(caseworker)
    caseworker.get(path)
    assert caseworker.submit(path, {"decision": decision}).status_code == 303
    assert lines(caseworker) == []
    assert caseworker.get(path).status_code == 404
    row = commit(app, lambda session: session.scalars(select(ContactReport)).one())
    assert (row.decision, row.settled_by_id, row.settled_at) == (
        decision,
        council.caseworker,
        clock(),
    )
    assert not commit(app, lambda session: says_wrong_person(session, reported))


def test_a_report_that_is_right_keeps_messages_stopped_until_the_record_is_corrected(
    council: Council, caseworker: CheckingClient, app: Flask, reported: UUID
) -> None:
    path = report_path(caseworker)
    caseworker.get(path)
    caseworker.submit(path, {"decision": "wrong_address"})
    [line] = lines(caseworker, Why.WRONG_ADDRESS)
    assert "Records team" in line
    assert lines(caseworker, Why.WRONG_PERSON) == []
    assert commit(app, lambda session: says_wrong_person(session, reported))
    caseworker.get(path)
    assert "checked this already" in caseworker.text()
    caseworker.submit(path, {"decision": "corrected"})
    assert lines(caseworker) == []


@pytest.mark.usefixtures("reported")
def test_nothing_is_settled_without_a_decision(caseworker: CheckingClient) -> None:
    path = report_path(caseworker)
    caseworker.get(path)
    assert caseworker.submit(path).status_code == 422
    assert "Choose what you found" in caseworker.text()
    assert caseworker.submit(path, {"decision": "burn it"}).status_code == 422
    assert len(lines(caseworker)) == 1


@pytest.mark.usefixtures("reported")
def test_another_caseworker_settles_nothing(
    app: Flask, caseworker: CheckingClient, sign_in: SignIn
) -> None:
    path = report_path(caseworker)
    other = sign_in(
        Role.CASEWORKER, commit(app, lambda session: add_staff(session, Role.CASEWORKER))
    )
    assert other.get(path).status_code == 404
    other.get(PATH)
    assert other.submit(path, {"decision": "right_person"}).status_code == 404


# What a mail system hands over


def bounced(app: Flask, *args: str, given: str = "") -> str:
    result = app.test_cli_runner().invoke(args=["messages", "bounced", *args], input=given)
    assert result.exit_code == 0, result.output
    return result.output.strip()


def test_a_message_that_came_back_brings_its_reader_onto_the_list(
    council: Council, caseworker: CheckingClient, app: Flask, clock: Clock
) -> None:
    adult = council.add_adult()
    message_id = commit(
        app, lambda session: hand_over(session, adult, clock, DeliveryStatus.HANDED_OVER)
    )
    assert bounced(app, f"<{message_id}@council.example>") == "Noted."
    assert bounced(app, f"<{message_id}@council.example>") == "Nothing to note."
    [line] = lines(caseworker)
    assert "no such address" in line
    assert bounced(app, "<somebody@else.example>") == "Nothing to note."
    assert bounced(app, given="not a report at all") == "Nothing to note."
