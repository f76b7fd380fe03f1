"""What every measurement shares: a server with its CPU account, load, and one line of result."""

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import psutil

from bench.client import Client

ROOT = Path(__file__).resolve().parents[1]
CLIENTS = 8
WORKERS, THREADS = 4, 2
"""As many at once as there are clients. More processes than cores, since threads of one process
take turns at Python while one of them holds the database for writing."""
ROUNDS, WARM_UP = 5, 40


def report(
    name: str,
    value: float,
    unit: str,
    *,
    reference: float | None = None,
    target: str,
    ratio: float | None = None,
) -> None:
    """One JSON object a line; ``ratio`` is value to reference unless another is given."""
    if ratio is None and reference:
        ratio = value / reference
    line = {
        "name": name,
        "value": round(value, 4),
        "unit": unit,
        "reference": None if reference is None else round(reference, 4),
        "ratio": None if ratio is None else round(ratio, 3),
        "target": target,
    }
    print(json.dumps(line), flush=True)


@dataclass(frozen=True, slots=True)
class Load:
    """What a run of journeys cost."""

    journeys: int
    seconds: float
    cpu_seconds: float
    """User and system time of the server's processes, by the system's own account."""

    @property
    def cpu_ms(self) -> float:
        """Milliseconds of server CPU a journey."""
        return self.cpu_seconds * 1000 / self.journeys

    @property
    def rate(self) -> float:
        """Journeys a second."""
        return self.journeys / self.seconds


@dataclass(frozen=True, slots=True)
class Server:
    port: int
    process: psutil.Process

    def cpu_seconds(self) -> float:
        family = [self.process, *self.process.children(recursive=True)]
        times = [process.cpu_times() for process in family]
        return sum(spent.user + spent.system for spent in times)

    def run(self, journey: "Journey", first: int, number: int) -> Load:
        """``number`` journeys by eight clients at once, numbered from ``first``.

        A journey that fails raises, so that only journeys that came to their end are counted.
        """

        def one(place: int) -> None:
            client = Client(self.port)
            try:
                journey(client, place)
            finally:
                client.close()

        spent, began = self.cpu_seconds(), time.perf_counter()
        with ThreadPoolExecutor(CLIENTS) as pool:
            list(pool.map(one, range(first, first + number)))
        seconds = time.perf_counter() - began
        return Load(number, seconds, self.cpu_seconds() - spent)


Journey = Callable[[Client, int], None]
"""One client's errand; the number tells it from all others."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What each cost in all, and the median of the rounds' ratios, which one noisy round leaves."""

    ours: Load
    theirs: Load
    cpu_ratio: float
    rate_ratio: float


def side_by_side(
    server: Server, journey: Journey, reference: Server, plain: Journey, *, number: int
) -> Comparison:
    """``ROUNDS`` runs of each, turn and turn about so that noise falls on both, after a warm-up.

    Journeys are numbered from 0; ``journeys_needed`` says how many there will be.
    """
    server.run(journey, 0, WARM_UP)
    reference.run(plain, 0, WARM_UP)
    firsts = [WARM_UP + turn * number for turn in range(ROUNDS)]
    rounds = [
        (server.run(journey, first, number), reference.run(plain, first, number))
        for first in firsts
    ]
    return Comparison(
        ours=_together([ours for ours, _ in rounds]),
        theirs=_together([theirs for _, theirs in rounds]),
        cpu_ratio=median(ours.cpu_ms / theirs.cpu_ms for ours, theirs in rounds),
        rate_ratio=median(ours.rate / theirs.rate for ours, theirs in rounds),
    )


def journeys_needed(number: int) -> int:
    return WARM_UP + ROUNDS * number


def _together(loads: Sequence[Load]) -> Load:
    return Load(
        sum(load.journeys for load in loads),
        sum(load.seconds for load in loads),
        sum(load.cpu_seconds for load in loads),
    )


@contextmanager
def serving(application: str, environment: Mapping[str, str] | None = None) -> Iterator[Server]:
    """Gunicorn on loopback as the portal is served for real; stopped at the end."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "--no-control-socket", "--log-level", "warning"]
    command += ["--workers", str(WORKERS), "--threads", str(THREADS)]
    command += ["--bind", f"127.0.0.1:{port}", application]
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **(environment or {})})
    try:
        _wait_until_up(port, process)
        server = Server(port, psutil.Process(process.pid))
        _wait_until_idle(server, process)
        yield server
    finally:
        process.terminate()
        process.wait(timeout=30)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_until_up(port: int, process: "subprocess.Popen[bytes]") -> None:
    """Until a first page came."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            Client(port).get("/")
        except (OSError, http.client.HTTPException):
            if _has_ended(process, within=0.1):
                break
        else:
            return
    raise RuntimeError("the server did not come up")


def _has_ended(process: "subprocess.Popen[bytes]", *, within: float) -> bool:
    """Whether it ends in so many seconds; where it does, the wait is over at once."""
    try:
        process.wait(timeout=within)
    except subprocess.TimeoutExpired:
        return False
    return True


def _wait_until_idle(server: Server, process: "subprocess.Popen[bytes]") -> None:
    """Until every worker has started: what starting costs is nobody's journey."""
    spent = -1.0
    while server.cpu_seconds() - spent > 0.02:
        spent = server.cpu_seconds()
        if _has_ended(process, within=0.5):
            raise RuntimeError("the server did not stay up")


def own_peak_mebibytes() -> float:
    """Of this process since it was started: ``ru_maxrss`` would count what forked it as well."""
    status = Path("/proc/self/status").read_text()
    peak = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(peak.split()[1]) / 1024


def expect(condition: bool, what: str) -> None:
    """A measurement of something that did not work is worth nothing: stop."""
    if not condition:
        raise RuntimeError(what)
