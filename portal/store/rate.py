"""Counting how often something is tried, so that guessing and flooding stop."""

from datetime import UTC, datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.domain.sign_in import Limit
from portal.store.changes import insert_into
from portal.store.sealing import keyed_digest
from portal.store.tables.rate import RateCounter


def count_try(session: Session, what: str, who: str, limit: Limit, now: datetime) -> bool:
    """Count one more try of ``what`` by ``who``; whether it is still within the limit.

    ``who`` (an address, a person, a network address) is stored as a keyed digest only.
    """
    seconds = limit.period.total_seconds()
    start = datetime.fromtimestamp(now.timestamp() // seconds * seconds, UTC)
    times = session.scalar(
        insert_into(session, RateCounter)
        .values(what=what, key=keyed_digest(session, what, who), window_start=start, times=1)
        .on_conflict_do_update(
            index_elements=["what", "key", "window_start"],
            set_={"times": RateCounter.times + 1},
        )
        .returning(RateCounter.times)
    )
    return times is not None and times <= limit.times


def delete_counters_before(session: Session, moment: datetime) -> None:
    """Forget the counts of windows that began before this moment."""
    session.execute(delete(RateCounter).where(RateCounter.window_start < moment))
