"""What a report costs over 10,000, 100,000 and 1,000,000 responses, beside the scan it saves.

A closed wave is counted once; the page of its report reads the counts. `python -m bench.reports`
measures this alone, and `python -m bench.reports postgresql` on the other database.
"""

import sys
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from uuid import UUID

import psutil
from sqlalchemy import text
from sqlalchemy.orm import Session

from bench.client import Client
from bench.exports import measure_exports
from bench.installation import (
    PLAN_QUESTIONS,
    Installation,
    bring_council_in,
    cast_member,
    cookie_of,
    installed,
    postgresql,
    sign_in,
)
from bench.many_responses import COMBINATIONS, FilledWave, fill_waves
from bench.measure import Server, expect, report, serving, side_by_side
from bench.plan_page import find_plan_page, signed_in_cookies
from portal.actions.releases import release_wave
from portal.domain.figures import Thresholds
from portal.domain.releases import Release
from portal.features.releases.files import release_sheets
from portal.store import survey_counts, waves

SIZES = (10_000, 100_000, 1_000_000)
PAGES = 20
_SCAN = text(
    "SELECT question, value, group_values, count(*)"
    " FROM survey_answers JOIN survey_responses ON survey_responses.id = response_id"
    " WHERE survey_answers.wave_id = :wave_id GROUP BY 1, 2, 3"
)
"""What a report by groups would ask each time it is opened, had nobody counted before."""


def measure_reports(installation: Installation) -> None:
    filled = fill_waves(installation, SIZES)
    scans = {wave.responses: _measure_scan_and_roll_up(installation, wave) for wave in filled}
    with installation.session() as session:
        officer = {
            "session": cookie_of(installation.app, sign_in(session, "participation_officer"))
        }
    parent = signed_in_cookies(installation)
    with serving("wsgi:app", installation.environment) as portal:
        child = find_plan_page(portal.port, parent)

        def open_plan(client: Client, _number: int) -> None:
            client.cookies.update(parent)
            expect(client.get(child).status == 200, "no plan page")

        def measure(page: str, path_of: Callable[[FilledWave], str]) -> None:
            for wave in filled:
                name, path = f"{page} over {wave.responses} responses", path_of(wave)
                _measure_page(portal, open_plan, officer, name, path, scans[wave.responses])

        measure("preview of a report", lambda wave: f"/releases/waves/{wave.id}/preview")
        released = {wave.id: _release(installation, wave) for wave in filled}
        measure("released report", lambda wave: f"/releases/{released[wave.id]}")
    measure_exports(installation, filled)


def _measure_scan_and_roll_up(installation: Installation, wave: FilledWave) -> float:
    """Milliseconds of CPU of the scan, the second time: the first brings the file in."""
    with installation.session() as session:
        key = wave.id if session.get_bind().dialect.name == "postgresql" else wave.id.hex
        cells: list[int] = []

        def scan() -> None:
            cells.append(len(session.execute(_SCAN, {"wave_id": key}).all()))

        scanned = [_cpu_ms(session, scan) for _ in range(2)][1]
        full = waves.get_wave(session, wave.id)
        counted = _cpu_ms(session, lambda: survey_counts.roll_up(session, full))
        found = survey_counts.get_counts(session, full)
    expect(sum(found.responses.values()) == wave.responses, "not every response was counted")
    by_groups = found.questions[PLAN_QUESTIONS[0]].cells
    expect(len(by_groups) == len(COMBINATIONS), f"{len(by_groups)} combinations of groups")
    report(
        f"single SQL scan over {wave.responses} responses by groups",
        scanned,
        "ms of CPU",
        target=f"{cells[0]} counts that no page asks for again",
    )
    report(
        f"roll-up of {wave.responses} responses, once",
        counted,
        "ms of CPU",
        reference=scanned,
        target="ratio at most 1.5 from 100,000 on; below that, writing the counts is most of it",
    )
    return scanned


def _measure_page(
    portal: Server,
    open_plan: Callable[[Client, int], None],
    cookies: Mapping[str, str],
    name: str,
    path: str,
    scanned: float,
) -> None:
    def open_report(client: Client, _number: int) -> None:
        client.cookies.update(cookies)
        expect(client.get(path).status == 200, f"no report at {path}")

    found = side_by_side(portal, open_report, portal, open_plan, number=PAGES)
    report(
        f"{name}, server CPU (reference: a child's page)",
        found.ours.cpu_ms,
        "ms a page",
        reference=found.theirs.cpu_ms,
        ratio=found.cpu_ratio,
        target="the same for every size",
    )
    report(
        f"{name}, server CPU (reference: the single SQL scan)",
        found.ours.cpu_ms,
        "ms a page",
        reference=scanned,
        target="the ratio falls as responses grow",
    )


def _release(installation: Installation, wave: FilledWave) -> UUID:
    with installation.app.test_request_context(), installation.session() as session:
        officer = cast_member(session, "participation_officer")
        now = datetime.now(UTC)
        done = release_wave(session, officer, wave.id, Thresholds(), release_sheets, now)
    if not isinstance(done, Release):
        raise TypeError(f"no release: {done}")
    return done.id


def _cpu_ms(session: Session, work: Callable[[], object]) -> float:
    """Of this process and, where the database has processes of its own, of the one that serves."""
    server = None
    if session.get_bind().dialect.name == "postgresql":
        server = psutil.Process(session.execute(text("SELECT pg_backend_pid()")).scalar_one())
    began = _spent(server)
    work()
    return (_spent(server) - began) * 1000


def _spent(server: psutil.Process | None) -> float:
    theirs = server.cpu_times() if server else None
    return time.process_time() + (theirs.user + theirs.system if theirs else 0)


def _measure_alone(database_url: str | None) -> None:
    with installed(database_url) as installation:
        with installation.session() as session:
            bring_council_in(session, installation.folder / "records")
        measure_reports(installation)


if __name__ == "__main__":
    if sys.argv[1:] == ["postgresql"]:
        with postgresql() as url:
            _measure_alone(url)
    else:
        _measure_alone(None)
