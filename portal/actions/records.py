"""Bringing the council's records in: one folder, compared and taken in one transaction."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from portal.actions.reviews import keep_reviews_in_step
from portal.domain.records.access import ContactsGuard
from portal.domain.records.codes import code_tables
from portal.domain.records.columns import Shape
from portal.domain.records.contested import look_through
from portal.domain.records.folder import FolderReading
from portal.domain.records.quality import QualityCheck
from portal.domain.records.reading import Header, Opener, read_header
from portal.domain.records.reasons import Doubt, Finding, Reason, Refusal
from portal.domain.records.report import Change, FileCount, ImportReport, Outcome
from portal.domain.records.rows import Row
from portal.domain.records.shapes import CONTACTS, PERSON, SHAPE_OF, SHAPES
from portal.store import imports
from portal.store.record_age import note_files_read
from portal.store.records import Lander, Run, lander_for
from portal.store.records.run import CHUNK

LONDON = ZoneInfo("Europe/London")
Progress = Callable[[int], None]
"""Told how many rows have been read so far, every `CHUNK` rows."""


def import_records(session: Session, folder: Path, dry_run: bool, now: datetime) -> ImportReport:
    """Take the record files of a folder, or with ``dry_run`` say what taking them would do.

    Raises OSError where the folder cannot be read.
    """
    files = {path.name: _opener(path) for path in sorted(folder.iterdir()) if path.is_file()}
    return import_files(session, files, dry_run=dry_run, now=now)


def import_files(
    session: Session,
    files: Mapping[str, Opener],
    *,
    dry_run: bool,
    now: datetime,
    progress: Progress | None = None,
) -> ImportReport:
    """The same for files that lie elsewhere, each opened by its name.

    A dry run writes nothing at all. Memory holds ids and what there is to report, never rows.
    """
    by_name: dict[str, Opener] = {}
    for name, open_file in files.items():
        by_name.setdefault(name.lower(), open_file)
    report = ImportReport(dry_run)
    report.ignored_files = tuple(name for name in files if name.lower() not in SHAPE_OF)
    headers = _read_headers(by_name, report)
    if PERSON in headers:
        _Import(session, by_name, headers, report, now, progress).take()
        if not dry_run:
            today = now.astimezone(LONDON).date()
            note_files_read(session, (count.file for count in report.counts if count.taken), today)
            keep_reviews_in_step(session, today)
    return report


def _read_headers(files: Mapping[str, Opener], report: ImportReport) -> dict[str, Header]:
    """The files that can be read. Without person.csv no file can: everything hangs on it."""
    headers: dict[str, Header] = {}
    for shape in SHAPES:
        if shape.file in files:
            header = read_header(shape, files[shape.file])
            count = FileCount(shape.file)
            report.counts.append(count)
            if isinstance(header, Refusal):
                count.refused = 1
                report.refusals.append(header)
            else:
                count.ignored_columns = header.ignored
                headers[shape.file] = header
    if PERSON not in files:
        report.refusals.append(Refusal(PERSON, 0, "", Reason.FILE_MISSING))
    return headers


class _Import:
    """One pass through the files of a folder, in the order in which they hang on each other."""

    def __init__(
        self,
        session: Session,
        files: Mapping[str, Opener],
        headers: Mapping[str, Header],
        report: ImportReport,
        now: datetime,
        progress: Progress | None,
    ) -> None:
        today = now.astimezone(LONDON).date()
        codes = code_tables(imports.list_added_codes(session))
        self.reading = FolderReading(frozenset(headers), codes, today)
        self.quality = QualityCheck(today)
        self.run = Run(session, self.reading, now, today, not report.dry_run, report.findings)
        self.files, self.headers, self.report = files, headers, report
        self.progress = progress or (lambda rows: None)
        self.rows_read = 0

    def take(self) -> None:
        for count in self.report.counts:
            if count.file in self.headers:
                self._take_file(SHAPE_OF[count.file], count)
        self.report.findings.extend(self.quality.at_end(self.reading.present))

    def _take_file(self, shape: Shape, count: FileCount) -> None:
        source = (shape, self.headers[shape.file], self.files[shape.file])
        look = look_through(*source)
        guard = ContactsGuard()
        if shape.file == CONTACTS:
            guard = self.reading.guard_contacts(*source, look)
            if "restriction" not in source[1].columns:
                self._doubt_file(CONTACTS, Doubt.RESTRICTIONS_NOT_GIVEN)
        lander = lander_for(self.run, shape.file, look, guard)
        for rows in self._rows(self.reading.read(*source, look), count):
            self._land(lander, rows, count)
        if count.taken or count.refused:
            count.marked = lander.mark_absent()
        else:
            # An export that failed looks just like this; it must not mark everybody absent.
            self._doubt_file(shape.file, Doubt.FILE_EMPTY)

    def _rows(
        self, results: Iterator[Row | tuple[Refusal, ...]], count: FileCount
    ) -> Iterator[list[Row]]:
        """The rows that can be taken, some hundred at a time; the others are noted."""
        rows: list[Row] = []
        for result in results:
            self.rows_read += 1
            if isinstance(result, Row):
                rows.append(result)
            else:
                count.refused += 1
                self.report.refusals.extend(result)
            if self.rows_read % CHUNK == 0:
                self.progress(self.rows_read)
            if len(rows) == CHUNK:
                yield rows
                rows = []
        if rows:
            yield rows

    def _land(self, lander: Lander, rows: list[Row], count: FileCount) -> None:
        for row, landed in zip(rows, lander.land(rows), strict=True):
            if isinstance(landed, Refusal):
                count.refused += 1
                self.report.refusals.append(landed)
                self.reading.refuse(row.file, str(row.values[SHAPE_OF[row.file].key[0]]), row.line)
                continue
            match landed.outcome:
                case Outcome.ADDED:
                    count.added += 1
                case Outcome.CHANGED:
                    count.changed += 1
                    self.report.changes.append(Change(row.file, row.line, landed.columns))
                case Outcome.UNCHANGED:
                    count.unchanged += 1
            self.report.findings.extend(self.quality.look_at(row))

    def _doubt_file(self, file: str, doubt: Doubt) -> None:
        self.report.findings.append(Finding(file, 0, "", doubt))


def _opener(path: Path) -> Opener:
    return lambda: path.open("rb")
