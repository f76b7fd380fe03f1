"""Who sees which views. A child's and a parent's views stand side by side; neither overwrites the
other, and neither parent sees what the other wrote."""

from dataclasses import replace
from enum import StrEnum

from portal.domain.reviews import ReviewState
from portal.domain.views import Audience, SentViews, Version
from portal.domain.views_questions import Voice, find_question


class Reader(StrEnum):
    """In which capacity somebody reads views for a child's review."""

    AUTHOR = "author"
    CASEWORKER = "caseworker"
    MEETING = "meeting"
    FAMILY = "family"


def may_read(
    reader: Reader,
    voice: Voice,
    audience: Audience,
    review: ReviewState,
    *,
    council_only: bool = False,
) -> bool:
    """Whether this reader may see something that was sent.

    The child's own caseworker reads all of it at once. The others wait until it has gone round, so
    that it can still be changed: those invited to the meeting, and another member of the family,
    who reads the child's or young person's views only as these chose, and never an adult's.
    """
    if reader in {Reader.AUTHOR, Reader.CASEWORKER}:
        return True
    if review is ReviewState.OPEN or council_only or audience is Audience.COUNCIL:
        return False
    if reader is Reader.MEETING:
        return True
    return voice is not Voice.PARENT_CARER and audience is Audience.MEETING


def readers_once_circulated(
    voice: Voice, audience: Audience, *, council_only: bool = False
) -> tuple[Reader, ...]:
    """Everybody but the author who will see it, to be told before it is sent."""
    return tuple(
        reader
        for reader in (Reader.CASEWORKER, Reader.MEETING, Reader.FAMILY)
        if may_read(reader, voice, audience, ReviewState.CIRCULATED, council_only=council_only)
    )


def visible_to(reader: Reader, sent: SentViews, review: ReviewState) -> SentViews | None:
    """What this reader sees, with each answer that they may not see left out; None for nothing.

    The author and the caseworker see every version, others the last. The last version decides: a
    choice to keep views back holds for what was sent before it too.
    """
    if sent.latest is None:
        return None
    if reader in {Reader.AUTHOR, Reader.CASEWORKER}:
        return sent
    shown = _shown(reader, sent.voice, sent.latest, review)
    versions = () if shown is None else (shown,)
    additions = tuple(
        addition
        for addition in sent.additions
        if may_read(reader, sent.voice, addition.audience, review)
    )
    return SentViews(sent.voice, versions, additions) if versions or additions else None


def _shown(reader: Reader, voice: Voice, version: Version, review: ReviewState) -> Version | None:
    wording = version.wording
    given = wording.given()
    answers = {
        key: answer
        for key, answer in given.items()
        if may_read(
            reader, voice, wording.audience, review, council_only=_is_council_only(voice, key)
        )
    }
    if given and not answers:  # an empty page would betray that something was said to the council
        return None
    if not may_read(reader, voice, wording.audience, review):
        return None
    return replace(version, wording=replace(wording, answers=answers))


def _is_council_only(voice: Voice, key: str) -> bool:
    question = find_question(voice, key)
    return question is None or question.council_only
