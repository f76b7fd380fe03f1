"""You said, we did: from what families said to an action with an owner, a day and a rating."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
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
class QuotationSaid:
    """What one person wrote in a survey, as the moderation desk released it. The words are never
    copied here: once the desk takes them back they are gone."""

    wave_id: UUID
    quotation_id: UUID


@dataclass(frozen=True, slots=True)
class ThemeSaid:
    """What families said as a theme, in a few plain words: of the survey named, out of its code
    frame, or else in the officer's own words."""

    theme: str
    wave_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class ViewsSaid:
    """A theme of the views that were sent for reviews from one day to another."""

    theme: str
    first: date
    last: date


Said = MeasureSaid | QuotationSaid | ThemeSaid | ViewsSaid


@dataclass(frozen=True, slots=True)
class Promise:
    """What the council undertakes. ``reply`` is simple HTML already made safe; the rest is text.

    ``owner`` is a post, such as "Head of SEND": the page is public, so no person is named.
    ``rating`` None is not rated yet. ``evidence`` is what shows that the rating is deserved.
    ``subject_id`` is what it is about, ``step_id`` the step of the action plan it belongs to.
    """

    action: str
    owner: str
    due: date
    reply: str = ""
    rating: Rating | None = None
    evidence: str = ""
    subject_id: UUID | None = None
    step_id: UUID | None = None


class Field(StrEnum):
    """What of a commitment can change."""

    THEME = "theme"
    ACTION = "action"
    OWNER = "owner"
    DUE = "due"
    REPLY = "reply"
    RATING = "rating"
    EVIDENCE = "evidence"
    SUBJECT = "subject_id"
    STEP = "step_id"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changed: as text, a day as ISO, a rating by its name, nothing as empty."""

    field: Field
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Changed:
    """A change that was made, and when."""

    change: Change
    at: datetime


class News(StrEnum):
    """What those who took part are told: that something was promised, that it is done."""

    MADE = "made"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Commitment:
    id: UUID
    said: Said
    promise: Promise
    made_on: date
    told: frozenset[News] = frozenset()


@dataclass(frozen=True, slots=True)
class Subject:
    """What commitments can be about; the council's own short list."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class EvidenceMissing:
    """Green and blue need evidence before anybody may give them."""

    rating: Rating


@dataclass(frozen=True, slots=True)
class FigureNotShown:
    """The release holds no shown figure for this measure, so nothing can be tied to it."""

    measure: str


@dataclass(frozen=True, slots=True)
class NotSaid:
    """The moderation desk has released no such words and found no such theme in that survey."""


@dataclass(frozen=True, slots=True)
class NothingToTell:
    """They have been told, or there is nobody known to tell."""


def check_rating(rating: Rating | None, evidence: str) -> EvidenceMissing | None:
    """None where the rating may stand, with this evidence or without."""
    if rating in RATINGS_THAT_NEED_EVIDENCE and not evidence.strip():
        return EvidenceMissing(rating)
    return None


def is_overdue(due: date, rating: Rating | None, today: date) -> bool:
    """Whether the day has passed with the action not completed; the due day itself is in time."""
    return rating is not Rating.BLUE and due < today


def list_changes(before: tuple[Said, Promise], after: tuple[Said, Promise]) -> tuple[Change, ...]:
    """What differs, in the order of the fields."""
    found = (Change(field, _value(field, *before), _value(field, *after)) for field in Field)
    return tuple(change for change in found if change.before != change.after)


def _value(field: Field, said: Said, promise: Promise) -> str:
    if field is Field.THEME:
        return said.theme if isinstance(said, ThemeSaid | ViewsSaid) else ""
    value = getattr(promise, field)
    return value.isoformat() if isinstance(value, date) else str(value or "")


def news_due(rating: Rating | None, told: Collection[News]) -> News | None:
    """What has not been told yet. What is done when it is first told is told as done, once."""
    if News.DONE in told:
        return None
    if rating is Rating.BLUE:
        return News.DONE
    return None if News.MADE in told else News.MADE
