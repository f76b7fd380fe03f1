"""What the demo would have sent. The demo shows it on a page; nobody outside is written to."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from portal.store.db import Base


class DemoLetter(Base):
    """A letter of the demo, by the id of its outbox message: delivered twice, kept once."""

    __tablename__ = "demo_letters"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    address: Mapped[str]
    subject: Mapped[str]
    text: Mapped[str]
    written_at: Mapped[datetime] = mapped_column(index=True)
