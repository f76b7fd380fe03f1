"""Views for a review: sending, changing and adding. Answering one question is in views_answers, who
sees what in views_readers.

Nothing is ever required of a person but one answer and how it was obtained, and only to send.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from types import MappingProxyType
from uuid import UUID

from portal.domain.reviews import ReviewState
from portal.domain.views_answers import Answer
from portal.domain.views_questions import Voice

DETAIL_LIMIT = 200
"""Characters for who helped, or why views could not be had."""


class Provenance(StrEnum):
    """How the views came to be; shown wherever they are shown."""

    OWN_WORDS = "own_words"
    OWN_CHOICES = "own_choices"
    WITH_HELP = "with_help"
    SEEN_BY = "seen_by"
    PROXY = "proxy"
    NOT_OBTAINED = "not_obtained"


NEEDS_DETAIL = frozenset(
    {Provenance.WITH_HELP, Provenance.SEEN_BY, Provenance.PROXY, Provenance.NOT_OBTAINED}
)

PROVENANCES: Mapping[Voice, tuple[Provenance, ...]] = {
    Voice.PARENT_CARER: (Provenance.OWN_WORDS, Provenance.OWN_CHOICES, Provenance.WITH_HELP),
    Voice.CHILD: tuple(Provenance),
    Voice.YOUNG_PERSON: tuple(Provenance),
}
"""What each may say of how their views came to be: an adult speaks for themselves."""


class Audience(StrEnum):
    """Whom the author wants to see the views."""

    MEETING = "meeting"
    NOT_PARENTS = "not_parents"
    COUNCIL = "council"


AUDIENCES: Mapping[Voice, tuple[Audience, ...]] = {
    Voice.PARENT_CARER: (Audience.MEETING, Audience.COUNCIL),
    Voice.CHILD: tuple(Audience),
    Voice.YOUNG_PERSON: tuple(Audience),
}


@dataclass(frozen=True, slots=True)
class Wording:
    """One whole set of views, as it stands in the working copy or as it was frozen when sent."""

    answers: Mapping[str, Answer] = field(default_factory=lambda: MappingProxyType({}))
    provenance: Provenance | None = None
    provenance_detail: str = ""
    audience: Audience = Audience.MEETING

    def given(self) -> dict[str, Answer]:
        """The answers that say something."""
        return {key: answer for key, answer in self.answers.items() if not answer.is_blank}

    def says_the_same_as(self, other: "Wording") -> bool:
        """Whether a reader could not tell the two apart."""
        return self.stamp == other.stamp

    @property
    def stamp(self) -> str:
        """Equal for wordings that say the same: what a preview carries, so that exactly what was
        shown is what is sent."""
        given = sorted((key, answer.choice, answer.words) for key, answer in self.given().items())
        whole = repr((given, self.provenance, self.provenance_detail, self.audience))
        return sha256(whole.encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Version:
    """Views as they were sent, numbered from 1 and never changed again."""

    number: int
    sent_at: datetime
    wording: Wording


@dataclass(frozen=True, slots=True)
class Addition:
    """Words that came after the views had gone round, numbered from 1."""

    number: int
    sent_at: datetime
    words: str
    provenance: Provenance
    provenance_detail: str
    audience: Audience


@dataclass(frozen=True, slots=True)
class SentViews:
    """All that one person sent for one review, oldest first."""

    voice: Voice
    versions: tuple[Version, ...] = ()
    additions: tuple[Addition, ...] = ()

    @property
    def latest(self) -> Version | None:
        return self.versions[-1] if self.versions else None


@dataclass(frozen=True, slots=True)
class Contribution:
    """One person's views for one review: the working copy, and what was sent.

    ``revisions`` says how often each answer was saved, which tells a page that was opened before.
    """

    id: UUID
    review_id: UUID
    author_id: UUID
    sent: SentViews
    working: Wording = field(default_factory=Wording)
    revisions: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def voice(self) -> Voice:
        return self.sent.voice

    @property
    def has_unsent_changes(self) -> bool:
        latest = self.sent.latest
        return latest is not None and not self.working.says_the_same_as(latest.wording)


_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Digits and letters without I, L, O and U, which are misread."""


def reference_of(contribution_id: UUID) -> str:
    """A short reference that can be read out on the telephone; it opens nothing."""
    number = contribution_id.int >> 88
    letters = "".join(_CROCKFORD[number >> shift & 31] for shift in range(35, -1, -5))
    return f"{letters[:4]}-{letters[4:]}"


class ContributionState(StrEnum):
    """How far one person's views have come."""

    DRAFT = "draft"
    SENT = "sent"
    CHANGED = "changed"
    CIRCULATED = "circulated"
    ADDED_TO = "added_to"


def contribution_state(contribution: Contribution, review: ReviewState) -> ContributionState:
    """From draft to sent; changed while a newer wording waits to be sent; then gone round, where
    the working copy no longer counts, and added to."""
    if contribution.sent.latest is None:
        return ContributionState.DRAFT
    if contribution.sent.additions:
        return ContributionState.ADDED_TO
    if review is not ReviewState.OPEN:
        return ContributionState.CIRCULATED
    return ContributionState.CHANGED if contribution.has_unsent_changes else ContributionState.SENT


@dataclass(frozen=True, slots=True)
class AlreadyCirculated:
    """The views have gone round: taking back cannot unread, so only additions are taken."""


def may_change(contribution: Contribution, review: ReviewState) -> bool:
    """Whether answers may be written. Somebody who has sent nothing yet may still begin after the
    others' views went round: late words are better than none."""
    match review:
        case ReviewState.OPEN:
            return True
        case ReviewState.CIRCULATED:
            return contribution.sent.latest is None
        case ReviewState.CLOSED:
            return False


def may_add(contribution: Contribution, review: ReviewState) -> bool:
    """Whether words may be added to what was sent."""
    return review is ReviewState.CIRCULATED and contribution.sent.latest is not None


class Missing(StrEnum):
    """What stands between the views and sending them."""

    ANSWERS = "answers"
    PROVENANCE = "provenance"
    PROVENANCE_DETAIL = "provenance_detail"


def missing_answers(wording: Wording) -> tuple[Missing, ...]:
    """What must be there to send, in the order it is asked: one answer, and how it was obtained.
    Word that views could not be obtained needs no answer, only the reason."""
    missing = []
    if not wording.given() and wording.provenance is not Provenance.NOT_OBTAINED:
        missing.append(Missing.ANSWERS)
    if wording.provenance is None:
        missing.append(Missing.PROVENANCE)
    elif wording.provenance in NEEDS_DETAIL and not wording.provenance_detail:
        missing.append(Missing.PROVENANCE_DETAIL)
    return tuple(missing)
