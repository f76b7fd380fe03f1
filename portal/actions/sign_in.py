"""Families sign in: they ask, the worker sends a link and a code, one of the two lets them in."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal.actions.messages import queue_message
from portal.domain.addresses import Address, Channel
from portal.domain.dates import london_day
from portal.domain.messages import MessageKind, Recipient, RecipientKind
from portal.domain.people import Role, Viewer
from portal.domain.sign_in import (
    ASKING_FOR_ONE_ADDRESS,
    ASKING_FROM_ONE_PLACE,
    CODES_FROM_ONE_PLACE,
    LIFE,
    CodeNeeded,
    CodeRight,
    CodeWrong,
    TicketPurpose,
    TicketRefusal,
    TicketUnknown,
    WayIn,
    judge_code,
    judge_wrong_code,
    way_in,
    who_signs_in,
    why_worthless,
)
from portal.store import families, recipients, sign_in
from portal.store.jobs import add_job
from portal.store.rate import count_try

SEND_WAY_IN = "sign_in.send_way_in"
FAMILY_PURPOSES = frozenset({TicketPurpose.SIGN_IN, TicketPurpose.FAMILY_INVITATION})
LinkPath = Callable[[str], str]  # from a link's token to its path on this site


@dataclass(frozen=True, slots=True)
class MayEnter:
    """This person has proved who they are."""

    person_id: UUID
    role: Role


@dataclass(frozen=True, slots=True)
class TooManyTries:
    """Asked or guessed too often lately; the same for people known and unknown."""


def ask_for_way_in(
    session: Session, *, address: Address, browser: str, place: str, now: datetime
) -> TooManyTries | None:
    """Somebody typed an e-mail or mobile. The same is done whether or not we know them.

    Looking them up is left to the worker, so that neither the answer nor its timing tells.
    ``browser`` is this browser's secret, ``place`` the network address that it comes from.
    """
    from_here = count_try(session, "ask from place", place, ASKING_FROM_ONE_PLACE, now)
    for_address = count_try(session, "ask for", address.value, ASKING_FOR_ONE_ADDRESS, now)
    if not (from_here and for_address):
        return TooManyTries()
    ticket_id = sign_in.add_asked_ticket(session, address=address, browser=browser, now=now)
    add_job(session, SEND_WAY_IN, {"ticket": str(ticket_id)}, now)
    return None


def send_way_in(session: Session, *, ticket_id: UUID, link_path: LinkPath, now: datetime) -> None:
    """The worker's half: find who asked and queue their message, or do nothing."""
    asked = sign_in.find_asked(session, ticket_id)
    if asked is None:
        return
    sign_in.forget_asked(session, ticket_id)
    found = who_signs_in(recipients.list_adults_at(session, asked.lookup, asked.channel))
    if isinstance(found, UUID):
        person = Recipient(RecipientKind.FAMILY_MEMBER, found)
        _send(session, ticket_id, person, MessageKind.SIGN_IN, link_path, now, asked.channel)


def invite_family_member(
    session: Session, *, family_member_id: UUID, link_path: LinkPath, now: datetime
) -> UUID:
    """Send a first way in, with the longer life of an invitation; the id of the message."""
    person = Recipient(RecipientKind.FAMILY_MEMBER, family_member_id)
    ticket_id = sign_in.add_ticket_for(
        session, purpose=TicketPurpose.FAMILY_INVITATION, person=person, now=now
    )
    kind = MessageKind.FAMILY_INVITATION
    return _send(session, ticket_id, person, kind, link_path, now, None)


def _send(
    session: Session,
    ticket_id: UUID,
    person: Recipient,
    kind: MessageKind,
    link_path: LinkPath,
    now: datetime,
    channel: Channel | None,
) -> UUID:
    made = sign_in.give_way_in(session, ticket_id, person)
    return queue_message(
        session,
        to=person,
        kind=kind,
        link_path=link_path(made.token),
        code=made.code,
        now=now,
        channel=channel,
    )


def look_at_link(
    session: Session, *, token: str, browser: str | None, now: datetime
) -> WayIn | TicketRefusal | TicketUnknown:
    """What a link offers in this browser. Changes nothing: a mail scanner may be looking."""
    ticket = sign_in.find_ticket_by_token(session, token, browser=browser)
    if ticket is None or ticket.facts.purpose not in FAMILY_PURPOSES:
        return TicketUnknown()
    return way_in(ticket.facts, now)


