"""The telephone desk of a wave: calls that ended without answers, and who rings whom now.

All of it is destroyed when the wave closes. That answers were sent is never written down here.
"""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.db import Base

_UNNUMBERED = {"sqlite_with_rowid": False}


def _invitation() -> ForeignKey:
    # Looked at when the transaction ends: an open wave's invitations are written anew under the
    # same ids (`store.shuffling`).
    return ForeignKey("survey_invitations.id", deferrable=True, initially="DEFERRED")


class SurveyCallAttempt(Base):
    """One call that ended without answers. ``number`` counts those of an invitation from 1;
    ``ring_again_at`` is empty where the person is rung no more. The note is sealed for the wave."""

    __tablename__ = "survey_call_attempts"
    __table_args__ = (
        UniqueConstraint("invitation_id", "number"),
        Index("ix_survey_call_attempts_wave", "wave_id"),
        _UNNUMBERED,
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    wave_id: Mapped[UUID] = mapped_column(ForeignKey("survey_waves.id"))
    invitation_id: Mapped[UUID] = mapped_column(_invitation())
    number: Mapped[int]
    outcome: Mapped[str]
    ended_at: Mapped[datetime]
    ring_again_at: Mapped[datetime | None]
    note_sealed: Mapped[bytes | None]


class SurveyCallClaim(Base):
    """Who rings this person until when. Gone once the call has ended, however it ended."""

    __tablename__ = "survey_call_claims"
    __table_args__ = (
        Index("ix_survey_call_claims_wave", "wave_id"),
        Index("ix_survey_call_claims_staff", "staff_id"),
        _UNNUMBERED,
    )

    invitation_id: Mapped[UUID] = mapped_column(_invitation(), primary_key=True)
    wave_id: Mapped[UUID] = mapped_column(ForeignKey("survey_waves.id"))
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    until: Mapped[datetime]
