"""What the worker does: goes on to the next person, and warns of days on which nobody is on."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal.actions.safeguarding import start_overdue, tell_next_of, warn_leads
from portal.kit.links import path_for
from portal.kit.safeguarding_watch import rota_at, watch_at
from portal.store.safeguarding import list_due

WARN_OF_GAPS = "safeguarding.warn_of_gaps"


def is_overdue(session: Session, now: datetime) -> bool:
    """Each telling has a job of its own at its own minute; this starts one that was lost."""
    return bool(list_due(session, now))


def find_overdue(session: Session, _payload: dict[str, str], now: datetime) -> None:
    start_overdue(session, now)


def tell_next(session: Session, payload: dict[str, str], now: datetime) -> None:
    tell_next_of(session, UUID(payload["concern_id"]), watch_at(session, now), now)


def warn_of_gaps(session: Session, _payload: dict[str, str], now: datetime) -> None:
    warn_leads(session, rota_at(session, now), path_for("safeguarding.show_rota"), now)
