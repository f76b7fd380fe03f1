"""You said, we did: from what families said to an action with an owner, a day and a rating."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID


class Rating(StrEnum):
    """The action plan's key, red to blue.

    ``RED`` not started, or significant delay: must be brought back on track. ``AMBER`` started,
    some delay: must be watched. ``GREEN`` on track for the agreed date, evidence required.
    ``BLUE`` completed and embedded.
    """

    RED = "red"
    AMBER = "amber"
    GREEN = "green"
    BLUE = "blue"


RATINGS_THAT_NEED_EVIDENCE = frozenset({Rating.GREEN, Rating.BLUE})


@dataclass(frozen=True, slots=True)
class MeasureSaid:
    """What families said as a figure: one measure of one release."""

    release_id: UUID
    measure: str


@dataclass(frozen=True, slots=True)
class ThemeSaid:
    """What families said as a theme, in a few plain words."""

    theme: str


Said = MeasureSaid | ThemeSaid


@dataclass(frozen=True, slots=True)
class Promise:
    """What the council undertakes. ``reply`` is simple HTML already made safe; the rest is text.

    ``owner`` is a post, such as "Head of SEND": the page is public, so no person is named.
    ``rating`` None is not rated yet. ``evidence`` is what shows that the rating is deserved.
    """

    action: str
    owner: str
    due: date
    reply: str = ""
    rating: Rating | None = None
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Commitment:
    id: UUID
    said: Said
    promise: Promise


@dataclass(frozen=True, slots=True)
class EvidenceMissing:
    """Green and blue need evidence before anybody may give them."""

    rating: Rating


@dataclass(frozen=True, slots=True)
class FigureNotShown:
    """The release holds no shown figure for this measure, so nothing can be tied to it."""

    measure: str


def check_rating(rating: Rating | None, evidence: str) -> EvidenceMissing | None:
    """None where the rating may stand, with this evidence or without."""
    if rating in RATINGS_THAT_NEED_EVIDENCE and not evidence.strip():
        return EvidenceMissing(rating)
    return None


def is_overdue(due: date, rating: Rating | None, today: date) -> bool:
    """Whether the day has passed with the action not completed; the due day itself is in time."""
    return rating is not Rating.BLUE and due < today
