"""What the worker does every day about young people's rights."""

from datetime import datetime, timedelta
from uuid import UUID

from flask import current_app
from sqlalchemy.orm import Session

from portal.actions import rights_days
from portal.domain.rights_days import Notice
from portal.kit.links import path_for
from portal.outside.bank_holidays import in_england


def notice() -> Notice:
    """How long before people are told, by the council's own settings."""
    settings = current_app.config
    return Notice(
        timedelta(days=settings["RIGHTS_TOLD_DAYS_BEFORE"]),
        timedelta(days=settings["EIGHTEEN_TOLD_DAYS_BEFORE"]),
    )


def _rights_path(child_id: UUID) -> str:
    return path_for("choices.explain_rights", child_id=child_id)


def keep_rights_days(session: Session, _payload: dict[str, str], now: datetime) -> None:
    rights_days.keep_rights_days(
        session,
        notice=notice(),
        path_of=_rights_path,
        bank_holidays=in_england,
        now=now,
    )
