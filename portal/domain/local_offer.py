"""Comments on the Local Offer, and what the council answers.

Source: Children and Families Act 2014 s.30(6) and (8); Special Educational Needs and Disability
Regulations 2014 (SI 2014/1530) reg 56. A council seeks comments on what the Local Offer contains,
the quality of the provision and what is missing among it; on how easily its information is found
and read; and on how it has been developed and reviewed. At least once a year it publishes the
comments with its response and the action it intends to take, in a form that identifies nobody. It
need not publish what is vexatious, or what is about the provision for one particular person.
"""

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

from portal.domain.ages import AgeBand
from portal.domain.redaction import GAP
from portal.domain.sign_in import Limit

WORDS_AT_MOST = 4000
CONTACT_AT_MOST = 200
ANSWER_AT_MOST = 2000
OWNER_AT_MOST = 100
FROM_ONE_PLACE = Limit(60, timedelta(hours=1))
"""Wide enough for a library or a school, whose readers share its network."""


class About(StrEnum):
    """What a comment speaks of, as reg 56 lists it."""

    CONTENT = "content"
    QUALITY = "quality"
    EASE = "ease"
    MAKING = "making"


class Subject(StrEnum):
    """The part of the Local Offer. The value stands in public addresses, so it never changes."""

    EARLY_YEARS = "early-years"
    SCHOOLS = "schools"
    COLLEGES = "colleges-and-training"
    HEALTH = "health"
    CARE = "social-care"
    SHORT_BREAKS = "short-breaks"
    TRAVEL = "travel"
    ADULT_LIFE = "adult-life"
    ADVICE = "advice-and-support"
    WHOLE = "all-of-it"


class Who(StrEnum):
    """Who comments, as coarsely as they care to say."""

    YOUNG = "young"
    PARENT = "parent"
    ON_BEHALF = "on-behalf"
    WORKER = "worker"


class Support(StrEnum):
    """The help that the child or young person has now."""

    PLAN = "plan"
    SEN_SUPPORT = "sen-support"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Sender:
    """What somebody says of themselves, all of it optional. Kept apart from their words, and only
    ever counted."""

    who: Who | None = None
    support: Support | None = None
    age: AgeBand | None = None

    @property
    def facts(self) -> dict[str, str]:
        return {kind: value for kind, value in asdict(self).items() if value}


@dataclass(frozen=True, slots=True)
class Comment:
    """``may_publish``: whoever wrote it lets us publish the words, without what tells who they
    are."""

    about: About
    subject: Subject
    words: str
    may_publish: bool


class Decision(StrEnum):
    """What becomes of a comment. All but the first keep it out, and are counted."""

    PUBLISH = "publish"
    VEXATIOUS = "vexatious"
    ONE_PERSON = "one-person"
    WOULD_IDENTIFY = "would-identify"
    NOT_AGREED = "not-agreed"


KEPT_OUT = tuple(decision for decision in Decision if decision is not Decision.PUBLISH)


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision: the redacted words to publish, or to whom it was passed on where it is about one
    person's service. ``needs_second``: another person has to confirm it."""

    decision: Decision
    by: UUID
    on: date
    words: str = ""
    passed_to: str = ""
    needs_second: bool = False
    confirmed_by: UUID | None = None

    @property
    def stands(self) -> bool:
        return self.confirmed_by is not None or not self.needs_second

    def says_the_same_as(self, other: "Decided") -> bool:
        """Whether it decides the same, whoever pressed the button, and when."""
        return (self.decision, self.words, self.passed_to) == (
            other.decision,
            other.words,
            other.passed_to,
        )


@dataclass(frozen=True, slots=True)
class Answer:
    """The council's response. ``action`` is what it intends to do, with the post that answers for
    it and the day by which; empty where nothing is to be done, and then ``answer`` says why."""

    answer: str
    action: str = ""
    owner: str = ""
    due: date | None = None


