"""Why a row was refused, and what is doubtful about a row that was taken. Never prose."""

from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Why a file or a row was not taken."""

    FILE_MISSING = "file_missing"
    FILE_UNREADABLE = "file_unreadable"
    COLUMN_MISSING = "column_missing"
    COLUMN_TWICE = "column_twice"
    ROW_BROKEN = "row_broken"
    CELL_MISSING = "cell_missing"
    CELL_TOO_LONG = "cell_too_long"
    CHARACTERS_UNREADABLE = "characters_unreadable"
    DATE_UNREADABLE = "date_unreadable"
    DATE_IMPOSSIBLE = "date_impossible"
    CODE_UNKNOWN = "code_unknown"
    YES_NO_UNREADABLE = "yes_no_unreadable"
    NUMBER_UNREADABLE = "number_unreadable"
    EMAIL_UNREADABLE = "email_unreadable"
    MOBILE_UNREADABLE = "mobile_unreadable"
    ID_TWICE = "id_twice"
    ROW_REPEATED = "row_repeated"
    NO_REFERENCE = "no_reference"
    MATCHED_TWICE = "matched_twice"
    PARENT_MISSING = "parent_missing"
    PARENT_UNKNOWN = "parent_unknown"
    PARENT_REFUSED = "parent_refused"
    PARENTS_DISAGREE = "parents_disagree"
    OTHER_CHILD = "other_child"
    OTHER_ROLE = "other_role"


class Doubt(StrEnum):
    """Something in a row that was taken, for a person to look at."""

    DATE_MISSING = "date_missing"
    DATE_IN_FUTURE = "date_in_future"
    REVIEW_BEFORE_PLAN = "review_before_plan"
    UPN_ON_TWO_CHILDREN = "upn_on_two_children"
    UPN_DOUBTFUL = "upn_doubtful"
    CASEREF_CHANGED = "caseref_changed"
    RESTRICTION_WITHOUT_REVIEW_DATE = "restriction_without_review_date"
    PLAN_WITHOUT_PLACEMENT = "plan_without_placement"
    ADULTS_WITH_ONE_EMAIL = "adults_with_one_email"
    ADULTS_WITH_ONE_MOBILE = "adults_with_one_mobile"
    ACCESS_CLOSED = "access_closed"
    FILE_EMPTY = "file_empty"
    COORDINATOR_NOT_LINKED = "coordinator_not_linked"
    RESTRICTIONS_NOT_GIVEN = "restrictions_not_given"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row (or, with ``line`` 0, a file) that was not taken.

    ``detail`` helps to find the fault: a code, a date or another line; never a name, never the
    words of a restriction.
    """

    file: str
    line: int
    column: str
    reason: Reason
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """A doubt about a row that was taken (or, with ``line`` 0, about a file)."""

    file: str
    line: int
    column: str
    doubt: Doubt
    detail: str = ""
