from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.domain.sign_in import Limit
from portal.store.rate import count_try, delete_counters_before
from portal.store.tables.rate import RateCounter

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
THREE_AN_HOUR = Limit(3, timedelta(hours=1))


def test_the_limit_holds_within_a_window_and_each_key_counts_apart(session: Session) -> None:
    def tries(who: str, what: str = "codes", at: datetime = NOW) -> list[bool]:
        return [count_try(session, what, who, THREE_AN_HOUR, at) for _ in range(4)]

    assert tries("10.0.0.1") == [True, True, True, False]
    assert tries("10.0.0.2") == [True, True, True, False]
    assert tries("10.0.0.1", what="asks") == [True, True, True, False]
    assert tries("10.0.0.1", at=NOW + timedelta(minutes=30)) == [True, True, True, False]


def test_whose_tries_were_counted_cannot_be_read(session: Session) -> None:
    count_try(session, "asks", "sam@example.org", THREE_AN_HOUR, NOW)
    [row] = session.scalars(select(RateCounter))
    assert b"sam" not in row.key
    assert len(row.key) == 32


def test_old_counters_are_forgotten(session: Session) -> None:
    count_try(session, "asks", "old", THREE_AN_HOUR, NOW - timedelta(days=3))
    count_try(session, "asks", "new", THREE_AN_HOUR, NOW)
    delete_counters_before(session, NOW - timedelta(days=1))
    assert session.scalar(select(func.count()).select_from(RateCounter)) == 1
