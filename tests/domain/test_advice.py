"""Requests for advice: the due day, the nudges, what an answer is made of."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest

from portal.domain.advice import (
    Advice,
    AdviceRequest,
    Adviser,
    Asked,
    FileKind,
    Nudge,
    NudgePolicy,
    Provision,
    Service,
    State,
    file_kind_of,
    missed_appointment_detail,
    nudges_reached,
    reply_due,
    service_in_detail,
    tidy,
)
from portal.domain.clocks import SEND_REGULATIONS_BEGIN, NoRuleInForceError
from portal.domain.exceptions import LawfulException, LawfulReason, read_exception
from portal.domain.messages import (
    ADVISER_KINDS,
    FAMILY_KINDS,
    AdviserFacts,
    MessageKind,
    StopReason,
    why_stopped,
)

DUE = date(2027, 3, 1)
POLICY = NudgePolicy(remind_before=(14, 3), remind_after=(1,), escalate_after=5)


@pytest.mark.parametrize(
    ("received", "due"),
    [  # counted by hand on a calendar
        (date(2026, 11, 23), date(2027, 1, 4)),
        (date(2028, 2, 1), date(2028, 3, 14)),  # across 29 February
        (date(2026, 10, 1), date(2026, 11, 12)),  # across the end of summer time
    ],
)
def test_an_answer_is_due_six_weeks_after_the_request_was_received(
    received: date, due: date
) -> None:
    assert reply_due(received) == due


def test_no_rule_covers_a_request_from_before_the_regulations() -> None:
    with pytest.raises(NoRuleInForceError):
        reply_due(SEND_REGULATIONS_BEGIN - timedelta(1))


def test_nudges_come_on_their_days_and_none_earlier() -> None:
    assert nudges_reached(DUE, date(2027, 2, 14), POLICY) == []
    first = (Nudge.REMINDER, date(2027, 2, 15))
    assert nudges_reached(DUE, date(2027, 2, 15), POLICY) == [first]
    second = (Nudge.REMINDER, date(2027, 2, 26))
    assert nudges_reached(DUE, DUE, POLICY) == [first, second]
    day_after = date(2027, 3, 2)
    late = [(Nudge.REMINDER, day_after), (Nudge.LATE, day_after)]
    assert nudges_reached(DUE, day_after, POLICY) == [first, second, *late]
    escalated = (Nudge.ESCALATION, date(2027, 3, 6))
    assert nudges_reached(DUE, date(2027, 6, 1), POLICY) == [first, second, *late, escalated]


@pytest.mark.parametrize("days", [((0,), (), 5), ((), (-1,), 5), ((), (), 0)])
def test_a_setting_that_is_no_number_of_days_is_refused(
    days: tuple[tuple[int, ...], tuple[int, ...], int],
) -> None:
    with pytest.raises(ValueError, match="days"):
        NudgePolicy(*days)


def test_a_request_is_late_only_after_its_day_and_while_it_waits() -> None:
    asked = Asked(Service.HEALTH, Adviser("Wren", "Doctor", "w@example.org"), "?", "", "")
    request = AdviceRequest(uuid4(), uuid4(), asked, DUE - timedelta(42), DUE)
    assert request.state is State.WAITING
    assert not request.is_late(DUE)
    assert request.is_late(DUE + timedelta(1))
    assert "Wren" not in request.event_detail
    assert service_in_detail(request.event_detail) is Service.HEALTH
    assert service_in_detail("health visitor") is None
    assert service_in_detail("Dr Wren deadbeef") is None


def test_a_missed_appointment_is_written_as_the_records_write_exceptions() -> None:
    detail = missed_appointment_detail(date(2027, 3, 20), "B. Sedgemere")
    read = read_exception(DUE, detail)
    assert read == LawfulException(
        LawfulReason.MISSED_APPOINTMENT, DUE, date(2027, 3, 20), "B. Sedgemere"
    )
    without = read_exception(DUE, missed_appointment_detail(None, "B. Sedgemere"))
    assert isinstance(without, LawfulException)
    assert without.excused_until is None


def test_empty_lines_of_help_are_left_out() -> None:
    written = Advice("  ", (Provision(" Speech ", "", ""), Provision("", " ", "")), "Joins in ")
    assert tidy(written) == Advice("", (Provision("Speech", "", ""),), "Joins in")


ASKED_FACTS = AdviserFacts(withdrawn=False, answered=False, died=False)


@pytest.mark.parametrize("kind", sorted(ADVISER_KINDS))
def test_an_adviser_is_written_to_while_the_request_waits(kind: MessageKind) -> None:
    assert why_stopped(kind, ASKED_FACTS) is None


@pytest.mark.parametrize(
    ("facts", "reason", "still_sent"),
    [
        (
            replace(ASKED_FACTS, withdrawn=True),
            StopReason.WITHDRAWN,
            {MessageKind.ADVICE_WITHDRAWN, MessageKind.ADVICE_RECEIPT},
        ),
        (
            replace(ASKED_FACTS, answered=True),
            StopReason.ANSWERED,
            {MessageKind.ADVICE_WITHDRAWN, MessageKind.ADVICE_RECEIPT},
        ),
        (
            replace(ASKED_FACTS, died=True),
            StopReason.DIED,
            {MessageKind.ADVICE_WITHDRAWN, MessageKind.ADVICE_RECEIPT, MessageKind.ADVICE_CODE},
        ),
    ],
)
def test_once_it_is_over_only_what_ends_it_still_goes_out(
    facts: AdviserFacts, reason: StopReason, still_sent: set[MessageKind]
) -> None:
    found = {kind: why_stopped(kind, facts) for kind in ADVISER_KINDS}
    assert {kind for kind, stopped in found.items() if stopped is None} == still_sent
    assert set(found.values()) == {None, reason}


def test_a_familys_message_never_goes_to_an_adviser() -> None:
    for kind in FAMILY_KINDS:
        assert why_stopped(kind, ASKED_FACTS) is StopReason.NOT_LINKED


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("report.PDF", FileKind.PDF),
        ("photo.jpeg", FileKind.JPEG),
        ("a.b.txt", FileKind.TEXT),
        ("report.pdf.exe", None),
        ("drawing.svg", None),
        ("page.html", None),
        ("old.doc", None),
        ("pdf", None),
    ],
)
def test_only_kinds_on_the_list_are_taken(name: str, kind: FileKind | None) -> None:
    assert file_kind_of(name) is kind
