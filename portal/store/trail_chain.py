"""The chain over the read trail: links added in order, and read with their lines.

A line is chained once it is committed, in a job of its own: pages never wait for each other to
write the next link. Two jobs at once cannot fork the chain: the sequence is the primary key.
"""

from collections.abc import Generator
from functools import partial
from typing import Any

from sqlalchemy import exists, func, insert, select
from sqlalchemy.orm import Session

from portal.domain.trail_chain import Digest, Line, Link, append
from portal.store.sealing import keyed_digest
from portal.store.tables.sessions import ReadTrail
from portal.store.tables.trail_digests import TrailDigest

_FETCH = 1000
_LINE = (
    ReadTrail.id,
    ReadTrail.child_id,
    ReadTrail.role,
    ReadTrail.person_id,
    ReadTrail.purpose,
    ReadTrail.read_at,
)
LINK = (
    TrailDigest.sequence,
    TrailDigest.line_id,
    TrailDigest.digest,
    TrailDigest.previous,
    TrailDigest.expired_at,
)
_UNCHAINED = ~exists().where(TrailDigest.line_id == ReadTrail.id)


def trail_digest(session: Session) -> Digest:
    """The keyed digest of the chain; its key is in the settings, not in the database."""
    return partial(keyed_digest, session, "read_trail")


def has_unchained_line(session: Session) -> bool:
    return session.scalar(select(ReadTrail.id).where(_UNCHAINED).limit(1)) is not None


def count_unchained_lines(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(ReadTrail).where(_UNCHAINED)) or 0


def add_links(session: Session, *, limit: int) -> int:
    """Chain the oldest lines that are not chained yet; how many they were."""
    last = session.execute(select(*LINK).order_by(TrailDigest.sequence.desc()).limit(1)).first()
    rows = session.execute(
        select(*_LINE).where(_UNCHAINED).order_by(ReadTrail.read_at, ReadTrail.id).limit(limit)
    )
    links = append(
        (Line(*row) for row in rows), Link(*last) if last else None, trail_digest(session)
    )
    if links:
        session.execute(
            insert(TrailDigest),
            [
                {
                    "sequence": link.sequence,
                    "line_id": link.line_id,
                    "digest": link.digest,
                    "previous": link.previous,
                }
                for link in links
            ],
        )
    return len(links)


def stream_chain(session: Session) -> Generator[tuple[Link, Line | None], None, None]:
    """Every link in sequence, with its line where that is still there. Close it at the end: who
    stops half way leaves a cursor open in the database."""
    statement = (
        select(*LINK, *_LINE)
        .outerjoin(ReadTrail, ReadTrail.id == TrailDigest.line_id)
        .order_by(TrailDigest.sequence)
        .execution_options(yield_per=_FETCH)
    )
    with session.execute(statement) as rows:
        for row in rows:
            columns: tuple[Any, ...] = tuple(row)
            link, line = columns[: len(LINK)], columns[len(LINK) :]
            yield Link(*link), Line(*line) if line[0] else None
