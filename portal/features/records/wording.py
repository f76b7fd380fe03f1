"""What a report says, in plain words."""

from flask_babel import gettext, lazy_gettext
from flask_babel.speaklater import LazyString

from portal.domain.records.imports import ImportState, LineKind, ReportLine
from portal.domain.records.reasons import Doubt, Reason

TITLES: dict[LineKind, LazyString] = {
    LineKind.REFUSAL: lazy_gettext("Refused"),
    LineKind.DOUBT: lazy_gettext("Worth a look"),
    LineKind.CHANGE: lazy_gettext("Different from the record until now"),
}

STATES: dict[ImportState, LazyString] = {
    ImportState.WAITING_FOR_CHECK: lazy_gettext("Being checked"),
    ImportState.CHECKED: lazy_gettext("Checked, nothing changed yet"),
    ImportState.WAITING_TO_BE_TAKEN: lazy_gettext("Being taken in"),
    ImportState.TAKEN: lazy_gettext("Taken in"),
    ImportState.DROPPED: lazy_gettext("Dropped"),
}

_REASONS: dict[Reason, LazyString] = {
    Reason.FILE_MISSING: lazy_gettext("this file is needed, and it is not there"),
    Reason.FILE_UNREADABLE: lazy_gettext(
        "this is not a CSV file with a first line of column names that we know"
    ),
    Reason.COLUMN_MISSING: lazy_gettext("this column is needed, and it is not there"),
    Reason.COLUMN_TWICE: lazy_gettext("two columns have this name"),
    Reason.ROW_BROKEN: lazy_gettext(
        "the row has too few or too many cells, or a quotation mark without its pair"
    ),
    Reason.CELL_MISSING: lazy_gettext("this cell is needed, and it is empty"),
    Reason.CELL_TOO_LONG: lazy_gettext("this cell is too long"),
    Reason.CHARACTERS_UNREADABLE: lazy_gettext("this cell has characters that cannot be read"),
    Reason.DATE_UNREADABLE: lazy_gettext(
        "this is not a date we can read; write 2022-Sep-28, 2022-09-28 or 28/09/2022"
    ),
    Reason.DATE_IMPOSSIBLE: lazy_gettext("this day cannot be right"),
    Reason.CODE_UNKNOWN: lazy_gettext("this code is not in the list of codes"),
    Reason.YES_NO_UNREADABLE: lazy_gettext("this is neither yes nor no"),
    Reason.NUMBER_UNREADABLE: lazy_gettext("this is not a number we can use"),
    Reason.EMAIL_UNREADABLE: lazy_gettext("this is not an e-mail address"),
    Reason.MOBILE_UNREADABLE: lazy_gettext("this is not a mobile number"),
    Reason.ID_TWICE: lazy_gettext(
        "rows with this number say different things, so we cannot tell which is right"
    ),
    Reason.ROW_REPEATED: lazy_gettext("this row is in the file already"),
    Reason.NO_REFERENCE: lazy_gettext(
        "without a case reference or a UPN we cannot tell which child this is"
    ),
    Reason.MATCHED_TWICE: lazy_gettext("two rows lead to one child on the record"),
    Reason.PARENT_MISSING: lazy_gettext("the row does not say what it belongs to"),
    Reason.PARENT_UNKNOWN: lazy_gettext("what this row belongs to is not there"),
    Reason.PARENT_REFUSED: lazy_gettext("what this row belongs to was refused"),
    Reason.PARENTS_DISAGREE: lazy_gettext("the row belongs to two different children"),
    Reason.OTHER_CHILD: lazy_gettext("the record has this number for another child"),
    Reason.OTHER_ROLE: lazy_gettext("this person has an account here, but not as a caseworker"),
}

_DOUBTS: dict[Doubt, LazyString] = {
    Doubt.DATE_MISSING: lazy_gettext("a date is missing here"),
    Doubt.DATE_IN_FUTURE: lazy_gettext("this has not happened yet"),
    Doubt.REVIEW_BEFORE_PLAN: lazy_gettext("this review is earlier than its plan"),
    Doubt.UPN_ON_TWO_CHILDREN: lazy_gettext("another child has the same UPN"),
    Doubt.UPN_DOUBTFUL: lazy_gettext("the check letter of this UPN is wrong"),
    Doubt.CASEREF_CHANGED: lazy_gettext("found by UPN; the record had another case reference"),
    Doubt.RESTRICTION_WITHOUT_REVIEW_DATE: lazy_gettext("a restriction without a review date"),
    Doubt.PLAN_WITHOUT_PLACEMENT: lazy_gettext("a plan in force without a placement"),
    Doubt.ADULTS_WITH_ONE_EMAIL: lazy_gettext(
        "two people have one e-mail address; neither can sign in with it"
    ),
    Doubt.ADULTS_WITH_ONE_MOBILE: lazy_gettext(
        "two people have one mobile number; neither can sign in with it"
    ),
    Doubt.ACCESS_CLOSED: lazy_gettext(
        "a refused row decides what this person may see, so their access is closed"
    ),
    Doubt.COORDINATOR_NOT_LINKED: lazy_gettext(
        "this person has other work here already, so they were not linked to this setting"
    ),
    Doubt.FILE_EMPTY: lazy_gettext("the file has no rows, so nothing was marked absent"),
    Doubt.RESTRICTIONS_NOT_GIVEN: lazy_gettext(
        "the file has no column for restrictions, so it lets nobody new in"
    ),
}


def say_place(line: ReportLine) -> str:
    """File, line and column, as far as there is one."""
    if not line.line:
        place = line.file
    else:
        place = gettext("%(file)s, line %(line)s", file=line.file, line=line.line)
    return f"{place}, {line.column}" if line.column else place


def say_line(kind: LineKind, line: ReportLine) -> str:
    match kind:
        case LineKind.REFUSAL:
            said = str(_REASONS[Reason(line.reason)])
        case LineKind.DOUBT:
            said = str(_DOUBTS[Doubt(line.reason)])
        case LineKind.CHANGE:
            said = gettext("changed") if line.column else gettext("back on the record")
    return f"{said} ({line.detail})" if line.detail else said
