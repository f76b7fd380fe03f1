"""From a closed wave to a release: counted, protected, compared, frozen, and made into files."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO
from uuid import UUID

from sqlalchemy.orm import Session

from portal.domain.disclosure import protect
from portal.domain.exports import Cell, FileFormat, Sheet
from portal.domain.figures import MeasureCounts, Thresholds, WaveCounts
from portal.domain.measures import measures_left_out
from portal.domain.people import Viewer
from portal.domain.releases import (
    AlreadyReleased,
    MeasureAsked,
    Release,
    Snapshot,
    WaveFacts,
    WaveNotClosed,
    compare_with_baseline,
    find_waiting_waves,
)
from portal.domain.statistics import AskedAs
from portal.domain.waves import Wave, WaveState
from portal.outside.spreadsheets import write_spreadsheet
from portal.store import answers, releases, survey_counts, waves
from portal.store.trail import ReadPurpose, record_read

GROUPS = "groups"
DICTIONARY = "dictionary"
"""The breakdowns and the data dictionary as CSV files of their own: a CSV file holds one sheet."""

MakeSheets = Callable[[Snapshot], Sequence[Sheet]]
"""Gives the sheets of a release's files: figures, breakdowns if any, then the dictionary."""


@dataclass(frozen=True, slots=True)
class RowFile:
    """One row a response: groups, then answers in the order of the wave's questions.

    ``rows`` is read once, from the database as it goes.
    """

    wave: Wave
    rows: Iterator[Sequence[Cell]]


def preview_release(
    session: Session, wave_id: UUID, thresholds: Thresholds
) -> Snapshot | WaveNotClosed | AlreadyReleased:
    """What a release of this wave would say. Raises NoResultFound where there is no such wave."""
    wave = waves.get_wave(session, wave_id)
    if wave.state is not WaveState.CLOSED:
        return WaveNotClosed()
    earlier = releases.list_releases(session)
    for release in earlier:
        if release.wave_id == wave_id:
            return AlreadyReleased(release.id)
    return _take_snapshot(session, wave, earlier, thresholds)


def release_wave(
    session: Session,
    viewer: Viewer,
    wave_id: UUID,
    thresholds: Thresholds,
    make_sheets: MakeSheets,
    now: datetime,
) -> Release | WaveNotClosed | AlreadyReleased:
    """Freeze the wave's figures and make their files, once. Raises NoResultFound."""
    snapshot = preview_release(session, wave_id, thresholds)
    if not isinstance(snapshot, Snapshot):
        return snapshot
    release = releases.add_release(session, wave_id, snapshot, viewer.person_id, now)
    releases.add_files(session, release.id, _make_files(make_sheets(snapshot)))
    return release


def open_row_file(session: Session, viewer: Viewer, wave_id: UUID) -> RowFile | WaveNotClosed:
    """The wave's responses for the participation team's own analysis, noted in the trail.

    This is no release and passes no disclosure rule: only the participation team may have it.
    Raises NoResultFound.
    """
    wave = waves.get_wave(session, wave_id)
    if wave.state is not WaveState.CLOSED:
        return WaveNotClosed()
    record_read(session, viewer, child_id=None, purpose=ReadPurpose.ROW_FILE)
    rows = answers.stream_rows(
        session,
        wave_id,
        with_groups=bool(wave.groups),
        questions=[question.key for question in wave.questions if not question.is_text],
    )
    return RowFile(wave, rows)


def _take_snapshot(
    session: Session, wave: Wave, earlier: Sequence[Release], thresholds: Thresholds
) -> Snapshot:
    facts = _describe(wave)
    counted = _count(session, wave)
    held = _count_waiting(session, facts, earlier)
    protected = protect(counted, thresholds, held=held)
    baseline = next((r for r in earlier if r.wave_id == wave.baseline_id), None)
    asked_both = (
        answers.share_asked_in_both(session, wave.id, baseline.wave_id) if baseline else 0.0
    )
    return Snapshot(
        facts,
        protected,
        {
            asked.measure: compare_with_baseline(
                asked, figure, baseline.snapshot if baseline else None, asked_both
            )
            for asked, figure in zip(facts.measures, protected.figures, strict=True)
        },
    )


def _describe(wave: Wave) -> WaveFacts:
    keys = [question.key for question in wave.measured]
    return WaveFacts(
        title=wave.title,
        version=wave.version,
        cohort=replace(wave.cohort, caserefs=()),  # whose they are is for nobody to read
        closes_on=wave.closes_on,
        measures=tuple(
            MeasureAsked(
                question.key,
                question.statement,
                AskedAs(question.wording, question.option_keys, wave.cohort.way_of_choosing),
            )
            for question in wave.measured
        ),
        not_asked=measures_left_out(keys),
        corrections=wave.corrections,
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


def _make_files(sheets: Sequence[Sheet]) -> Mapping[str, bytes]:
    files = {str(file_format): _render(file_format, sheets) for file_format in FileFormat}
    files[DICTIONARY] = _render(FileFormat.CSV, sheets[-1:])
    if groups := sheets[1:-1]:
        files[GROUPS] = _render(FileFormat.CSV, groups)
    return files


def _render(file_format: FileFormat, sheets: Sequence[Sheet]) -> bytes:
    out = BytesIO()
    write_spreadsheet(out, file_format, sheets)
    return out.getvalue()
