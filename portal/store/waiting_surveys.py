"""Surveys that wait for somebody who is signed in."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from portal.domain.people import Viewer
from portal.domain.waves import WaveState
from portal.store.cohorts import may_be_asked
from portal.store.tables.children import Child
from portal.store.tables.people import FamilyLink, FamilyMember
from portal.store.tables.surveys import SurveyInvitation, SurveyWave
from portal.store.visibility import visible_children


def list_waiting(session: Session, viewer: Viewer, today: date) -> Mapping[UUID, UUID]:
    """The wave that waits for an answer, by child; of several about one child the first to close.

    Only this viewer's own unused invitations, about children they may see today, and nothing for
    those whom the stop list holds back: they asked us to leave them alone.
    """
    rows = session.execute(
        select(SurveyInvitation.child_id, SurveyInvitation.wave_id)
        .join(SurveyWave, SurveyWave.id == SurveyInvitation.wave_id)
        .join(Child, Child.id == SurveyInvitation.child_id)
        .join(FamilyMember, FamilyMember.id == SurveyInvitation.family_member_id)
        .join(
            FamilyLink,
            and_(
                FamilyLink.child_id == SurveyInvitation.child_id,
                FamilyLink.family_member_id == SurveyInvitation.family_member_id,
            ),
        )
        .where(
            SurveyInvitation.family_member_id == viewer.person_id,
            SurveyInvitation.used.is_(False),
            SurveyInvitation.child_id.in_(visible_children(viewer, today)),
            SurveyWave.state == WaveState.OPEN,
            SurveyWave.closes_on >= today,
            may_be_asked(today),
        )
        .order_by(SurveyWave.closes_on.desc(), SurveyWave.id)
    )
    return {row.child_id: row.wave_id for row in rows}  # the last one said is the first to close
