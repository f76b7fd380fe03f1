"""The texts of which a concern is raised, found by their own id."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.store.sealing import unseal
from portal.store.tables.reviews import Contribution
from portal.store.tables.surveys import SurveyText


def find_review_of(session: Session, contribution_id: UUID) -> UUID | None:
    """For which review these views were given."""
    return session.scalar(select(Contribution.review_id).where(Contribution.id == contribution_id))


def find_survey_text(session: Session, text_id: UUID) -> tuple[str, str] | None:
    """The key of the question and the words that somebody wrote, nobody knows who."""
    row = session.get(SurveyText, text_id)
    if row is None:
        return None
    words = unseal(
        session,
        subject_id=row.id,
        table=SurveyText.__tablename__,
        column="sealed",
        row_id=row.id,
        sealed=row.sealed,
    )
    return row.question, words
