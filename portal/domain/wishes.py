"""What a young person says about each adult, and who decides where they cannot.

Source: Children and Families Act 2014 s.80; Code of Practice 8.13 to 8.21; Mental Capacity Act 2005
s.1: somebody is taken to be able to decide until it is shown for that one decision that they are
not. So capacity is recorded for a decision, never inferred from age, need or another decision.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from portal.domain.rights import YoungPersonsWishes


class MaySee(StrEnum):
    """What one adult may see, as the young person wants it."""

    EVERYTHING = "everything"
    NO_LETTERS = "no_letters"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Wish:
    """What the young person wants for one adult. Whoever sees nothing does not help to decide."""

    may_see: MaySee
    helps_decide: bool = False

    @classmethod
    def of(cls, may_see: MaySee, *, helps_decide: bool) -> "Wish":
        return cls(may_see, helps_decide and may_see is not MaySee.NOTHING)

    @property
    def gets_letters(self) -> bool:
        return self.may_see is MaySee.EVERYTHING


@dataclass(frozen=True, slots=True)
class SaidWish:
    """A wish as it was said. ``recorded_by`` names the caseworker who wrote it down on the young
    person's word; empty where the young person pressed the button. The note is the caseworker's."""

    wish: Wish
    said_at: datetime
    said_on: date
    recorded_by: str = ""
    note: str = ""


class Matter(StrEnum):
    """What a capacity decision is about: each is judged, and superseded, by itself."""

    WHO_SEES = "who_sees"
    PLAN = "plan"
    PLACE = "place"
    APPEAL = "appeal"
    OTHER = "other"


class Outcome(StrEnum):
    CAN_DECIDE = "can_decide"
    CANNOT_DECIDE = "cannot_decide"


@dataclass(frozen=True, slots=True)
class CapacityDecision:
    """One capacity decision. ``representative`` is who decides instead (s.80: a deputy, an attorney
    or other representative, else the parent); empty where the parent does, or nobody has to."""

    matter: Matter
    question: str
    outcome: Outcome
    assessor: str
    assessed_on: date
    representative: str = ""


@dataclass(frozen=True, slots=True)
class RecordedCapacity:
    """``stands`` is false once a later decision about the same matter was recorded."""

    decision: CapacityDecision
    recorded_by: str
    recorded_at: datetime
    stands: bool


def wishes_about(said: SaidWish | None, capacity_on: date | None) -> YoungPersonsWishes:
    """The facts that `portal.domain.rights.link_access` asks for: the latest word about an adult,
    and the day of the standing decision that this person cannot decide who sees the record.

    That they *can* decide is no position that settles anything: then they are asked.
    """
    if said is None:
        return YoungPersonsWishes(capacity_recorded_on=capacity_on)
    if said.wish.may_see is MaySee.NOTHING:
        return YoungPersonsWishes(objected_on=said.said_on, capacity_recorded_on=capacity_on)
    return YoungPersonsWishes(agreed_on=said.said_on, capacity_recorded_on=capacity_on)
