"""Imports handed over on the web page: checked, taken, and what each had to say."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from portal.domain.records.codes import CodeList
from portal.domain.records.imports import ImportState, LineKind, ReportLine
from portal.domain.records.report import FileCount, ImportReport
from portal.store.tables.imports import (
    RecordCode,
    RecordImport,
    RecordImportLine,
)

LINES_A_STATEMENT = 500


@dataclass(frozen=True, slots=True)
class ImportOnRecord:
    """One import as the page shows it."""

    id: UUID
    state: ImportState
    added_at: datetime
    changed_at: datetime
    rows_read: int
    file_names: tuple[str, ...]
    counts: tuple[FileCount, ...]
    exit_code: int | None


def list_added_codes(session: Session) -> list[tuple[CodeList, str]]:
    """The codes that this council has added to the code lists."""
    rows = session.execute(select(RecordCode.code_list, RecordCode.code))
    return [(CodeList(code_list), code) for code_list, code in rows]


def add_code(session: Session, code_list: CodeList, code: str, now: datetime) -> None:
    session.merge(RecordCode(code_list=code_list, code=code, added_at=now))
    session.flush()


def add_import(session: Session, staff_id: UUID, names: Sequence[str], now: datetime) -> UUID:
    row = RecordImport(
        id=uuid4(),
        state=ImportState.WAITING_FOR_CHECK,
        added_by_id=staff_id,
        added_at=now,
        changed_at=now,
        file_names=list(names),
        counts=[],
    )
    session.add(row)
    session.flush()
    return row.id


def find_import(session: Session, import_id: UUID) -> ImportOnRecord | None:
    row = session.get(RecordImport, import_id, populate_existing=True)
    return _on_record(row) if row else None


def list_imports(session: Session, limit: int) -> list[ImportOnRecord]:
    """The latest first."""
    rows = session.scalars(
        select(RecordImport).order_by(RecordImport.added_at.desc(), RecordImport.id).limit(limit)
    )
    return [_on_record(row) for row in rows]


def move_import(
    session: Session, import_id: UUID, before: ImportState, after: ImportState, now: datetime
) -> bool:
    """From one state to the next; False where somebody else has moved it."""
    result = session.execute(
        update(RecordImport)
        .where(RecordImport.id == import_id, RecordImport.state == before)
        .values(state=after, changed_at=now)
        .returning(RecordImport.id)
    )
    return result.first() is not None


def note_progress(session: Session, import_id: UUID, rows_read: int) -> None:
    session.execute(
        update(RecordImport).where(RecordImport.id == import_id).values(rows_read=rows_read)
    )


def save_report(session: Session, import_id: UUID, report: ImportReport) -> None:
    """Keep the report in the place of an earlier one of the same import."""
    session.execute(
        update(RecordImport)
        .where(RecordImport.id == import_id)
        .values(
            counts=[asdict(count) for count in report.counts],
            exit_code=int(report.exit_code),
            rows_read=sum(count.taken + count.refused for count in report.counts),
        )
    )
    session.execute(delete(RecordImportLine).where(RecordImportLine.import_id == import_id))
    for kind, lines in report.lines().items():
        _add_lines(session, import_id, kind, lines)


def list_lines(
    session: Session, import_id: UUID, kind: LineKind, *, after: int, limit: int
) -> list[ReportLine]:
    """Lines of one kind in order, from the one numbered ``after`` + 1 on."""
    rows = session.execute(
        select(
            RecordImportLine.file,
            RecordImportLine.line,
            RecordImportLine.column,
            RecordImportLine.reason,
            RecordImportLine.detail,
        )
        .where(
            RecordImportLine.import_id == import_id,
            RecordImportLine.kind == kind,
            RecordImportLine.number > after,
        )
        .order_by(RecordImportLine.number)
        .limit(limit)
    )
    return [ReportLine(*row) for row in rows]


def count_lines(session: Session, import_id: UUID) -> dict[LineKind, int]:
    rows = session.execute(
        select(RecordImportLine.kind, func.count())
        .where(RecordImportLine.import_id == import_id)
        .group_by(RecordImportLine.kind)
    )
    return {LineKind(kind): number for kind, number in rows}


def _add_lines(
    session: Session, import_id: UUID, kind: LineKind, lines: Iterable[ReportLine]
) -> None:
    batch: list[dict[str, Any]] = []
    for number, line in enumerate(lines, start=1):
        batch.append(
            {"id": uuid4(), "import_id": import_id, "kind": kind, "number": number, **asdict(line)}
        )
        if len(batch) == LINES_A_STATEMENT:
            session.execute(insert(RecordImportLine), batch)
            batch = []
    if batch:
        session.execute(insert(RecordImportLine), batch)


def _on_record(row: RecordImport) -> ImportOnRecord:
    counts = tuple(_count(values) for values in row.counts)
    return ImportOnRecord(
        row.id,
        ImportState(row.state),
        row.added_at,
        row.changed_at,
        row.rows_read,
        tuple(row.file_names),
        counts,
        row.exit_code,
    )


def _count(values: Mapping[str, Any]) -> FileCount:
    return FileCount(**{**values, "ignored_columns": tuple(values["ignored_columns"])})
