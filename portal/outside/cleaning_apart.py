"""Files are read in a process of their own, with little memory and time: a file that breaks its
reader, or swells in it, takes nothing else down.

Run as a module it is that process: the kind as its argument, the file on standard input.
"""

import resource
import subprocess
import sys
from pathlib import Path

from portal.outside.file_cleaning import Problem, RefusedFileError, clean

_ROOT = Path(__file__).resolve().parents[2]
_REFUSED = 3
_MEMORY_BYTES = 1024**3
_CPU_SECONDS = 30
_WALL_SECONDS = 60


def clean_apart(kind: str, content: bytes) -> bytes:
    """The same as `portal.outside.file_cleaning.clean`. Raises RefusedFileError."""
    try:
        done = subprocess.run(  # noqa: S603 - this module itself, and a kind from our own list
            [sys.executable, "-m", __name__, kind],
            input=content,
            capture_output=True,
            cwd=_ROOT,
            env={},
            timeout=_WALL_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise RefusedFileError(Problem.TOO_LARGE_INSIDE) from error
    if done.returncode == 0:
        return done.stdout
    if done.returncode == _REFUSED:
        raise RefusedFileError(Problem(done.stdout.decode()))
    raise RefusedFileError(Problem.UNREADABLE)


def _be_the_process(kind: str) -> int:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))
    try:
        sys.stdout.buffer.write(clean(kind, sys.stdin.buffer.read()))
    except RefusedFileError as error:
        sys.stdout.write(error.problem)
        return _REFUSED
    except MemoryError:
        sys.stdout.write(Problem.TOO_LARGE_INSIDE)
        return _REFUSED
    return 0


if __name__ == "__main__":
    sys.exit(_be_the_process(sys.argv[1]))
