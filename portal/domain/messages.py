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
    ADVISER = "adviser"  # somebody without an account; the id is that of the request for advice
    ADVICE_MANAGER = "advice_manager"  # whom that request names for when it is late; the same id


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
    SETTING_SURVEY = "setting_survey"  # to a coordinator
    SURVEY_TEST = "survey_test"  # the invitation, to the officer who is about to send it
    VIEWS_RECEIVED = "views_received"
    DIGEST = "digest"  # several pieces of news to one person
    # A review that moves by itself, and what happened in a case
    REVIEW_COMING = "review_coming"
    VIEWS_ASKED = "views_asked"
    VIEWS_ASKED_AGAIN = "views_asked_again"
    MEETING_SET = "meeting_set"
    VIEWS_CIRCULATED = "views_circulated"
    PLAN_NEWS = "plan_news"
    MEETING_DATES_WANTED = "meeting_dates_wanted"  # this and the next two to coordinators
    VIEWS_READY = "views_ready"
    TERM_LIST = "term_list"
    DOCUMENT_SERVED = "document_served"
    COMMENTS_RECEIVED = "comments_received"
    COMMENTS_ANSWERED = "comments_answered"
    DATE_ANSWERED = "date_answered"
    RECORD_OPENED = "record_opened"
    ADVICE_REQUEST = "advice_request"
    ADVICE_REMINDER = "advice_reminder"
    ADVICE_CODE = "advice_code"
    ADVICE_RECEIPT = "advice_receipt"
    ADVICE_WITHDRAWN = "advice_withdrawn"
    ADVICE_LATE = "advice_late"
    ADVICE_SHARED = "advice_shared"
    # The end of compulsory school age: to the young person, and to the adults around them
    RIGHTS_SOON_OWN = "rights_soon_own"
    RIGHTS_SOON_FAMILY = "rights_soon_family"
    RIGHTS_BEGIN_OWN = "rights_begin_own"
    RIGHTS_BEGIN_FAMILY = "rights_begin_family"
    EIGHTEEN_SOON_OWN = "eighteen_soon_own"
    EIGHTEEN_SOON_FAMILY = "eighteen_soon_family"
    CHOICES_CHANGED = "choices_changed"
    # You said, we did: to everybody who was asked, or who sent views for a review
    COMMITMENT_MADE = "commitment_made"
    COMMITMENT_DONE = "commitment_done"
    PACK_RELEASED = "pack_released"  # to staff who read a pack by signing in
    # A safeguarding concern: to the leads, and its answer to the member of staff who raised it
    CONCERN = "concern"
    CONCERN_WAITS = "concern_waits"  # nobody took it
    CONCERN_TAKEN = "concern_taken"  # somebody else has
    CONCERN_DRILL = "concern_drill"
    CONCERN_DRILL_WAITS = "concern_drill_waits"
    CONCERN_ANSWERED = "concern_answered"
    CONCERN_ROTA_GAPS = "concern_rota_gaps"


# Somebody sits and waits for these; they overtake what the council sends to many.
URGENT_KINDS = frozenset(
    {
        MessageKind.SIGN_IN,
        MessageKind.STAFF_SET_UP,
        MessageKind.ADVICE_CODE,
        MessageKind.CONCERN,
        MessageKind.CONCERN_WAITS,
        MessageKind.CONCERN_TAKEN,
        MessageKind.CONCERN_DRILL,
        MessageKind.CONCERN_DRILL_WAITS,
    }
)
SURVEY_KINDS = frozenset({MessageKind.SURVEY_INVITATION, MessageKind.SURVEY_REMINDER})
# Whoever wants no more surveys hears no more of what came of them either.
_ABOUT_SURVEYS = SURVEY_KINDS | {MessageKind.COMMITMENT_MADE, MessageKind.COMMITMENT_DONE}

