"""What the worker does for indicators."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.actions import timeliness

COUNT_MONTHS = "indicators.count_months"


def count_months(session: Session, _payload: dict[str, str], now: datetime) -> None:
    timeliness.count_months(session, now)
