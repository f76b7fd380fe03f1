"""When the worker tries again, and when it gives up."""

from datetime import timedelta

_WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 5, 15, 60, 240))
TRIES_ALLOWED = len(_WAITS) + 1

# A worker that takes longer than this is taken for dead and its work is given to another; should
# it finish after all, it finds that its claim is gone and what it did is rolled back.
LEASE = timedelta(minutes=15)


def wait_before_retry(tries: int) -> timedelta | None:
    """How long to wait after this many failed tries (1 or more); None to give up."""
    return _WAITS[tries - 1] if tries < TRIES_ALLOWED else None
