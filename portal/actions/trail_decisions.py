"""The safeguarding lead lets lines of the trail be shown to the family, or keeps them back."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal.domain.people import Viewer
from portal.domain.trail import SHOWN_FOR, Decision, Read
from portal.domain.trail_waiting import DayAsShown, by_day
from portal.store import trail_decisions
from portal.store.trail import ReadPurpose, record_read
from portal.store.trail_decisions import Decided, Line


@dataclass(frozen=True, slots=True)
class NothingWaits:
    """No such child, or nothing about it for a lead to decide."""


@dataclass(frozen=True, slots=True)
class LookAgain:
    """A day has changed since the lead saw it. Nothing was decided."""


@dataclass(frozen=True, slots=True)
class ForTheLead:
    """The days about which a lead may decide, and what was decided before."""

    child: str
    days: Mapping[DayAsShown, list[tuple[Read, Line]]]
    decided: Collection[Decided]


def read_waiting(
    session: Session, viewer: Viewer, child_id: UUID, now: datetime
) -> ForTheLead | NothingWaits:
    """What the lead sees of one child: its lines and its name, nothing else of the record."""
    since = now - SHOWN_FOR
    found = trail_decisions.find_lines(session, child_id, since=since)
    if found is None:
        return NothingWaits()
    days = by_day(((line.read, line) for line in found.lines), is_restricted=found.is_restricted)
    if not days:
        return NothingWaits()
    record_read(session, viewer, child_id=child_id, purpose=ReadPurpose.TRAIL_CHECK)
    decided = trail_decisions.list_decisions(session, child_id, since=since)
    return ForTheLead(found.child, days, decided)


def decide(
    session: Session,
    viewer: Viewer,
    child_id: UUID,
    decision: Decision,
    *,
    days: Collection[DayAsShown],
    reason: str,
    now: datetime,
) -> NothingWaits | LookAgain | None:
    """Release or hold the lines of these days, as they stood when the lead saw them."""
    waiting = read_waiting(session, viewer, child_id, now)
    if isinstance(waiting, NothingWaits):
        return waiting
    if not days or not set(days) <= set(waiting.days):
        return LookAgain()
    trail_decisions.add_decision(
        session,
        child_id,
        decision,
        reason=reason.strip(),
        line_ids=[line.id for day in sorted(days) for _, line in waiting.days[day]],
        decided_by_id=viewer.person_id,
        now=now,
    )
    return None
