"""An import handed over on the web page: its states, and its report as lines to be kept."""

from dataclasses import dataclass
from enum import StrEnum


class ImportState(StrEnum):
    """Files are checked first; a person then says whether they are taken."""

    WAITING_FOR_CHECK = "waiting_for_check"
    CHECKED = "checked"
    WAITING_TO_BE_TAKEN = "waiting_to_be_taken"
    TAKEN = "taken"
    DROPPED = "dropped"


class LineKind(StrEnum):
    """What a line of a report tells."""

    REFUSAL = "refusal"
    DOUBT = "doubt"
    CHANGE = "change"


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One line of a report. ``reason`` is the value of a Reason or a Doubt; none for a change,
    whose ``column`` names every column that differed."""

    file: str
    line: int
    column: str
    reason: str
    detail: str