class State(StrEnum):
    """Where a comment is."""

    WAITING = "waiting"
    FOR_SECOND = "for_second"
    TO_ANSWER = "to_answer"
    SHOWN = "shown"
    KEPT_OUT = "kept_out"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Handled:
    """A comment without its words: what the desk knows of it. ``received_on`` is forgotten with
    the decision; ``publication_id`` is the yearly publication that it stands in."""

    id: UUID
    about: About
    subject: Subject
    may_publish: bool
    received_on: date | None = None
    decided: Decided | None = None
    answer: Answer | None = None
    shown_on: date | None = None
    withdrawn_on: date | None = None
    publication_id: UUID | None = None

    @property
    def state(self) -> State:
        if self.decided is None:
            return State.WAITING
        if not self.decided.stands:
            return State.FOR_SECOND
        if self.decided.decision is not Decision.PUBLISH:
            return State.KEPT_OUT
        if self.withdrawn_on is not None:
            return State.WITHDRAWN
        return State.TO_ANSWER if self.shown_on is None else State.SHOWN


@dataclass(frozen=True, slots=True)
class Shown:
    """A comment as everybody reads it: redacted, answered, and with nothing about its writer."""

    id: UUID
    about: About
    subject: Subject
    words: str
    answer: Answer
    shown_on: date

    @property
    def checksum(self) -> str:
        """Of everything that is read of it."""
        said = (
            self.about,
            self.subject,
            self.words,
            self.answer.answer,
            self.answer.action,
            self.answer.owner,
            self.answer.due.isoformat() if self.answer.due else "",
        )
        return sha256("\x1f".join(said).encode()).hexdigest()


# --- refusals -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TooMuchFromOnePlace:
    """More than `FROM_ONE_PLACE` allows."""


@dataclass(frozen=True, slots=True)
class NotAgreedTo:
    """Whoever wrote it did not let us publish it."""


@dataclass(frozen=True, slots=True)
class WasAgreedTo:
    """Whoever wrote it did let us publish it, so that is no reason to keep it out."""


@dataclass(frozen=True, slots=True)
class NothingLeft:
    """All words are marked, so there is nothing to publish."""


@dataclass(frozen=True, slots=True)
class NobodyToldOfIt:
    """A comment about one person's service has to go to somebody who can act on it."""


@dataclass(frozen=True, slots=True)
class SamePerson:
    """Whoever decided cannot be the second pair of eyes."""


@dataclass(frozen=True, slots=True)
class ChangedMeanwhile:
    """The comment is no longer where this could be done with it."""


@dataclass(frozen=True, slots=True)
class ActionIncomplete:
    """An action needs a post that answers for it and a day; a post or a day needs an action."""


@dataclass(frozen=True, slots=True)
class ConcernOpen:
    """Somebody is worried about what it says: it waits until a safeguarding lead has decided."""


def may_decide(
    comment: Handled, decided: Decided
) -> NotAgreedTo | WasAgreedTo | NothingLeft | NobodyToldOfIt | ChangedMeanwhile | None:
    """None where this may be decided of a waiting comment."""
    if comment.state is not State.WAITING:
        return ChangedMeanwhile()
    match decided.decision:
        case Decision.PUBLISH if not comment.may_publish:
            return NotAgreedTo()
        case Decision.NOT_AGREED if comment.may_publish:
            return WasAgreedTo()
        case Decision.PUBLISH if not _says_something(decided.words):
            return NothingLeft()
        case Decision.ONE_PERSON if not decided.passed_to.strip():
            return NobodyToldOfIt()
    return None


def _says_something(words: str) -> bool:
    return any(letter.isalnum() for letter in words.replace(GAP, ""))


def may_confirm(comment: Handled, by: UUID) -> SamePerson | ChangedMeanwhile | None:
    """None where this person may be the second pair of eyes."""
    if comment.decided is None or comment.state is not State.FOR_SECOND:
        return ChangedMeanwhile()
    return SamePerson() if comment.decided.by == by else None


def may_send_back(comment: Handled) -> bool:
    """Whether a decision can still be undone: until a publication counts it."""
    return comment.decided is not None and comment.publication_id is None


def may_answer(comment: Handled, answer: Answer) -> ActionIncomplete | ChangedMeanwhile | None:
    """None where this may be the council's answer. It can be put better until a publication
    freezes it."""
    if comment.publication_id is not None or comment.state not in (State.TO_ANSWER, State.SHOWN):
        return ChangedMeanwhile()
    named = [bool(answer.action.strip()), bool(answer.owner.strip()), answer.due is not None]
    return None if len(set(named)) == 1 else ActionIncomplete()


def may_withdraw(comment: Handled) -> bool:
    """Whether it can be taken off a publication that is out: somebody is known by it after all."""
    return comment.state is State.SHOWN and comment.publication_id is not None
