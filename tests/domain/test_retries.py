from portal.domain.retries import TRIES_ALLOWED, wait_before_retry


def test_waits_grow_and_then_trying_ends() -> None:
    waits = [wait_before_retry(tries) for tries in range(1, TRIES_ALLOWED)]
    given = [wait for wait in waits if wait is not None]
    assert len(given) == len(waits)
    assert given == sorted(set(given))
    assert wait_before_retry(TRIES_ALLOWED) is None
    assert wait_before_retry(TRIES_ALLOWED + 1) is None
