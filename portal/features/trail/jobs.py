"""What the worker does for the trail: it chains what pages have written."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.actions import trail


def chain_trail(session: Session, _payload: dict[str, str], now: datetime) -> None:
    trail.chain_trail(session, now)
