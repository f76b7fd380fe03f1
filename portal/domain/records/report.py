"""What an import did, counted exactly, and the exit code that says so to a script."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

from portal.domain.records.imports import LineKind, ReportLine
from portal.domain.records.reasons import Finding, Refusal


class ExitCode(IntEnum):
    ALL_TAKEN = 0
    NONE_TAKEN = 2
    SOME_REFUSED = 3


class Outcome(StrEnum):
    """What became of a row that was taken."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Change:
    """A row that differed from the record in these columns; the case system's word stands."""

    file: str
    line: int
    columns: tuple[str, ...]


@dataclass(slots=True)
class FileCount:
    """Rows of one file. ``marked``: known records that the file no longer holds.

    A record that was marked and stands in the file again counts as changed. ``refused`` counts
    rows, however many faults each has; a file that cannot be read at all counts as one.
    """

    file: str
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    marked: int = 0
    refused: int = 0
    ignored_columns: tuple[str, ...] = ()

    @property
    def taken(self) -> int:
        return self.added + self.changed + self.unchanged


@dataclass(slots=True)
class ImportReport:
    """The whole outcome of one import or of its dry run."""

    dry_run: bool
    counts: list[FileCount] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    ignored_files: tuple[str, ...] = ()

    def lines(self) -> dict[LineKind, Iterator[ReportLine]]:
        """The report line by line: refusals, then doubts, then differences."""
        return {
            LineKind.REFUSAL: (
                ReportLine(r.file, r.line, r.column, r.reason, r.detail) for r in self.refusals
            ),
            LineKind.DOUBT: (
                ReportLine(f.file, f.line, f.column, f.doubt, f.detail) for f in self.findings
            ),
            LineKind.CHANGE: (
                ReportLine(c.file, c.line, ", ".join(c.columns), "", "") for c in self.changes
            ),
        }

    @property
    def exit_code(self) -> ExitCode:
        """0 all taken, 3 some refused, 2 none taken."""
        if not any(count.taken for count in self.counts):
            return ExitCode.NONE_TAKEN
        if self.refusals:
            return ExitCode.SOME_REFUSED
        return ExitCode.ALL_TAKEN
