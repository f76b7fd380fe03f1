"""Rows of requests for advice, sealed and opened with the child's key."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from portal.domain.advice import (
    Advice,
    AdviceRequest,
    Adviser,
    Asked,
    Provision,
    Reply,
    Service,
)
from portal.store.sealing import SubjectErasedError, seal, unseal
from portal.store.tables.advice import AdviceRequestRow

_TABLE = AdviceRequestRow.__tablename__


def read_request(session: Session, row: AdviceRequestRow) -> AdviceRequest:
    passed_to = _open_json(session, row, "passed_to_sealed")
    return AdviceRequest(
        id=row.id,
        child_id=row.child_id,
        asked=_read_asked(Service(row.service), _open_json(session, row, "asked_sealed")),
        asked_on=row.asked_on,
        due_on=row.due_on,
        reply=Reply(row.reply) if row.reply else None,
        replied_at=row.replied_at,
        withdrawn_at=row.withdrawn_at,
        shared_on=row.shared_on,
        missed_on=row.missed_on,
        missed_note=_open(session, row, "missed_sealed"),
        excused_on=row.excused_on,
        passed_to=Adviser(**passed_to) if passed_to else None,
        decline_reason=_open(session, row, "decline_sealed"),
        advice=_read_advice(_open_json(session, row, "advice_sealed")),
    )


def _read_asked(service: Service, kept: Mapping[str, Any]) -> Asked:
    """An erased child's request still says which service was asked, and nothing else."""
    adviser = Adviser(**kept.get("adviser", {"name": "", "role": "", "email": ""}))
    return Asked(
        service,
        adviser,
        kept.get("question", ""),
        kept.get("manager_name", ""),
        kept.get("manager_email", ""),
    )


def asked_json(asked: Asked) -> dict[str, Any]:
    kept = asdict(asked)
    del kept["service"]
    return kept


def _read_advice(kept: Mapping[str, Any]) -> Advice:
    return Advice(
        kept.get("needs", ""),
        tuple(Provision(**each) for each in kept.get("provisions", ())),
        kept.get("outcomes", ""),
    )


def seal_json(
    session: Session, child_id: UUID, row_id: UUID, column: str, kept: Mapping[str, Any]
) -> bytes:
    return seal(
        session,
        subject_id=child_id,
        table=_TABLE,
        column=column,
        row_id=row_id,
        text=json.dumps(kept, ensure_ascii=False),
    )


def seal_text(session: Session, request: AdviceRequest, column: str, text: str) -> bytes:
    return seal(
        session,
        subject_id=request.child_id,
        table=_TABLE,
        column=column,
        row_id=request.id,
        text=text,
    )


def _open(session: Session, row: AdviceRequestRow, column: str) -> str:
    sealed = getattr(row, column)
    if sealed is None:
        return ""
    try:
        return unseal(
            session,
            subject_id=row.child_id,
            table=_TABLE,
            column=column,
            row_id=row.id,
            sealed=sealed,
        )
    except SubjectErasedError:
        return ""


def _open_json(session: Session, row: AdviceRequestRow, column: str) -> dict[str, Any]:
    text = _open(session, row, column)
    kept: dict[str, Any] = json.loads(text) if text else {}
    return kept
