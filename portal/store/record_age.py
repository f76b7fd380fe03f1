"""When the council's files were last taken in, and how a date of theirs is named."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.case_facts import RecordSource
from portal.store.tables.record_age import RecordFile


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
