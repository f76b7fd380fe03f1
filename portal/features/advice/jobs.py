"""What the worker does for advice: reminders once a day, scanning files, removing what is gone."""

from datetime import datetime
from uuid import UUID

import structlog
from flask import current_app
from sqlalchemy.orm import Session

from portal.actions import advice_files
from portal.actions.advice_reminders import nudge_advisers
from portal.domain.advice import NudgePolicy, Scan
from portal.features.advice.staff import answer_path
from portal.kit.files import get_object_store
from portal.kit.links import path_for
from portal.outside.virus_scanner import holds_virus

log = structlog.get_logger()

NUDGE = "advice.nudge"

Payload = dict[str, str]


def nudge(session: Session, _payload: Payload, now: datetime) -> None:
    settings = current_app.config
    policy = NudgePolicy(
        settings["ADVICE_REMIND_DAYS_BEFORE"],
        settings["ADVICE_REMIND_DAYS_AFTER"],
        settings["ADVICE_ESCALATE_DAYS_AFTER"],
    )
    nudge_advisers(
        session,
        policy,
        answer_path=answer_path,
        late_path=lambda token: path_for("advice_giver.show_late", token=token),
        now=now,
    )


def scan_file(session: Session, payload: Payload, _now: datetime) -> None:
    """Where the scanner is silent the job fails, and is tried again later; a file that the store
    has lost does not come back by waiting."""
    address = current_app.config["CLAMD"]
    scan = advice_files.scan_file(
        session,
        get_object_store(),
        UUID(payload["file_id"]),
        lambda content: holds_virus(address, content),
    )
    if scan is Scan.MISSING:
        log.error("stored file missing", file=payload["file_id"])


def remove_object(_session: Session, payload: Payload, _now: datetime) -> None:
    get_object_store().remove(payload["name"])
