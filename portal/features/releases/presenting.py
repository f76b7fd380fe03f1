"""A snapshot as a page shows it: lines of tables and the bars of the chart, all in words."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext

from portal.domain.figures import Figure
from portal.domain.releases import Snapshot
from portal.domain.statistics import percent_of, wilson_interval
from portal.features.releases import wording
from portal.kit.charts import Bar, BarChart, place_bars
from portal.kit.cohort_wording import cohort_sentence, group_name
from portal.kit.correction_wording import correction_words
from portal.kit.shares import share_text


@dataclass(frozen=True, slots=True)
class Line:
    """One measure. ``reason`` stands where ``share`` is hidden."""

    statement: str
    share: str
    reason: str
    valid: int | None
    cant_say: str
    blank: str
    change: str
    pooled: bool


@dataclass(frozen=True, slots=True)
class Table:
    """One measure broken down: each group that may be shown, its share and how many gave a view."""

    caption: str
    lines: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True)
class Presented:
    snapshot: Snapshot
    cohort: str
    answered: str
    modes: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]
    not_asked: tuple[str, ...]
    corrections: tuple[str, ...]
    chart: BarChart
    tables: tuple[Table, ...]
    hides: bool


def present(snapshot: Snapshot) -> Presented:
    protected = snapshot.protected
    lines = tuple(_line(snapshot, figure) for figure in protected.figures)
    tables = tuple(_tables(snapshot))
    counts = [*protected.modes.values(), *_opinions(snapshot)]
    return Presented(
        snapshot=snapshot,
        cohort=cohort_sentence(snapshot.wave.cohort),
        answered=_answered(snapshot),
        modes=tuple(
            (str(wording.MODES.get(mode, mode)), _count(number))
            for mode, number in protected.modes.items()
        ),
        lines=lines,
        corrections=tuple(correction_words(each) for each in snapshot.wave.corrections),
        not_asked=tuple(_name(measure) for measure in snapshot.wave.not_asked),
        chart=place_bars(list(_bars(snapshot))),
        tables=tables,
        hides=None in counts,
    )


def _name(measure: str) -> str:
    return str(wording.MEASURES.get(measure, measure))


def _count(number: int | None) -> str:
    return str(gettext("Hidden") if number is None else number)


def _answered(snapshot: Snapshot) -> str:
    answered, asked = snapshot.protected.answered, snapshot.protected.asked
    if answered is None:
        return str(gettext("Fewer than %(few)d", few=snapshot.protected.thresholds.few))
    return str(
        gettext(
            "%(answered)d (%(percent)d %%)", answered=answered, percent=percent_of(answered, asked)
        )
    )


def _line(snapshot: Snapshot, figure: Figure) -> Line:
    share = figure.share
    reason = figure.hidden and wording.hidden_reason(figure.hidden, snapshot.protected.thresholds)
    return Line(
        statement=snapshot.asked(figure.measure).statement,
        share=share_text(share) if share else "",
        reason=reason or "",
        valid=share.valid if share else None,
        cant_say=_count(figure.cant_say) if share else "–",
        blank=_count(figure.blank) if share else "–",
        change=wording.comparison_sentence(snapshot.comparisons[figure.measure]),
        pooled=figure.waves > 1,
    )


def _opinions(snapshot: Snapshot) -> Iterator[int | None]:
    for figure in snapshot.protected.figures:
        if figure.share:
            yield from (figure.cant_say, figure.blank)


def _bars(snapshot: Snapshot) -> Iterator[Bar]:
    for figure in snapshot.protected.figures:
        if figure.share:
            low, high = wilson_interval(figure.share).percents
            yield Bar(_name(figure.measure), figure.share.percent, low, high)


def _tables(snapshot: Snapshot) -> Iterator[Table]:
    for figure in snapshot.protected.figures:
        for dimension, groups in figure.breakdowns.items():
            yield Table(
                caption=gettext(
                    "%(measure)s: %(dimension)s",
                    measure=_name(figure.measure),
                    dimension=wording.DIMENSIONS.get(dimension, dimension),
                ),
                lines=tuple(
                    (
                        group_name(group),
                        share_text(share),
                        share.valid,
                    )
                    for group, share in groups.items()
                ),
            )
