"""What readers of messages ask for: no more surveys, or that a message went to the wrong person."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.domain.unreachable import SETTLES, ReportDecision
from portal.store.tables.contact_reports import ContactReport
from portal.store.tables.people import FamilyMember


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


@dataclass(frozen=True, slots=True)
class ReportedContact:
    """An open report with the person it is about; the decision is there while it stays open."""

    id: UUID
    family_member_id: UUID
    contact_id: str
    reported_at: datetime
    decision: ReportDecision | None


def find_open_report(session: Session, report_id: UUID) -> ReportedContact | None:
    found = session.execute(
        select(ContactReport, FamilyMember.contact_id)
        .join(FamilyMember, FamilyMember.id == ContactReport.family_member_id)
        .where(ContactReport.id == report_id, ContactReport.settled_at.is_(None))
    ).first()
    if found is None:
        return None
    row, contact_id = found
    decision = ReportDecision(row.decision) if row.decision else None
    return ReportedContact(row.id, row.family_member_id, contact_id, row.reported_at, decision)


def decide_report(
    session: Session, report_id: UUID, staff_id: UUID, decision: ReportDecision, now: datetime
) -> bool:
    """Whether there was such an open report. It stays open where messages must not go again."""
    row = session.get(ContactReport, report_id)
    if row is None or row.settled_at is not None:
        return False
    row.decision, row.settled_by_id = decision, staff_id
    if decision in SETTLES:
        row.settled_at = now
    session.flush()
    return True
