"""The dashboard as a spreadsheet: one row an indicator, one row a figure, then the dictionary."""

from collections.abc import Sequence

from flask_babel import gettext

from portal.actions.indicator_standing import StandingIndicator
from portal.domain.exports import Cell, Column, DictionaryWording, Sheet, make_dictionary
from portal.features.indicators.presenting import line_of, past_lines
from portal.kit.rating_wording import NAMES


def dashboard_sheets(standing: Sequence[StandingIndicator]) -> Sequence[Sheet]:
    columns = [
        Column("indicator", gettext("What is counted")),
        Column("meaning", gettext("How it is counted")),
        Column("owner", gettext("The post that answers for it")),
        Column("current", gettext("The latest figure and its time")),
        Column("baseline", gettext("Where we began")),
        Column("target", gettext("Where we want to be")),
        Column("national", gettext("The national figure")),
        Column("direction", gettext("Where it has gone since the figure before")),
        Column("rating", gettext("Red, amber, green or blue, worked out from the goal")),
    ]
    past_columns = [
        columns[0],
        Column("time", gettext("The days that a figure counts")),
        Column("figure", gettext("The figure")),
        Column("of", gettext("Of how many cases, where that is known")),
        Column("source", gettext("Where it comes from")),
        Column("note", gettext("What the source says beside it")),
    ]
    notes = [
        (
            gettext("Not known"),
            gettext("Nobody has the figure, or it is too small to leave the participation team"),
        )
    ]
    return [
        Sheet("indicators", columns, [_row(each) for each in standing]),
        Sheet("figures", past_columns, [row for each in standing for row in _past(each)]),
        make_dictionary(
            [*columns, *past_columns[1:]],
            notes,
            DictionaryWording("dictionary", gettext("Column"), gettext("What it means")),
        ),
    ]


def _row(each: StandingIndicator) -> Sequence[Cell]:
    line, definition = line_of(each), each.indicator.definition
    rating = str(NAMES[line.rating]) if line.rating else None
    marks = (line.current, line.baseline, line.target, line.national)
    return [line.name, definition.meaning, definition.owner, *marks, line.movement, rating]


def _past(each: StandingIndicator) -> list[Sequence[Cell]]:
    name = each.indicator.definition.name
    return [
        [name, past.when, past.value, past.of, past.source, past.note] for past in past_lines(each)
    ]
