"""Everybody's data keys, wrapped by a key that is kept outside the database."""

from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from portal.store.db import Base


class DataKey(Base):
    """One person's data key. Without ``wrapped`` the person is erased: what it sealed stays shut.

    The row outlives the erasure, so that nothing is sealed for that person again by mistake.
    """

    __tablename__ = "data_keys"

    subject_id: Mapped[UUID] = mapped_column(primary_key=True)
    kek_id: Mapped[str] = mapped_column(index=True)
    wrapped: Mapped[bytes | None]
