"""Lines of the read trail whose time has come: counted, deleted, and receipted."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, func, not_, or_, select, update
from sqlalchemy.orm import Session

from portal.domain.people import FAMILY_ROLES
from portal.domain.trail_chain import Link, Receipt
from portal.domain.trail_expiry import Limits
from portal.store.legal_holds import held_children
from portal.store.tables.sessions import ReadTrail
from portal.store.tables.trail_digests import TrailDigest
from portal.store.tables.trail_expiries import TrailExpiry
from portal.store.trail_chain import LINK

_AT_ONCE = 500
_FETCH = 1000
_IS_FAMILY = ReadTrail.role.in_(FAMILY_ROLES)
_IS_HELD = and_(ReadTrail.child_id.is_not(None), ReadTrail.child_id.in_(held_children()))


@dataclass(frozen=True, slots=True)
class Due:
    """Lines whose time has come: of staff, of families, and those that a legal hold keeps."""

    staff: int
    family: int
    held: int
    first_read_at: datetime | None
    last_read_at: datetime | None


def count_due(session: Session, limits: Limits) -> Due:
    """Only lines that are chained: the others have nothing that would stay in their place."""
    counted: dict[tuple[bool, bool], tuple[int, datetime, datetime]] = {
        (bool(is_family), bool(is_held)): (count, first, last)
        for is_family, is_held, count, first, last in session.execute(
            select(
                _IS_FAMILY,
                _IS_HELD,
                func.count(),
                func.min(ReadTrail.read_at),
                func.max(ReadTrail.read_at),
            )
            .join(TrailDigest, TrailDigest.line_id == ReadTrail.id)
            .where(_has_come(limits))
            .group_by(_IS_FAMILY, _IS_HELD)
        )
    }
    free = [found for (_, is_held), found in counted.items() if not is_held]
    return Due(
        staff=sum(f[0] for (family, held), f in counted.items() if not family and not held),
        family=sum(f[0] for (family, held), f in counted.items() if family and not held),
        held=sum(f[0] for (_, held), f in counted.items() if held),
        first_read_at=min((first for _, first, _ in free), default=None),
        last_read_at=max((last for *_, last in free), default=None),
    )


def list_due(session: Session, limits: Limits, *, limit: int) -> Sequence[tuple[Link, datetime]]:
    """The links of lines that may be deleted, in sequence, with when each line was read."""
    rows = session.execute(
        select(*LINK, ReadTrail.read_at)
        .join(ReadTrail, ReadTrail.id == TrailDigest.line_id)
        .where(_has_come(limits), not_(_IS_HELD))
        .order_by(TrailDigest.sequence)
        .limit(limit)
    )
    return [(Link(*row[: len(LINK)]), row[len(LINK)]) for row in map(tuple[Any, ...], rows)]


def expire(session: Session, links: Sequence[Link], receipt: Receipt, sealed: bytes) -> None:
    """Delete the lines, mark their links, and keep the receipt with its digest."""
    for start in range(0, len(links), _AT_ONCE):
        ids: list[UUID] = [link.line_id for link in links[start : start + _AT_ONCE]]
        session.execute(delete(ReadTrail).where(ReadTrail.id.in_(ids)))
        session.execute(
            update(TrailDigest)
            .where(TrailDigest.line_id.in_(ids))
            .values(expired_at=receipt.expired_at)
        )
    session.add(
        TrailExpiry(
            expired_at=receipt.expired_at,
            staff_before=receipt.staff_before,
            family_before=receipt.family_before,
            first_read_at=receipt.first_read_at,
            last_read_at=receipt.last_read_at,
            lines=receipt.lines,
            digest=sealed,
        )
    )
    session.flush()


def list_receipts(session: Session) -> Sequence[tuple[Receipt, bytes]]:
    """Every receipt with its digest, the oldest first."""
    rows = session.scalars(select(TrailExpiry).order_by(TrailExpiry.expired_at))
    return [
        (
            Receipt(
                row.expired_at,
                row.staff_before,
                row.family_before,
                row.first_read_at,
                row.last_read_at,
                row.lines,
            ),
            row.digest,
        )
        for row in rows
    ]


def stream_expired_links(session: Session) -> Generator[Link, None, None]:
    """Every link that says that its line expired, in sequence. Close it at the end."""
    statement = (
        select(*LINK)
        .where(TrailDigest.expired_at.is_not(None))
        .order_by(TrailDigest.sequence)
        .execution_options(yield_per=_FETCH)
    )
    with session.execute(statement) as rows:
        for row in rows:
            yield Link(*row)


def _has_come(limits: Limits) -> ColumnElement[bool]:
    return or_(
        and_(_IS_FAMILY, ReadTrail.read_at < limits.family_before),
        and_(not_(_IS_FAMILY), ReadTrail.read_at < limits.staff_before),
    )
