"""What closed waves counted: written once, so that no page and no report reads the answers.

Neither table holds a row of one person's: a count is of all who share a combination of groups, and
who was heard is counted along one kind of group at a time.
"""

from uuid import UUID

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.db import Base

_UNNUMBERED = {"sqlite_with_rowid": False}


class SurveyCount(Base):
    """How many gave this answer, of those with this combination of the wave's groups.

    ``place`` numbers the combinations of a wave, in the order of their values. Question "" with
    value "" counts the responses of a combination; a wave that was counted has at least one such
    row. Of a question with several answers each is counted, and value "" counts who gave any.
    """

    __tablename__ = "survey_counts"
    __table_args__ = (_UNNUMBERED,)

    wave_id: Mapped[UUID] = mapped_column(ForeignKey("survey_waves.id"), primary_key=True)
    question: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    group_values: Mapped[list[str]] = mapped_column(JSON)
    number: Mapped[int]


class SurveyReach(Base):
    """How many children with a plan, people asked and people who answered are in one group.

    The first two are counted when the wave opens. When it closes, all rows of the wave are written
    anew with the third, and small groups put together: see ``portal.domain.reach``.
    """

    __tablename__ = "survey_reach"
    __table_args__ = (_UNNUMBERED,)

    wave_id: Mapped[UUID] = mapped_column(ForeignKey("survey_waves.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(primary_key=True)
    caseload: Mapped[int]
    asked: Mapped[int]
    answered: Mapped[int | None]
