"""Engagement events: what was held, by whom, and how many came from which kind of setting.

The council promised at least four engagement events a year, hosted by the portfolio holder and the
assistant director.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from portal.domain.disclosure import hidden_counts
from portal.domain.figures import Thresholds

PROMISED_A_YEAR = 4
COUNT_AT_MOST = 9999
FORMS_AT_MOST = 5000
"""Of one event, online: each writes the event's rows anew, so a flood must come to an end."""


class EngagementKind(StrEnum):
    """What was held. Only the first counts towards the promise."""

    ENGAGEMENT = "engagement"
    YOUTH_CABINET = "youth_cabinet"
    PEER_AMBASSADORS = "peer_ambassadors"
    PUPIL_WORKSHOP = "pupil_workshop"
    OTHER = "other"


class Host(StrEnum):
    """Who hosted; somebody else is named by post or group in words."""

    PORTFOLIO_HOLDER = "portfolio_holder"
    ASSISTANT_DIRECTOR = "assistant_director"


class SettingType(StrEnum):
    """Where the people who came learn, or where the children of those who came do."""

    MAINSTREAM = "mainstream"
    SPECIAL = "special"
    EARLY_YEARS = "early_years"
    COLLEGE = "college"
    OTHER = "other"
    NOT_KNOWN = "not_known"


Attendance = Mapping[SettingType, int]
"""How many came, by kind of setting; a kind that was not counted is left out. Never a name."""


@dataclass(frozen=True, slots=True)
class EventDetails:
    """What the officer types in. ``other_host`` is a post or a group, such as "Youth service"."""

    kind: EngagementKind
    title: str
    day: date
    place: str
    hosts: frozenset[Host]
    other_host: str = ""

    def keeps_promise(self) -> bool:
        """Whether this is one of the four, once it is held."""
        return self.kind is EngagementKind.ENGAGEMENT and self.hosts == frozenset(Host)


@dataclass(frozen=True, slots=True)
class FeedbackForm:
    """The public form of an event: its short code, and the last day on which it takes answers."""

    code: str
    last_day: date

    def is_open(self, today: date) -> bool:
        return today <= self.last_day


@dataclass(frozen=True, slots=True)
class Event:
    """One event. ``online`` and ``on_paper`` count the feedback that came in each way."""

    id: UUID
    details: EventDetails
    attendance: Attendance
    form: FeedbackForm | None = None
    online: int = 0
    on_paper: int = 0
    results_shown_on: date | None = None

    @property
    def came(self) -> int:
        return sum(self.attendance.values())

    @property
    def takes_sheets(self) -> bool:
        """A paper sheet can be typed in after the last day, until the results are shown."""
        return self.form is not None and self.results_shown_on is None

    def takes_answers(self, today: date) -> bool:
        """Whether the public form is open."""
        is_open = self.form is not None and self.form.is_open(today)
        return is_open and self.takes_sheets and self.online < FORMS_AT_MOST


@dataclass(frozen=True, slots=True)
class YearOfEvents:
    """Engagement events of a calendar year up to today. ``as_promised`` had both hosts."""

    held: int
    as_promised: int

    @property
    def keeps_promise(self) -> bool:
        return self.as_promised >= PROMISED_A_YEAR


def sum_up(events: Iterable[EventDetails], year: int, today: date) -> YearOfEvents:
    """What was held in this year against what was promised; a day to come does not count."""
    held = [
        event
        for event in events
        if event.kind is EngagementKind.ENGAGEMENT and event.day.year == year and event.day <= today
    ]
    return YearOfEvents(len(held), sum(event.keeps_promise() for event in held))


@dataclass(frozen=True, slots=True)
class ProtectedAttendance:
    """Who came, as anybody may see it. None is hidden; ``came`` None is fewer than the few."""

    came: int | None
    groups: Mapping[str, int | None]


_SHOWN_APART = (SettingType.MAINSTREAM, SettingType.SPECIAL, SettingType.NOT_KNOWN)


def protect_attendance(attendance: Attendance, thresholds: Thresholds) -> ProtectedAttendance:
    """The counts after disclosure control. The rule protects a row of at most four, so early
    years, colleges and others are one group."""
    groups = {str(kind): attendance.get(kind, 0) for kind in _SHOWN_APART}
    came = sum(attendance.values())
    groups[str(SettingType.OTHER)] = came - sum(groups.values())
    if came < thresholds.few:
        return ProtectedAttendance(None, dict.fromkeys(groups))
    hidden = hidden_counts(groups, thresholds)
    return ProtectedAttendance(
        came, {key: None if key in hidden else count for key, count in groups.items()}
    )
