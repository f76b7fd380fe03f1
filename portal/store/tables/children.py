"""Children and young people, their needs, and the settings they attend."""

from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.db import Base


class Child(Base):
    """A child or young person on the council's record (person.csv).

    ``marked_absent_on`` is the day a full extract first came without the child: marked, never
    deleted.
    ``person_id`` is the latest extract's own number for the child, which another extract may give
    to somebody else: children are matched by ``caseref``, then ``upn``.
    """

    __tablename__ = "children"
    __table_args__ = (Index("ix_children_surname", "surname", "forename"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    person_id: Mapped[str] = mapped_column(index=True)
    caseref: Mapped[str | None] = mapped_column(unique=True)
    surname: Mapped[str]
    forename: Mapped[str]
    birth_date: Mapped[date | None] = mapped_column(index=True)
    sex: Mapped[str | None]
    ethnicity: Mapped[str | None]
    postcode_sealed: Mapped[bytes | None]
    upn: Mapped[str | None] = mapped_column(index=True)
    uln: Mapped[str | None]
    upn_unknown_reason: Mapped[str | None]
    year_group: Mapped[int | None]
    language: Mapped[str | None]
    looked_after: Mapped[bool | None]
    marked_absent_on: Mapped[date | None]


class Need(Base):
    """A type of need of a child, ranked (sen_need.csv)."""

    __tablename__ = "needs"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    sen_need_id: Mapped[str] = mapped_column(unique=True)
    child_id: Mapped[UUID] = mapped_column(ForeignKey("children.id"), index=True)
    need_type: Mapped[str]
    rank: Mapped[int | None]
    marked_absent_on: Mapped[date | None]


class Setting(Base):
    """A nursery, school, college or other provider (settings.csv)."""

    __tablename__ = "settings"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    urn: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    setting_type: Mapped[str | None]
    phase: Mapped[str | None]
    marked_absent_on: Mapped[date | None]


class CaseloadEntry(Base):
    """Which caseworker, and which manager above, answers for a child (caseload.csv)."""

    __tablename__ = "caseload"
    __table_args__ = (UniqueConstraint("child_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    child_id: Mapped[UUID] = mapped_column(ForeignKey("children.id"))
    caseworker_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"), index=True)
    manager_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"), index=True)
    marked_absent_on: Mapped[date | None]
