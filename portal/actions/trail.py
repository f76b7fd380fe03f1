"""Chaining the read trail, verifying the chain, and letting old lines expire."""

from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from portal.domain.trail_chain import (
    BEGINNING,
    Receipt,
    Verdict,
    add_content,
    digest_receipt,
    find_good_receipts,
    verify,
)
from portal.domain.trail_expiry import Limits
from portal.store import jobs, trail_chain, trail_expiry

CHAIN_TRAIL = "trail.chain"
EXPIRE_TRAIL = "trail.expire"
CHAIN_EVERY = timedelta(minutes=30)  # until it is chained, a change of a line is not seen
LINKS_AT_ONCE = 5000  # well under a second, so that pages can write in between


@dataclass(frozen=True, slots=True)
class TrailChecked:
    """The verdict on the chain, how many lines no link holds yet, and how many receipts of
    expiries there are."""

    verdict: Verdict
    waiting: int
    receipts: int


def chaining_is_due(session: Session, now: datetime) -> bool:
    """Where a line waits and no job was added just now."""
    return not jobs.was_added_since(
        session, CHAIN_TRAIL, now - CHAIN_EVERY
    ) and trail_chain.has_unchained_line(session)


def chain_trail(session: Session, now: datetime) -> None:
    """Chain what waits; where that is much, some of it now and the rest in the next job."""
    if trail_chain.add_links(session, limit=LINKS_AT_ONCE) == LINKS_AT_ONCE:
        jobs.add_job(session, CHAIN_TRAIL, {}, now)


def check_trail(session: Session) -> TrailChecked:
    """Verify the chain from its beginning, and the receipts of what expired. Only reads."""
    digest = trail_chain.trail_digest(session)
    receipts = trail_expiry.list_receipts(session)
    with closing(trail_expiry.stream_expired_links(session)) as expired:
        good = find_good_receipts(receipts, expired, digest)
    with closing(trail_chain.stream_chain(session)) as chain:
        verdict = verify(chain, good, digest)
    return TrailChecked(verdict, trail_chain.count_unchained_lines(session), len(receipts))


def expire_trail(session: Session, limits: Limits, now: datetime) -> Receipt | None:
    """Delete lines whose time has come, and keep a receipt; None where there were none.

    Where there are many it is some of them now, and a job for the rest.
    """
    due = trail_expiry.list_due(session, limits, limit=LINKS_AT_ONCE)
    if not due:
        return None
    links, read_at = [link for link, _ in due], [at for _, at in due]
    receipt = Receipt(
        expired_at=now,
        staff_before=limits.staff_before,
        family_before=limits.family_before,
        first_read_at=min(read_at),
        last_read_at=max(read_at),
        lines=len(due),
    )
    digest, content = trail_chain.trail_digest(session), BEGINNING
    for link in links:
        content = add_content(content, link, digest)
    trail_expiry.expire(session, links, receipt, digest_receipt(receipt, content, digest))
    if len(due) == LINKS_AT_ONCE:
        jobs.add_job(session, EXPIRE_TRAIL, {}, now)
    return receipt
