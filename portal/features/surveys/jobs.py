"""What the worker does for surveys."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal.actions import surveys
from portal.kit.links import path_for

Payload = dict[str, str]


def send_invitations(session: Session, payload: Payload, now: datetime) -> None:
    surveys.send_invitations(
        session,
        UUID(payload["wave_id"]),
        path_of=lambda token: path_for("survey_answers.open_survey", token=token),
        now=now,
    )


def write_responses(session: Session, payload: Payload, now: datetime) -> None:
    surveys.write_responses(session, UUID(payload["wave_id"]), now=now)


def sweep_bookkeeping(session: Session, _payload: Payload, _now: datetime) -> None:
    surveys.sweep_bookkeeping(session)
