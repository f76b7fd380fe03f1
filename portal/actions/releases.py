"""From a closed wave to a release: counted, protected, compared, frozen, and made into files."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from uuid import UUID

from sqlalchemy.orm import Session

from portal.actions.release_snapshots import (
    find_held_back,
    find_together,
    released_before,
    take_snapshot,
    take_words,
)
from portal.domain.disclosure import RULES_VERSION
from portal.domain.exports import Cell, FileFormat, Sheet
from portal.domain.figures import Thresholds
from portal.domain.people import Viewer
from portal.domain.release_json import write_canonical_json
from portal.domain.releases import (
    AlreadyCorrected,
    AlreadyReleased,
    HeldBack,
    JoinsWave,
    NothingChanged,
    Release,
    Snapshot,
    WaitsForNextWave,
    WaveNotClosed,
)
from portal.domain.waves import Wave, WaveState
from portal.outside.spreadsheets import write_spreadsheet
from portal.store import answers, releases, survey_counts, waves
from portal.store.jobs import add_job
from portal.store.releases import Replaced
from portal.store.trail import ReadPurpose, record_read

MAKE_PAPERS = "releases.make_papers"
PAPERS = ("pdf", "docx", "easy-read")
"""What the worker makes of a release: a PDF, a Word file, and a PDF in easy read."""

MakeSheets = Callable[[Snapshot], Sequence[Sheet]]
"""Gives the sheets of a release's files: first the measures, last the dictionary. As a CSV file
holds one sheet, each of the others is a CSV file of its own, by its name."""


@dataclass(frozen=True, slots=True)
class RowFile:
    """One row a response: groups, then answers in the order of the wave's questions.

    ``rows`` is read once, from the database as it goes.
    """

    wave: Wave
    rows: Iterator[Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class Previewed:
    """What a release would say, of which waves; the last is the one that is released."""

    snapshot: Snapshot
    waves: tuple[UUID, ...]


NotYet = WaveNotClosed | WaitsForNextWave | JoinsWave | HeldBack
"""Why a wave cannot be released, or not by itself."""


def preview_release(
    session: Session, wave_id: UUID, thresholds: Thresholds
) -> Previewed | NotYet | AlreadyReleased:
    """What a release of this wave would say. Raises NoResultFound where there is no such wave."""
    wave = waves.get_wave(session, wave_id)
    if wave.state is not WaveState.CLOSED or not survey_counts.is_rolled_up(session, wave_id):
        return WaveNotClosed()
    earlier = releases.list_releases(session)
    for release in earlier:
        if wave_id in release.waves and release.corrected_by is None:
            return AlreadyReleased(release.id)
    together = find_together(session, wave, earlier, thresholds)
    if not isinstance(together, tuple):
        return together
    words = take_words(session, together, thresholds)
    standing = [release for release in earlier if release.corrected_by is None]
    snapshot = take_snapshot(session, together, standing, words, thresholds)
    held_back = find_held_back(session, together, snapshot, earlier, thresholds)
    return held_back or Previewed(snapshot, tuple(each.id for each in together))


def release_wave(
    session: Session,
    viewer: Viewer,
    wave_id: UUID,
    thresholds: Thresholds,
    make_sheets: MakeSheets,
    now: datetime,
) -> Release | NotYet | AlreadyReleased:
    """Freeze the wave's figures and make their files, once. Raises NoResultFound."""
    previewed = preview_release(session, wave_id, thresholds)
    if not isinstance(previewed, Previewed):
        return previewed
    release = releases.add_release(
        session, previewed.waves, previewed.snapshot, viewer.person_id, now
    )
    _add_files(session, release, make_sheets, now)
    return release


def preview_correction(
    session: Session, release: Release, thresholds: Thresholds
) -> Previewed | AlreadyCorrected | NothingChanged | HeldBack:
    """What a correction of this release would say: of the same answers, by the rules and the
    moderated words of today. No answer can have come since: a closed wave takes none."""
    if release.corrected_by is not None:
        return AlreadyCorrected(release.corrected_by)
    together = tuple(waves.get_wave(session, each) for each in release.waves)
    everything = releases.list_releases(session)
    words = take_words(session, together, thresholds)
    before = released_before(release, everything)
    snapshot = take_snapshot(session, together, before, words, thresholds)
    if snapshot == release.snapshot:
        return NothingChanged()
    others = [each for each in everything if each.id != release.id]
    held_back = find_held_back(session, together, snapshot, others, thresholds)
    return held_back or Previewed(snapshot, release.waves)


def correct_release(
    session: Session,
    viewer: Viewer,
    release: Release,
    what_changed: str,
    thresholds: Thresholds,
    make_sheets: MakeSheets,
    now: datetime,
) -> Release | AlreadyCorrected | NothingChanged | HeldBack:
    """Replace a release by a new one that says what changed; the old one stays to be read."""
    previewed = preview_correction(session, release, thresholds)
    if not isinstance(previewed, Previewed):
        return previewed
    corrected = releases.add_release(
        session,
        previewed.waves,
        previewed.snapshot,
        viewer.person_id,
        now,
        replaces=Replaced(release.id, what_changed),
    )
    _add_files(session, corrected, make_sheets, now)
    return corrected


def rebuild_release(session: Session, release: Release) -> str | None:
    """The canonical JSON made again from the stored waves, with the words that were released; None
    where the rules have changed since, so that nobody can say what they would have given.

    Raises NoResultFound or NotCountedError where a wave's answers are kept no more.
    """
    if release.snapshot.protected.rules_version != RULES_VERSION:
        return None
    together = tuple(waves.get_wave(session, each) for each in release.waves)
    before = released_before(release, releases.list_releases(session))
    words, thresholds = release.snapshot.words, release.snapshot.protected.thresholds
    return write_canonical_json(take_snapshot(session, together, before, words, thresholds))


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


def _add_files(session: Session, release: Release, make_sheets: MakeSheets, now: datetime) -> None:
    """Spreadsheets at once; papers take longer, so the worker makes them."""
    releases.add_files(session, release.id, _make_files(make_sheets(release.snapshot)))
    add_job(session, MAKE_PAPERS, {"release_id": str(release.id)}, now)


def _make_files(sheets: Sequence[Sheet]) -> Mapping[str, bytes]:
    files = {str(file_format): _render(file_format, sheets) for file_format in FileFormat}
    return files | {sheet.name: _render(FileFormat.CSV, [sheet]) for sheet in sheets[1:]}


def _render(file_format: FileFormat, sheets: Sequence[Sheet]) -> bytes:
    out = BytesIO()
    write_spreadsheet(out, file_format, sheets)
    return out.getvalue()
