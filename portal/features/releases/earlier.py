"""Figures of before the portal beside those of a release, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import LazyString, format_date, gettext
from flask_babel import lazy_gettext as _l

from portal.domain.measures import find_measure
from portal.domain.past_waves import EarlierPoint, NotCompared, find_earlier_points
from portal.domain.releases import Snapshot
from portal.domain.statistics import Direction
from portal.store.db import db
from portal.store.past_waves import list_past_waves

_COMPARED: Mapping[str, LazyString] = {
    Direction.BETTER: _l("Better now"),
    Direction.WORSE: _l("Worse now"),
    Direction.NO_CLEAR_CHANGE: _l("No clear change"),
    NotCompared.OTHER_WORDING: _l("Not comparable: the question was worded differently"),
    NotCompared.COUNTS_UNKNOWN: _l("Not compared: only the percentage is known"),
    NotCompared.OTHER_WAY: _l("Not compared: nobody knows if it was asked in the same way"),
    NotCompared.HIDDEN_FIGURE: _l("Not compared: the figure of this report is hidden"),
}


@dataclass(frozen=True, slots=True)
class EarlierLine:
    """One earlier point as the page shows it."""

    statement: str
    survey: str
    agree: str
    gave_a_view: str
    asked: str
    compared: str
    source: str


def earlier_lines(snapshot: Snapshot) -> Sequence[EarlierLine]:
    """What is known of the release's measures from before the portal."""
    return [_line(point) for point in find_earlier_points(snapshot, list_past_waves(db.session()))]


def _line(point: EarlierPoint) -> EarlierLine:
    wave, figure = point.wave, point.figure
    measure = find_measure(figure.measure)
    statements = {each.number: each.statement for each in measure.wordings} if measure else {}
    not_known = str(gettext("Not known"))
    return EarlierLine(
        statement=statements.get(figure.wording, figure.measure),
        survey=f"{wave.title} ({format_date(wave.asked_on, 'MMMM y')})",
        agree=gettext("%(percent)d %%", percent=figure.percent),
        gave_a_view=str(figure.share.valid) if figure.share else not_known,
        asked=not_known if wave.asked is None else str(wave.asked),
        compared=str(_COMPARED[point.outcome]),
        source=wave.source,
    )
