"""Surveys: waves, their frozen questions, invitations, and answers that lead back to nobody.

The invitation knows the person and the response knows the answers; nothing joins the two. Where
SQLite would number rows in the order of their writing, it is told not to (``WITHOUT ROWID``).
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.db import Base

_UNNUMBERED = {"sqlite_with_rowid": False}
_JSON = JSON().with_variant(JSONB(), "postgresql")


class SurveyInstrument(Base):
    """A set of questions in work; ``content`` is what a file of it holds."""

    __tablename__ = "survey_instruments"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class SurveyWave(Base):
    """One run of a survey. ``portal``, ``telephone`` and ``paper`` count the ways in which it was
    answered; ``public_code`` stands in the link of a wave that anybody may answer."""

    __tablename__ = "survey_waves"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    title: Mapped[str]
    state: Mapped[str]
    instrument_id: Mapped[UUID] = mapped_column(ForeignKey("survey_instruments.id"))
    cohort_kind: Mapped[str]
    cohort_first: Mapped[date]
    cohort_last: Mapped[date]
    cohort_filters: Mapped[dict[str, list[str]] | None] = mapped_column(JSON)
    cohort_caserefs: Mapped[list[str] | None] = mapped_column(JSON)
    group_kinds: Mapped[list[str]] = mapped_column(JSON)
    closes_on: Mapped[date]
    baseline_id: Mapped[UUID | None] = mapped_column(ForeignKey("survey_waves.id"))
    baseline_marked_at: Mapped[datetime | None]
    series_id: Mapped[UUID | None] = mapped_column(ForeignKey("survey_series.id"), index=True)
    asked: Mapped[int] = mapped_column(default=0)
    portal: Mapped[int] = mapped_column(default=0)
    telephone: Mapped[int] = mapped_column(default=0)
    paper: Mapped[int] = mapped_column(default=0)
    public_code: Mapped[str | None] = mapped_column(unique=True)
    created_at: Mapped[datetime] = mapped_column(index=True)
    opened_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]


class SurveyVersion(Base):
    """What a wave asks, frozen when it opens: wording, order, scale, all languages.

    A slip put right makes the next version, which carries every correction so far.
    """

    __tablename__ = "survey_versions"
    __table_args__ = (UniqueConstraint("wave_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    wave_id: Mapped[UUID] = mapped_column(ForeignKey("survey_waves.id"))
    number: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    corrections: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)
    replaced: Mapped[bool] = mapped_column(default=False)


_FOR_A_TERM = text("staff_id IS NOT NULL AND child_id IS NULL")


class SurveyInvitation(Base):
    """One person asked: an adult of the family about one child, or a setting's coordinator about
    one pupil's plan or, without a child, about the plans of a term.

    It says whether it was used, never when or how.

    The draft is sealed under a secret that is itself sealed under the wave's key; sending destroys
    both. When the wave closes every row is written anew, in shuffled order, with ``used``, code,
    groups, secret and draft gone. ``reach_values`` are those by which is counted who was heard.
    """

    __tablename__ = "survey_invitations"
    __table_args__ = (
        UniqueConstraint("wave_id", "child_id", "family_member_id"),
        UniqueConstraint("wave_id", "child_id", "staff_id"),
        UniqueConstraint("wave_id", "short_code"),
        CheckConstraint(
            "(family_member_id IS NOT NULL AND child_id IS NOT NULL AND staff_id IS NULL)"
            " OR (family_member_id IS NULL AND staff_id IS NOT NULL AND setting_id IS NOT NULL)",
            name="addressed_to_one",
        ),
        Index(
            "uq_survey_invitations_term",
            "wave_id",
            "setting_id",
            unique=True,
            sqlite_where=_FOR_A_TERM,
            postgresql_where=_FOR_A_TERM,
        ),
        Index("ix_survey_invitations_child", "child_id"),
        Index("ix_survey_invitations_family_member", "family_member_id"),
        Index("ix_survey_invitations_staff", "staff_id"),
        _UNNUMBERED,
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    wave_id: Mapped[UUID] = mapped_column(ForeignKey("survey_waves.id"))
    child_id: Mapped[UUID | None] = mapped_column(ForeignKey("children.id"))
    family_member_id: Mapped[UUID | None] = mapped_column(ForeignKey("family_members.id"))
    staff_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    setting_id: Mapped[UUID | None] = mapped_column(ForeignKey("settings.id"))
    token_digest: Mapped[bytes | None] = mapped_column(unique=True)
    short_code: Mapped[str | None]
    group_values: Mapped[list[str] | None] = mapped_column(JSON)
    reach_values: Mapped[list[str] | None] = mapped_column(JSON)
    draft_secret_sealed: Mapped[bytes | None]
    draft_sealed: Mapped[bytes | None]
    used: Mapped[bool] = mapped_column(default=False)


class SurveyWaiting(Base):
    """Answers of an open wave, each sealed at the same length, until the wave closes."""

    __tablename__ = "survey_waiting"
    __table_args__ = (Index("ix_survey_waiting_wave", "wave_id"), _UNNUMBERED)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    wave_id: Mapped[UUID] = mapped_column(ForeignKey("survey_waves.id"))
    sealed: Mapped[bytes]


class SurveyPaperNumber(Base):
    """A form on paper of a wave that anybody may answer, typed in. It leads to no response, and is
    destroyed with all its like when the wave closes."""

    __tablename__ = "survey_paper_numbers"
    __table_args__ = (_UNNUMBERED,)

    wave_id: Mapped[UUID] = mapped_column(ForeignKey("survey_waves.id"), primary_key=True)
    number: Mapped[str] = mapped_column(primary_key=True)


class SurveyPress(Base):
    """A press of "send" on the page of such a wave, so that a second one, or a retry after a lost
    connection, counts nobody twice. The digest is keyed; it goes when the wave closes."""

    __tablename__ = "survey_presses"
    __table_args__ = (_UNNUMBERED,)

    wave_id: Mapped[UUID] = mapped_column(ForeignKey("survey_waves.id"), primary_key=True)
    digest: Mapped[bytes] = mapped_column(primary_key=True)


class SurveyText(Base):
    """What somebody wrote in a free answer: the question, whether they let us quote the words, and
    nothing of the rest they said."""

    __tablename__ = "survey_texts"
    __table_args__ = (Index("ix_survey_texts_wave", "wave_id"), _UNNUMBERED)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    wave_id: Mapped[UUID] = mapped_column(ForeignKey("survey_waves.id"))
    question: Mapped[str]
    may_quote: Mapped[bool] = mapped_column(default=False, server_default=false())
    sealed: Mapped[bytes]


class SurveyResponse(Base):
    """One completed set of answers: a random number, the version, the groups. Nothing else.

    The number is 63 random bits and not a UUID because it heads every row of answers.
    """

    __tablename__ = "survey_responses"
    __table_args__ = (Index("ix_survey_responses_wave", "wave_id"), _UNNUMBERED)

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    wave_id: Mapped[UUID] = mapped_column(ForeignKey("survey_waves.id"))
    version_id: Mapped[UUID] = mapped_column(ForeignKey("survey_versions.id"))
    group_values: Mapped[list[str]] = mapped_column(_JSON)


class SurveyAnswer(Base):
    """One question's value. The key serves reading a response, the index counting a wave."""

    __tablename__ = "survey_answers"
    __table_args__ = (
        Index("ix_survey_answers_count", "wave_id", "question", "value"),
        _UNNUMBERED,
    )

    wave_id: Mapped[UUID] = mapped_column(ForeignKey("survey_waves.id"), primary_key=True)
    response_id: Mapped[int] = mapped_column(
        ForeignKey("survey_responses.id"), primary_key=True, autoincrement=False
    )
    question: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]
