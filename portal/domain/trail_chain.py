"""The chain over the read trail: one link a line of the trail, each holding on to the one before.

A link keeps a digest of its line's content, not the content. So a line whose time has come can be
deleted and its link marked as expired, and the chain still verifies from end to end. The digests
are keyed: who has only the database can neither make one, nor find out by trying what an expired
line said.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from uuid import UUID

BEGINNING = b""
"""What the first link holds on to."""

Digest = Callable[[str], bytes]
"""A keyed digest of a text."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the trail, whole."""

    id: UUID
    child_id: UUID | None
    role: str
    person_id: UUID
    purpose: str
    read_at: datetime


@dataclass(frozen=True, slots=True)
class Link:
    """``sequence`` counts from 1 without a gap. ``digest`` is that of the line's content,
    ``previous`` that of the whole link before. ``expired_at``: when the line was deleted because
    its time had come."""

    sequence: int
    line_id: UUID
    digest: bytes
    previous: bytes
    expired_at: datetime | None = None


class Flaw(StrEnum):
    """What is wrong with a link."""

    LINK_MISSING = "link_missing"
    OUT_OF_ORDER = "out_of_order"
    LINE_DELETED = "line_deleted"
    LINE_CHANGED = "line_changed"


@dataclass(frozen=True, slots=True)
class Broken:
    """The first link that does not hold."""

    sequence: int
    flaw: Flaw


@dataclass(frozen=True, slots=True)
class Verdict:
    """``verified`` links hold from the first on, ``expired`` of them without their line.
    ``last`` is the digest of the last that holds."""

    verified: int
    expired: int
    last: bytes
    broken: Broken | None = None


def digest_line(line: Line, digest: Digest) -> bytes:
    """Of every column of the line, in a form that both databases give alike."""
    columns = (
        str(line.id),
        str(line.child_id),
        line.role,
        str(line.person_id),
        line.purpose,
        line.read_at.astimezone(UTC).isoformat(timespec="microseconds"),
    )
    return digest(json.dumps(columns))


def digest_link(link: Link, digest: Digest) -> bytes:
    """What the next link holds on to. Expiry is left out: it comes later."""
    parts = (link.sequence, str(link.line_id), link.digest.hex(), link.previous.hex())
    return digest(json.dumps(parts))


def append(lines: Iterable[Line], last: Link | None, digest: Digest) -> list[Link]:
    """The links that go on from ``last``, in the order of the lines."""
    links: list[Link] = []
    for line in lines:
        link = Link(
            sequence=last.sequence + 1 if last else 1,
            line_id=line.id,
            digest=digest_line(line, digest),
            previous=digest_link(last, digest) if last else BEGINNING,
        )
        links.append(link)
        last = link
    return links


def verify(chain: Iterable[tuple[Link, Line | None]], digest: Digest) -> Verdict:
    """Hold each link against the one before and its line, in sequence, up to the first break."""
    verified = expired = 0
    last = BEGINNING
    for link, line in chain:
        broken = _find_flaw(link, line, verified + 1, last, digest)
        if broken is not None:
            return Verdict(verified, expired, last, broken)
        last = digest_link(link, digest)
        verified += 1
        expired += line is None
    return Verdict(verified, expired, last)


def _find_flaw(
    link: Link, line: Line | None, expected: int, last: bytes, digest: Digest
) -> Broken | None:
    if link.sequence != expected:
        return Broken(expected, Flaw.LINK_MISSING)
    if link.previous != last:
        return Broken(expected, Flaw.OUT_OF_ORDER)
    if line is None:
        return None if link.expired_at else Broken(expected, Flaw.LINE_DELETED)
    # A line that is there is looked at even where the link says that it has expired.
    if digest_line(line, digest) != link.digest:
        return Broken(expected, Flaw.LINE_CHANGED)
    return None
