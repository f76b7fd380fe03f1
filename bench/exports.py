"""Row files of very many responses: time and peak memory of each format, each in a process."""

import csv
import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from itertools import groupby
from tempfile import TemporaryFile
from uuid import UUID

from bench.installation import PLAN_QUESTIONS, Installation, cast_member
from bench.many_responses import GROUPS, FilledWave
from bench.measure import ROOT, own_peak_mebibytes, report
from portal.actions.releases import RowFile, open_row_file
from portal.domain.exports import FileFormat
from portal.features.releases.files import row_file_sheets
from portal.outside.spreadsheets import write_spreadsheet
from portal.shell.application import create_app
from portal.store.db import db

_PLAIN = "plain"
_ROWS = (
    "SELECT response_id, group_values, question, value"
    " FROM survey_answers JOIN survey_responses ON survey_responses.id = response_id"
    " WHERE survey_answers.wave_id = ? ORDER BY response_id"
)


def measure_exports(installation: Installation, filled: Sequence[FilledWave]) -> None:
    on_sqlite = installation.environment["PORTAL_DATABASE_URL"].startswith("sqlite")
    smallest: dict[FileFormat, float] = {}
    for wave in filled:
        plain = _export(installation, wave, _PLAIN)[0] if on_sqlite else None
        for file_format in FileFormat:
            seconds, peak, size = _export(installation, wave, file_format)
            of_csv = file_format is FileFormat.CSV
            report(
                f"{file_format} of {wave.responses} responses, {size:.1f} MB",
                seconds,
                "s of CPU",
                reference=plain,
                target="ratio to a plain loop at most 2" if of_csv else "in proportion to the rows",
            )
            report(
                f"{file_format} of {wave.responses} responses, peak memory",
                peak,
                "MiB",
                reference=smallest.setdefault(file_format, peak),
                target="ratio to the fewest rows at most 1.1: it does not grow",
            )


def _export(installation: Installation, wave: FilledWave, kind: str) -> tuple[float, ...]:
    """Seconds of CPU, MiB at the peak, and MB of the file."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.exports", kind, str(wave.id)],
        cwd=ROOT,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, **installation.environment},
    )
    return tuple(map(float, done.stdout.split()))


def _write(file_format: FileFormat, wave_id: UUID) -> tuple[float, int]:
    """The file as the portal sends it; seconds of CPU and bytes."""
    with create_app().test_request_context(), TemporaryFile() as out:
        session = db.session()
        officer = cast_member(session, "participation_officer")
        began = time.process_time()
        row_file = open_row_file(session, officer, wave_id)
        if not isinstance(row_file, RowFile):
            raise TypeError(f"no row file: {row_file}")
        write_spreadsheet(out, file_format, row_file_sheets(row_file))
        spent = time.process_time() - began
        session.rollback()
        return spent, out.tell()


def _write_plain(wave_id: UUID) -> tuple[float, int]:
    """A raw scan and `csv.writer`, a response a row: the least that gives the same table."""
    file = os.environ["PORTAL_DATABASE_URL"].removeprefix("sqlite:///")
    with closing(sqlite3.connect(file)) as raw, TemporaryFile("w+", newline="") as out:
        began = time.process_time()
        writer = csv.writer(out)
        writer.writerow([*GROUPS, *PLAN_QUESTIONS])
        rows = raw.execute(_ROWS, (wave_id.hex,))
        for (_, groups), answers in groupby(rows, key=lambda row: row[:2]):
            given = {question: value for *_, question, value in answers}
            writer.writerow([*json.loads(groups), *map(given.get, PLAN_QUESTIONS)])
        out.flush()
        return time.process_time() - began, out.tell()


if __name__ == "__main__":
    kind, wave = sys.argv[1], UUID(sys.argv[2])
    spent, size = _write_plain(wave) if kind == _PLAIN else _write(FileFormat(kind), wave)
    print(f"{spent:.3f} {own_peak_mebibytes():.1f} {size / 1e6:.2f}")
