"""What else belongs to the story of a case: messages, views that came in, dates called wrong."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Date, Result, String, cast, literal, null, select, union_all
from sqlalchemy.orm import Session

from portal.store.db import UtcDateTime
from portal.store.tables.outbox import OutboxMessage
from portal.store.tables.record_age import DateFlag
from portal.store.tables.reviews import Contribution, ContributionSending, ReviewCycle


class Told(StrEnum):
    """What a line of the story is."""

    MESSAGE = "message"
    VIEWS = "views"
    FLAG = "flag"


@dataclass(frozen=True, slots=True)
class StoryLine:
    """``word`` is the message's kind, the voice of the views or the source of the date;
    ``ended_at`` when the message was sent or given up, or the flag settled; ``outcome`` is the
    message's; ``day`` the date that was called wrong."""

    told: Told
    at: datetime
    word: str
    ended_at: datetime | None
    outcome: str | None
    day: date | None


def list_story(session: Session, child_id: UUID) -> list[StoryLine]:
    """In the order in which it happened, in one statement.

    For a caller who has made sure that the viewer may see the child.
    """
    no_time, no_text, no_day = cast(null(), UtcDateTime), cast(null(), String), cast(null(), Date)
    messages = select(
        literal(Told.MESSAGE.value).label("told"),
        OutboxMessage.queued_at.label("at"),
        OutboxMessage.kind.label("word"),
        OutboxMessage.ended_at.label("ended_at"),
        OutboxMessage.outcome.label("outcome"),
        no_day.label("day"),
    ).where(OutboxMessage.about_id == child_id)
    views = (
        select(
            literal(Told.VIEWS.value),
            ContributionSending.sent_at,
            Contribution.voice,
            no_time,
            no_text,
            no_day,
        )
        .join(Contribution, Contribution.id == ContributionSending.contribution_id)
        .join(ReviewCycle, ReviewCycle.id == Contribution.review_id)
        .where(ReviewCycle.child_id == child_id)
    )
    flags = select(
        literal(Told.FLAG.value),
        DateFlag.flagged_at,
        DateFlag.source,
        DateFlag.settled_at,
        no_text,
        DateFlag.day,
    ).where(DateFlag.child_id == child_id)
    rows: Result[Any] = session.execute(union_all(messages, views, flags).order_by("at"))
    return [
        StoryLine(Told(row.told), row.at, row.word, row.ended_at, row.outcome, row.day)
        for row in rows
    ]
