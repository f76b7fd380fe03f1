"""A snapshot in words, for the page, for paper and for whatever else shows it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _l

from portal.domain.answer_options import ChosenFigure
from portal.domain.figures import Figure
from portal.domain.measures import Respondent
from portal.domain.reach import ShownReach
from portal.domain.release_words import ReleasedWords
from portal.domain.releases import Comparison, Snapshot
from portal.domain.statistics import Direction, percent_of, wilson_interval
from portal.domain.waves import AGE_BANDS, BLANK
from portal.features.releases import wording
from portal.kit.charts import Bar, BarChart, place_bars
from portal.kit.cohort_wording import FACTS, cohort_sentence, value_words
from portal.kit.correction_wording import correction_words
from portal.kit.shares import share_text

_WHO_SAID: Mapping[Respondent, LazyString] = {
    Respondent.PARENT_OR_CARER: _l("What families said"),
    Respondent.SETTING: _l("What schools, colleges and nurseries said"),
    Respondent.CHILD: _l("What children said"),
    Respondent.YOUNG_PERSON: _l("What young people said"),
}


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
    since_last: str
    pooled: bool


@dataclass(frozen=True, slots=True)
class Table:
    """One measure broken down: each group that may be shown, its share, how many gave a view, and
    the direction since the survey that it is compared with."""

    caption: str
    lines: tuple[tuple[str, str, str, str], ...]


@dataclass(frozen=True, slots=True)
class ReachTable:
    """Of each group: all with a plan, those asked, those who answered, and their part."""

    caption: str
    lines: tuple[tuple[str, str, str, str, str], ...]


@dataclass(frozen=True, slots=True)
class ChosenTable:
    """Of each option: how many chose it, and what part of those who answered."""

    caption: str
    answered: str
    lines: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Presented:
    snapshot: Snapshot
    who_said: str
    cohort: str
    joined: str
    asked: str
    answered: str
    modes: tuple[tuple[str, str], ...]
    changes: tuple[str, ...]
    lines: tuple[Line, ...]
    not_asked: tuple[str, ...]
    corrections: tuple[str, ...]
    bars: tuple[Bar, ...]
    chart: BarChart
    tables: tuple[Table, ...]
    chosen: tuple[ChosenTable, ...]
    reach: tuple[ReachTable, ...]
    words: ReleasedWords
    themes: tuple[tuple[str, str, str], ...]
    hides: bool


def present(snapshot: Snapshot) -> Presented:
    protected, wave = snapshot.protected, snapshot.wave
    bars = tuple(_bars(snapshot))
    counts = [*protected.modes.values(), *_opinions(snapshot)]
    return Presented(
        snapshot=snapshot,
        who_said=str(_WHO_SAID[wave.respondent]),
        cohort=cohort_sentence(wave.cohort),
        joined=_joined(snapshot),
        asked=str(protected.asked),
        answered=_answered(snapshot),
        modes=tuple(
            (str(wording.MODES.get(mode, mode)), _count(number))
            for mode, number in protected.modes.items()
        ),
        changes=tuple(_changes(snapshot)),
        lines=tuple(_line(snapshot, figure) for figure in protected.figures),
        corrections=tuple(correction_words(each) for each in wave.corrections),
        not_asked=tuple(wording.measure_name(measure) for measure in wave.not_asked),
        bars=bars,
        chart=place_bars(bars),
        tables=tuple(_tables(snapshot)),
        chosen=tuple(_chosen(figure) for figure in snapshot.chosen),
        reach=tuple(_reach(kind, groups) for kind, groups in snapshot.reach.items()),
        words=snapshot.words,
        themes=tuple(
            (theme.name, str(theme.texts), _percent(theme.texts, snapshot.words.texts))
            for theme in snapshot.words.themes
        ),
        hides=None in counts,
    )


def _count(number: int | None) -> str:
    return str(gettext("Hidden") if number is None else number)


def _percent(part: int | None, whole: int | None) -> str:
    if part is None or not whole:
        return "–"
    return str(gettext("%(percent)d %%", percent=percent_of(part, whole)))


def _joined(snapshot: Snapshot) -> str:
    if not snapshot.wave.joined:
        return ""
    return str(
        gettext(
            "Few people answered before, so these answers are in it too: %(surveys)s",
            surveys="; ".join(snapshot.wave.joined),
        )
    )


def _answered(snapshot: Snapshot) -> str:
    answered, asked = snapshot.protected.answered, snapshot.protected.asked
    if answered is None:
        return str(gettext("Fewer than %(few)d", few=snapshot.protected.thresholds.few))
    return str(
        gettext(
            "%(answered)d (%(percent)d %%)", answered=answered, percent=percent_of(answered, asked)
        )
    )


def _changes(snapshot: Snapshot) -> Iterator[str]:
    """What is better or worse than in the last survey, or else than in the baseline."""
    for figure in snapshot.protected.figures:
        compared = _latest(snapshot, figure.measure)
        if compared.outcome in (Direction.BETTER, Direction.WORSE):
            yield gettext(
                "%(measure)s: %(change)s",
                measure=wording.measure_name(figure.measure),
                change=wording.comparison_sentence(compared),
            )


def _latest(snapshot: Snapshot, measure: str) -> Comparison:
    return snapshot.previous.get(measure) or snapshot.comparisons[measure]


def _line(snapshot: Snapshot, figure: Figure) -> Line:
    share = figure.share
    reason = figure.hidden and wording.hidden_reason(figure.hidden, snapshot.protected.thresholds)
    since_last = snapshot.previous.get(figure.measure)
    return Line(
        statement=snapshot.asked(figure.measure).statement,
        share=share_text(share) if share else "",
        reason=reason or "",
        valid=share.valid if share else None,
        cant_say=_count(figure.cant_say) if share else "–",
        blank=_count(figure.blank) if share else "–",
        change=wording.comparison_sentence(snapshot.comparisons[figure.measure]),
        since_last=wording.comparison_sentence(since_last) if since_last else "",
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
            yield Bar(wording.measure_name(figure.measure), figure.share.percent, low, high)


def _tables(snapshot: Snapshot) -> Iterator[Table]:
    for figure in snapshot.protected.figures:
        compared = _latest(snapshot, figure.measure)
        for dimension, groups in figure.breakdowns.items():
            directions = compared.groups.get(dimension, {})
            yield Table(
                caption=gettext(
                    "%(measure)s: %(dimension)s",
                    measure=wording.measure_name(figure.measure),
                    dimension=wording.DIMENSIONS.get(dimension, dimension),
                ),
                lines=tuple(
                    (
                        value_words(dimension, group),
                        share_text(share),
                        str(share.valid),
                        str(wording.DIRECTIONS[directions[group]]) if group in directions else "–",
                    )
                    for group, share in sorted(
                        groups.items(), key=lambda item: _order(dimension, item[0])
                    )
                ),
            )


def _chosen(figure: ChosenFigure) -> ChosenTable:
    caption = figure.statement
    if figure.may_choose_several:
        caption = gettext("%(question)s (more than one answer)", question=figure.statement)
    return ChosenTable(
        caption,
        str(gettext("Too few to show") if figure.answered is None else figure.answered),
        tuple(
            (option.words, _count(option.number), _percent(option.number, figure.answered))
            for option in figure.options
        ),
    )


def _reach(kind: str, groups: tuple[ShownReach, ...]) -> ReachTable:
    return ReachTable(
        str(FACTS[kind]),
        tuple(
            (
                value_words(kind, group.value),
                _count(group.caseload),
                _count(group.asked),
                _count(group.answered),
                _percent(group.answered, group.asked),
            )
            for group in sorted(groups, key=lambda group: _order(kind, group.value))
        ),
    )


def _order(kind: str, value: str) -> tuple[int, str]:
    """Ages from the youngest on, everything else by its words; what was put together comes last."""
    if value == BLANK:
        return (len(AGE_BANDS) + 1, "")
    if value in AGE_BANDS:
        return (AGE_BANDS.index(value), "")
    return (len(AGE_BANDS), value_words(kind, value))
