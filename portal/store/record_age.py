"""When the council's files were last taken in, and the dates that somebody has called wrong."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.domain.case_facts import RecordSource
from portal.store.tables.record_age import DateFlag, RecordFile


@dataclass(frozen=True, slots=True)
class FlaggedDate:
    """A date of a child's case that somebody has called wrong, by the file it came from."""

    source: RecordSource
    day: date


def note_files_read(session: Session, names: Iterable[str], on: date) -> None:
    """Note that these files (``requests.csv`` and so on) were taken in on this day."""
    known = {row.name: row for row in session.scalars(select(RecordFile))}
    for name in names:
        if name in known:
            known[name].read_on = on
        else:
            session.add(RecordFile(name=name, read_on=on))
    session.flush()


def list_files_read(session: Session) -> dict[str, date]:
    """The day each file was last taken in, by its name."""
    rows = session.execute(select(RecordFile.name, RecordFile.read_on))
    return dict(rows.all())


def add_flag(
    session: Session, child_id: UUID, flagged: FlaggedDate, *, by: UUID, now: datetime
) -> None:
    """Note that this family member calls the date wrong; saying it again changes nothing but
    opens a flag that was settled."""
    row = session.scalar(
        select(DateFlag).where(
            DateFlag.child_id == child_id,
            DateFlag.source == flagged.source,
            DateFlag.day == flagged.day,
            DateFlag.flagged_by_id == by,
        )
    )
    if row is None:
        row = DateFlag(child_id=child_id, source=flagged.source, day=flagged.day, flagged_by_id=by)
        session.add(row)
    row.flagged_at, row.settled_at, row.settled_by_id = now, None, None
    session.flush()


def settle_flags(
    session: Session, child_id: UUID, flagged: FlaggedDate, *, by: UUID, now: datetime
) -> None:
    """Note that a member of staff has checked the date against the case file."""
    session.execute(
        update(DateFlag)
        .where(
            DateFlag.child_id == child_id,
            DateFlag.source == flagged.source,
            DateFlag.day == flagged.day,
            DateFlag.settled_at.is_(None),
        )
        .values(settled_at=now, settled_by_id=by)
    )
