"""The list as sheets: one row a child, then what the columns mean."""

from collections.abc import Iterable, Iterator, Sequence

from flask_babel import gettext

from portal.domain.accurate_list import MENDERS
from portal.domain.exports import Cell, Column, DictionaryWording, Sheet, make_dictionary
from portal.features.accurate_list import wording
from portal.store.accurate_list import ListedChild


def list_sheets(children: Iterable[ListedChild]) -> Sequence[Sheet]:
    columns = _columns()
    return [Sheet("children", columns, _rows(children)), _dictionary(columns)]


def _dictionary(columns: Sequence[Column]) -> Sheet:
    words = DictionaryWording("dictionary", gettext("Column"), gettext("What it means"))
    return make_dictionary(columns, [], words)


def _columns() -> list[Column]:
    return [
        Column("caseref", gettext("The case’s number in the case system")),
        Column("surname", gettext("Surname")),
        Column("forename", gettext("First name")),
        Column("birth_date", gettext("Date of birth")),
        Column("year_group", gettext("Year group; 0 is Reception")),
        Column("caseworker", gettext("Who answers for the case")),
        Column("plan", gettext("Whether a plan is in force: yes or no")),
        Column("placement", gettext("The setting, or the kind of arrangement")),
        Column("residential", gettext("Whether the child lives at the placement: yes or no")),
        Column("last_review", gettext("The day of the last review’s decision")),
        Column("next_review", gettext("The last lawful day of the next review")),
        Column("last_welfare_visit", gettext("The last welfare visit or check at home")),
        Column("awaiting_specialist_since", gettext("Waiting for a specialist place since")),
        Column("missing_education_since", gettext("Missing education since")),
        Column("to_mend", gettext("What is missing or wrong in the record")),
        Column("to_mend_by", gettext("Who mends it, in the same order")),
    ]


def _rows(children: Iterable[ListedChild]) -> Iterator[Sequence[Cell]]:
    yes, no = gettext("yes"), gettext("no")
    for child in children:
        line = child.line
        yield [
            child.caseref,
            child.surname,
            child.forename,
            child.born,
            child.year_group,
            child.caseworker,
            yes if line.has_plan else no,
            wording.place_words(line.place),
            yes if line.place and line.place.residential else no,
            line.last_review,
            line.next_review,
            line.last_visit,
            line.awaiting_since,
            line.missing_since,
            "; ".join(str(wording.FLAGS[flag]) for flag in line.flags),
            "; ".join(str(wording.MENDERS[MENDERS[flag]]) for flag in line.flags),
        ]
