"""What the worker does about messages beside sending them."""

from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy.orm import Session

from portal.features.messages.paper import kept_for
from portal.outside.notify import NotifyCarrier
from portal.store import jobs, paper
from portal.store.deliveries import note_statuses

ASK_STATUSES = "messages.ask_statuses"
FORGET_LETTERS = "messages.forget_letters"

_ASK_EVERY = timedelta(minutes=50)  # the worker looks what is due once an hour

Payload = dict[str, str]


def asking_is_due(session: Session, now: datetime) -> bool:
    return current_app.config["DELIVERY"] == "notify" and not jobs.was_added_since(
        session, ASK_STATUSES, now - _ASK_EVERY
    )


def ask_statuses(session: Session, _payload: Payload, now: datetime) -> None:
    """Ask Notify which messages failed; asked before anything is read, so that no transaction is
    open meanwhile."""
    failures = dict(NotifyCarrier.from_settings(current_app.config).list_failures())
    note_statuses(session, failures, now)


def forget_letters(session: Session, _payload: Payload, now: datetime) -> None:
    paper.forget_letters(session, made_before=now - kept_for())
