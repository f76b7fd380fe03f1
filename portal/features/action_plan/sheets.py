"""The action plan as sheets: a row a step with its quarters across, and every rating ever given."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from uuid import UUID

from flask_babel import gettext

from portal.domain.action_plan import Area, Due, is_step_overdue
from portal.domain.dates import london_day
from portal.domain.exports import Cell, Column, DictionaryWording, Sheet, make_dictionary
from portal.domain.releases import Release
from portal.features.action_plan.wording import evidence_words, month_words
from portal.kit.rating_wording import KEY, NAMES


def plan_sheets(
    areas: Sequence[Area],
    points: Sequence[date],
    releases: Mapping[UUID, Release],
    today: date,
) -> Sequence[Sheet]:
    columns = [
        Column("area", gettext("The number of the area of concern")),
        Column("action", gettext("The action’s code")),
        Column("title", gettext("What the action is called")),
        Column("step", gettext("The step’s letter")),
        Column("what", gettext("What is to be done")),
        Column("owner", gettext("Who is responsible: a post; empty where it is not known")),
        Column("due", gettext("The last day, or only the month; empty where it is not known")),
        Column("first_due", gettext("The first day agreed, where it was moved")),
        Column("done", gettext("Whether it is done: yes or no")),
        Column("done_on", gettext("The day it was done; empty where it is not known")),
        Column("overdue", gettext("Whether its last day has passed and it is not done")),
        Column("note", gettext("What is to be known about it")),
        *(
            Column(f"rating_{point:%Y_%m}", gettext("The action’s rating, %(point)s", point=month))
            for point, month in ((point, month_words(point)) for point in points)
        ),
    ]
    every = [
        Column("action", gettext("The action’s code")),
        Column("point", gettext("The point that was rated")),
        Column("rating", gettext("The rating that was given")),
        Column("holds", gettext("Whether it still holds: yes or no")),
        Column("rated_on", gettext("The day on which it was given")),
        Column("rated_by", gettext("Who gave it")),
        Column("reason", gettext("Why an earlier rating was corrected")),
        Column("evidence", gettext("What shows it")),
    ]
    words = DictionaryWording("dictionary", gettext("Column"), gettext("What it means"))
    notes = [(str(NAMES[rating]), str(KEY[rating])) for rating in KEY]
    return [
        Sheet("steps", columns, list(_steps(areas, points, today))),
        Sheet("ratings", every, list(_ratings(areas, releases))),
        make_dictionary([*columns, *every], notes, words),
    ]


def _steps(areas: Iterable[Area], points: Sequence[date], today: date) -> Iterator[Sequence[Cell]]:
    yes, no = gettext("yes"), gettext("no")
    for area in areas:
        for action in area.actions:
            held = action.ratings
            rated = [str(NAMES[held[point].rating]) if point in held else None for point in points]
            for step in action.steps:
                details = step.details
                yield [
                    area.number,
                    action.code,
                    action.details.title,
                    step.letter,
                    details.words,
                    details.owner or None,
                    _due(details.due),
                    _due(details.first_due),
                    yes if details.done else no,
                    details.done_on,
                    yes if is_step_overdue(details, today) else no,
                    details.note,
                    *rated,
                ]


def _due(due: Due | None) -> Cell:
    if due is None:
        return None
    return month_words(due.day) if due.whole_month else due.day


def _ratings(areas: Iterable[Area], releases: Mapping[UUID, Release]) -> Iterator[Sequence[Cell]]:
    yes, no = gettext("yes"), gettext("no")
    for area in areas:
        for action in area.actions:
            for entry in action.entries:
                yield [
                    action.code,
                    month_words(entry.point),
                    str(NAMES[entry.rating]),
                    no if entry.corrected else yes,
                    london_day(entry.rated_at),
                    entry.rated_by,
                    entry.reason,
                    "; ".join(evidence_words(each, releases) for each in entry.evidence),
                ]
