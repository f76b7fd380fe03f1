"""Accounts of staff: added, set up by a one-time link, signed in to, closed."""

import hmac
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from uuid import UUID

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy.orm import Session

from portal.actions.messages import queue_message
from portal.actions.sign_in import LinkPath, MayEnter, TooManyTries
from portal.domain.addresses import Address, Channel, read_address
from portal.domain.messages import MessageKind, Recipient, RecipientKind
from portal.domain.passwords import (
    PasswordTooEasy,
    PasswordTooLong,
    PasswordTooShort,
    why_password_weak,
)
from portal.domain.people import STAFF_ROLES, Role
from portal.domain.sign_in import (
    AUTHENTICATOR_CODES_FOR_ONE_PERSON,
    PASSWORDS_FOR_ONE_ADDRESS,
    PASSWORDS_FOR_ONE_ADDRESS_FROM_ONE_PLACE,
    PASSWORDS_FROM_ONE_PLACE,
    TOTP_STEP_SECONDS,
    TicketPurpose,
    TicketRefusal,
    TicketUnknown,
    steps_to_try,
    why_worthless,
)
from portal.store import sessions, sign_in, staff
from portal.store.rate import count_try

# argon2id as the OWASP Password Storage Cheat Sheet has it: 19 MiB, 2 passes, 1 lane.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


@dataclass(frozen=True, slots=True)
class NotAnEmail:
    """What was given is not an e-mail address."""


@dataclass(frozen=True, slots=True)
class NotForStaff:
    """The role is one of a family."""


@dataclass(frozen=True, slots=True)
class EmailTaken:
    """Somebody who works here has this e-mail already."""


@dataclass(frozen=True, slots=True)
class SettingNeeded:
    """A coordinator belongs to a setting."""


@dataclass(frozen=True, slots=True)
class PasswordWrong:
    """E-mail and password do not belong together; which of the two is wrong is not told."""


@dataclass(frozen=True, slots=True)
class AuthenticatorCodeWrong:
    """The code is not the authenticator's, or has been used already."""


@dataclass(frozen=True, slots=True)
class SetUp:
    """A good link to set an account up. ``totp_secret`` is there once a password was chosen."""

    staff_id: UUID
    name: str
    email: str
    totp_secret: str | None


def add_account(
    session: Session, *, role: Role, name: str, email: str, setting_id: UUID | None
) -> UUID | NotAnEmail | NotForStaff | EmailTaken | SettingNeeded:
    """Add a member of staff, who can sign in once the account is set up."""
    address = read_address(email)
    if address is None or address.channel is not Channel.EMAIL:
        return NotAnEmail()
    if role not in STAFF_ROLES:
        return NotForStaff()
    if role is Role.COORDINATOR and setting_id is None:
        return SettingNeeded()
    if staff.find_staff_by_email(session, address) is not None:
        return EmailTaken()
    return staff.add_staff(session, role=role, name=name, email=address, setting_id=setting_id)


def make_set_up_link(
    session: Session, *, staff_id: UUID, link_path: LinkPath, now: datetime
) -> str:
    """The path of a one-time link to set an account up, to be handed over by the caller."""
    person = Recipient(RecipientKind.STAFF, staff_id)
    ticket_id = sign_in.add_ticket_for(
        session, purpose=TicketPurpose.STAFF_SET_UP, person=person, now=now
    )
    return link_path(sign_in.give_way_in(session, ticket_id, person).token)


def send_set_up_link(
    session: Session, *, staff_id: UUID, link_path: LinkPath, now: datetime
) -> None:
    """Queue the message with a link to set an account up, the first time or anew."""
    queue_message(
        session,
        to=Recipient(RecipientKind.STAFF, staff_id),
        kind=MessageKind.STAFF_SET_UP,
        link_path=make_set_up_link(session, staff_id=staff_id, link_path=link_path, now=now),
        code=None,
        now=now,
    )


def close_account(session: Session, *, staff_id: UUID, now: datetime) -> None:
    """Nobody signs in with it again, and whoever is signed in is out."""
    staff.close_account(session, staff_id, now)
    sessions.end_sessions_of(session, staff_id, now)


def look_at_set_up(
    session: Session, *, token: str, now: datetime
) -> SetUp | TicketRefusal | TicketUnknown:
    """What a set-up link offers. Changes nothing."""
    found = _set_up_ticket(session, token, now, for_update=False)
    return found[1] if isinstance(found, tuple) else found


