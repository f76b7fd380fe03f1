"""Changes that run often or must not be made twice; the database says whether they were made."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import CursorResult, Table, Update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.store.db import Base


def insert_into(session: Session, model: type[Base]) -> postgresql.Insert | sqlite.Insert:
    """An INSERT that can say what happens where the row is there already, in this database."""
    on_postgresql = session.get_bind().dialect.name == "postgresql"
    return postgresql.insert(model) if on_postgresql else sqlite.insert(model)


def table_of(model: type[Base]) -> Table:
    """The table of a model, for statements that run often: they skip the ORM's own work."""
    return Base.metadata.tables[model.__tablename__]


def changes_one(session: Session, statement: Update, values: Mapping[str, Any]) -> bool:
    """Run an UPDATE of a table; whether it changed exactly one row."""
    result = session.execute(statement, values)
    assert isinstance(result, CursorResult)  # noqa: S101 - what an UPDATE answers
    return result.rowcount == 1


def adds_new(session: Session, row: Base, row_id: UUID) -> bool:
    """Add a row; False, and nothing added, where its id is taken already."""
    try:
        with session.begin_nested():
            session.add(row)
            session.flush()
    except IntegrityError:
        if session.get(type(row), row_id) is None:
            raise  # something else about it was wrong
        return False
    return True
