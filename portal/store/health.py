"""Is the database there? Touches no table."""

from sqlalchemy import select
from sqlalchemy.orm import Session


def ask(session: Session) -> None:
    """Raises SQLAlchemyError where the database cannot be reached."""
    session.execute(select(1)).scalar_one()
