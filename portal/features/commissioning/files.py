"""The sheets of a release about commissioning: one row a number, then what the columns mean."""

from collections.abc import Iterator, Sequence

from flask_babel import gettext

from portal.domain.commissioning import Provision
from portal.domain.commissioning_figures import (
    AGE,
    AGES,
    ALL,
    KIND,
    NEED,
    NEEDS,
    CommissioningSnapshot,
)
from portal.domain.exports import (
    Cell,
    Column,
    DictionaryWording,
    Sheet,
    Shorthand,
    make_dictionary,
)
from portal.features.commissioning import wording


def commissioning_sheets(snapshot: CommissioningSnapshot) -> Sequence[Sheet]:
    columns = [
        Column("from", gettext("First day of the period")),
        Column("to", gettext("Last day of the period")),
        Column("provision", gettext("Kind of provision that was asked for; empty for all kinds")),
        Column("by", gettext("By main need, or by age on the last day; empty for all children")),
        Column("group", gettext("Which need or age")),
        Column("children", gettext("Children for whom it was asked, each once a kind")),
    ]
    notes = [
        (
            Shorthand.SUPPRESSED,
            gettext(
                "Nobody, fewer than %(few)d, or hidden to protect such a number. All look alike",
                few=snapshot.thresholds.few,
            ),
        ),
        (gettext("version of the disclosure rules"), snapshot.rules_version),
    ]
    dictionary = make_dictionary(
        columns,
        notes,
        DictionaryWording("dictionary", gettext("Column"), gettext("What it means")),
    )
    return [Sheet("asked_for", columns, list(_rows(snapshot))), dictionary]


def _rows(snapshot: CommissioningSnapshot) -> Iterator[Sequence[Cell]]:
    period = snapshot.period
    yield [period.first, period.last, "", "", "", _or_hidden(snapshot.shown(ALL))]
    for kind in Provision:
        words = str(wording.PROVISIONS[kind])
        yield [period.first, period.last, words, "", "", _or_hidden(snapshot.shown(KIND, kind))]
        for table, groups in ((NEED, NEEDS), (AGE, AGES)):
            for group in groups:
                yield [
                    period.first,
                    period.last,
                    words,
                    str(wording.DIMENSIONS[table]),
                    wording.group_words(table, group),
                    _or_hidden(snapshot.shown(table, kind, group)),
                ]


def _or_hidden(count: int | None) -> Cell:
    return Shorthand.SUPPRESSED if count is None else count
