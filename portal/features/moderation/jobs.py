"""What the worker does for the desk."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.actions import moderation
from portal.outside.bank_holidays import in_england


def keep_clocks(session: Session, _payload: dict[str, str], now: datetime) -> None:
    moderation.keep_clocks(session, now, in_england)
