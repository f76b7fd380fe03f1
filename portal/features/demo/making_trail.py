"""Records that somebody opened from outside their caseload, and one under a legal hold."""

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from portal.actions.break_glass import Asked, Opened, open_record
from portal.actions.legal_holds import set_hold
from portal.actions.staff_accounts import add_account
from portal.domain.break_glass import last_day
from portal.domain.dates import london_day
from portal.domain.people import Role, Viewer
from portal.kit.links import path_for
from portal.store.trail import ReadPurpose, record_read, write_pending

ON_DUTY = ("Wilfa Grenmoor", "wilfa.grenmoor@demo.invalid")
JUNO, OTIS, KIT = "C000001", "C000002", "C000004"


def look_from_outside(session: Session, lead: Viewer, now: datetime) -> int:
    """Two records, one of them for safeguarding, so that its reads wait for the lead; how many."""
    name, email = ON_DUTY
    staff_id = add_account(session, role=Role.CASEWORKER, name=name, email=email, setting_id=None)
    if not isinstance(staff_id, UUID):
        raise TypeError(f"{name} cannot be added: {staff_id}")
    duty = Viewer(Role.CASEWORKER, staff_id)
    two_days_ago, yesterday = now - timedelta(days=2), now - timedelta(days=1)
    opened = _open(
        session,
        duty,
        Asked(
            JUNO,
            "The school rang about transport to the review meeting while her caseworker was away.",
            _until(two_days_ago, 7),
            for_safeguarding=False,
        ),
        two_days_ago,
    ) + _open(
        session,
        duty,
        Asked(
            KIT,
            "The college asked whom to ring: Kit had said that he does not want to go home.",
            _until(yesterday, 3),
            for_safeguarding=True,
        ),
        yesterday,
    )
    set_hold(session, lead, OTIS, reason="A complaint to the Ombudsman about the delay.", now=now)
    write_pending(session, now)
    return opened


def _open(session: Session, duty: Viewer, asked: Asked, at: datetime) -> int:
    path = path_for("break_glass.list_openings")
    opened = open_record(session, duty, asked, list_path=path, now=at)
    if not isinstance(opened, Opened):
        raise TypeError(f"{asked.reference} cannot be opened: {opened}")
    record_read(session, duty, child_id=opened.child_id, purpose=ReadPurpose.CASE_WORK)
    write_pending(session, at)
    return 1


def _until(at: datetime, days: int) -> date:
    return last_day(london_day(at), days)
