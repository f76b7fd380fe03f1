"""What an import did, counted exactly, and the exit code that says so to a script."""

from dataclasses import dataclass, field
from enum import IntEnum

from portal.domain.records.reasons import Finding, Refusal


class ExitCode(IntEnum):
    ALL_TAKEN = 0
    NONE_TAKEN = 2
    SOME_REFUSED = 3


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

    @property
    def exit_code(self) -> ExitCode:
        """0 all taken, 3 some refused, 2 none taken."""
        if not any(count.taken for count in self.counts):
            return ExitCode.NONE_TAKEN
        if self.refusals:
            return ExitCode.SOME_REFUSED
        return ExitCode.ALL_TAKEN
