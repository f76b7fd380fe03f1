"""Young Inspectors: a small group of learners looks at a place or a page and says what works.

Nobody is named: the group is how many learners it was.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from portal.domain.advice import FileKind, Scan

LEARNERS_AT_MOST = 30
SAW_AT_MOST = 5000
ABOUT_AT_MOST = 300
PHOTOS_AT_MOST = 6
PHOTO_KINDS = frozenset({FileKind.JPEG, FileKind.PNG})


class Works(StrEnum):
    """The rating, always in words."""

    WELL = "works_well"
    IN_PART = "works_in_part"
    NOT = "does_not_work"


@dataclass(frozen=True, slots=True)
class InspectionDetails:
    """What was inspected and what they found. ``place`` may be a page, such as "Local Offer".
    ``may_quote``: they let us quote what they saw."""

    place: str
    day: date
    learners: int
    saw: str
    works: Works
    may_quote: bool = False


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo, cleaned and sealed. ``about`` says in words what it shows, for who cannot see it."""

    id: UUID
    inspection_id: UUID
    object_name: str
    about: str
    kind: FileKind
    scan: Scan

    @property
    def may_be_opened(self) -> bool:
        return self.scan in {Scan.NOT_SCANNED, Scan.CLEAN}


@dataclass(frozen=True, slots=True)
class Inspection:
    """``by_link``: the learners wrote it themselves. The group reads it from ``shown_on`` on."""

    id: UUID
    details: InspectionDetails
    by_link: bool
    shown_on: date | None
    photos: tuple[Photo, ...] = ()


@dataclass(frozen=True, slots=True)
class ListedInspection:
    """A line of the list."""

    id: UUID
    place: str
    day: date
    learners: int
    works: Works
    by_link: bool
    shown_on: date | None


@dataclass(frozen=True, slots=True)
class InspectionLink:
    """A link for one group and one inspection, good up to ``last_day``, that day included."""

    id: UUID
    last_day: date
    used: bool


@dataclass(frozen=True, slots=True)
class LinkUnknown:
    """Nobody made this link, or another was made in its place."""


@dataclass(frozen=True, slots=True)
class LinkUsed:
    """The inspection is in."""


@dataclass(frozen=True, slots=True)
class LinkClosed:
    """Its last day has passed."""


def why_closed(
    link: InspectionLink | None, today: date
) -> LinkUnknown | LinkUsed | LinkClosed | None:
    """None while the link takes an inspection."""
    if link is None:
        return LinkUnknown()
    if link.used:
        return LinkUsed()
    return LinkClosed() if today > link.last_day else None
