"""Who may sign in, by which proof, and for how long.

A *ticket* is one chance to sign in: a link and a code that were sent in the same message. Opening
the link proves nothing, because mail scanners open links. Pressing Continue proves enough in the
browser that asked for the message; in any other browser the code from the message is needed.

Limits follow OWASP ASVS 5.0 (6.5.5 lifetimes, 6.6.3 guessing, 7.3.1 and 7.3.2 session lifetimes)
and RFC 6238 section 5.2 (one step of grace for the authenticator's code, each code once).
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from portal.domain.people import FAMILY_ROLES, Role

CODE_DIGITS = 6
ATTEMPTS_ALLOWED = 5  # wrong codes on one ticket, before the ticket is worthless
FRESH_FOR = timedelta(minutes=15)
HALF_SIGNED_IN_FOR = timedelta(minutes=5)  # from the password to the authenticator's code
TOTP_STEP_SECONDS = 30
TOTP_STEPS_OF_GRACE = 1  # the code may turn over while it is being typed


class TicketPurpose(StrEnum):
    """Why a ticket was made."""

    SIGN_IN = "sign_in"
    FAMILY_INVITATION = "family_invitation"
    STAFF_SET_UP = "staff_set_up"


LIFE = {
    TicketPurpose.SIGN_IN: timedelta(minutes=10),
    TicketPurpose.FAMILY_INVITATION: timedelta(days=14),
    TicketPurpose.STAFF_SET_UP: timedelta(days=7),
}


@dataclass(frozen=True, slots=True)
class Limit:
    """At most ``times`` in any window of ``period``."""

    times: int
    period: timedelta


# How often one address may be sent a message, and one network address may try anything at all.
ASKING_FOR_ONE_ADDRESS = Limit(5, timedelta(hours=1))
ASKING_FROM_ONE_PLACE = Limit(60, timedelta(hours=1))
CODES_FROM_ONE_PLACE = Limit(60, timedelta(hours=1))
PASSWORDS_FOR_ONE_ADDRESS = Limit(100, timedelta(hours=1))  # wide: strangers must not lock it
PASSWORDS_FOR_ONE_ADDRESS_FROM_ONE_PLACE = Limit(10, timedelta(hours=1))
PASSWORDS_FROM_ONE_PLACE = Limit(60, timedelta(hours=1))
AUTHENTICATOR_CODES_FOR_ONE_PERSON = Limit(10, timedelta(hours=1))


@dataclass(frozen=True, slots=True)
class TicketFacts:
    """A ticket as it stands. ``asked_here``: this is the browser that asked for the message."""

    purpose: TicketPurpose
    made_at: datetime
    used_at: datetime | None
    wrong_codes: int
    asked_here: bool


class WayIn(StrEnum):
    """What the holder of a good link does next."""

    PRESS_CONTINUE = "press_continue"
    TYPE_CODE = "type_code"


@dataclass(frozen=True, slots=True)
class TicketUnknown:
    """No such link, or no ticket asked for in this browser."""


@dataclass(frozen=True, slots=True)
class TicketUsed:
    """Somebody has already signed in with it."""


@dataclass(frozen=True, slots=True)
class TicketExpired:
    """Its life is over."""


@dataclass(frozen=True, slots=True)
class TooManyWrongCodes:
    """Worthless after the allowed number of wrong codes."""


@dataclass(frozen=True, slots=True)
class CodeWrong:
    """The code does not match; ``left`` more can be tried."""

    left: int


@dataclass(frozen=True, slots=True)
class CodeNeeded:
    """Continue was pressed in a browser that did not ask."""


@dataclass(frozen=True, slots=True)
class CodeRight:
    """The holder may sign in."""


TicketRefusal = TicketUsed | TicketExpired | TooManyWrongCodes


def why_worthless(ticket: TicketFacts, now: datetime) -> TicketRefusal | None:
    """The reason that nobody can sign in with this ticket any more; None while it is good."""
    if ticket.used_at is not None:
        return TicketUsed()
    if now >= ticket.made_at + LIFE[ticket.purpose]:
        return TicketExpired()
    if ticket.wrong_codes >= ATTEMPTS_ALLOWED:
        return TooManyWrongCodes()
    return None


def way_in(ticket: TicketFacts, now: datetime) -> WayIn | TicketRefusal:
    """What the page behind a link offers; asking changes nothing."""
    refusal = why_worthless(ticket, now)
    if refusal is not None:
        return refusal
    return WayIn.PRESS_CONTINUE if ticket.asked_here else WayIn.TYPE_CODE


def judge_code(
    ticket: TicketFacts, *, matches: bool, now: datetime
) -> CodeRight | CodeWrong | TicketRefusal:
    """Whether a typed code lets its typist in; a wrong one uses up an attempt."""
    if matches and why_worthless(ticket, now) is None:
        return CodeRight()
    return judge_wrong_code(ticket, now)


def judge_wrong_code(ticket: TicketFacts, now: datetime) -> CodeWrong | TicketRefusal:
    """What a wrong code leaves: attempts on this ticket, or nothing."""
    refusal = why_worthless(ticket, now)
    if refusal is not None:
        return refusal
    left = ATTEMPTS_ALLOWED - ticket.wrong_codes - 1
    return CodeWrong(left) if left > 0 else TooManyWrongCodes()


def read_code(typed: str) -> str:
    """The digits of a typed code: spaces, dashes and full-width digits do not matter."""
    plain = unicodedata.normalize("NFKC", typed)
    return "".join(character for character in plain if character in "0123456789")


@dataclass(frozen=True, slots=True)
class AdultFacts:
    """Somebody whose e-mail or mobile was typed.

    ``sharers`` counts *other* people with the same e-mail or the same mobile, whichever of the two
    was typed: the message could reach the other person by either.
    """

    person_id: UUID
    sharers: int


@dataclass(frozen=True, slots=True)
class NobodyKnown:
    """No family member has this e-mail or mobile."""


@dataclass(frozen=True, slots=True)
class SharedAddress:
    """Two people have one e-mail or mobile: neither signs in until the council settles it."""


def who_signs_in(adults: Sequence[AdultFacts]) -> UUID | NobodyKnown | SharedAddress:
    """The one person who may be sent a way in, or why nobody is."""
    if not adults:
        return NobodyKnown()
    if len(adults) > 1 or adults[0].sharers:
        return SharedAddress()
    return adults[0].person_id


@dataclass(frozen=True, slots=True)
class SessionLife:
    """How long a sign-in lasts: unused (``idle``), and at most (``absolute``)."""

    idle: timedelta
    absolute: timedelta


FAMILY_SESSION = SessionLife(idle=timedelta(hours=2), absolute=timedelta(hours=24))
STAFF_SESSION = SessionLife(idle=timedelta(hours=1), absolute=timedelta(hours=12))


def session_life(role: Role) -> SessionLife:
    """Every word typed is saved as it is typed, so a short life costs a family no work."""
    return FAMILY_SESSION if role in FAMILY_ROLES else STAFF_SESSION


def session_is_over(
    role: Role,
    *,
    started_at: datetime,
    used_at: datetime,
    ended_at: datetime | None,
    now: datetime,
) -> bool:
    """Whether a session was ended, lay unused too long, or has reached its longest life."""
    life = session_life(role)
    return ended_at is not None or now >= used_at + life.idle or now >= started_at + life.absolute


def is_fresh(proved_at: datetime, now: datetime) -> bool:
    """Whether a person proved who they are recently enough for a sensitive export."""
    return now < proved_at + FRESH_FOR


def is_half_signed_in(password_at: datetime, now: datetime) -> bool:
    """Whether a good password still counts while the authenticator's code is awaited."""
    return password_at <= now < password_at + HALF_SIGNED_IN_FOR


def totp_step(now: datetime) -> int:
    """The number of the authenticator's time step that contains this instant (RFC 6238 4.2)."""
    return int(now.timestamp()) // TOTP_STEP_SECONDS


def steps_to_try(now: datetime, last_used: int | None) -> tuple[int, ...]:
    """The steps whose code is taken, newest first: never one already used, nor an older one."""
    current = totp_step(now)
    steps = range(current, current - TOTP_STEPS_OF_GRACE - 1, -1)
    return tuple(step for step in steps if last_used is None or step > last_used)
