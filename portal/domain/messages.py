"""What the portal writes to people, and when it must not.

The stop list is asked twice: when a message is queued and again just before it is sent, because a
child may die, move or be protected by a court in between.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from portal.domain.sign_in import LIFE, TicketPurpose


class RecipientKind(StrEnum):
    """Which register a recipient stands in."""

    FAMILY_MEMBER = "family_member"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class Recipient:
    """The person a message is for; where to reach them is looked up when it is sent."""

    kind: RecipientKind
    id: UUID


class MessageKind(StrEnum):
    """What a message is for. None carries personal data in its subject or text."""

    SIGN_IN = "sign_in"
    FAMILY_INVITATION = "family_invitation"
    STAFF_SET_UP = "staff_set_up"
    SURVEY_INVITATION = "survey_invitation"
    SURVEY_REMINDER = "survey_reminder"
    VIEWS_RECEIVED = "views_received"
    RECORD_OPENED = "record_opened"


# Somebody sits and waits for these; they overtake what the council sends to many.
URGENT_KINDS = frozenset({MessageKind.SIGN_IN, MessageKind.STAFF_SET_UP})
SURVEY_KINDS = frozenset({MessageKind.SURVEY_INVITATION, MessageKind.SURVEY_REMINDER})

# After this long a message is no longer worth sending, because what it offers is over.
USEFUL_FOR = {
    MessageKind.SIGN_IN: LIFE[TicketPurpose.SIGN_IN],
    MessageKind.FAMILY_INVITATION: LIFE[TicketPurpose.FAMILY_INVITATION],
    MessageKind.STAFF_SET_UP: LIFE[TicketPurpose.STAFF_SET_UP],
}


class StopReason(StrEnum):
    """Why a message is not sent."""

    DIED = "died"
    PLAN_CEASED = "plan_ceased"
    MOVED_AWAY = "moved_away"
    RESTRICTED = "restricted"
    WRONG_PERSON = "wrong_person"
    OPTED_OUT = "opted_out"
    ACCOUNT_CLOSED = "account_closed"
    NOT_LINKED = "not_linked"
    TOO_LATE = "too_late"
    UNREACHABLE = "unreachable"
    ERASED = "erased"


# What the council begins is stopped by anything on the list. What somebody asked for a minute ago
# (a way in, a receipt) still reaches a bereaved parent or one who has moved, but never an adult
# whom a court keeps away.
_COUNCIL_BEGINS = frozenset(
    {
        StopReason.DIED,
        StopReason.PLAN_CEASED,
        StopReason.MOVED_AWAY,
        StopReason.RESTRICTED,
        StopReason.WRONG_PERSON,
    }
)
_STOPPED_BY = {
    # Whoever reads this mailbox says that it is not this person's: until the council has checked
    # the address, a way in must not go there.
    MessageKind.SIGN_IN: frozenset({StopReason.RESTRICTED, StopReason.WRONG_PERSON}),
    MessageKind.VIEWS_RECEIVED: frozenset({StopReason.RESTRICTED, StopReason.DIED}),
    MessageKind.FAMILY_INVITATION: _COUNCIL_BEGINS,
    MessageKind.SURVEY_INVITATION: _COUNCIL_BEGINS,
    MessageKind.SURVEY_REMINDER: _COUNCIL_BEGINS,
}


@dataclass(frozen=True, slots=True)
class LinkFacts:
    """One child to whom a family member is linked, as far as the stop list asks.

    ``restricted`` is true unless this adult may see this child: a restriction, an unreadable one,
    an undecided responsibility and an ended link all fail closed.
    """

    child_id: UUID
    died: bool
    plan_ceased: bool
    moved_away: bool
    restricted: bool


@dataclass(frozen=True, slots=True)
class FamilyFacts:
    """A family member, as far as the stop list asks."""

    links: tuple[LinkFacts, ...]
    surveys_stopped: bool
    says_wrong_person: bool


@dataclass(frozen=True, slots=True)
class StaffFacts:
    """A member of staff, as far as the stop list asks."""

    account_closed: bool


def why_stopped(
    kind: MessageKind, facts: FamilyFacts | StaffFacts, *, about: UUID | None = None
) -> StopReason | None:
    """The reason that this message must not be sent; None where it may be.

    ``about`` names the one child that the message concerns. Without it a message is stopped when
    it is stopped for every child of this family member.
    """
    if isinstance(facts, StaffFacts):
        return StopReason.ACCOUNT_CLOSED if facts.account_closed else None
    if kind not in _STOPPED_BY:
        return StopReason.NOT_LINKED  # a message for staff is never sent to a family
    if kind in SURVEY_KINDS and facts.surveys_stopped:
        return StopReason.OPTED_OUT
    stopping = _STOPPED_BY[kind]
    if facts.says_wrong_person and StopReason.WRONG_PERSON in stopping:
        return StopReason.WRONG_PERSON
    links = [link for link in facts.links if about is None or link.child_id == about]
    reasons = [_link_reason(link, stopping) for link in links]
    if None in reasons:
        return None
    return reasons[0] if reasons else StopReason.NOT_LINKED


def _link_reason(link: LinkFacts, stopping: frozenset[StopReason]) -> StopReason | None:
    """The gravest reason first: it is the one that is kept with the message."""
    holds = {
        StopReason.DIED: link.died,
        StopReason.RESTRICTED: link.restricted,
        StopReason.MOVED_AWAY: link.moved_away,
        StopReason.PLAN_CEASED: link.plan_ceased,
    }
    return next((reason for reason, true in holds.items() if true and reason in stopping), None)


def is_too_late(kind: MessageKind, *, queued_at: datetime, now: datetime) -> bool:
    """Whether what the message offers has ended while it waited to be sent."""
    useful = USEFUL_FOR.get(kind)
    return useful is not None and now >= queued_at + useful
