"""What the worker does once a day: forget what is left of old sign-ins."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.actions import sign_in_traces


def forget_traces(session: Session, _payload: dict[str, str], now: datetime) -> None:
    sign_in_traces.forget_traces(session, now)
