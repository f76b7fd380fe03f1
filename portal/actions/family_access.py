"""A caseworker opens or closes somebody's access to a child of theirs.

Sign-in sessions stay: a session by itself opens nothing, because every query for a child asks the
link again. Ending them would throw a parent out of another child's page, and tell why.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from portal.domain.dates import london_day
from portal.domain.family_access import FOR_A_CASEWORKER, AccessChange
from portal.domain.people import Viewer
from portal.domain.wishes import MaySee, Wish
from portal.store import access_decisions, wishes
from portal.store.access_decisions import Around
from portal.store.families import find_family_member
from portal.store.trail import ReadPurpose, record_read


@dataclass(frozen=True, slots=True)
class NotAround:
    """No such child for this viewer, or nobody by that id around the child."""


@dataclass(frozen=True, slots=True)
class NotForACaseworker:
    """It is open already, or the case system alone can change what closes it."""


@dataclass(frozen=True, slots=True)
class AgreementMissing:
    """The young person's rights have begun and nobody has said that they agree."""


@dataclass(frozen=True, slots=True)
class NotOpen:
    """There is nothing to close."""


def open_access(
    session: Session,
    around: Around,
    *,
    viewer: Viewer,
    reason: str,
    young_person_agreed: bool,
    now: datetime,
) -> NotAround | NotForACaseworker | AgreementMissing | None:
    """Open access from today, with a reason that is kept. ``viewer`` is a caseworker; that the
    young person agrees is kept as their word."""
    today = london_day(now)
    member = find_family_member(session, viewer, around.child_id, around.family_member_id, today)
    if member is None:
        return NotAround()
    if member.standing not in FOR_A_CASEWORKER:
        return NotForACaseworker()
    if member.needs_agreement and not young_person_agreed:
        return AgreementMissing()
    opened = access_decisions.open_link(session, around, opened_by_id=viewer.person_id, today=today)
    if not opened:
        return NotForACaseworker()
    if member.needs_agreement:
        wish = Wish(MaySee.EVERYTHING)
        wishes.add_wish(
            session, around, wish, recorded_by_id=viewer.person_id, note=reason.strip(), now=now
        )
    _keep(session, around, viewer, AccessChange.OPENED, reason, young_person_agreed, now)
    record_read(session, viewer, child_id=around.child_id, purpose=ReadPurpose.ACCESS_OPENED)
    return None


def close_access(
    session: Session, around: Around, *, viewer: Viewer, reason: str, now: datetime
) -> NotAround | NotOpen | None:
    """Close access at once, whoever opened it. A reason is kept where one is given."""
    today = london_day(now)
    member = find_family_member(session, viewer, around.child_id, around.family_member_id, today)
    if member is None:
        return NotAround()
    if not member.is_open:
        return NotOpen()
    access_decisions.close_link(session, around, today=today)
    _keep(session, around, viewer, AccessChange.CLOSED, reason, False, now)
    record_read(session, viewer, child_id=around.child_id, purpose=ReadPurpose.ACCESS_CLOSED)
    return None


def _keep(
    session: Session,
    around: Around,
    viewer: Viewer,
    change: AccessChange,
    reason: str,
    young_person_agreed: bool,
    now: datetime,
) -> None:
    access_decisions.add_decision(
        session,
        around,
        change,
        reason=reason.strip(),
        young_person_agreed=young_person_agreed,
        decided_by_id=viewer.person_id,
        now=now,
    )
