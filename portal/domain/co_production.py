"""What the participation group does with an instrument: comment, propose, sign off."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

LONGEST_REMARK = 1000
"""Letters."""


class RemarkKind(StrEnum):
    COMMENT = "comment"
    PROPOSAL = "proposal"


@dataclass(frozen=True, slots=True)
class RemarkDetails:
    """``question`` is the key of the question that it is about; empty for the whole."""

    kind: RemarkKind
    question: str
    words: str


@dataclass(frozen=True, slots=True)
class Remark:
    """What a member of the group said, and the officer's answer. ``taken_in`` says that a proposal
    has become a question."""

    id: UUID
    details: RemarkDetails
    made_at: datetime
    answer: str
    answered_at: datetime | None
    taken_in: bool


@dataclass(frozen=True, slots=True)
class SignOff:
    """Families on the group stand by the present words since this moment."""

    signed_at: datetime
