"""The action plan: areas of concern, actions, lettered steps, and how each quarter went.

Ratings are added to and never changed. A rating of a quarter that was rated already is a new entry
that says why, so that who rated what and when stays to be read.
"""

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from portal.domain.advice import FileKind, Scan
from portal.domain.commitments import RATINGS_THAT_NEED_EVIDENCE, EvidenceMissing, Rating

LETTERS = "abcdefghijklmnopqrstuvwxyz"
_MONTHS_A_QUARTER = 3


@dataclass(frozen=True, slots=True)
class Due:
    """By when. ``whole_month``: only the month is known, and its last day is in time."""

    day: date
    whole_month: bool = False

    @property
    def last_day(self) -> date:
        if not self.whole_month:
            return self.day
        return self.day.replace(day=monthrange(self.day.year, self.day.month)[1])


@dataclass(frozen=True, slots=True)
class StepDetails:
    """One step. ``owner`` is a post, never a name, and empty where it is not known, as ``due`` is
    None. ``first_due`` is what was agreed first, where that was moved. ``done_on`` None on a step
    that is done: the day is not known."""

    words: str
    owner: str = ""
    due: Due | None = None
    first_due: Due | None = None
    done: bool = False
    done_on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    id: UUID
    letter: str
    details: StepDetails


@dataclass(frozen=True, slots=True)
class ActionDetails:
    """``shown_by`` is what will show that the outcomes have been reached."""

    title: str
    outcomes: str = ""
    shown_by: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ReleaseEvidence:
    """A report of ours: all of it, or one figure that it shows."""

    release_id: UUID
    measure: str = ""


@dataclass(frozen=True, slots=True)
class FigureEvidence:
    """A figure as it was typed in: in words, with its source and the day that it is of."""

    figure: str
    source: str
    on: date


@dataclass(frozen=True, slots=True)
class FileEvidence:
    """A file; its content lies sealed in the object store under ``object_name``."""

    id: UUID
    action_id: UUID
    name: str
    kind: FileKind
    scan: Scan
    object_name: str

    @property
    def may_be_opened(self) -> bool:
        return self.scan in {Scan.CLEAN, Scan.NOT_SCANNED}

    @property
    def is_lost(self) -> bool:
        """Destroyed because of a virus, or lost by the store: it shows nothing any more."""
        return self.scan in {Scan.INFECTED, Scan.MISSING}


Evidence = ReleaseEvidence | FigureEvidence | FileEvidence


@dataclass(frozen=True, slots=True)
class RatingEntry:
    """What somebody said of one action at one point, and when they said it.

    ``corrects`` is the entry that this one takes the place of, and ``reason`` says why;
    ``corrected``: another one has taken its own place.
    """

    id: UUID
    action_id: UUID
    point: date
    rating: Rating
    evidence: tuple[Evidence, ...]
    rated_by: str
    rated_at: datetime
    reason: str = ""
    corrects: UUID | None = None
    corrected: bool = False

    @property
    def lacks_evidence(self) -> bool:
        """Green or blue, and what showed it is gone."""
        return check_evidence(self.rating, self.evidence) is not None


@dataclass(frozen=True, slots=True)
class Action:
    """``entries`` are all its ratings, the earliest first."""

    id: UUID
    area_id: UUID
    code: str
    details: ActionDetails
    steps: tuple[Step, ...]
    entries: tuple[RatingEntry, ...]

    @property
    def ratings(self) -> Mapping[date, RatingEntry]:
        """What holds for each point that was rated."""
        return {entry.point: entry for entry in self.entries if not entry.corrected}

    @property
    def rating(self) -> RatingEntry | None:
        """What holds for the latest point that was rated."""
        held = self.ratings
        return held[max(held)] if held else None

    @property
    def next_letter(self) -> str:
        """The letter of the next step; empty where all are given out."""
        taken = {step.letter for step in self.steps}
        return next((letter for letter in LETTERS if letter not in taken), "")

    def overdue_steps(self, today: date) -> tuple[Step, ...]:
        return tuple(step for step in self.steps if is_step_overdue(step.details, today))


@dataclass(frozen=True, slots=True)
class Area:
    """An area of concern, with its actions."""

    id: UUID
    number: int
    concern: str
    actions: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class PointNotReached:
    """Nobody can say how a quarter went before it has come."""


@dataclass(frozen=True, slots=True)
class ReasonMissing:
    """This point was rated before; a new entry says why."""


@dataclass(frozen=True, slots=True)
class StepsNotDone:
    """Blue is completed: these steps are not."""

    letters: str


@dataclass(frozen=True, slots=True)
class RatedMeanwhile:
    """Somebody else rated this point while the page was open."""


RatingRefusal = PointNotReached | ReasonMissing | StepsNotDone | EvidenceMissing


def is_step_overdue(step: StepDetails, today: date) -> bool:
    """Whether its last day has passed and it is not done. A step whose day is not known is never
    called late."""
    return not step.done and step.due is not None and step.due.last_day < today


def check_evidence(rating: Rating, evidence: Iterable[Evidence]) -> EvidenceMissing | None:
    """Green and blue need a report, a figure or a file that is still there."""
    shows = [one for one in evidence if not (isinstance(one, FileEvidence) and one.is_lost)]
    if rating in RATINGS_THAT_NEED_EVIDENCE and not shows:
        return EvidenceMissing(rating)
    return None


def check_rating(
    action: Action,
    point: date,
    rating: Rating,
    *,
    has_evidence: bool,
    reason: str,
    today: date,
) -> RatingRefusal | None:
    """None where the rating may be added."""
    if point > today:
        return PointNotReached()
    if point in action.ratings and not reason.strip():
        return ReasonMissing()
    if rating in RATINGS_THAT_NEED_EVIDENCE and not has_evidence:
        return EvidenceMissing(rating)
    open_steps = "".join(step.letter for step in action.steps if not step.details.done)
    if rating is Rating.BLUE and open_steps:
        return StepsNotDone(open_steps)
    return None


def next_point(points: Sequence[date]) -> date | None:
    """The first of the month, a quarter after the last point; None where there is no point yet."""
    if not points:
        return None
    last = max(points)
    months = last.year * 12 + last.month - 1 + _MONTHS_A_QUARTER
    return date(months // 12, months % 12 + 1, 1)


def due_point(due: Due | None, points: Iterable[date]) -> date | None:
    """The first point by which a step that is due then should be done; None where its day is not
    known or lies after all of them."""
    if due is None:
        return None
    return min((point for point in points if point >= due.last_day), default=None)


def move_due(before: StepDetails, after: StepDetails) -> StepDetails:
    """The step after a change, which keeps what was agreed first: a day that moves leaves a
    mark."""
    first = before.first_due
    if first is None and before.due not in {None, after.due}:
        first = before.due
    return StepDetails(
        words=after.words,
        owner=after.owner,
        due=after.due,
        first_due=first,
        done=after.done,
        done_on=after.done_on if after.done else None,
        note=after.note,
    )
