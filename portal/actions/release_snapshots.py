"""What a release of closed waves says: counted, protected, compared, and held against what earlier
releases said. Answers are never read here, only what was counted when each wave closed."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy.orm import Session

from portal.domain.answer_options import ChosenFigure, protect_options
from portal.domain.differencing import Shown, is_held_back
from portal.domain.disclosure import protect
from portal.domain.figures import Figure, MeasureCounts, Thresholds, WaveCounts, join_waves
from portal.domain.measures import measures_left_out
from portal.domain.moderation import ThemeCounts
from portal.domain.questions import QuestionKind
from portal.domain.reach import join_reach, protect_reach
from portal.domain.release_words import ReleasedWords, protect_words
from portal.domain.releases import (
    Comparison,
    HeldBack,
    JoinsWave,
    MeasureAsked,
    Release,
    Snapshot,
    WaitsForNextWave,
    WaveFacts,
    compare_with,
    find_waiting_waves,
    join_months,
)
from portal.domain.statistics import AskedAs
from portal.domain.waves import Wave, WaveState
from portal.store import answers, moderation, survey_counts, waves


def released_before(release: Release, everything: Sequence[Release]) -> list[Release]:
    """What stood when the first of a release and its corrections was made, the newest first."""
    by_id = {each.id: each for each in everything}
    first = release
    while first.corrects is not None:
        first = by_id[first.corrects]
    older = [each for each in everything if each.number < first.number]
    replaced = {each.corrects for each in older}
    return [each for each in older if each.id not in replaced]


def find_together(
    session: Session, wave: Wave, earlier: Sequence[Release], thresholds: Thresholds
) -> tuple[Wave, ...] | WaitsForNextWave | JoinsWave:
    """The waves that are released with this one, the oldest first and itself last."""
    if wave.series_id is None:
        return (wave,)
    released = {each for release in earlier for each in release.waves}
    months = [
        each
        for each in reversed(waves.list_of_series(session, wave.series_id))
        if each.state is WaveState.CLOSED
        and each.id not in released
        and _asked(each) == _asked(wave)
    ]
    by_id = {each.id: each for each in months}
    groups = join_months([(each.id, each.answered) for each in months], thresholds.difference)
    together, answered = next(group for group in groups if wave.id in group[0])
    if answered < thresholds.difference:
        return WaitsForNextWave(answered)
    if together[-1] != wave.id:
        return JoinsWave(together[-1])
    return tuple(by_id[each] for each in together)


def find_held_back(
    session: Session,
    together: Sequence[Wave],
    snapshot: Snapshot,
    earlier: Sequence[Release],
    thresholds: Thresholds,
) -> HeldBack | None:
    """Measures whose figures would tell too much beside those of earlier releases."""
    now = tuple(wave.id for wave in together)
    touching = [each for each in earlier if set(each.waves) & set(now)]
    if not touching:
        return None  # what waited for these waves was never shown
    held = []
    for figure in snapshot.protected.figures:
        asked = snapshot.asked(figure.measure)
        shown = [Shown(waves_in(asked, figure, now, earlier), figure)]
        for release in touching:
            before = release.snapshot.figure(figure.measure)
            if before is not None:
                of = release.snapshot.asked(figure.measure)
                older = [each for each in earlier if each.number < release.number]
                shown.append(Shown(waves_in(of, before, release.waves, older), before))
        parts = {
            wave_id: counts_of(session, wave_id, figure.measure)
            for wave_id in {each for one in shown for each in one.waves}
        }
        if is_held_back(parts, shown, thresholds):
            held.append(figure.measure)
    return HeldBack(tuple(held)) if held else None


def waves_in(
    asked: MeasureAsked, figure: Figure, own: Sequence[UUID], earlier: Sequence[Release]
) -> tuple[UUID, ...]:
    """The waves whose answers are in a figure of a release: its own, and those that waited."""
    if figure.waves == 1:
        return tuple(own)
    replaced = {each.corrects for each in earlier}
    standing = [
        each for each in earlier if each.id not in replaced and not set(each.waves) & set(own)
    ]
    return (*find_waiting_waves(asked, standing), *own)


def counts_of(session: Session, wave_id: UUID, measure: str) -> MeasureCounts:
    """What one wave counted of one measure. Raises NoResultFound or NotCountedError."""
    wave = waves.get_wave(session, wave_id)
    counts = survey_counts.get_counts(session, wave).questions
    return counts.get(measure) or MeasureCounts(measure, {})


def take_words(session: Session, together: Sequence[Wave], thresholds: Thresholds) -> ReleasedWords:
    """Themes and quotations as the moderation desk has released them by now."""
    written = [wave for wave in together if wave.text_keys]
    counted = [moderation.count_themes(session, wave.id) for wave in written]
    themes: Counter[str] = Counter()
    for each in counted:
        themes.update(each.themes)
    statements = {q.key: q.statement for wave in written for q in wave.questions}
    quotations = [
        (statements[quotation.question], quotation)
        for wave in written
        for quotation in moderation.list_quotations(session, wave.id)
    ]
    total = ThemeCounts(sum(each.moderated for each in counted), themes)
    return protect_words(total, quotations, thresholds)


def take_snapshot(
    session: Session,
    together: Sequence[Wave],
    earlier: Sequence[Release],
    words: ReleasedWords,
    thresholds: Thresholds,
) -> Snapshot:
    wave = together[-1]
    facts = _describe(together)
    counted = join_waves([_count(session, each) for each in together])
    protected = protect(counted, thresholds, held=_count_waiting(session, facts, earlier))
    baseline = next((r for r in earlier if wave.baseline_id in r.waves), None)
    compared = _Comparing(session, wave)
    figures = list(zip(facts.measures, protected.figures, strict=True))
    previous = {asked.measure: _find_previous(asked, earlier) for asked in facts.measures}
    reached = [survey_counts.list_reach(session, each.id) for each in together]
    return Snapshot(
        facts,
        protected,
        {
            asked.measure: compared.with_release(asked, figure, baseline)
            for asked, figure in figures
        },
        {
            asked.measure: compared.with_release(asked, figure, release)
            for asked, figure in figures
            if (release := previous[asked.measure]) is not None and release is not baseline
        },
        protect_reach(join_reach(reached), thresholds),
        _protect_chosen(session, together, thresholds),
        words,
    )


def _find_previous(asked: MeasureAsked, earlier: Sequence[Release]) -> Release | None:
    """The newest release that shows how the same was answered before."""
    return next((each for each in earlier if each.snapshot.figure(asked.measure)), None)


class _Comparing:
    """Compares with earlier waves, counting once for each who was asked both times."""

    def __init__(self, session: Session, wave: Wave) -> None:
        self._session, self._wave = session, wave
        self._asked_both: dict[UUID, float] = {}

    def with_release(
        self, asked: MeasureAsked, figure: Figure, release: Release | None
    ) -> Comparison:
        if release is None:
            return compare_with(asked, figure, None, 0.0)
        if release.wave_id not in self._asked_both:
            self._asked_both[release.wave_id] = answers.share_asked_in_both(
                self._session, self._wave.id, release.wave_id
            )
        return compare_with(asked, figure, release.snapshot, self._asked_both[release.wave_id])


def _protect_chosen(
    session: Session, together: Sequence[Wave], thresholds: Thresholds
) -> tuple[ChosenFigure, ...]:
    """Questions with options that are not agreed with, small waves added up."""
    kinds = survey_counts.COUNTED - {QuestionKind.AGREEMENT}
    questions = [question for question in together[-1].questions if question.kind in kinds]
    if not questions:
        return ()
    counted = [survey_counts.get_counts(session, wave) for wave in together]
    figures = []
    for question in questions:
        options: Counter[str] = Counter()
        gave_any = 0
        for each in counted:
            if question.key in each.questions:
                options.update(each.questions[question.key].counts)
            gave_any += each.gave_any.get(question.key, 0)
        several = question.kind is QuestionKind.SEVERAL
        base = gave_any if several else sum(options.values())
        figures.append(protect_options(question, options, base, thresholds))
    return tuple(figures)


def _asked(wave: Wave) -> tuple[MeasureAsked, ...]:
    """The wave's measures as it asked them: what must be equal before two are added up."""
    return tuple(
        MeasureAsked(
            question.key,
            question.statement,
            AskedAs(question.wording, question.option_keys, wave.cohort.way_of_choosing),
        )
        for question in wave.measured
    )


