"""Counts of the forum's members: added and listed, never changed."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.domain.dates import london_day
from portal.domain.forum import ForumCount, ForumEntry
from portal.store.tables.forum import ForumCountRow
from portal.store.tables.people import Staff


def add_count(
    session: Session,
    new_id: UUID,
    count: ForumCount,
    *,
    corrects: UUID | None,
    by: UUID,
    now: datetime,
) -> bool:
    """Add it; False, and nothing added, where the id is taken or the entry corrected already."""
    row = ForumCountRow(
        id=new_id,
        counted_on=count.counted_on,
        mainstream=count.mainstream,
        special=count.special,
        other=count.other,
        source=count.source,
        corrects_id=corrects,
        typed_at=now,
        typed_by_id=by,
    )
    try:
        with session.begin_nested():
            session.add(row)
            session.flush()
    except IntegrityError:
        taken = exists().where(ForumCountRow.id == new_id)
        corrected = exists().where(ForumCountRow.corrects_id == corrects)
        if not session.scalar(select(taken | corrected)):
            raise  # something else about it was wrong
        return False
    return True


def list_entries(session: Session) -> Sequence[ForumEntry]:
    """Everything that was ever typed in, the latest first."""
    rows = session.execute(
        select(ForumCountRow, Staff.name)
        .join(Staff, Staff.id == ForumCountRow.typed_by_id)
        .order_by(ForumCountRow.typed_at.desc(), ForumCountRow.id)
    ).all()
    corrected = {row.corrects_id for row, _ in rows}
    return [
        ForumEntry(
            id=row.id,
            count=ForumCount(row.counted_on, row.mainstream, row.special, row.other, row.source),
            typed_by=name,
            typed_on=london_day(row.typed_at),
            corrects=row.corrects_id,
            corrected=row.id in corrected,
        )
        for row, name in rows
    ]


def find_entry(session: Session, entry_id: UUID) -> ForumEntry | None:
    return next((entry for entry in list_entries(session) if entry.id == entry_id), None)
