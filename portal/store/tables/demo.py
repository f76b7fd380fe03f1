"""What makes a database a demo's own: the mark it was made with, and the people to sign in as."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from portal.store.db import Base


class DemoMarker(Base):
    """One row in a database that the demo made; none in any other."""

    __tablename__ = "demo_marker"

    seed: Mapped[int] = mapped_column(primary_key=True)
    made_on: Mapped[date]
    children: Mapped[int]


class DemoPerson(Base):
    """Somebody whom the demo page signs in as, by the key that the page describes them under."""

    __tablename__ = "demo_people"

    key: Mapped[str] = mapped_column(primary_key=True)
    role: Mapped[str]
    person_id: Mapped[UUID]
