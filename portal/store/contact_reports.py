"""What readers of messages ask for: no more surveys, or that a message went to the wrong person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.store.tables.contact_reports import ContactReport
from portal.store.tables.people import FamilyMember


@dataclass(frozen=True, slots=True)
class OpenReport:
    """Somebody said "wrong child" and nobody has settled it yet. The record's number, no name."""

    id: UUID
    contact_id: str
    reported_at: datetime


def stop_surveys_to(session: Session, family_member_id: UUID, now: datetime) -> None:
    """The first time counts; later ones change nothing."""
    session.execute(
        update(FamilyMember)
        .where(FamilyMember.id == family_member_id, FamilyMember.surveys_stopped_at.is_(None))
        .values(surveys_stopped_at=now)
    )


def add_report(session: Session, family_member_id: UUID, now: datetime) -> None:
    """One open report a person is enough."""
    open_one = select(ContactReport.id).where(
        ContactReport.family_member_id == family_member_id, ContactReport.settled_at.is_(None)
    )
    if session.scalar(open_one.limit(1)) is None:
        session.add(ContactReport(id=uuid4(), family_member_id=family_member_id, reported_at=now))
        session.flush()


def list_open_reports(session: Session) -> Sequence[OpenReport]:
    """The oldest first."""
    rows = session.execute(
        select(ContactReport.id, FamilyMember.contact_id, ContactReport.reported_at)
        .join(FamilyMember, FamilyMember.id == ContactReport.family_member_id)
        .where(ContactReport.settled_at.is_(None))
        .order_by(ContactReport.reported_at, ContactReport.id)
    )
    return [OpenReport(*row) for row in rows]


def settle_report(session: Session, report_id: UUID, staff_id: UUID, now: datetime) -> bool:
    """Whether there was such an open report: the address has been checked in the record."""
    row = session.get(ContactReport, report_id)
    if row is None or row.settled_at is not None:
        return False
    row.settled_at, row.settled_by_id = now, staff_id
    session.flush()
    return True
