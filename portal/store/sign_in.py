"""Tickets: made, given a link and a code, found again, tried, used."""

import hmac
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from uuid import UUID, uuid4

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from portal.domain.addresses import Address, Channel
from portal.domain.messages import Recipient, RecipientKind
from portal.domain.sign_in import CODE_DIGITS, TicketFacts, TicketPurpose
from portal.store.recipients import digest_of
from portal.store.sealing import keyed_digest
from portal.store.tables.sign_in import SignInTicket


@dataclass(frozen=True, slots=True)
class Ticket:
    """A ticket and, where somebody was found, the person whom it lets in."""

    id: UUID
    facts: TicketFacts
    person: Recipient | None
    code_digest: bytes | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed on the sign-in page, as the worker finds it."""

    lookup: bytes
    channel: Channel


@dataclass(frozen=True, slots=True)
class WayInSecrets:
    """The link's token and the code, which are in the message and nowhere else."""

    token: str
    code: str


def add_asked_ticket(session: Session, *, address: Address, browser: str, now: datetime) -> UUID:
    """A ticket for whoever has this address, asked for by this browser."""
    ticket = SignInTicket(
        id=uuid4(),
        purpose=TicketPurpose.SIGN_IN,
        address_lookup=digest_of(session, address),
        channel=address.channel,
        browser_digest=_digest(browser),
        made_at=now,
        wrong_codes=0,
    )
    session.add(ticket)
    session.flush()
    return ticket.id


def add_ticket_for(
    session: Session, *, purpose: TicketPurpose, person: Recipient, now: datetime
) -> UUID:
    """A ticket that the council sends unasked: an invitation, or the set-up of an account."""
    ticket = SignInTicket(
        id=uuid4(),
        purpose=purpose,
        person_kind=person.kind,
        person_id=person.id,
        made_at=now,
        wrong_codes=0,
    )
    session.add(ticket)
    session.flush()
    return ticket.id


def find_asked(session: Session, ticket_id: UUID) -> Asked | None:
    """What was typed for this ticket; None where that has been looked up already."""
    row = session.get(SignInTicket, ticket_id)
    if row is None or row.address_lookup is None or row.channel is None:
        return None
    return Asked(row.address_lookup, Channel(row.channel))


def forget_asked(session: Session, ticket_id: UUID) -> None:
    """The address has been looked up: keep nothing of it."""
    row = session.get_one(SignInTicket, ticket_id)
    row.address_lookup = row.channel = None
    session.flush()


def give_way_in(session: Session, ticket_id: UUID, person: Recipient) -> WayInSecrets:
    """Make the ticket good for this person; the secrets go into the message."""
    row = session.get_one(SignInTicket, ticket_id)
    made = WayInSecrets(
        secrets.token_urlsafe(32), f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
    )
    row.person_kind, row.person_id = person.kind, person.id
    row.token_digest = _digest(made.token)
    row.code_digest = _code_digest(session, row.id, made.code)
    session.flush()
    return made


def find_ticket_by_token(
    session: Session, token: str, *, browser: str | None, for_update: bool = False
) -> Ticket | None:
    """The ticket of a link, as this browser sees it."""
    query = select(SignInTicket).where(SignInTicket.token_digest == _digest(token))
    if for_update:
        query = query.with_for_update().execution_options(populate_existing=True)
    row = session.scalars(query).one_or_none()
    return _ticket(row, browser) if row else None


def list_tickets_of_browser(session: Session, browser: str, since: datetime) -> Sequence[Ticket]:
    """The tickets this browser asked for, newest first, locked: codes are tried one at a time."""
    rows = session.scalars(
        select(SignInTicket)
        .where(SignInTicket.browser_digest == _digest(browser), SignInTicket.made_at > since)
        .order_by(SignInTicket.made_at.desc(), SignInTicket.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return [_ticket(row, browser) for row in rows]


def code_fits(session: Session, ticket: Ticket, code: str) -> bool:
    """Whether this is the ticket's code. A ticket that leads to nobody has none."""
    typed = _code_digest(session, ticket.id, code)
    return hmac.compare_digest(typed, ticket.code_digest or b"")


def note_wrong_code(session: Session, tickets: Iterable[Ticket]) -> None:
    """Use up an attempt of each. They must have been found for update."""
    session.execute(
        update(SignInTicket)
        .where(SignInTicket.id.in_([ticket.id for ticket in tickets]))
        .values(wrong_codes=SignInTicket.wrong_codes + 1)
    )


def use_ticket(session: Session, ticket_id: UUID, now: datetime) -> None:
    """Nobody can sign in with it again. The ticket must have been found for update."""
    session.execute(update(SignInTicket).where(SignInTicket.id == ticket_id).values(used_at=now))


def delete_tickets_before(session: Session, purpose: TicketPurpose, moment: datetime) -> None:
    """Forget the tickets of a purpose made before this moment; choose one past their life."""
    session.execute(
        delete(SignInTicket).where(SignInTicket.purpose == purpose, SignInTicket.made_at < moment)
    )


def _ticket(row: SignInTicket, browser: str | None) -> Ticket:
    asked_here = (
        browser is not None
        and row.browser_digest is not None
        and hmac.compare_digest(row.browser_digest, _digest(browser))
    )
    person = None
    if row.person_id is not None and row.person_kind is not None:
        person = Recipient(RecipientKind(row.person_kind), row.person_id)
    facts = TicketFacts(
        TicketPurpose(row.purpose), row.made_at, row.used_at, row.wrong_codes, asked_here
    )
    return Ticket(row.id, facts, person, row.code_digest)


def _digest(secret: str) -> bytes:
    """For secrets too long to guess; a code, being short, needs the keyed digest below."""
    return sha256(secret.encode()).digest()


def _code_digest(session: Session, ticket_id: UUID, code: str) -> bytes:
    return keyed_digest(session, f"code {ticket_id}", code)
