"""A draft plan, or proposed changes to a plan: written, served on a day, frozen, made final.

Sources: Children and Families Act 2014 s.38; SEND Regulations 2014, regs 13(1)(a) and 22(2)(c).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from hashlib import sha256
from types import MappingProxyType
from uuid import UUID

from portal.domain.clocks import ClockKey, assessment_deadlines
from portal.domain.dates import birthday
from portal.domain.review_clock import review_deadlines
from portal.domain.rights import MAJORITY, Access

PASSAGE_LIMIT = 40_000
"""Characters in one wording of one section: about fifteen pages."""


class Section(StrEnum):
    """The sections of a plan, in their order."""

    A = "a"
    B = "b"
    C = "c"
    D = "d"
    E = "e"
    F = "f"
    G = "g"
    H1 = "h1"
    H2 = "h2"
    I = "i"  # noqa: E741 - the law's own letter
    J = "j"
    K = "k"


class DocumentKind(StrEnum):
    """What is served."""

    DRAFT_PLAN = "draft_plan"
    CHANGES = "changes"


SECTIONS: Mapping[DocumentKind, tuple[Section, ...]] = {
    DocumentKind.DRAFT_PLAN: tuple(each for each in Section if each is not Section.I),
    DocumentKind.CHANGES: tuple(Section),
}
"""What is written. A draft plan must name neither a school nor a type of one (s.38(5)), so that
the family can ask for one first."""


@dataclass(frozen=True, slots=True)
class Passage:
    """One section: what it would say and, for proposed changes, what it says now."""

    proposed: str = ""
    present: str = ""

    @property
    def is_blank(self) -> bool:
        return not self.proposed and not self.present

    @property
    def changes(self) -> bool:
        return self.proposed != self.present

    @property
    def stamp(self) -> str:
        """Equal for passages that say the same: what a page carries that was opened with it."""
        return _stamp((self.present, self.proposed))


def _stamp(value: object) -> str:
    return sha256(repr(value).encode()).hexdigest()[:32]


class DocumentState(StrEnum):
    """How far a document has come."""

    BEING_WRITTEN = "being_written"
    WITH_FAMILY = "with_family"
    COMMENTS_CLOSED = "comments_closed"
    REPLACED = "replaced"
    FINAL = "final"


@dataclass(frozen=True, slots=True)
class Document:
    """A draft plan or proposed changes of one child.

    ``number`` counts the versions of one draft, from 1. ``closes_on`` is the last day for
    comments. ``is_replaced``: a later version of it has been served. ``final_on`` is the day the
    plan that came of it was issued.
    """

    id: UUID
    child_id: UUID
    kind: DocumentKind
    number: int = 1
    served_on: date | None = None
    closes_on: date | None = None
    final_on: date | None = None
    is_replaced: bool = False
    passages: Mapping[Section, Passage] = field(default_factory=lambda: MappingProxyType({}))

    def passage(self, section: Section) -> Passage:
        return self.passages.get(section, Passage())

    @property
    def sections(self) -> tuple[Section, ...]:
        """Those that have something in them. A draft plan has its section I too: the place where
        the family says which setting it would like."""
        written = {section for section, passage in self.passages.items() if not passage.is_blank}
        if self.kind is DocumentKind.DRAFT_PLAN and written:
            written.add(Section.I)
        return tuple(section for section in Section if section in written)

    @property
    def stamp(self) -> str:
        """Equal for documents that say the same: what a preview carries, so that exactly what was
        shown is what is served."""
        given = [(section, self.passages[section].stamp) for section in sorted(self.passages)]
        return _stamp(given)


def document_state(document: Document, today: date) -> DocumentState:
    """Where a document is today."""
    if document.served_on is None or document.closes_on is None:
        return DocumentState.BEING_WRITTEN
    if document.final_on is not None:
        return DocumentState.FINAL
    if document.is_replaced:
        return DocumentState.REPLACED
    if today <= document.closes_on:
        return DocumentState.WITH_FAMILY
    return DocumentState.COMMENTS_CLOSED


def takes_comments(document: Document) -> bool:
    """From the day it is served until the plan is final; late ones are taken and marked. A version
    that was replaced still takes what somebody had begun to write about it."""
    return document.served_on is not None and document.final_on is None


def earliest_closing_day(kind: DocumentKind, served_on: date) -> date:
    """The earliest last day for comments: 15 days beginning with the day of service."""
    match kind:
        case DocumentKind.DRAFT_PLAN:
            limits = assessment_deadlines(served_on, draft_served=served_on)
            return limits[ClockKey.DRAFT_COMMENTS].day
        case DocumentKind.CHANGES:
            return review_deadlines(served_on, notice=served_on)[ClockKey.AMENDMENT_COMMENTS].day


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somebody else saved another wording after this page was opened. Nothing was overwritten."""

    saved: Passage


def find_conflict(saved: Passage, given: Passage, opened_with: str) -> Conflict | None:
    """Whether saving would destroy words that the writer has not seen. ``opened_with`` is the
    stamp of the wording that the page was opened with."""
    if given == saved or saved.stamp == opened_with or saved.is_blank:
        return None
    return Conflict(saved)


def is_untouched(given: Passage, opened_with: str) -> bool:
    """Whether the page sends back the very wording it was opened with: nothing to save, even where
    somebody else has meanwhile saved another one."""
    return given.stamp == opened_with


@dataclass(frozen=True, slots=True)
class NothingToServe:
    """A draft without a word, or changes that change nothing."""


@dataclass(frozen=True, slots=True)
class ServedTooLate:
    """The day of service has not come yet, or lies before the version it replaces."""


@dataclass(frozen=True, slots=True)
class ClosesTooEarly:
    """The family would have less time than the law gives."""

    earliest: date


@dataclass(frozen=True, slots=True)
class ClosesInThePast:
    """The family would read of a day that is over."""


WhyNotServe = NothingToServe | ServedTooLate | ClosesTooEarly | ClosesInThePast


def why_not_serve(
    document: Document, served_on: date, closes_on: date, *, before: date | None, today: date
) -> WhyNotServe | None:
    """None where the document may be served on this day. ``before`` is the day on which the
    version that it replaces was served."""
    changing = any(passage.changes for passage in document.passages.values())
    if not changing:
        return NothingToServe()
    if served_on > today or (before is not None and served_on < before):
        return ServedTooLate()
    earliest = earliest_closing_day(document.kind, served_on)
    if closes_on < earliest:
        return ClosesTooEarly(earliest)
    if closes_on < today:
        return ClosesInThePast()
    return None


def may_read_document(access: Access, served_on: date, *, born: date | None) -> bool:
    """Whether an adult with this access to the child may read what was served on this day.

    Where new documents wait, those served before the young person came of age stay readable.
    """
    match access:
        case Access.OPEN:
            return True
        case Access.NEW_DOCUMENTS_WAIT:
            return born is not None and served_on < birthday(born, MAJORITY)
        case _:
            return False
