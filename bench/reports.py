"""A first release and a row file over many responses, against one raw scan and a plain loop."""

import csv
import gc
import random
import sqlite3
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from itertools import groupby
from pathlib import Path
from statistics import median
from uuid import UUID

from sqlalchemy import update

from bench.installation import PLAN_QUESTIONS, Installation, add_measures, cast_member
from bench.measure import expect, report
from portal.actions.releases import RowFile, open_row_file, release_wave
from portal.actions.surveys import NewWave, create_wave
from portal.domain.figures import Thresholds
from portal.domain.measures import Agreement
from portal.domain.people import Viewer
from portal.domain.releases import Release
from portal.domain.waves import CohortKind, CohortRule, WaveState
from portal.features.releases.files import release_sheets, row_file_sheets
from portal.outside.spreadsheets import stream_csv
from portal.store import responses, waves
from portal.store.db import db
from portal.store.responses import Response
from portal.store.tables.surveys import SurveyWave

RESPONSES, FEW_RESPONSES = 100_000, 20_000
ROUNDS = 5
_SCAN = "SELECT question, value, count(*) FROM survey_answers WHERE wave_id = ? GROUP BY 1, 2"
_ROWS = (
    "SELECT response_id, question, value FROM survey_answers WHERE wave_id = ? ORDER BY response_id"
)


def measure_reports(installation: Installation) -> None:
    wave_id = _fill_wave(installation, RESPONSES)
    _measure_release(installation, wave_id)
    _measure_export(installation, wave_id)
    _measure_memory(installation, _fill_wave(installation, FEW_RESPONSES), wave_id)


def _measure_release(installation: Installation, wave_id: UUID) -> None:
    """The same first release again and again, each undone, and one raw scan after each."""
    with installation.session() as session:
        officer = cast_member(session, "participation_officer")

    def release() -> None:
        done = release_wave(
            db.session(), officer, wave_id, Thresholds(), release_sheets, datetime.now(UTC)
        )
        expect(isinstance(done, Release), f"no release: {done}")

    def scan() -> None:
        with closing(sqlite3.connect(_file(installation))) as raw:
            counted = raw.execute(_SCAN, (wave_id.hex,)).fetchall()
        expect(len(counted) == len(PLAN_QUESTIONS) * len(Agreement), "the scan found too little")

    with installation.app.test_request_context():
        ours, theirs = _turn_and_turn_about(release, scan)
    report(
        f"first release over {RESPONSES} responses",
        ours,
        "ms of CPU",
        reference=theirs,
        target="ratio at most 1.1",
    )


def _measure_export(installation: Installation, wave_id: UUID) -> None:
    with installation.session() as session:
        officer = cast_member(session, "participation_officer")
    lines: list[int] = []

    def export() -> None:
        lines.append(sum(chunk.count(b"\n") for chunk in _export(officer, wave_id)))

    def plain_loop() -> None:
        lines.append(sum(text.count("\n") for text in _plain_loop(installation, wave_id)))

    with installation.app.test_request_context():
        ours, theirs = _turn_and_turn_about(export, plain_loop)
    expect(set(lines) == {RESPONSES + 1}, f"rows are missing: {set(lines)}")
    report(
        f"CSV of {RESPONSES} responses",
        ours,
        "ms of CPU",
        reference=theirs,
        target="ratio at most 2",
    )


def _measure_memory(installation: Installation, few: UUID, many: UUID) -> None:
    with installation.session() as session:
        officer = cast_member(session, "participation_officer")
    with installation.app.test_request_context():
        peaks = [_peak(officer, wave_id) for wave_id in (few, many)]
    report(
        f"CSV memory, {RESPONSES} responses against {FEW_RESPONSES}",
        peaks[1],
        "kB at the peak",
        reference=peaks[0],
        target="ratio at most 1.1: it does not grow",
    )


def _peak(officer: Viewer, wave_id: UUID) -> float:
    gc.collect()
    tracemalloc.start()
    for _chunk in _export(officer, wave_id):
        pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1000


def _export(officer: Viewer, wave_id: UUID) -> Iterator[bytes]:
    row_file = open_row_file(db.session(), officer, wave_id)
    if not isinstance(row_file, RowFile):
        raise TypeError(f"no row file: {row_file}")
    yield from stream_csv(row_file_sheets(row_file)[0])


def _plain_loop(installation: Installation, wave_id: UUID) -> Iterator[str]:
    """A raw scan and `csv.writer`, a response a row: the least that gives the same table."""
    with closing(sqlite3.connect(_file(installation))) as raw:
        rows = raw.execute(_ROWS, (wave_id.hex,))
        buffer = StringIO(newline="")
        writer = csv.writer(buffer)
        writer.writerow(PLAN_QUESTIONS)
        for _, answers in groupby(rows, key=lambda row: row[0]):
            given = {question: value for _, question, value in answers}
            writer.writerow([given.get(question) for question in PLAN_QUESTIONS])
            if buffer.tell() > 1 << 16:
                yield buffer.getvalue()
                buffer.seek(0)
                buffer.truncate()
        yield buffer.getvalue()


def _turn_and_turn_about(ours: Callable[[], None], theirs: Callable[[], None]) -> tuple[float, ...]:
    """The medians, in milliseconds of this process's CPU; what ours wrote is undone each time."""
    spent: tuple[list[float], list[float]] = [], []
    for _ in range(ROUNDS):
        for times, work in zip(spent, (ours, theirs), strict=True):
            gc.collect()
            began = time.process_time()
            work()
            times.append((time.process_time() - began) * 1000)
            db.session.rollback()
    return tuple(median(times) for times in spent)


def _fill_wave(installation: Installation, number: int) -> UUID:
    """A closed wave with that many responses, written as closing one writes them."""
    rng = random.Random(number)
    today, now = date.today(), datetime.now(UTC)  # noqa: DTZ011 - a bench runs today
    options = tuple(Agreement)
    with installation.session() as session:
        wave = NewWave(
            title=f"{number} responses",
            instrument_id=add_measures(session, PLAN_QUESTIONS),
            cohort=CohortRule(CohortKind.FINAL_PLAN_ISSUED, today - timedelta(days=90), today),
            groups=(),
            closes_on=today,
            baseline_id=None,
        )
        wave_id = create_wave(session, wave, today=today, now=now)
        if not isinstance(wave_id, UUID):
            raise TypeError(f"no wave: {wave_id}")
        asks = waves.get_wave(session, wave_id).instrument
        waves.freeze_wave(session, wave_id, asks, asked=2 * number, now=now)
        given = [
            Response((), {key: rng.choice(options) for key in PLAN_QUESTIONS})
            for _ in range(number)
        ]
        responses.add_responses(session, wave_id, given)
        session.execute(
            update(SurveyWave)
            .where(SurveyWave.id == wave_id)
            .values(state=WaveState.CLOSED, portal=number)
        )
    return wave_id


def _file(installation: Installation) -> Path:
    return installation.folder / "portal.sqlite"
