"""What people answer to a message: that they are not the person it was meant for."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.db import Base


class ContactReport(Base):
    """A family member pressed "wrong child". The council writes no more until it is settled.

    ``decision``: what somebody found who looked at the record (`portal.domain.unreachable`).
    """

    __tablename__ = "contact_reports"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    family_member_id: Mapped[UUID] = mapped_column(ForeignKey("family_members.id"), index=True)
    reported_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    decision: Mapped[str | None]