def choose_password(
    session: Session, *, token: str, password: str, council: str, now: datetime
) -> PasswordTooShort | PasswordTooLong | PasswordTooEasy | TicketRefusal | TicketUnknown | None:
    """First half of setting up: keep the password's hash and make a new authenticator secret."""
    found = _set_up_ticket(session, token, now, for_update=True)
    if not isinstance(found, tuple):
        return found
    _, set_up = found
    weak = why_password_weak(password, about=[council, set_up.email, set_up.name])
    if weak is not None:
        return weak
    staff.set_password(session, set_up.staff_id, _hasher.hash(password))
    staff.set_totp_secret(session, set_up.staff_id, pyotp.random_base32())
    return None


def finish_set_up(
    session: Session, *, token: str, code: str, now: datetime
) -> MayEnter | AuthenticatorCodeWrong | TooManyTries | TicketRefusal | TicketUnknown:
    """Second half: the authenticator works, so the link is used up and old sessions end."""
    found = _set_up_ticket(session, token, now, for_update=True)
    if not isinstance(found, tuple):
        return found
    ticket_id, set_up = found
    proved = check_authenticator_code(session, staff_id=set_up.staff_id, code=code, now=now)
    if isinstance(proved, MayEnter):
        sign_in.use_ticket(session, ticket_id, now)
        sessions.end_sessions_of(session, set_up.staff_id, now)
    return proved


def check_password(
    session: Session, *, email: str, password: str, place: str, now: datetime
) -> UUID | PasswordWrong | TooManyTries:
    """The first of the two proofs. Costs the same whether or not the e-mail is known."""
    address = read_address(email) or Address(Channel.EMAIL, email.strip()[:254])
    here = count_try(session, "password from place", place, PASSWORDS_FROM_ONE_PLACE, now)
    for_it = count_try(session, "password for", address.value, PASSWORDS_FOR_ONE_ADDRESS, now)
    key, limit = f"{place} {address.value}", PASSWORDS_FOR_ONE_ADDRESS_FROM_ONE_PLACE
    for_it_here = count_try(session, "password for, from place", key, limit, now)
    if not (here and for_it and for_it_here):
        return TooManyTries()
    staff_id = staff.find_staff_by_email(session, address)
    known = staff.find_credentials(session, staff_id) if staff_id else None
    stored = known.password_hash if known and not known.is_closed else None
    try:
        _hasher.verify(stored or _nobodys_hash(), password)
    except (VerificationError, InvalidHashError):
        return PasswordWrong()
    if known is None or stored is None or known.totp_last_step is None:
        return PasswordWrong()
    if _hasher.check_needs_rehash(stored):
        staff.set_password(session, known.staff_id, _hasher.hash(password))
    return known.staff_id


def check_authenticator_code(
    session: Session, *, staff_id: UUID, code: str, now: datetime
) -> MayEnter | AuthenticatorCodeWrong | TooManyTries:
    """The second proof. Each code is taken once, and never one older than the last."""
    limit = AUTHENTICATOR_CODES_FOR_ONE_PERSON
    if not count_try(session, "authenticator", str(staff_id), limit, now):
        return TooManyTries()
    known = staff.find_credentials(session, staff_id, for_update=True)
    if known is None or known.is_closed or known.totp_secret is None:
        return AuthenticatorCodeWrong()
    authenticator = pyotp.TOTP(known.totp_secret, interval=TOTP_STEP_SECONDS)
    for step in steps_to_try(now, known.totp_last_step):
        if hmac.compare_digest(authenticator.generate_otp(step).encode(), code.encode()):
            staff.note_totp_step(session, staff_id, step)
            return MayEnter(staff_id, known.role)
    return AuthenticatorCodeWrong()


def authenticator_address(secret: str, *, email: str, council: str) -> str:
    """The otpauth address that an authenticator app reads from the square picture."""
    return pyotp.TOTP(secret, interval=TOTP_STEP_SECONDS).provisioning_uri(
        name=email, issuer_name=council
    )


def _set_up_ticket(
    session: Session, token: str, now: datetime, *, for_update: bool
) -> tuple[UUID, SetUp] | TicketRefusal | TicketUnknown:
    ticket = sign_in.find_ticket_by_token(session, token, browser=None, for_update=for_update)
    if ticket is None or ticket.facts.purpose is not TicketPurpose.STAFF_SET_UP:
        return TicketUnknown()
    refusal = why_worthless(ticket.facts, now)
    if refusal is not None:
        return refusal
    known = staff.find_credentials(session, ticket.person.id) if ticket.person else None
    if known is None or known.is_closed:
        return TicketUnknown()
    return ticket.id, SetUp(known.staff_id, known.name, known.email, known.totp_secret)


@cache
def _nobodys_hash() -> str:
    """What the password of somebody unknown is checked against, to take the same time."""
    return _hasher.hash("nobody has this password")
