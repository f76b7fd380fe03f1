"""The ledger of what was done because a day had come, so that nothing is done twice."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.store.changes import insert_into
from portal.store.tables.milestones import MilestoneReached

_AT_ONCE = 500


class Milestone(NamedTuple):
    """``day`` is the day the rule names, not the day on which the worker came round to it; where
    a date moves, the milestone of the new day is another one."""

    subject_id: UUID
    kind: str
    day: date


def note_new(session: Session, reached: Iterable[Milestone], now: datetime) -> Sequence[Milestone]:
    """Those of these milestones that were not noted before, noted now, in their order.

    Whoever does what a milestone asks does it in the same transaction. Of two at once the second
    waits for the first, and for it nothing is new any more.
    """
    asked = list(dict.fromkeys(reached))
    new: list[Milestone] = []
    for start in range(0, len(asked), _AT_ONCE):
        some = asked[start : start + _AT_ONCE]
        new += _without_known(session, some)
    return _note(session, new, now)


def _note(session: Session, new: Sequence[Milestone], now: datetime) -> Sequence[Milestone]:
    """Whoever else has noted one since, in another transaction, does what it asks."""
    if not new:
        return []
    noted = session.execute(
        insert_into(session, MilestoneReached)
        .on_conflict_do_nothing()
        .returning(MilestoneReached.subject_id, MilestoneReached.kind, MilestoneReached.day),
        [{"id": uuid4(), **milestone._asdict(), "reached_at": now} for milestone in new],
    )
    mine = {Milestone(*row) for row in noted}
    return [milestone for milestone in new if milestone in mine]


def _without_known(session: Session, some: Sequence[Milestone]) -> list[Milestone]:
    rows = session.execute(
        select(MilestoneReached.subject_id, MilestoneReached.kind, MilestoneReached.day).where(
            MilestoneReached.subject_id.in_({milestone.subject_id for milestone in some})
        )
    )
    known = {Milestone(*row) for row in rows}
    return [milestone for milestone in some if milestone not in known]
