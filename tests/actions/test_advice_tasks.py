"""What an adviser says instead of an answer is put on the desk, each time that they say it."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from portal.actions.advice import (
    ask_for_advice,
    readdress_request,
    record_missed_appointment,
)
from portal.actions.advice_giving import pass_on, say_missed
from portal.actions.advice_reminders import nudge_advisers
from portal.domain.addresses import Channel
from portal.domain.advice import AdviceRequest, Adviser, Asked, NudgePolicy, Service
from portal.domain.people import Role, Viewer
from portal.domain.sending import DeliveryStatus
from portal.domain.tasks import TaskKind
from portal.store.deliveries import add_delivery
from portal.store.outbox_claims import SENT, claim_message, end_message
from portal.store.tasks import list_open_tasks
from tests import people

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
LATER = NOW + timedelta(days=14)


@pytest.fixture
def caseworker(session: Session) -> Viewer:
    return Viewer(Role.CASEWORKER, people.add_staff(session, Role.CASEWORKER))


@pytest.fixture
def request_made(session: Session, caseworker: Viewer) -> AdviceRequest:
    child: UUID = people.add_child(session)
    people.put_on_caseload(session, child, caseworker.person_id)
    asked = Asked(Service.HEALTH, adviser(1), "What helps?", "Ellis Marrow", "m@example.org")
    made = ask_for_advice(session, caseworker, child, asked, path_of=link, now=NOW)
    assert isinstance(made, AdviceRequest)
    return made


def adviser(number: int) -> Adviser:
    return Adviser("Wren Larkin", "Doctor", f"doctor{number}@example.org")


def link(token: str) -> str:
    return f"/advice/{token}"


def to_do(session: Session, caseworker: Viewer, now: datetime) -> list[tuple[TaskKind, date]]:
    return [(task.kind, task.due_on) for task in list_open_tasks(session, caseworker, now.date())]


def test_a_second_missed_appointment_is_to_be_seen_to_as_well(
    session: Session, caseworker: Viewer, request_made: AdviceRequest
) -> None:
    say_missed(session, request_made, on=NOW.date(), note="", now=NOW)
    record_missed_appointment(
        session, caseworker, request_made, excused_until=None, decided_by="Ellis", now=NOW
    )
    assert to_do(session, caseworker, NOW) == []

    for _ in range(2):
        say_missed(session, request_made, on=LATER.date(), note="", now=LATER)
    assert to_do(session, caseworker, LATER) == [(TaskKind.APPOINTMENT_MISSED, LATER.date())]


def test_a_second_colleague_is_to_be_asked_as_well(
    session: Session, caseworker: Viewer, request_made: AdviceRequest
) -> None:
    pass_on(session, request_made, adviser(2), NOW)
    readdress_request(session, caseworker, request_made, adviser(2), path_of=link, now=NOW)
    assert to_do(session, caseworker, NOW) == []

    pass_on(session, request_made, adviser(3), LATER)
    assert to_do(session, caseworker, LATER) == [(TaskKind.ADVICE_PASSED_ON, LATER.date())]


def test_a_second_address_that_fails_is_to_be_seen_to_as_well(
    session: Session, caseworker: Viewer, request_made: AdviceRequest
) -> None:
    bounce(session, NOW)
    nudge(session, NOW)
    assert to_do(session, caseworker, NOW) == [(TaskKind.ADVISER_NOT_REACHED, NOW.date())]
    readdress_request(session, caseworker, request_made, adviser(2), path_of=link, now=NOW)
    nudge(session, NOW)
    assert to_do(session, caseworker, NOW) == []

    bounce(session, LATER)
    nudge(session, LATER)
    assert to_do(session, caseworker, LATER) == [(TaskKind.ADVISER_NOT_REACHED, LATER.date())]


def bounce(session: Session, now: datetime) -> None:
    """The one message that waits comes back."""
    message = claim_message(session, now)
    assert message is not None
    end_message(session, message, outcome=SENT, reason=None, now=now)
    status = DeliveryStatus.PERMANENT_FAILURE
    add_delivery(session, message.id, message.to.id, Channel.EMAIL, status, now)


def nudge(session: Session, now: datetime) -> None:
    policy = NudgePolicy((), (), 100)
    nudge_advisers(session, policy, answer_path=link, late_path=link, now=now)
