"""Chaining the read trail, and verifying the chain."""

from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from portal.domain.trail_chain import Verdict, verify
from portal.store import jobs, trail_chain

CHAIN_TRAIL = "trail.chain"
CHAIN_EVERY = timedelta(minutes=30)  # until it is chained, a change of a line is not seen
LINKS_AT_ONCE = 5000  # well under a second, so that pages can write in between


@dataclass(frozen=True, slots=True)
class TrailChecked:
    """The verdict on the chain, and how many lines no link holds yet."""

    verdict: Verdict
    waiting: int


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
    """Verify the chain from its beginning. Only reads."""
    with closing(trail_chain.stream_chain(session)) as chain:
        verdict = verify(chain, trail_chain.trail_digest(session))
    return TrailChecked(verdict, trail_chain.count_unchained_lines(session))
