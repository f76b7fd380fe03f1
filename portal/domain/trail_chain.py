"""The chain over the read trail: one link a line of the trail, each holding on to the one before.

A link keeps a digest of its line's content, not the content. So a line whose time has come can be
deleted and its link marked as expired, and the chain still verifies from end to end. The digests
are keyed: who has only the database can neither make one, nor find out by trying what an expired
line said.

Each expiry leaves a receipt, keyed as well, over the links whose lines it deleted. A line that is
gone without one was deleted by somebody else.
"""

import json
from collections.abc import Callable, Collection, Iterable
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
    RECEIPT_MISSING = "receipt_missing"
    LINE_CHANGED = "line_changed"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What one expiry deleted: ``lines`` of the trail, read between ``first_read_at`` and
    ``last_read_at``, those of staff before ``staff_before`` and those of families before
    ``family_before``. ``expired_at`` names it: its links carry the same moment."""

    expired_at: datetime
    staff_before: datetime
    family_before: datetime
    first_read_at: datetime
    last_read_at: datetime
    lines: int


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


def digest_receipt(receipt: Receipt, content: bytes, digest: Digest) -> bytes:
    """``content`` is what `add_content` made of the links, in their order."""
    moments = (
        receipt.expired_at,
        receipt.staff_before,
        receipt.family_before,
        receipt.first_read_at,
        receipt.last_read_at,
    )
    parts = [moment.astimezone(UTC).isoformat(timespec="microseconds") for moment in moments]
    return digest(json.dumps([*parts, receipt.lines, content.hex()]))


def add_content(content: bytes, link: Link, digest: Digest) -> bytes:
    """The digest of one link more; from `BEGINNING` on."""
    return digest(json.dumps((content.hex(), link.sequence, link.digest.hex())))


def find_good_receipts(
    receipts: Iterable[tuple[Receipt, bytes]], expired: Iterable[Link], digest: Digest
) -> frozenset[datetime]:
    """Which receipts say, with their digests, just what the links in sequence say."""
    found: dict[datetime, tuple[int, bytes]] = {}
    for link in expired:
        if link.expired_at is not None:
            lines, content = found.get(link.expired_at, (0, BEGINNING))
            found[link.expired_at] = lines + 1, add_content(content, link, digest)
    good = set[datetime]()
    for receipt, sealed in receipts:
        lines, content = found.get(receipt.expired_at, (0, BEGINNING))
        if lines == receipt.lines and digest_receipt(receipt, content, digest) == sealed:
            good.add(receipt.expired_at)
    return frozenset(good)


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


def verify(
    chain: Iterable[tuple[Link, Line | None]], receipts: Collection[datetime], digest: Digest
) -> Verdict:
    """Hold each link against the one before and its line, in sequence, up to the first break.

    ``receipts`` are those that hold, see `find_good_receipts`.
    """
    verified = expired = 0
    last = BEGINNING
    for link, line in chain:
        flaw = _find_flaw(link, line, verified + 1, last, receipts, digest)
        if flaw is not None:
            return Verdict(verified, expired, last, Broken(verified + 1, flaw))
        last = digest_link(link, digest)
        verified += 1
        expired += line is None
    return Verdict(verified, expired, last)


def _find_flaw(
    link: Link,
    line: Line | None,
    expected: int,
    last: bytes,
    receipts: Collection[datetime],
    digest: Digest,
) -> Flaw | None:
    if link.sequence != expected:
        return Flaw.LINK_MISSING
    if link.previous != last:
        return Flaw.OUT_OF_ORDER
    if line is None:
        if link.expired_at is None:
            return Flaw.LINE_DELETED
        return None if link.expired_at in receipts else Flaw.RECEIPT_MISSING
    # A line that is there is looked at even where the link says that it has expired.
    return None if digest_line(line, digest) == link.digest else Flaw.LINE_CHANGED
