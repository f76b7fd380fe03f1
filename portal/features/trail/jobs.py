"""What the worker does for the trail: it chains what pages have written, and lets what is old
expire."""

from datetime import datetime

from flask import current_app
from sqlalchemy.orm import Session

from portal.actions import trail
from portal.domain.dates import london_day
from portal.domain.trail_expiry import Limits


def chain_trail(session: Session, _payload: dict[str, str], now: datetime) -> None:
    trail.chain_trail(session, now)


def expire_trail(session: Session, _payload: dict[str, str], now: datetime) -> None:
    trail.expire_trail(session, limits_at(now), now)


def limits_at(now: datetime) -> Limits:
    """What the settings say about how long the trail is kept."""
    return Limits.of(
        london_day(now),
        staff_years=current_app.config["TRAIL_YEARS_STAFF"],
        family_years=current_app.config["TRAIL_YEARS_FAMILY"],
    )
