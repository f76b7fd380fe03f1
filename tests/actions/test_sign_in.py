"""How often anything may be tried from one place, and what the worker does twice."""

from datetime import UTC, datetime
from itertools import count

import pytest
from argon2.exceptions import VerificationError
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.actions import sign_in, staff_accounts
from portal.domain.addresses import Address, Channel
from portal.domain.messages import Recipient, RecipientKind
from portal.domain.sign_in import (
    ASKING_FROM_ONE_PLACE,
    CODES_FROM_ONE_PLACE,
    PASSWORDS_FOR_ONE_ADDRESS,
    PASSWORDS_FROM_ONE_PLACE,
    TicketPurpose,
    TicketUnknown,
)
from portal.store import sign_in as store
from portal.store.tables.jobs import Job
from portal.store.tables.outbox import OutboxMessage
from portal.store.tables.people import FamilyMember
from portal.store.tables.sign_in import SignInTicket
from tests.people import add_adult, add_child, link

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def path(token: str) -> str:
    return f"/sign-in/link/{token}"


def test_one_place_asks_for_so_many_people_an_hour_and_no_more(session: Session) -> None:
    def ask(number: int, place: str) -> object:
        address = Address(Channel.EMAIL, f"person{number}@example.org")
        return sign_in.ask_for_way_in(
            session, address=address, browser="browser", place=place, now=NOW
        )

    allowed = ASKING_FROM_ONE_PLACE.times
    answers = [ask(number, "192.0.2.1") for number in range(allowed + 1)]
    assert answers == [None] * allowed + [sign_in.TooManyTries()]
    assert ask(0, "192.0.2.2") is None
    made = (
        session.scalar(select(func.count()).select_from(table)) for table in (SignInTicket, Job)
    )
    assert list(made) == [allowed + 1, allowed + 1]


@pytest.mark.parametrize("behind_link", [True, False])
def test_one_place_types_so_many_codes_an_hour_and_no_more(
    session: Session, behind_link: bool
) -> None:
    def guess() -> object:
        if behind_link:
            return sign_in.sign_in_by_link_and_code(
                session, token="made up", code="123456", place="192.0.2.1", now=NOW
            )
        return sign_in.sign_in_by_code(
            session, code="123456", browser="browser", place="192.0.2.1", now=NOW
        )

    answers = [guess() for _ in range(CODES_FROM_ONE_PLACE.times + 1)]
    assert answers == [TicketUnknown()] * CODES_FROM_ONE_PLACE.times + [sign_in.TooManyTries()]


@pytest.mark.parametrize(
    ("times", "varied"),
    [(PASSWORDS_FROM_ONE_PLACE.times, "email"), (PASSWORDS_FOR_ONE_ADDRESS.times, "place")],
)
def test_passwords_are_counted_by_place_and_by_address(
    session: Session, monkeypatch: pytest.MonkeyPatch, times: int, varied: str
) -> None:
    """Hashing is left out: a hundred tries would take seconds."""

    class Quick:
        def verify(self, stored: str, password: str) -> bool:
            raise VerificationError

        def hash(self, password: str) -> str:
            return "hash"

    monkeypatch.setattr(staff_accounts, "_hasher", Quick())
    staff_accounts._nobodys_hash.cache_clear()
    numbers = count()

    def guess() -> object:
        number = next(numbers)
        return staff_accounts.check_password(
            session,
            email=f"a{number}@council.example" if varied == "email" else "a@council.example",
            password="a guess",
            place=f"192.0.2.{number}" if varied == "place" else "192.0.2.1",
            now=NOW,
        )

    answers = [guess() for _ in range(times + 1)]
    staff_accounts._nobodys_hash.cache_clear()
    assert answers == [staff_accounts.PasswordWrong()] * times + [sign_in.TooManyTries()]


def test_an_invitation_is_worth_nothing_once_somebody_else_has_the_same_address(
    session: Session,
) -> None:
    adult = add_adult(session, email="sam@example.org")
    ticket_id = store.add_ticket_for(
        session,
        purpose=TicketPurpose.FAMILY_INVITATION,
        person=Recipient(RecipientKind.FAMILY_MEMBER, adult),
        now=NOW,
    )
    made = store.give_way_in(session, ticket_id, Recipient(RecipientKind.FAMILY_MEMBER, adult))

    def enter() -> object:
        return sign_in.sign_in_by_link_and_code(
            session, token=made.token, code=made.code, place="192.0.2.1", now=NOW
        )

    other = add_adult(session, email="sam@example.org")
    assert enter() == TicketUnknown()
    session.delete(session.get_one(FamilyMember, other))
    session.flush()
    assert isinstance(enter(), sign_in.MayEnter)


def test_the_job_done_twice_sends_one_message(session: Session) -> None:
    adult = add_adult(session, email="sam@example.org")
    link(session, add_child(session), adult)
    address = Address(Channel.EMAIL, "sam@example.org")
    sign_in.ask_for_way_in(session, address=address, browser="b", place="192.0.2.1", now=NOW)
    [ticket_id] = session.scalars(select(SignInTicket.id))
    for _ in range(2):
        sign_in.send_way_in(session, ticket_id=ticket_id, link_path=path, now=NOW)
    assert session.scalar(select(func.count()).select_from(OutboxMessage)) == 1
