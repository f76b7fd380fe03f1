"""When somebody says that a date of a case is wrong, and when the council has checked it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal.domain.people import Viewer
from portal.domain.plans import plan_status, recorded_dates
from portal.store.cases import find_case
from portal.store.record_age import FlaggedDate, add_flag, settle_flags


@dataclass(frozen=True, slots=True)
class NotShown:
    """This person was never shown this date: the child is not theirs to see, or it has changed."""


def flag_date(
    session: Session,
    viewer: Viewer,
    child_id: UUID,
    flagged: FlaggedDate,
    *,
    today: date,
    now: datetime,
) -> NotShown | None:
    """Note that a family member calls this date wrong; until it is checked nothing that counts
    from it is said to be late."""
    if not _is_shown(session, viewer, child_id, flagged, today):
        return NotShown()
    add_flag(session, child_id, flagged, by=viewer.person_id, now=now)
    return None


def settle_flag(
    session: Session,
    viewer: Viewer,
    child_id: UUID,
    flagged: FlaggedDate,
    *,
    today: date,
    now: datetime,
) -> NotShown | None:
    """Note that a caseworker has checked the date and that the case system has it right."""
    if not _is_shown(session, viewer, child_id, flagged, today):
        return NotShown()
    settle_flags(session, child_id, flagged, by=viewer.person_id, now=now)
    return None


def _is_shown(
    session: Session, viewer: Viewer, child_id: UUID, flagged: FlaggedDate, today: date
) -> bool:
    case = find_case(session, viewer, child_id, today)
    if case is None:
        return False
    shown = recorded_dates(plan_status(case.facts, today))
    return flagged in {FlaggedDate(recorded.source, recorded.on) for recorded in shown}
