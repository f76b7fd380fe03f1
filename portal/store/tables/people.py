"""Adults linked to children, and the staff who work for them."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.db import Base


class FamilyMember(Base):
    """A parent, carer or other adult, or a young person's own contact details (contacts.csv).

    Two rows with one ``email_lookup`` or ``mobile_lookup``: neither signs in until it is settled.
    """

    __tablename__ = "family_members"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    contact_id: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str | None]
    given: Mapped[str]
    family: Mapped[str]
    email_sealed: Mapped[bytes | None]
    email_lookup: Mapped[bytes | None] = mapped_column(index=True)
    mobile_sealed: Mapped[bytes | None]
    mobile_lookup: Mapped[bytes | None] = mapped_column(index=True)
    channel: Mapped[str | None]
    language: Mapped[str | None]
    interpreter: Mapped[bool] = mapped_column(default=False)
    surveys_stopped_at: Mapped[datetime | None]


class FamilyLink(Base):
    """How an adult stands to a child. Relationship ``self`` is the child or young person.

    ``restriction`` closes access whatever else the row says; ``restriction_unreadable`` likewise.
    ``opened_by_id`` is the caseworker who let in an adult whose responsibility is unknown.
    """

    __tablename__ = "family_links"
    __table_args__ = (UniqueConstraint("child_id", "family_member_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    child_id: Mapped[UUID] = mapped_column(ForeignKey("children.id"))
    family_member_id: Mapped[UUID] = mapped_column(ForeignKey("family_members.id"), index=True)
    relationship: Mapped[str]
    responsibility: Mapped[str]
    restriction: Mapped[str | None]
    restriction_review: Mapped[date | None]
    restriction_unreadable: Mapped[bool] = mapped_column(default=False)
    access_from: Mapped[date | None]
    access_until: Mapped[date | None]
    opened_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    marked_absent_on: Mapped[date | None]


class Staff(Base):
    """Somebody who signs in for work: council, setting or participation group."""

    __tablename__ = "staff"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    role: Mapped[str]
    name: Mapped[str]
    email_sealed: Mapped[bytes]
    email_lookup: Mapped[bytes] = mapped_column(unique=True)
    setting_id: Mapped[UUID | None] = mapped_column(ForeignKey("settings.id"), index=True)
    password_hash: Mapped[str | None]
    totp_secret_sealed: Mapped[bytes | None]
    totp_last_step: Mapped[int | None]
    closed_at: Mapped[datetime | None]
