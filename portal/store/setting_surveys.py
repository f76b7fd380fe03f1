"""Surveys that wait for a setting's coordinator, and what their page may say of a plan."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.people import Role, Viewer
from portal.domain.waves import WaveState
from portal.store.tables.children import Child
from portal.store.tables.people import Staff
from portal.store.tables.surveys import SurveyInvitation, SurveyWave


@dataclass(frozen=True, slots=True)
class WaitingSurvey:
    """One survey to answer. ``child_id`` is of the pupil whose plan it is about, and ``caseref``
    the plan's case reference; both None where it is about all pupils."""

    invitation_id: UUID
    child_id: UUID | None
    caseref: str | None
    closes_on: date


def list_waiting_for_setting(
    session: Session, viewer: Viewer, today: date
) -> Sequence[WaitingSurvey]:
    """What this coordinator has been asked and has not answered, the first to close first."""
    rows = session.execute(
        select(SurveyInvitation.id, SurveyInvitation.child_id, Child.caseref, SurveyWave.closes_on)
        .join(SurveyWave, SurveyWave.id == SurveyInvitation.wave_id)
        .join(Staff, Staff.id == SurveyInvitation.staff_id)
        .outerjoin(Child, Child.id == SurveyInvitation.child_id)
        .where(
            SurveyInvitation.staff_id == viewer.person_id,
            SurveyInvitation.used.is_(False),
            SurveyWave.state == WaveState.OPEN,
            SurveyWave.closes_on >= today,
            Staff.role == Role.COORDINATOR,
            Staff.setting_id == SurveyInvitation.setting_id,
            Staff.closed_at.is_(None),
        )
        .order_by(SurveyWave.closes_on, Child.caseref, SurveyInvitation.id)
    )
    return [WaitingSurvey(*row) for row in rows]


def find_caseref(session: Session, child_id: UUID | None) -> str | None:
    """The case reference that stands on a plan: it names nobody."""
    return session.scalar(select(Child.caseref).where(Child.id == child_id)) if child_id else None
