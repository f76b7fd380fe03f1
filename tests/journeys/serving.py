"""Demo councils served for the journeys: `flask serve` with its worker, on a copy of one council.

Making a council takes seconds and copying it none, so a run makes one, and each of its processes
copies it for each kind of hands. That way a journey that changes something can be walked again with
other hands.
"""

import os
import shutil
import socket
import subprocess
import sys
from contextlib import suppress
from fcntl import LOCK_EX, flock
from pathlib import Path
from time import monotonic
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[2]
FLASK = [sys.executable, "-m", "flask", "--app", "wsgi"]
CHILDREN = 500
"""Enough for reports with figures that are not hidden."""
STARTS_WITHIN_SECONDS, ASK_EVERY_SECONDS = 120, 0.1


class Sites:
    """The councils that this test process serves, by name; one is started when first asked for."""

    def __init__(self, folder: Path, shared: Path) -> None:
        """``shared`` is a folder of the whole run, whatever process of it this is."""
        self._folder = folder
        self._shared = shared
        self._addresses: dict[str, str] = {}
        self._servers: list[subprocess.Popen[bytes]] = []

    def address(self, name: str) -> str:
        """Where this council is served. Nothing but its own journeys changes it."""
        if name not in self._addresses:
            self._addresses[name] = self._serve(self._folder / name)
        return self._addresses[name]

    def stop(self) -> None:
        for server in self._servers:
            server.terminate()
        for server in self._servers:
            server.wait(timeout=30)

    def _serve(self, folder: Path) -> str:
        shutil.copytree(self._made(), folder)
        port = _free_port()
        address = f"http://127.0.0.1:{port}"
        server = subprocess.Popen(
            [*FLASK, "serve", "--port", str(port)],
            cwd=ROOT,
            env={**_environment(folder), "PORTAL_BASE_URL": address},
            stdout=subprocess.DEVNULL,
        )
        self._servers.append(server)
        _wait_for(f"{address}/health", server)
        return address

    def _made(self) -> Path:
        """The council that the others are copies of. The process that asks first makes it; one that
        asks meanwhile waits."""
        folder, done = self._shared / "council", self._shared / "council.made"
        with (self._shared / "council.lock").open("w") as lock:
            flock(lock, LOCK_EX)  # let go when the file is closed, or the process dies
            if not done.exists():
                _run(folder, "demo", "settings")
                _run(folder, "demo", "create", "--children", str(CHILDREN))
                done.touch()
        return folder


def _environment(folder: Path) -> dict[str, str]:
    return {
        **os.environ,
        "PORTAL_INSTANCE": str(folder),
        "PORTAL_LOG_LEVEL": "ERROR",
        "PORTAL_QUIET_HOURS": "",  # journeys are walked at night too
    }


def _run(folder: Path, *arguments: str) -> None:
    subprocess.run(
        [*FLASK, *arguments],
        cwd=ROOT,
        env=_environment(folder),
        check=True,
        stdout=subprocess.DEVNULL,
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    """Ask until the site answers; between two questions, see whether the server has stopped."""
    until = monotonic() + STARTS_WITHIN_SECONDS
    while monotonic() < until:
        try:
            with urlopen(address, timeout=5) as answer:
                assert answer.status == 200
                return
        except OSError:
            with suppress(subprocess.TimeoutExpired):
                server.wait(ASK_EVERY_SECONDS)
            assert server.returncode is None, "the server stopped"
    raise AssertionError("the site did not start")
