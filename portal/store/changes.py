"""Changes that run often or must not be made twice; the database says whether they were made."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import CursorResult, Table, Update
from sqlalchemy.orm import Session

from portal.store.db import Base


def table_of(model: type[Base]) -> Table:
    """The table of a model, for statements that run often: they skip the ORM's own work."""
    return Base.metadata.tables[model.__tablename__]


def changes_one(session: Session, statement: Update, values: Mapping[str, Any]) -> bool:
    """Run an UPDATE of a table; whether it changed exactly one row."""
    result = session.execute(statement, values)
    assert isinstance(result, CursorResult)  # noqa: S101 - what an UPDATE answers
    return result.rowcount == 1