def _describe(together: Sequence[Wave]) -> WaveFacts:
    wave = together[-1]
    keys = [question.key for question in wave.measured]
    return WaveFacts(
        title=wave.title,
        version=wave.version,
        cohort=replace(wave.cohort, caserefs=()),  # whose they are is for nobody to read
        closes_on=wave.closes_on,
        measures=_asked(wave),
        not_asked=measures_left_out(keys),
        corrections=tuple(correction for each in together for correction in each.corrections),
        joined=tuple(each.title for each in together[:-1]),
        groups=tuple(
            group for group in wave.groups if all(group in each.groups for each in together)
        ),
        respondent=wave.instrument.respondent,
    )


def _count(session: Session, wave: Wave) -> WaveCounts:
    counts = survey_counts.get_counts(session, wave).questions
    return WaveCounts(
        # Where anybody could answer, nobody counted who was asked; the cohort's words say so.
        wave.answered if wave.public_code else wave.asked,
        {str(mode): number for mode, number in wave.modes.items()},
        tuple(
            counts.get(question.key) or MeasureCounts(question.key, {})
            for question in wave.measured
        ),
    )


def _count_waiting(
    session: Session, facts: WaveFacts, earlier: Sequence[Release]
) -> list[WaveCounts]:
    """Earlier waves with the measures that wait; nearly always none, and then nothing is asked."""
    waiting: dict[UUID, set[str]] = {}
    for asked in facts.measures:
        for wave_id in find_waiting_waves(asked, earlier):
            waiting.setdefault(wave_id, set()).add(asked.measure)
    held = []
    for wave_id, measures in waiting.items():
        counted = _count(session, waves.get_wave(session, wave_id))
        only = tuple(measure for measure in counted.measures if measure.measure in measures)
        held.append(WaveCounts(counted.asked, counted.modes, only))
    return held