def sign_in_by_link(
    session: Session, *, token: str, browser: str | None, now: datetime
) -> MayEnter | CodeNeeded | TicketRefusal | TicketUnknown:
    """Continue was pressed behind a link: enough in the browser that asked."""
    ticket = sign_in.find_ticket_by_token(session, token, browser=browser, for_update=True)
    if ticket is None or ticket.facts.purpose not in FAMILY_PURPOSES:
        return TicketUnknown()
    match way_in(ticket.facts, now):
        case WayIn.PRESS_CONTINUE:
            return _enter(session, ticket, now)
        case WayIn.TYPE_CODE:
            return CodeNeeded()
        case refusal:
            return refusal


def sign_in_by_link_and_code(
    session: Session, *, token: str, code: str, place: str, now: datetime
) -> MayEnter | CodeWrong | TicketRefusal | TicketUnknown | TooManyTries:
    """The code was typed behind a link, in another browser than the one that asked."""
    if not count_try(session, "code from place", place, CODES_FROM_ONE_PLACE, now):
        return TooManyTries()
    ticket = sign_in.find_ticket_by_token(session, token, browser=None, for_update=True)
    if ticket is None or ticket.facts.purpose not in FAMILY_PURPOSES:
        return TicketUnknown()
    verdict = judge_code(ticket.facts, matches=sign_in.code_fits(session, ticket, code), now=now)
    if isinstance(verdict, CodeRight):
        return _enter(session, ticket, now)
    if why_worthless(ticket.facts, now) is None:
        sign_in.note_wrong_code(session, [ticket])
    return verdict


def sign_in_by_code(
    session: Session, *, code: str, browser: str, place: str, now: datetime
) -> MayEnter | CodeWrong | TicketRefusal | TicketUnknown | TooManyTries:
    """The code was typed in the browser that asked.

    Somebody who asked twice may hold either message, so each of this browser's tickets is tried;
    a wrong code uses up an attempt of every one of them.
    """
    if not count_try(session, "code from place", place, CODES_FROM_ONE_PLACE, now):
        return TooManyTries()
    since = now - LIFE[TicketPurpose.SIGN_IN]
    tickets = sign_in.list_tickets_of_browser(session, browser, since)
    if not tickets:
        return TicketUnknown()
    good = [ticket for ticket in tickets if why_worthless(ticket.facts, now) is None]
    for ticket in good:
        if sign_in.code_fits(session, ticket, code):
            return _enter(session, ticket, now)
    sign_in.note_wrong_code(session, good)
    return judge_wrong_code((good or tickets)[0].facts, now)


def _enter(session: Session, ticket: sign_in.Ticket, now: datetime) -> MayEnter | TicketUnknown:
    """Use the ticket up. Since it was sent its person may have left the register, or somebody
    else may read the same messages, by the same e-mail or mobile or by a wrong one."""
    if (
        ticket.person is None
        or recipients.shares_address(session, ticket.person.id)
        or recipients.says_wrong_person(session, ticket.person.id)
    ):
        return TicketUnknown()
    role = recipients.find_family_role(session, ticket.person.id, london_day(now))
    if role is None:
        return TicketUnknown()
    sign_in.use_ticket(session, ticket.id, now)
    return MayEnter(ticket.person.id, role)


@dataclass(frozen=True, slots=True)
class NotOfThisChild:
    """No such child for this viewer, or nobody by that id around the child."""


@dataclass(frozen=True, slots=True)
class MayNotBeInvited:
    """Access is closed, nothing to write to, or an address shared with somebody else."""


def invite_around_child(
    session: Session,
    *,
    viewer: Viewer,
    child_id: UUID,
    family_member_id: UUID,
    link_path: LinkPath,
    now: datetime,
) -> UUID | NotOfThisChild | MayNotBeInvited:
    """A caseworker invites somebody who is linked to a child of theirs; the message's id."""
    member = families.find_family_member(
        session, viewer, child_id, family_member_id, london_day(now)
    )
    if member is None:
        return NotOfThisChild()
    if not member.is_open or not member.can_be_reached or member.shares_address:
        return MayNotBeInvited()
    return invite_family_member(
        session, family_member_id=family_member_id, link_path=link_path, now=now
    )
