"""What a family says about a draft or proposed changes, and what the council answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256
from types import MappingProxyType
from uuid import UUID

from portal.domain.dates import london_day
from portal.domain.drafts import Document, Section


class Asking(StrEnum):
    """What may be asked for beside the sections (CFA 2014 s.38(2); SEND Regulations 2014, reg
    13(1)(b) and (c))."""

    SETTING = "setting"
    MEETING = "meeting"


Topic = Section | Asking


def read_topic(text: str) -> Topic | None:
    """The topic of this name; None where there is none."""
    for kind in (Section, Asking):
        if text in kind.__members__.values():
            return kind(text)
    return None


class Verdict(StrEnum):
    """What somebody says of a section, or whether a meeting is wished."""

    RIGHT = "right"
    WRONG = "wrong"
    MISSING = "missing"
    YES = "yes"


def verdicts_of(topic: Topic) -> tuple[Verdict, ...]:
    """What is offered. To ask for a setting takes words alone."""
    match topic:
        case Asking.SETTING:
            return ()
        case Asking.MEETING:
            return (Verdict.YES,)
        case _:
            return (Verdict.RIGHT, Verdict.WRONG, Verdict.MISSING)


@dataclass(frozen=True, slots=True)
class Remark:
    """What one person says about one topic."""

    verdict: Verdict | None = None
    words: str = ""

    @property
    def is_blank(self) -> bool:
        return self.verdict is None and not self.words

    @property
    def wants_answer(self) -> bool:
        """Agreement needs none; everything else does."""
        return not self.is_blank and self.verdict is not Verdict.RIGHT


@dataclass(frozen=True, slots=True)
class Kept:
    """A remark of the working copy, and how often it was saved."""

    remark: Remark = field(default_factory=Remark)
    revision: int = 0


class Outcome(StrEnum):
    """What came of a comment."""

    CHANGED = "changed"
    PARTLY = "partly"
    NOT_CHANGED = "not_changed"
    NAMED = "named"
    ASKING = "asking"
    NOT_NAMED = "not_named"
    MEETING = "meeting"


def outcomes_of(topic: Topic) -> tuple[Outcome, ...]:
    """What the council may answer. A meeting that is asked for in time is not refused: officers
    must be there for one (SEND Regulations 2014, reg 13(1)(b))."""
    match topic:
        case Asking.SETTING:
            return (Outcome.NAMED, Outcome.ASKING, Outcome.NOT_NAMED)
        case Asking.MEETING:
            return (Outcome.MEETING,)
        case _:
            return (Outcome.CHANGED, Outcome.PARTLY, Outcome.NOT_CHANGED)


@dataclass(frozen=True, slots=True)
class Answer:
    """The council's answer to a comment. A later answer stands beside the earlier ones."""

    outcome: Outcome
    words: str
    answered_at: datetime


@dataclass(frozen=True, slots=True)
class Comment:
    """A remark as it was sent, never changed again, with the answers to it, oldest first."""

    id: UUID
    topic: Topic
    remark: Remark
    sent_at: datetime
    answers: tuple[Answer, ...] = ()

    @property
    def waits(self) -> bool:
        return self.remark.wants_answer and not self.answers


def is_late(sent_at: datetime, closes_on: date | None) -> bool:
    """Whether a comment came after the closing day. It counts all the same."""
    return closes_on is not None and london_day(sent_at) > closes_on


@dataclass(frozen=True, slots=True)
class Reply:
    """All that one person says about one document: what is kept and not sent, and what was sent,
    oldest first."""

    author_id: UUID
    working: Mapping[Topic, Kept] = field(default_factory=lambda: MappingProxyType({}))
    sent: tuple[Comment, ...] = ()

    def given(self) -> dict[Topic, Remark]:
        """What is kept and says something, in the order of the plan."""
        return {
            topic: kept.remark
            for topic in (*Section, *Asking)
            if (kept := self.working.get(topic)) and not kept.remark.is_blank
        }

    @property
    def stamp(self) -> str:
        """Equal for replies that would send the same."""
        given = [(topic, remark.verdict, remark.words) for topic, remark in self.given().items()]
        return sha256(repr(given).encode()).hexdigest()[:32]

    def about(self, topic: Topic) -> tuple[Comment, ...]:
        return tuple(comment for comment in self.sent if comment.topic == topic)


@dataclass(frozen=True, slots=True)
class RemarkConflict:
    """Another page or device saved something else after this page was opened."""

    saved: Kept


def find_conflict(saved: Kept, given: Remark, opened_at_revision: int) -> RemarkConflict | None:
    """Whether saving would destroy words that the writer has not seen on this page."""
    if saved.revision == opened_at_revision or saved.remark == given or saved.remark.is_blank:
        return None
    return RemarkConflict(saved)


def topics_of(document: Document) -> tuple[Topic, ...]:
    """What there is to say something about, in the order of the pages."""
    written = (each for each in document.sections if not document.passage(each).is_blank)
    return (*written, *Asking)
