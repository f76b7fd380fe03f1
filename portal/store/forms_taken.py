"""Forms of a wave that anybody may answer: which numbers of paper, and which presses, are in.

Neither leads to a response. Both go when the wave closes.
"""

from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.store.changes import insert_into
from portal.store.sealing import keyed_digest
from portal.store.tables.surveys import SurveyPaperNumber, SurveyPress


def note_number(session: Session, wave_id: UUID, number: str) -> bool:
    """Note that the form with this number has been typed in; False where it was before."""
    noted = session.scalar(
        insert_into(session, SurveyPaperNumber)
        .values(wave_id=wave_id, number=number)
        .on_conflict_do_nothing()
        .returning(SurveyPaperNumber.number)
    )
    return noted is not None


def note_press(session: Session, wave_id: UUID, press: UUID) -> bool:
    """Note that the page with this key has been sent; False where it was before."""
    noted = session.scalar(
        insert_into(session, SurveyPress)
        .values(wave_id=wave_id, digest=keyed_digest(session, f"survey {wave_id}", str(press)))
        .on_conflict_do_nothing()
        .returning(SurveyPress.digest)
    )
    return noted is not None


def forget_taken(session: Session, wave_id: UUID) -> None:
    for table in (SurveyPaperNumber, SurveyPress):
        session.execute(delete(table).where(table.wave_id == wave_id))