# After this long a message is no longer worth sending, because what it offers is over.
USEFUL_FOR = {
    MessageKind.SIGN_IN: LIFE[TicketPurpose.SIGN_IN],
    MessageKind.FAMILY_INVITATION: LIFE[TicketPurpose.FAMILY_INVITATION],
    MessageKind.STAFF_SET_UP: LIFE[TicketPurpose.STAFF_SET_UP],
    MessageKind.ADVICE_CODE: LIFE[TicketPurpose.SIGN_IN],
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
    WITHDRAWN = "withdrawn"
    ANSWERED = "answered"
    NO_LETTERS = "no_letters"
    DOCUMENTS_WAIT = "documents_wait"


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
# What is new in a case goes to an adult only while the young person whose rights have begun wants
# them to get letters; the word that there is a new document not while new documents wait.
_LETTERS = _COUNCIL_BEGINS | {StopReason.NO_LETTERS}
_DOCUMENTS = _LETTERS | {StopReason.DOCUMENTS_WAIT}
_STOPPED_BY = {
    # Whoever reads this mailbox says that it is not this person's: until the council has checked
    # the address, a way in must not go there.
    MessageKind.SIGN_IN: frozenset({StopReason.RESTRICTED, StopReason.WRONG_PERSON}),
    MessageKind.VIEWS_RECEIVED: frozenset({StopReason.RESTRICTED, StopReason.DIED}),
    MessageKind.COMMENTS_RECEIVED: frozenset({StopReason.RESTRICTED, StopReason.DIED}),
    MessageKind.COMMENTS_ANSWERED: _COUNCIL_BEGINS,
    MessageKind.DATE_ANSWERED: _COUNCIL_BEGINS,
    MessageKind.DOCUMENT_SERVED: _DOCUMENTS,
    MessageKind.FAMILY_INVITATION: _COUNCIL_BEGINS,
    MessageKind.REVIEW_COMING: _LETTERS,
    MessageKind.VIEWS_ASKED: _LETTERS,
    MessageKind.VIEWS_ASKED_AGAIN: _LETTERS,
    MessageKind.MEETING_SET: _LETTERS,
    MessageKind.VIEWS_CIRCULATED: _LETTERS,
    MessageKind.PLAN_NEWS: _LETTERS,
    MessageKind.SURVEY_INVITATION: _COUNCIL_BEGINS,
    MessageKind.SURVEY_REMINDER: _COUNCIL_BEGINS,
    MessageKind.ADVICE_SHARED: _DOCUMENTS,
    MessageKind.RIGHTS_SOON_OWN: _COUNCIL_BEGINS,
    MessageKind.RIGHTS_SOON_FAMILY: _LETTERS,
    MessageKind.RIGHTS_BEGIN_OWN: _COUNCIL_BEGINS,
    MessageKind.RIGHTS_BEGIN_FAMILY: _LETTERS,
    MessageKind.EIGHTEEN_SOON_OWN: _COUNCIL_BEGINS,
    MessageKind.EIGHTEEN_SOON_FAMILY: _LETTERS,
    MessageKind.CHOICES_CHANGED: frozenset({StopReason.RESTRICTED, StopReason.DIED}),
    MessageKind.COMMITMENT_MADE: _COUNCIL_BEGINS,
    MessageKind.COMMITMENT_DONE: _COUNCIL_BEGINS,
}
FAMILY_KINDS = frozenset(_STOPPED_BY)

# What holds a code or a link that is its reader's alone, or answers what they did a minute ago.
# Anything else that a family is told is news: several pieces of it may go as one message.
_ALONE = SURVEY_KINDS | {
    MessageKind.SIGN_IN,
    MessageKind.FAMILY_INVITATION,
    MessageKind.VIEWS_RECEIVED,
}
NEWS_KINDS = FAMILY_KINDS - _ALONE

# What an adviser without an account is sent, and what stops it. "You need do nothing more" is for
# whoever was asked and is not any more.
_STOPS_ADVISER = {
    MessageKind.ADVICE_REQUEST: frozenset(
        {StopReason.DIED, StopReason.WITHDRAWN, StopReason.ANSWERED}
    ),
    MessageKind.ADVICE_REMINDER: frozenset(
        {StopReason.DIED, StopReason.WITHDRAWN, StopReason.ANSWERED}
    ),
    MessageKind.ADVICE_LATE: frozenset(
        {StopReason.DIED, StopReason.WITHDRAWN, StopReason.ANSWERED}
    ),
    MessageKind.ADVICE_CODE: frozenset({StopReason.WITHDRAWN, StopReason.ANSWERED}),
    MessageKind.ADVICE_RECEIPT: frozenset[StopReason](),
    MessageKind.ADVICE_WITHDRAWN: frozenset[StopReason](),
}
ADVISER_KINDS = frozenset(_STOPS_ADVISER)


@dataclass(frozen=True, slots=True)
class LinkFacts:
    """One child to whom a family member is linked, as far as the stop list asks.

    ``restricted`` is true unless this adult may see this child: a restriction, an unreadable one,
    an undecided responsibility, an ended link and a young person's objection all fail closed. So
    does an e-mail or mobile that somebody has too whom a restriction keeps from this child.
    ``no_letters``: the young person whose rights have begun wants this adult to get none;
    ``documents_wait``: new ones wait from 18, until somebody has settled it.
    """

    child_id: UUID
    died: bool
    plan_ceased: bool
    moved_away: bool
    restricted: bool
    no_letters: bool = False
    documents_wait: bool = False


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


@dataclass(frozen=True, slots=True)
class AdviserFacts:
    """A request for advice, as far as the stop list asks; the child may have died since."""

    withdrawn: bool
    answered: bool
    died: bool


Facts = FamilyFacts | StaffFacts | AdviserFacts


def why_stopped(kind: MessageKind, facts: Facts, *, about: UUID | None = None) -> StopReason | None:
    """The reason that this message must not be sent; None where it may be.

    ``about`` names the one child that the message concerns. Without it a message is stopped when
    it is stopped for every child of this family member.
    """
    if isinstance(facts, StaffFacts):
        return StopReason.ACCOUNT_CLOSED if facts.account_closed else None
    if isinstance(facts, AdviserFacts):
        return _why_not_to_adviser(kind, facts)
    if kind not in _STOPPED_BY:
        return StopReason.NOT_LINKED  # a message for staff is never sent to a family
    if kind in _ABOUT_SURVEYS and facts.surveys_stopped:
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
        StopReason.NO_LETTERS: link.no_letters,
        StopReason.DOCUMENTS_WAIT: link.documents_wait,
    }
    return next((reason for reason, true in holds.items() if true and reason in stopping), None)


def _why_not_to_adviser(kind: MessageKind, facts: AdviserFacts) -> StopReason | None:
    if kind not in _STOPS_ADVISER:
        return StopReason.NOT_LINKED  # a message for a family is never sent to an adviser
    holds = {
        StopReason.DIED: facts.died,
        StopReason.WITHDRAWN: facts.withdrawn,
        StopReason.ANSWERED: facts.answered,
    }
    stopping = _STOPS_ADVISER[kind]
    return next((reason for reason, true in holds.items() if true and reason in stopping), None)


def is_too_late(kind: MessageKind, *, queued_at: datetime, now: datetime) -> bool:
    """Whether what the message offers has ended while it waited to be sent."""
    useful = USEFUL_FOR.get(kind)
    return useful is not None and now >= queued_at + useful
