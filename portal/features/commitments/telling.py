"""What the worker does: telling those who took part."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal.actions import commitments
from portal.domain.commitments import News
from portal.kit.links import path_for


def send_news(session: Session, payload: dict[str, str], now: datetime) -> None:
    commitment_id = UUID(payload["commitment_id"])
    commitments.send_news(
        session,
        commitment_id,
        News(payload["news"]),
        after=UUID(payload["after"]) if payload["after"] else None,
        link_path=path_for("commitments.show_public", commitment_id=commitment_id),
        now=now,
    )
