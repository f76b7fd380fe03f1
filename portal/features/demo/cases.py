"""What a case system knows of one case: the days on which things happened."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(slots=True)
class Review:
    """One turn of the review wheel; what is None has not happened yet."""

    meeting: date
    report: date | None = None
    decision: str = ""
    """keep, amend or cease"""
    decided: date | None = None
    notice: date | None = None
    final: date | None = None


@dataclass(slots=True)
class Case:
    received: date
    source: str = "1"
    request_outcome: str = ""
    request_decided: date | None = None
    advice_asked: date | None = None
    advice_received: date | None = None
    draft_served: date | None = None
    assessment_outcome: str = ""
    assessment_decided: date | None = None
    exception: str = ""
    agreed_delay: str = ""
    plan_made: date | None = None
    reviews: list[Review] = field(default_factory=list)
    ceased: date | None = None
    cease_reason: str = ""
    moved_in_from: str = ""
