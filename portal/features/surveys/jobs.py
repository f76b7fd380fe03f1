"""What the worker does for surveys."""

from datetime import datetime
from uuid import UUID

from flask import current_app
from sqlalchemy.orm import Session

from portal.actions import survey_days, survey_series, survey_texts, surveys
from portal.domain.dates import london_day
from portal.kit.links import path_for

Payload = dict[str, str]


def _path_of(token: str) -> str:
    return path_for("survey_answers.open_survey", token=token)


def send_invitations(session: Session, payload: Payload, now: datetime) -> None:
    surveys.send_invitations(
        session,
        UUID(payload["wave_id"]),
        path_of=_path_of,
        now=now,
    )


def write_responses(session: Session, payload: Payload, now: datetime) -> None:
    surveys.write_responses(session, UUID(payload["wave_id"]), now=now)


def close_overdue(session: Session, _payload: Payload, now: datetime) -> None:
    survey_days.close_overdue(session, today=london_day(now), now=now)


def count_due(session: Session, _payload: Payload, now: datetime) -> None:
    survey_days.count_due(session, now=now)


def count_wave(session: Session, payload: Payload, _now: datetime) -> None:
    survey_days.count_wave(session, UUID(payload["wave_id"]))


def remind_due(session: Session, _payload: Payload, now: datetime) -> None:
    survey_days.remind_due(session, today=london_day(now), now=now)


def send_reminders(session: Session, payload: Payload, now: datetime) -> None:
    survey_days.send_reminders(
        session,
        UUID(payload["wave_id"]),
        part=int(payload["part"]),
        of=int(payload["of"]),
        path_of=_path_of,
        now=now,
    )


def open_due(session: Session, _payload: Payload, now: datetime) -> None:
    survey_series.open_due(
        session,
        today=london_day(now),
        now=now,
        surveys_a_term=int(current_app.config["SURVEYS_A_TERM"]),
    )


def take_texts_due(session: Session, _payload: Payload, now: datetime) -> None:
    survey_texts.take_texts_due(session, now)


def take_texts(session: Session, payload: Payload, now: datetime) -> None:
    survey_texts.take_texts(session, UUID(payload["wave_id"]), now)


def sweep_bookkeeping(session: Session, _payload: Payload, _now: datetime) -> None:
    surveys.sweep_bookkeeping(session)
